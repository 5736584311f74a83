"""Sets of values that a single fact may have: what two conditions leave over, and what a denied one leaves.

Texts and the like are some values or all but some; numbers, days and moments are intervals. A missing value is a value of its own.
"""

from collections.abc import Hashable, Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import Enum
from typing import NamedTuple


class Missing(Enum):
    """Stands where a value is missing; no text of the language equals it."""

    VALUE = "∅"


EMPTY = Missing.VALUE
_ONE = Decimal(1)


class Some(NamedTuple):
    """These values; others: all but these."""

    values: frozenset[Hashable]
    others: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.values and not self.others


class Interval(NamedTuple):
    """Numbers from low to high; `None` has no end on that side; open: the end itself is outside."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def is_empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def rounded(self) -> "Interval":
        """The whole numbers in it, both ends included."""
        low, high = self.low, self.high
        if low is not None:
            up = low.to_integral_value(ROUND_CEILING)
            low = up + _ONE if self.low_open and up == low else up
        if high is not None:
            down = high.to_integral_value(ROUND_FLOOR)
            high = down - _ONE if self.high_open and down == high else down
        return Interval(low, high)


class Range(NamedTuple):
    """Numbers in any of the parts, which are in order and apart; missing: or no value at all. whole: only whole numbers."""

    parts: tuple[Interval, ...]
    missing: bool = False
    whole: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.parts and not self.missing


Domain = Some | Range


class Fact(NamedTuple):
    """What a domain is about. family: values of one reference that can be compared with each other, such as days counted from today."""

    kind: str
    what: Hashable
    family: str = ""


class Saying(NamedTuple):
    """What must be so where a condition holds. exact: and where all of it is so, the condition holds."""

    facts: tuple[tuple[Fact, Domain], ...] = ()
    exact: bool = False


NOTHING = Saying()
ANYTHING = Some(frozenset(), others=True)
PRESENT = Some(frozenset([EMPTY]), others=True)
ABSENT = Some(frozenset([EMPTY]))
VOID = Some(frozenset([EMPTY, ""]))
"""What `is empty` takes for nothing: an event may say an empty text."""


def one(fact: Fact, domain: Domain | None) -> Saying:
    """A condition that asks for this and nothing else."""
    return NOTHING if domain is None else Saying(((fact, domain),), exact=True)


def numbers(*parts: Interval, whole: bool = False) -> Range:
    """These numbers, in any order."""
    rounded = [part.rounded() for part in parts] if whole else list(parts)
    return Range(tuple(part for part in rounded if not part.is_empty), whole=whole)


def points(values: Iterable[Decimal]) -> Range:
    """Just these numbers."""
    return numbers(*(Interval(value, value) for value in sorted(set(values))))


def both(this: Domain, other: Domain) -> Domain:
    """The values in both."""
    match this, other:
        case Some(), Some():
            return _both_some(this, other)
        case Range(), Range():
            return _both_ranges(this, other)
        case (Range() as range_, Some() as some) | (Some() as some, Range() as range_):
            return _of_range(range_, some)
        case _:
            return this


def opposite(domain: Domain) -> Domain:
    """All other values, a missing one among them unless it was here."""
    match domain:
        case Some(values=values, others=others):
            return Some(values, others=not others)
        case Range(parts=parts, missing=missing, whole=whole):
            return Range(numbers(*_gaps(parts), whole=whole).parts, not missing, whole)


def is_present(domain: Domain) -> bool:
    """Whether no value of it is a missing one."""
    return not domain.missing if isinstance(domain, Range) else (EMPTY in domain.values) is domain.others


def is_void(domain: Domain) -> bool:
    """Whether nothing is left but a missing value."""
    return not domain.parts if isinstance(domain, Range) else not domain.others and domain.values <= VOID.values


def _both_some(one: Some, other: Some) -> Some:
    if one.others and other.others:
        return Some(one.values | other.values, others=True)
    if one.others or other.others:
        these, those = (other, one) if one.others else (one, other)
        return Some(these.values - those.values)
    return Some(one.values & other.values)


def _of_range(range_: Range, some: Some) -> Range:
    """Numbers that are among some values. What is no number fits none; single numbers left out are left out."""
    missing = range_.missing and (EMPTY in some.values) is not some.others
    single = [value for value in some.values if isinstance(value, Decimal)]
    if some.others:
        left = _both_ranges(range_, Range(tuple(_gaps(points(single).parts)), whole=range_.whole)) if single else range_
        return Range(left.parts, missing, range_.whole)
    return Range(_both_ranges(range_, points(single)).parts, missing, range_.whole)


def _both_ranges(one: Range, other: Range) -> Range:
    whole = one.whole or other.whole
    parts = (_both_intervals(here, there) for here in one.parts for there in other.parts)
    return Range(numbers(*parts, whole=whole).parts, one.missing and other.missing, whole)


def _both_intervals(one: Interval, other: Interval) -> Interval:
    low, low_open = _end(((one.low, one.low_open), (other.low, other.low_open)), up=True)
    high, high_open = _end(((one.high, one.high_open), (other.high, other.high_open)), up=False)
    return Interval(low, high, low_open, high_open)


def _end(ends: Iterable[tuple[Decimal | None, bool]], *, up: bool) -> tuple[Decimal | None, bool]:
    """The narrower of two ends."""
    known = [(value, open_) for value, open_ in ends if value is not None]
    if not known:
        return None, False
    value = (max if up else min)(each for each, _ in known)
    return value, any(open_ for each, open_ in known if each == value)


def _gaps(parts: Iterable[Interval]) -> Iterator[Interval]:
    """What lies between the parts, and on both sides of them."""
    low: Decimal | None = None
    low_open, begun = False, False
    for part in parts:
        if part.low is not None:
            yield Interval(low if begun else None, part.low, low_open, not part.low_open)
        if part.high is None:
            return
        low, low_open, begun = part.high, not part.high_open, True
    yield Interval(low, None, low_open, False)
