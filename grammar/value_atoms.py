"""What a comparison says of the value of a reference.

Values that cannot be compared with each other (a day, and one counted from today) are told apart by family; all of one reference
are missing together.
"""

from collections.abc import Hashable, Iterable
from datetime import time
from decimal import Decimal
from typing import NamedTuple

from grammar.ast import (
    AccountRef,
    Ago,
    Attribute,
    Between,
    Compare,
    DateTimeValue,
    DateValue,
    EntryRef,
    FromToday,
    IsEmpty,
    IsIn,
    IsNotEmpty,
    IsNotIn,
    LeadRef,
    Now,
    Number,
    OneOf,
    Operator,
    Percent,
    PlainType,
    Ref,
    Text,
    TextTest,
    Today,
    Value,
    YesNo,
)
from grammar.domains import (
    ANYTHING,
    EMPTY,
    PRESENT,
    VOID,
    Domain,
    Fact,
    Interval,
    Range,
    Saying,
    Some,
    both,
    numbers,
    one,
    opposite,
    points,
)
from grammar.names import Symbols

ValueTest = Compare | Between | IsEmpty | IsNotEmpty | IsIn | IsNotIn | TextTest

_MORNING, _NIGHT = time(5), time(23)
"""Clocks change between these at night: two clock times of that stretch may be one moment."""


class Point(NamedTuple):
    """A value as a place on a line; family: which line."""

    family: str
    at: Decimal


def of_value(condition: ValueTest, symbols: Symbols) -> Saying:
    """What a test of one value asks for; where it is not understood, that there is a value."""
    match condition:
        case IsEmpty(ref=ref):
            return one(_fact(ref), VOID)
        case IsNotEmpty(ref=ref):
            return one(_fact(ref), opposite(VOID))
        case Compare(left=ref, operator=operator, right=value):
            return _compared(ref, operator, value, symbols)
        case Between(ref=ref, low=low, high=high):
            return _between(ref, low, high, symbols)
        case IsIn(ref=ref, values=listed):
            return _listed(ref, listed, symbols)
        case IsNotIn(ref=ref, values=listed):
            return _beside(_listed(ref, listed, symbols), ref)
        case TextTest(ref=ref):
            return _there(ref)


def values_of(attribute: Attribute) -> Domain:
    """The values its declaration allows, and none at all."""
    match attribute.type:
        case OneOf(values=listed) if all(isinstance(value, Number) for value in listed):
            found = points(value.value for value in listed if isinstance(value, Number))
            return Range(found.parts, missing=True)
        case OneOf(values=listed):
            return Some(frozenset([EMPTY, *(value.value for value in listed if isinstance(value, Text))]))
        case PlainType(kind="yesno"):
            return Some(frozenset([EMPTY, True, False]))
        case PlainType(kind="number" | "date" | "datetime"):
            return Range((Interval(),), missing=True)
        case _:
            return ANYTHING


def sides(operator: Operator, number: Decimal) -> list[Interval]:
    """The numbers that stand so to a number."""
    match operator:
        case "is":
            return [Interval(number, number)]
        case "is not":
            return [Interval(high=number, high_open=True), Interval(low=number, low_open=True)]
        case "<" | "<=":
            return [Interval(high=number, high_open=operator == "<")]
        case ">" | ">=":
            return [Interval(low=number, low_open=operator == ">")]


def _fact(ref: Ref, family: str = "") -> Fact:
    return Fact("value", (type(ref).__name__, ref.name.key), family)


def _there(ref: Ref) -> Saying:
    return Saying(((_fact(ref), PRESENT),))


