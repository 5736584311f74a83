"""Sets of values that a single fact may have: what two conditions leave over, and which set lies within which."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

EMPTY = "∅"
"""Stands for a missing value; no value of the language is written so."""


@dataclass(frozen=True, slots=True)
class Some:
    """These values; others: all but these."""

    values: frozenset[Hashable]
    others: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.values and not self.others


@dataclass(frozen=True, slots=True)
class Interval:
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


Domain = Some | Interval


def both(one: Domain, other: Domain) -> Domain:
    """The values in both."""
    match one, other:
        case Some(), Some():
            return _both_some(one, other)
        case Interval(), Interval():
            return _both_intervals(one, other)
        case (Interval() as numbers, Some() as some) | (Some() as some, Interval() as numbers):
            # A number is never missing; single numbers left out of an interval are not followed.
            return Some(frozenset()) if some == Some(frozenset([EMPTY])) else numbers
        case _:
            return one


def within(one: Domain, other: Domain) -> bool:
    """Whether every value of `one` is surely in `other`."""
    match one, other:
        case Some(), Some():
            return _within_some(one, other)
        case Interval(), Interval():
            return both(one, other) == one
        case Interval(), Some():
            return other.others and other.values <= {EMPTY}
        case _:
            return False


def _both_some(one: Some, other: Some) -> Some:
    if one.others and other.others:
        return Some(one.values | other.values, others=True)
    if one.others or other.others:
        these, those = (other, one) if one.others else (one, other)
        return Some(these.values - those.values)
    return Some(one.values & other.values)


def _within_some(one: Some, other: Some) -> bool:
    if one.others:
        return other.others and other.values <= one.values
    return one.values.isdisjoint(other.values) if other.others else one.values <= other.values


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


def opposite(domain: Domain, *, numbers_only: bool) -> Domain | None:
    """All other values; None if these are no single set. numbers_only: the fact is never missing."""
    match domain:
        case Some(values=values, others=others):
            return Some(values, others=not others)
        case Interval(low=None, high=high, high_open=open_) if numbers_only and high is not None:
            return Interval(low=high, low_open=not open_)
        case Interval(low=low, high=None, low_open=open_) if numbers_only and low is not None:
            return Interval(high=low, high_open=not open_)
        case _:
            return None
