"""Event patterns, triggers and moments: when something starts, goes on or ends."""

from datetime import date, time
from typing import Literal

from grammar.conditions import Condition, HandoffOutcome, MailRef, MailVerb
from grammar.node import Node, node
from grammar.source import Name
from grammar.values import AccountRef, Days, Duration, EntryRef, FieldRef, LeadRef, Ref

# ── patterns and triggers ───────────────────────────────────────────────────────────────


@node
class EventPattern(Node):
    """`download where kind is "whitepaper"`."""

    event: Name
    where: Condition | None = None


@node
class MailPattern(Node):
    """`clicked any email where link contains "demo"`."""

    verb: MailVerb
    mail: MailRef
    where: Condition | None = None


@node
class HandoffPattern(Node):
    """`handoff rejected by 営業一課`."""

    outcome: HandoffOutcome
    by: Name | None = None


Pattern = EventPattern | MailPattern | HandoffPattern


@node
class OnEvent(Node):
    """`on a or b`: the first of the patterns that happens."""

    patterns: tuple[Pattern, ...]


@node
class WhenTrue(Node):
    """`when CONDITION`: the moment at which it turns true."""

    condition: Condition


Trigger = OnEvent | WhenTrue


# ── moments ─────────────────────────────────────────────────────────────────────────────


@node
class OnDate(Node):
    """`2027-04-01 09:00`; without a time, the start of that day."""

    day: date
    at: time | None = None


@node
class ClockTime(Node):
    """`10:00 on tuesday`: the next time the clock shows it, now included."""

    at: time
    days: Days | None = None


@node
class EntryTime(Node):
    """`entry`: the moment at which the run started."""


@node
class Anniversary(Node):
    """`anniversary of lead.導入時期`: the next one."""

    ref: Ref


Anchor = LeadRef | AccountRef | EntryRef | FieldRef | EntryTime | Anniversary


@node
class Offset(Node):
    """`2 days before`."""

    duration: Duration
    direction: Literal["before", "after"]


@node
class Relative(Node):
    """`2 days before entry.starts at 10:00 on business days`; no offset: the anchor itself, no time: the anchor's own clock time.

    days: only with a time; the first such day from there on, looking back for a moment before.
    """

    anchor: Anchor
    offset: Offset | None = None
    at: time | None = None
    days: Days | None = None


@node
class OpenTime(Node):
    """`business hours`: now if the calendar is open, else when it opens."""


Moment = OnDate | ClockTime | OpenTime | Relative
