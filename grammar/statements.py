"""Statements: what a scenario does, line by line."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from grammar.acts import Act, Assignee
from grammar.conditions import Condition
from grammar.patterns import Moment, Pattern
from grammar.source import Name, Node
from grammar.values import Duration, Ref, Value


@dataclass(frozen=True, slots=True)
class Block(Node):
    """The statements between two braces; the span includes the braces."""

    statements: "tuple[Statement, ...]"


@dataclass(frozen=True, slots=True)
class Step(Node):
    """`step お礼 { }`: a named place."""

    name: Name
    body: Block


# ── waiting ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class UpTo(Node):
    """`up to 7 days`."""

    duration: Duration


@dataclass(frozen=True, slots=True)
class UpToMoment(Node):
    """`up to 45 minutes after entry.ends`."""

    moment: Moment


@dataclass(frozen=True, slots=True)
class WithoutLimit(Node):
    """`without limit`: only when said."""


WaitLimit = UpTo | UpToMoment | WithoutLimit


@dataclass(frozen=True, slots=True)
class Wait(Node):
    """`wait 3 days`."""

    duration: Duration


@dataclass(frozen=True, slots=True)
class WaitUntil(Node):
    """`wait until MOMENT { } past { }`. `past` is taken if the moment is gone already."""

    moment: Moment
    body: Block | None = None
    past: Block | None = None


@dataclass(frozen=True, slots=True)
class WaitForEvent(Node):
    """`wait for PATTERN or PATTERN up to 7 days { } timeout { }`."""

    patterns: tuple[Pattern, ...]
    limit: WaitLimit
    body: Block | None = None
    timeout: Block | None = None


@dataclass(frozen=True, slots=True)
class WaitUntilTrue(Node):
    """`wait until CONDITION up to 7 days { } timeout { }`."""

    condition: Condition
    limit: WaitLimit
    body: Block | None = None
    timeout: Block | None = None


@dataclass(frozen=True, slots=True)
class OnArm(Node):
    """`on PATTERN or PATTERN { }` in `wait for any`."""

    patterns: tuple[Pattern, ...]
    body: Block


@dataclass(frozen=True, slots=True)
class WhenArm(Node):
    """`when CONDITION { }` in `wait for any`."""

    condition: Condition
    body: Block


@dataclass(frozen=True, slots=True)
class Rung(Node):
    """`after 1 day { }`: acts on the way, without ending what it stands in."""

    after: Duration
    body: Block


@dataclass(frozen=True, slots=True)
class TimeoutArm(Node):
    """`timeout { }` in `wait for any`."""

    body: Block


WaitArm = OnArm | WhenArm | Rung | TimeoutArm


@dataclass(frozen=True, slots=True)
class WaitForAny(Node):
    """`wait for any up to 7 days { arms }`: the first wins."""

    limit: WaitLimit
    arms: tuple[WaitArm, ...]


# ── flow ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class IfBranch(Node):
    """One condition of an `if` with its block."""

    condition: Condition
    body: Block


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if a { } else if b { } else { }`."""

    branches: tuple[IfBranch, ...]
    otherwise: Block | None = None


@dataclass(frozen=True, slots=True)
class Case(Node):
    """`"製造業", "小売業" { }`."""

    values: tuple[Value, ...]
    body: Block


@dataclass(frozen=True, slots=True)
class EmptyCase(Node):
    """`empty { }`: the attribute has no value."""

    body: Block


@dataclass(frozen=True, slots=True)
class ElseCase(Node):
    """`else { }`."""

    body: Block


ChooseArm = Case | EmptyCase | ElseCase


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """`choose lead.業種 { }`: the first case that holds."""

    ref: Ref
    arms: tuple[ChooseArm, ...]


@dataclass(frozen=True, slots=True)
class Arm(Node):
    """`45% 短い件名 { }`; no share in a split that is `evenly`."""

    name: Name
    body: Block
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Holdout(Node):
    """`10% holdout`: leaves the scenario and stays in its reports."""

    share: Decimal | None = None
    body: Block | None = None


@dataclass(frozen=True, slots=True)
class PickBest(Node):
    """`pick best by click rate after 4 hours`."""

    metric: Literal["click", "open"]
    after: Duration


@dataclass(frozen=True, slots=True)
class Split(Node):
    """`split 件名 evenly testing 20% pick best by click rate after 4 hours { arms }`."""

    name: Name
    arms: tuple[Arm | Holdout, ...]
    evenly: bool = False
    testing: Decimal | None = None
    pick: PickBest | None = None


@dataclass(frozen=True, slots=True)
class Branch(Node):
    """`branch メール { }`."""

    name: Name
    body: Block


@dataclass(frozen=True, slots=True)
class Together(Node):
    """`together { branch a { } branch b { } }`: side by side, goes on when all are done."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Repeat(Node):
    """`repeat at most 3 times { }`."""

    times: int
    body: Block


@dataclass(frozen=True, slots=True)
class GoTo(Node):
    """`go to STEP`; backward it needs `at most N times else { }`."""

    step: Name
    at_most: int | None = None
    otherwise: Block | None = None


# ── people ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class AcceptedArm(Node):
    """`accepted { }`."""

    body: Block


@dataclass(frozen=True, slots=True)
class RejectedArm(Node):
    """`rejected "時期尚早", "予算なし" { }`; no reasons: any other."""

    reasons: tuple[str, ...]
    body: Block


@dataclass(frozen=True, slots=True)
class OverdueArm(Node):
    """`overdue { }`."""

    body: Block


@dataclass(frozen=True, slots=True)
class DoneArm(Node):
    """`done "つながった" { }`; no results: any other."""

    results: tuple[str, ...]
    body: Block


@dataclass(frozen=True, slots=True)
class FailedArm(Node):
    """`failed { }` of a webhook."""

    body: Block


HandoffArm = AcceptedArm | RejectedArm | Rung | OverdueArm
TaskArm = DoneArm | Rung | OverdueArm
WebhookArm = DoneArm | FailedArm


@dataclass(frozen=True, slots=True)
class Handoff(Node):
    """`handoff to TEAM within 2 business days because "…" { outcomes }`. With outcomes it holds the run."""

    team: Name
    within: Duration | None = None
    because: str | None = None
    arms: tuple[HandoffArm, ...] = ()


@dataclass(frozen=True, slots=True)
class Task(Node):
    """`task "…" for TEAM within 2 business days { outcomes }`. With outcomes it holds the run."""

    title: str
    assignee: Assignee
    within: Duration | None = None
    arms: tuple[TaskArm, ...] = ()


@dataclass(frozen=True, slots=True)
class Webhook(Node):
    """`webhook crm-sync`. With outcomes it holds the run."""

    name: Name
    arms: tuple[WebhookArm, ...] = ()


Statement = (
    Act | Step | Wait | WaitUntil | WaitForEvent | WaitUntilTrue | WaitForAny
    | If | Choose | Split | Together | Repeat | GoTo | Handoff | Task | Webhook
)