def _compared(ref: Ref, operator: Operator, value: Value, symbols: Symbols) -> Saying:
    """A missing value makes any comparison false, `is not` too."""
    point = _point(value, _kind(ref, symbols))
    if point is not None:
        return one(_fact(ref, point.family), numbers(*sides(operator, point.at)))
    plain = _plain(value)
    if plain is not None and operator in ("is", "is not"):
        chosen = Some(frozenset([plain]))
        return one(_fact(ref), chosen if operator == "is" else both(opposite(chosen), PRESENT))
    if isinstance(value, LeadRef | AccountRef | EntryRef):
        return Saying(((_fact(ref), PRESENT), (_fact(value), PRESENT)))
    return _there(ref)


def _between(ref: Ref, low: Value, high: Value, symbols: Symbols) -> Saying:
    kind = _kind(ref, symbols)
    ends = _point(low, kind), _point(high, kind)
    match ends:
        case (Point() as first, Point() as last) if first.family == last.family:
            return one(_fact(ref, first.family), numbers(Interval(first.at, last.at)))
        case _:
            return _there(ref)


def _listed(ref: Ref, values: Iterable[Value], symbols: Symbols) -> Saying:
    kind = _kind(ref, symbols)
    listed = list(values)
    placed = [point for value in listed if (point := _point(value, kind)) is not None]
    if listed and len(placed) == len(listed) and len({point.family for point in placed}) == 1:
        return one(_fact(ref, placed[0].family), points(point.at for point in placed))
    plain = [found for value in listed if (found := _plain(value)) is not None]
    if len(plain) == len(listed):
        return one(_fact(ref), Some(frozenset(plain)))
    return _there(ref)


def _beside(listed: Saying, ref: Ref) -> Saying:
    """What `not in` asks for: another value, but one."""
    if not listed.exact:
        return _there(ref)
    ((fact, domain),) = listed.facts
    return one(fact, both(opposite(domain), PRESENT))


def _plain(value: Value) -> Hashable | None:
    """A value that is only equal or not. Texts are compared letter by letter, in the width in which they are written."""
    return value.value if isinstance(value, Text | YesNo) else None


# ── lines ───────────────────────────────────────────────────────────────────────────────


def _kind(ref: Ref, symbols: Symbols) -> str:
    """The kind of an attribute's values; "" where it is not known."""
    match ref:
        case LeadRef(name=name):
            found = symbols.attribute(name)
        case AccountRef(name=name):
            found = symbols.account_attribute(name)
        case _:
            return ""
    return found.type.kind if isinstance(found, Attribute) and isinstance(found.type, PlainType) else ""


def _point(value: Value, kind: str) -> Point | None:
    """Where a value stands on the line of its family; None for what is on none."""
    match value:
        case Number(value=number) | Percent(value=number):
            return Point("", number)
        case DateValue(value=day) if kind != "datetime":
            return Point("", Decimal(day.toordinal())) if kind == "date" else Point("day", Decimal(day.toordinal()))
        case DateValue(value=day):
            return Point("", Decimal(day.toordinal() * 1440))
        case DateTimeValue(day=day, at=at) if kind == "datetime" and _MORNING <= at < _NIGHT:
            return Point("", Decimal(day.toordinal() * 1440 + at.hour * 60 + at.minute))
        case Today() if kind == "date":
            return Point("from today", Decimal(0))
        case Now() if kind == "datetime":
            return Point("from now by day", Decimal(0))
        case Ago(duration=duration) | FromToday(duration=duration):
            return _relative(duration.amount if isinstance(value, FromToday) else -duration.amount, duration.unit, kind)
        case _:
            return None


_LINES = {"day": ("day", 1), "week": ("day", 7), "hour": ("minute", 60), "minute": ("minute", 1)}


def _relative(amount: int, unit: str, kind: str) -> Point | None:
    """So long from today, or from now. Days and hours are no multiples of each other where the clocks change."""
    line, times = _LINES.get(unit, (unit, 1))
    if kind == "date" and unit in ("day", "week", "business day"):
        return Point("from today" if line == "day" else f"from today by {line}", Decimal(amount * times))
    if kind == "datetime":
        return Point(f"from now by {line}", Decimal(amount * times))
    return None
