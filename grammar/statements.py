"""Statements: what a scenario does, line by line."""

from datetime import time
from decimal import Decimal
from typing import Literal

from grammar.acts import Act, Assignee, WithoutLimit
from grammar.conditions import Condition
from grammar.node import Node, node
from grammar.patterns import Moment, Pattern
from grammar.source import Name
from grammar.values import Days, Duration, Ref, Value


@node
class Block(Node):
    """The statements between two braces; the span includes the braces."""

    statements: "tuple[Statement, ...]"


@node
class Step(Node):
    """`step お礼 { }`: a named place."""

    name: Name
    body: Block


# ── waiting ─────────────────────────────────────────────────────────────────────────────


@node
class UpTo(Node):
    """`up to 7 days`."""

    duration: Duration


@node
class UpToMoment(Node):
    """`up to 45 minutes after entry.ends`."""

    moment: Moment


WaitLimit = UpTo | UpToMoment | WithoutLimit


@node
class Wait(Node):
    """`wait 3 days`, `wait 1 business day at 09:00`; the first such clock time from the day on that the duration leads to."""

    duration: Duration
    at: time | None = None
    days: Days | None = None


@node
class WaitUntil(Node):
    """`wait until MOMENT { } past { }`. `past` is taken if the moment is gone already."""

    moment: Moment
    body: Block | None = None
    past: Block | None = None


@node
class WaitForEvent(Node):
    """`wait for PATTERN or PATTERN up to 7 days { } timeout { }`."""

    patterns: tuple[Pattern, ...]
    limit: WaitLimit
    body: Block | None = None
    timeout: Block | None = None


@node
class WaitUntilTrue(Node):
    """`wait until CONDITION up to 7 days { } timeout { }`."""

    condition: Condition
    limit: WaitLimit
    body: Block | None = None
    timeout: Block | None = None


@node
class OnArm(Node):
    """`on PATTERN or PATTERN { }` in `wait for any`."""

    patterns: tuple[Pattern, ...]
    body: Block


@node
class WhenArm(Node):
    """`when CONDITION { }` in `wait for any`."""

    condition: Condition
    body: Block


@node
class Rung(Node):
    """`after 1 day { }`: acts on the way, without ending what it stands in."""

    after: Duration
    body: Block


@node
class TimeoutArm(Node):
    """`timeout { }` in `wait for any`."""

    body: Block


WaitArm = OnArm | WhenArm | Rung | TimeoutArm


@node
class WaitForAny(Node):
    """`wait for any up to 7 days { arms }`: the first wins."""

    limit: WaitLimit
    arms: tuple[WaitArm, ...]


# ── flow ────────────────────────────────────────────────────────────────────────────────


@node
class IfBranch(Node):
    """One condition of an `if` with its block."""

    condition: Condition
    body: Block


@node
class If(Node):
    """`if a { } else if b { } else { }`."""

    branches: tuple[IfBranch, ...]
    otherwise: Block | None = None


@node
class Case(Node):
    """`"製造業", "小売業" { }`."""

    values: tuple[Value, ...]
    body: Block


@node
class EmptyCase(Node):
    """`empty { }`: the attribute has no value."""

    body: Block


@node
class ElseCase(Node):
    """`else { }`."""

    body: Block


ChooseArm = Case | EmptyCase | ElseCase


@node
class Choose(Node):
    """`choose lead.業種 { }`: the first case that holds."""

    ref: Ref
    arms: tuple[ChooseArm, ...]


@node
class Arm(Node):
    """`45% 短い件名 { }`; no share in a split that is `evenly`."""

    name: Name
    body: Block
    share: Decimal | None = None


@node
class Holdout(Node):
    """`10% holdout`: leaves the scenario and stays in its reports."""

    share: Decimal | None = None
    body: Block | None = None


@node
class PickBest(Node):
    """`pick best by click rate after 4 hours with at least 100 leads per arm else 質問形`."""

    metric: Literal["click", "open"]
    after: Duration
    at_least: int | None = None
    otherwise: Name | None = None


@node
class Split(Node):
    """`split 件名 evenly testing 20% pick best by click rate after 4 hours { arms }`."""

    name: Name
    arms: tuple[Arm | Holdout, ...]
    evenly: bool = False
    testing: Decimal | None = None
    pick: PickBest | None = None


@node
class Branch(Node):
    """`branch メール { }`."""

    name: Name
    body: Block


@node
class Together(Node):
    """`together { branch a { } branch b { } }`: side by side, goes on when all are done."""

    branches: tuple[Branch, ...]


@node
class Repeat(Node):
    """`repeat at most 3 times { }`."""

    times: int
    body: Block


@node
class GoTo(Node):
    """`go to STEP`; backward it needs `at most N times else { }`."""

    step: Name
    at_most: int | None = None
    otherwise: Block | None = None


# ── people ──────────────────────────────────────────────────────────────────────────────


@node
class AcceptedArm(Node):
    """`accepted { }`."""

    body: Block


@node
class RejectedArm(Node):
    """`rejected "時期尚早", "予算なし" { }`; no reasons: any other."""

    reasons: tuple[str, ...]
    body: Block


@node
class OverdueArm(Node):
    """`overdue { }`."""

    body: Block


@node
class DoneArm(Node):
    """`done "つながった" { }` of a task or a webhook; no results: any other."""

    results: tuple[str, ...]
    body: Block


@node
class FailedArm(Node):
    """`failed { }` of a webhook."""

    body: Block


HandoffArm = AcceptedArm | RejectedArm | Rung | OverdueArm
TaskArm = DoneArm | Rung | OverdueArm
WebhookArm = DoneArm | FailedArm


@node
class Handoff(Node):
    """`handoff to TEAM within 2 business days because "…" { outcomes }`. With outcomes it holds the run."""

    team: Name
    within: Duration | None = None
    because: str | None = None
    arms: tuple[HandoffArm, ...] = ()


@node
class Task(Node):
    """`task "…" for TEAM within 2 business days { outcomes }`. With outcomes it holds the run."""

    title: str
    assignee: Assignee
    within: Duration | None = None
    arms: tuple[TaskArm, ...] = ()


@node
class Webhook(Node):
    """`webhook crm-sync`. With outcomes it holds the run."""

    name: Name
    arms: tuple[WebhookArm, ...] = ()


Statement = (
    Act | Step | Wait | WaitUntil | WaitForEvent | WaitUntilTrue | WaitForAny
    | If | Choose | Split | Together | Repeat | GoTo | Handoff | Task | Webhook
)
