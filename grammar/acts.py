"""Acts: the statements without a block of their own."""

from datetime import time
from decimal import Decimal
from typing import Literal

from grammar.conditions import Condition, OneMail
from grammar.node import Node, node
from grammar.patterns import Moment
from grammar.source import Name
from grammar.values import AccountRef, Days, Duration, Item, LeadRef, Value

Otherwise = Literal["skip", "send", "leave", "hold"]


@node
class Deadline(Node):
    """`within 1 day else leave`."""

    within: Duration
    otherwise: Otherwise


# ── mail ────────────────────────────────────────────────────────────────────────────────


@node
class NextOf(Node):
    """`next of ニュース`: the first mail of the series that the lead has not had."""

    series: Name


@node
class Send(Node):
    """`send case-study at 10:00 on business days within 1 day else skip skip if tagged "vip"`; days only with a time."""

    mail: OneMail | NextOf
    at: time | None = None
    days: Days | None = None
    deadline: Deadline | None = None
    skip_if: Condition | None = None


# ── runs ────────────────────────────────────────────────────────────────────────────────


@node
class Stop(Node):
    """`stop because "…"`: ends this run."""

    because: str | None = None


ScenarioVerb = Literal["start", "pause", "resume", "stop"]


@node
class ScenarioAct(Node):
    """`start scenario 長期育成`, and pause, resume, stop of one."""

    verb: ScenarioVerb
    scenario: Name


@node
class GroupAct(Node):
    """`stop all in 育成`, and pause, resume of a group."""

    verb: Literal["pause", "resume", "stop"]
    group: Name


# ── people ──────────────────────────────────────────────────────────────────────────────


@node
class TeamRef(Node):
    """A team by name."""

    name: Name


@node
class LeadOwner(Node):
    """`owner`: who looks after the lead."""


@node
class AccountOwner(Node):
    """`account owner`."""


@node
class Manager(Node):
    """`manager`: of the owner's team."""


@node
class Address(Node):
    """`"slack:sales"`, `"mailto:…"`."""

    address: str


Recipient = Address | LeadOwner | Manager | TeamRef | AccountOwner
Assignee = TeamRef | LeadOwner


@node
class Reassign(Node):
    """`reassign to TEAM because "…"`; without `to` the next member."""

    to: Name | None = None
    because: str | None = None


@node
class Notify(Node):
    """`notify owner because "…"`."""

    to: Recipient
    because: str | None = None


# ── facts ───────────────────────────────────────────────────────────────────────────────


@node
class Tag(Node):
    """`tag "再育成"`."""

    tag: str


@node
class Untag(Node):
    """`untag "再育成"`."""

    tag: str


@node
class SetAttribute(Node):
    """`set lead.導入時期 to today`; no value: `clear lead.導入時期`."""

    target: LeadRef | AccountRef
    value: Value | None


@node
class AddTo(Node):
    """`add 1 to lead.無断欠席`."""

    amount: Decimal
    target: LeadRef | AccountRef


@node
class AddItem(Node):
    """`add { plan = "A", renews = entry.renews } to lead.契約`."""

    item: Item
    target: LeadRef | AccountRef


@node
class RemoveItems(Node):
    """`remove from lead.契約 where plan is "A"`: the items that pass."""

    ref: LeadRef | AccountRef
    where: Condition


@node
class Give(Node):
    """`give +5 points to 関心`."""

    points: Decimal
    score: Name


@node
class SetScore(Node):
    """`set score 関心 to 0`."""

    score: Name
    points: Decimal


@node
class MoveToStage(Node):
    """`move to stage 興味`."""

    stage: Name


@node
class Mute(Node):
    """`mute 7 days`: no marketing mail from any scenario."""

    duration: Duration


@node
class Unmute(Node):
    """`unmute`."""


@node
class WithoutLimit(Node):
    """`without limit`: only when said."""


@node
class HoldLead(Node):
    """`hold lead until 2027-04-01 because "…"`, for a duration, or without limit: no mail and no handoff before then."""

    until: Duration | Moment | WithoutLimit
    because: str


@node
class ReleaseLead(Node):
    """`release lead`: ends what a scenario has held; a person's word stays."""


@node
class Subscribe(Node):
    """`subscribe to TOPIC because "…"`: the lead consents, or is asked where the topic wants a second yes."""

    topic: Name
    because: str | None = None


@node
class Unsubscribe(Node):
    """`unsubscribe from TOPIC because "…"`; without a topic from everything."""

    topic: Name | None = None
    because: str | None = None


@node
class Suppress(Node):
    """`suppress because "…"`: the address gets no mail any more."""

    because: str | None = None


Act = (
    Send | Stop | ScenarioAct | GroupAct | Reassign | Notify
    | Tag | Untag | SetAttribute | AddTo | AddItem | RemoveItems | Give | SetScore | MoveToStage | Mute | Unmute
    | HoldLead | ReleaseLead | Subscribe | Unsubscribe | Suppress
)
