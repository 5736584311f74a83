"""What can be concluded from conditions: whether a lead can ever fulfil them, and whether one follows from another.

Everything here errs on the side of silence: what is not understood may be so, and of what has too many ways nothing is said.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from grammar.ast import AllOf, And, AnyOf, AtLeastOf, Condition, NoneOf, Not, Or
from grammar.box import Box
from grammar.names import Symbols
from grammar.search import Goal, TooMany, find
from grammar.turnings import Way


class Verdict(NamedTuple):
    """lead: for whom all of it holds; None if there is none, or if that is not known."""

    lead: Box | None
    is_known: bool = True

    @property
    def is_never(self) -> bool:
        """Whether surely no lead fulfils it."""
        return self.lead is None and self.is_known


JOINS = (And, Or, Not, AllOf, AnyOf, NoneOf, AtLeastOf)

UNKNOWN = Verdict(None, is_known=False)


def judged(goals: Iterable[Goal], symbols: Symbols, *, strict: bool = False) -> Verdict:
    """Whether all of it can be so at one moment. strict: what is declared without `optional` is never missing.

    Where names stand for too much, what is said without looking into them decides if it can.
    """
    wanted = list(goals)
    try:
        return Verdict(find(wanted, symbols, strict=strict))
    except TooMany:
        pass
    try:
        shallow = find(wanted, symbols, strict=strict, deep=False)
    except TooMany:
        return UNKNOWN
    return UNKNOWN if shallow is not None else Verdict(None)


def is_impossible(condition: Condition | None, symbols: Symbols) -> bool:
    """Whether no lead can ever fulfil it; whoever takes no other way fulfils nothing."""
    return condition is not None and judged([Goal(condition)], symbols).is_never


def going(way: Way, before: Iterable[Condition]) -> list[Goal]:
    """What holds of whoever goes that way, where those before it were looked at first."""
    own = [] if way.condition is None else [Goal(way.condition)]
    return [*own, *(Goal(each, holds=False) for each in before)]


def follows(condition: Condition, earlier: Condition, symbols: Symbols) -> bool:
    """Whether `earlier` surely holds wherever `condition` does."""
    return judged([Goal(condition), Goal(earlier, holds=False)], symbols).is_never


def singles(condition: Condition) -> Iterator[Condition]:
    """The conditions below it that join no others."""
    if not isinstance(condition, JOINS):
        yield condition
        return
    for part in condition.parts if not isinstance(condition, Not) else (condition.part,):
        yield from singles(part)
