"""Values, durations and references: what stands to the right and left of a comparison."""

from datetime import date, time
from decimal import Decimal
from typing import Literal

from grammar.node import Node, node
from grammar.source import Name

Unit = Literal["minute", "hour", "day", "week", "business day", "business hour", "business minute"]
Period = Literal["day", "week", "month"]
Operator = Literal["is", "is not", "<", "<=", ">", ">="]
Equality = Literal["is", "is not"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DayWord = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "weekdays", "weekends", "everyday", "business days",
]
Month = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]


@node
class Duration(Node):
    """A whole number of one unit: `3 days`, `2 business hours`."""

    amount: int
    unit: Unit


@node
class Days(Node):
    """Days of the week, in the order written: `(monday, friday)`, or one collective word such as `(weekdays,)`."""

    words: tuple[DayWord, ...]


@node
class Text(Node):
    """A quoted text, without its quotes and with escapes resolved."""

    value: str


@node
class Number(Node):
    """An exact number, as written (no rounding)."""

    value: Decimal


@node
class Percent(Node):
    """`25%` is 25, not 0.25."""

    value: Decimal


@node
class DateValue(Node):
    """A calendar day."""

    value: date


@node
class TimeValue(Node):
    """A clock time, to the minute."""

    value: time


@node
class DateTimeValue(Node):
    """A calendar day and a clock time in the zone that applies where it is read."""

    day: date
    at: time


@node
class YesNo(Node):
    """`yes` or `no`."""

    value: bool


@node
class Today(Node):
    """The present calendar day."""


@node
class Now(Node):
    """This moment."""


@node
class Ago(Node):
    """`30 days ago`."""

    duration: Duration


@node
class FromToday(Node):
    """`30 days from today`."""

    duration: Duration


@node
class LeadRef(Node):
    """`lead.NAME`: an attribute of the lead."""

    name: Name


@node
class AccountRef(Node):
    """`account.NAME`: an attribute of the lead's account."""

    name: Name


@node
class EntryRef(Node):
    """`entry.NAME`: a field of the event that started the run."""

    name: Name


@node
class FieldRef(Node):
    """A bare name inside `where` or `has`: a field of the event or of the list's item."""

    name: Name


Ref = LeadRef | AccountRef | EntryRef | FieldRef
Value = (
    Text | Number | Percent | DateValue | TimeValue | DateTimeValue | YesNo | Now | Today | Ago | FromToday
    | LeadRef | AccountRef | EntryRef
)
Quantity = Number | Percent


@node
class Assignment(Node):
    """`業種 = "製造業"`; no value: `業種 = empty`."""

    name: Name
    value: "Value | Items | None"


@node
class Item(Node):
    """`{ plan = "A", renews = 2026-12-01 }`: an item of a list."""

    values: tuple[Assignment, ...]


@node
class Items(Node):
    """`[{ plan = "A" }, { plan = "B" }]`: a list, as a test gives it to a lead."""

    items: tuple[Item, ...]
