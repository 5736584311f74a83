"""Event patterns, triggers and moments: when something starts, goes on or ends."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from grammar.conditions import Condition, HandoffOutcome, MailRef, MailVerb
from grammar.source import Name, Node
from grammar.values import AccountRef, Days, Duration, EntryRef, FieldRef, LeadRef, Ref

# ── patterns and triggers ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class EventPattern(Node):
    """`download where kind is "whitepaper"`."""

    event: Name
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class MailPattern(Node):
    """`clicked any email where link contains "demo"`."""

    verb: MailVerb
    mail: MailRef
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class HandoffPattern(Node):
    """`handoff rejected by 営業一課`."""

    outcome: HandoffOutcome
    by: Name | None = None


Pattern = EventPattern | MailPattern | HandoffPattern


@dataclass(frozen=True, slots=True)
class OnEvent(Node):
    """`on a or b`: the first of the patterns that happens."""

    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class WhenTrue(Node):
    """`when CONDITION`: the moment at which it turns true."""

    condition: Condition


Trigger = OnEvent | WhenTrue


# ── moments ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class OnDate(Node):
    """`2027-04-01 09:00`; without a time, the start of that day."""

    day: date
    at: time | None = None


@dataclass(frozen=True, slots=True)
class ClockTime(Node):
    """`10:00 on tuesday`: the next time the clock shows it, now included."""

    at: time
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class EntryTime(Node):
    """`entry`: the moment at which the run started."""


@dataclass(frozen=True, slots=True)
class Anniversary(Node):
    """`anniversary of lead.導入時期`: the next one."""

    ref: Ref


Anchor = LeadRef | AccountRef | EntryRef | FieldRef | EntryTime | Anniversary


@dataclass(frozen=True, slots=True)
class Offset(Node):
    """`2 days before`."""

    duration: Duration
    direction: Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Relative(Node):
    """`2 days before entry.starts at 10:00`; no offset: the anchor itself, no time: the anchor's own clock time."""

    anchor: Anchor
    offset: Offset | None = None
    at: time | None = None


Moment = OnDate | ClockTime | Relative
