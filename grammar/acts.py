"""Acts: the statements without a block of their own."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Literal

from grammar.conditions import Condition, OneMail
from grammar.source import Name, Node
from grammar.values import AccountRef, Duration, LeadRef, Value

Otherwise = Literal["skip", "send", "leave", "hold"]


@dataclass(frozen=True, slots=True)
class Deadline(Node):
    """`within 1 day else leave`."""

    within: Duration
    otherwise: Otherwise


# ── mail ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NextOf(Node):
    """`next of ニュース`: the first mail of the series that the lead has not had."""

    series: Name


@dataclass(frozen=True, slots=True)
class Send(Node):
    """`send case-study at 10:00 within 1 day else skip skip if tagged "vip"`."""

    mail: OneMail | NextOf
    at: time | None = None
    deadline: Deadline | None = None
    skip_if: Condition | None = None


# ── runs ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Stop(Node):
    """`stop because "…"`: ends this run."""

    because: str | None = None


ScenarioVerb = Literal["start", "pause", "resume", "stop"]


@dataclass(frozen=True, slots=True)
class ScenarioAct(Node):
    """`start scenario 長期育成`, and pause, resume, stop of one."""

    verb: ScenarioVerb
    scenario: Name


@dataclass(frozen=True, slots=True)
class GroupAct(Node):
    """`stop all in 育成`, and pause, resume of a group."""

    verb: Literal["pause", "resume", "stop"]
    group: Name


# ── people ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TeamRef(Node):
    """A team by name."""

    name: Name


@dataclass(frozen=True, slots=True)
class LeadOwner(Node):
    """`owner`: who looks after the lead."""


@dataclass(frozen=True, slots=True)
class AccountOwner(Node):
    """`account owner`."""


@dataclass(frozen=True, slots=True)
class Manager(Node):
    """`manager`: of the owner's team."""


@dataclass(frozen=True, slots=True)
class Address(Node):
    """`"slack:sales"`, `"mailto:…"`."""

    address: str


Recipient = Address | LeadOwner | Manager | TeamRef | AccountOwner
Assignee = TeamRef | LeadOwner


@dataclass(frozen=True, slots=True)
class Reassign(Node):
    """`reassign to TEAM because "…"`; without `to` the next member."""

    to: Name | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Notify(Node):
    """`notify owner because "…"`."""

    to: Recipient
    because: str | None = None


# ── facts ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Tag(Node):
    """`tag "再育成"`."""

    tag: str


@dataclass(frozen=True, slots=True)
class Untag(Node):
    """`untag "再育成"`."""

    tag: str


@dataclass(frozen=True, slots=True)
class SetAttribute(Node):
    """`set lead.導入時期 to today`; no value: `clear lead.導入時期`."""

    target: LeadRef | AccountRef
    value: Value | None


@dataclass(frozen=True, slots=True)
class AddTo(Node):
    """`add 1 to lead.無断欠席`."""

    amount: Decimal
    target: LeadRef | AccountRef


@dataclass(frozen=True, slots=True)
class Give(Node):
    """`give +5 points to 関心`."""

    points: Decimal
    score: Name


@dataclass(frozen=True, slots=True)
class SetScore(Node):
    """`set score 関心 to 0`."""

    score: Name
    points: Decimal


@dataclass(frozen=True, slots=True)
class MoveToStage(Node):
    """`move to stage 興味`."""

    stage: Name


@dataclass(frozen=True, slots=True)
class Mute(Node):
    """`mute 7 days`: no marketing mail from any scenario."""

    duration: Duration


@dataclass(frozen=True, slots=True)
class Unmute(Node):
    """`unmute`."""


@dataclass(frozen=True, slots=True)
class Unsubscribe(Node):
    """`unsubscribe from TOPIC because "…"`; without a topic from everything."""

    topic: Name | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Suppress(Node):
    """`suppress because "…"`: the address gets no mail any more."""

    because: str | None = None


Act = (
    Send | Stop | ScenarioAct | GroupAct | Reassign | Notify
    | Tag | Untag | SetAttribute | AddTo | Give | SetScore | MoveToStage | Mute | Unmute | Unsubscribe | Suppress
)
