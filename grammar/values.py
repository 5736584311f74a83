"""Values, durations and references: what stands to the right and left of a comparison."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

from grammar.source import Name, Node

Unit = Literal["minute", "hour", "day", "week", "business day", "business hour", "business minute"]
Period = Literal["day", "week", "month"]
Operator = Literal["is", "is not", "<", "<=", ">", ">="]
Equality = Literal["is", "is not"]
DayWord = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "weekdays", "weekends", "everyday", "business days",
]
Month = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]


@dataclass(frozen=True, slots=True)
class Duration(Node):
    """A whole number of one unit: `3 days`, `2 business hours`."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Days(Node):
    """Days of the week, in the order written: `(monday, friday)`, or one collective word such as `(weekdays,)`."""

    words: tuple[DayWord, ...]


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A quoted text, without its quotes and with escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class Number(Node):
    """An exact number, as written (no rounding)."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Percent(Node):
    """`25%` is 25, not 0.25."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class DateValue(Node):
    """A calendar day."""

    value: date


@dataclass(frozen=True, slots=True)
class TimeValue(Node):
    """A clock time, to the minute."""

    value: time


@dataclass(frozen=True, slots=True)
class DateTimeValue(Node):
    """A calendar day and a clock time in the zone that applies where it is read."""

    day: date
    at: time


@dataclass(frozen=True, slots=True)
class YesNo(Node):
    """`yes` or `no`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Today(Node):
    """The present calendar day."""


@dataclass(frozen=True, slots=True)
class Ago(Node):
    """`30 days ago`."""

    duration: Duration


@dataclass(frozen=True, slots=True)
class FromToday(Node):
    """`30 days from today`."""

    duration: Duration


@dataclass(frozen=True, slots=True)
class LeadRef(Node):
    """`lead.NAME`: an attribute of the lead."""

    name: Name


@dataclass(frozen=True, slots=True)
class AccountRef(Node):
    """`account.NAME`: an attribute of the lead's account."""

    name: Name


@dataclass(frozen=True, slots=True)
class EntryRef(Node):
    """`entry.NAME`: a field of the event that started the run."""

    name: Name


@dataclass(frozen=True, slots=True)
class FieldRef(Node):
    """A bare name inside `where` or `has`: a field of the event or of the list's item."""

    name: Name


Ref = LeadRef | AccountRef | EntryRef | FieldRef
Value = (
    Text | Number | Percent | DateValue | TimeValue | DateTimeValue | YesNo | Today | Ago | FromToday
    | LeadRef | AccountRef | EntryRef
)
Quantity = Number | Percent
