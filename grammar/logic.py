"""What can be concluded from conditions: whether a lead can ever fulfil them, and whether one follows from another.

Everything here errs on the side of silence: what is not understood may be so, and of what has too many ways nothing is said.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from grammar.ast import AllOf, And, Condition
from grammar.box import Box
from grammar.names import Symbols
from grammar.search import Goal, TooMany, find


class Verdict(NamedTuple):
    """lead: for whom all of it holds; None if there is none, or if that is not known."""

    lead: Box | None
    is_known: bool = True

    @property
    def is_never(self) -> bool:
        """Whether surely no lead fulfils it."""
        return self.lead is None and self.is_known


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


def is_impossible(condition: Condition, symbols: Symbols) -> bool:
    """Whether no lead can ever fulfil it."""
    return judged([Goal(condition)], symbols).is_never


def follows(condition: Condition, earlier: Condition, symbols: Symbols) -> bool:
    """Whether `earlier` surely holds wherever `condition` does."""
    return judged([Goal(condition), Goal(earlier, holds=False)], symbols).is_never


def parts_of(condition: Condition) -> Iterator[Condition]:
    """The conditions that must all hold, the innermost ones."""
    match condition:
        case And(parts=parts) | AllOf(parts=parts):
            for part in parts:
                yield from parts_of(part)
        case _:
            yield condition
