"""Whether conditions can hold together: every way in which they could is looked at, one after the other, up to a limit.

Nothing is guessed: what is not understood may be so or not, and where there are too many ways the search says so.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from grammar.ast import (
    AllOf,
    And,
    AnyOf,
    AtLeastOf,
    Checklist,
    ChecklistItem,
    Condition,
    InSegment,
    NoneOf,
    Not,
    Or,
    Passes,
    PassMark,
    Persona,
    PersonaIs,
    Segment,
)
from grammar.box import Box
from grammar.names import Symbols

STEPS = 1_500
"""So many conditions are looked at before a question is given up as having too many ways."""

_FILTER_STEPS = 100
"""The same for a filter within a condition."""


class Weighed(NamedTuple):
    """That the points of the items that hold reach a mark."""

    items: tuple[tuple[Condition, Decimal], ...]
    mark: Decimal


class Goal(NamedTuple):
    """Something that shall be so, or not."""

    what: Condition | Weighed
    holds: bool = True


class TooMany(Exception):
    """There are more ways than are looked at."""


class _Way(NamedTuple):
    """One way that is still to be looked at: what must be so, of what one must be chosen, what is known, what was looked up."""

    goals: list[Goal]
    choices: list[tuple[tuple[Goal, ...], ...]]
    box: Box
    opened: frozenset[tuple[str, str, bool]]


def find(goals: Iterable[Goal], symbols: Symbols, *, strict: bool = False, deep: bool = True) -> Box | None:
    """A lead for whom all of it is so; None if there can be none. Raises TooMany.

    strict: attributes declared without `optional` are never missing. deep: segments, personas and checklists are looked into.
    """
    return _Search(symbols, STEPS, deep=deep).run(goals, Box(symbols, _Filters(symbols), strict))


class _Filters:
    """Whether one filter on an event lets through only what another one does."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols

    def __call__(self, one: Condition, other: Condition) -> bool:
        search = _Search(self.symbols, _FILTER_STEPS, deep=False)
        try:
            return search.run([Goal(one), Goal(other, holds=False)], Box(self.symbols, self)) is None
        except TooMany:
            return False


class _Search:
    def __init__(self, symbols: Symbols, steps: int, *, deep: bool) -> None:
        self.symbols = symbols
        self.steps = steps
        self.deep = deep

    def run(self, goals: Iterable[Goal], box: Box) -> Box | None:
        ways = [_Way(list(goals)[::-1], [], box, frozenset())]
        while ways:
            way = self._straight(ways.pop())
            if way is None:
                continue
            if not way.choices:
                if way.box.is_consistent():
                    return way.box
                continue
            chosen = min(way.choices, key=len)
            rest = [one for one in way.choices if one is not chosen]
            ways += [_Way(list(each), list(rest), way.box.copy(), way.opened) for each in reversed(chosen)]
        return None

    def _straight(self, way: _Way) -> _Way | None:
        """As far as it goes without choosing; None if it contradicts itself."""
        goals, choices, box, opened = way
        while goals:
            self.steps -= 1
            if self.steps < 0:
                raise TooMany
            goal = goals.pop()
            ways = self._ways(goal)
            if ways is None:
                if isinstance(goal.what, Weighed) or not box.take(goal.what, holds=goal.holds):
                    return None
                more, opened = self._looked_into(goal, opened)
                ways = more if more is not None else ((),)
            if not ways:
                return None
            if len(ways) == 1:
                goals.extend(ways[0])
            else:
                choices.append(ways)
        return _Way(goals, choices, box, opened)

    def _ways(self, goal: Goal) -> tuple[tuple[Goal, ...], ...] | None:
        """What a joined condition comes down to: one of these must be so as a whole. None for a single condition."""
        if goal.what.__class__ not in _JOINED:
            return None
        match goal.what:
            case And(parts=parts) | AllOf(parts=parts):
                return _all(parts, holds=True) if goal.holds else _any(parts, holds=False)
            case Or(parts=parts) | AnyOf(parts=parts):
                return _any(parts, holds=True) if goal.holds else _all(parts, holds=False)
            case NoneOf(parts=parts):
                return _all(parts, holds=False) if goal.holds else _any(parts, holds=True)
            case Not(part=part):
                return ((Goal(part, not goal.holds),),)
            case AtLeastOf(count=count, parts=parts):
                return _weighed(Weighed(tuple((part, Decimal(1)) for part in parts), Decimal(count)), holds=goal.holds)
            case Weighed() as weighed:
                return _weighed(weighed, holds=goal.holds)
            case _:
                return None

    def _looked_into(
        self, goal: Goal, opened: frozenset[tuple[str, str, bool]]
    ) -> tuple[tuple[tuple[Goal, ...], ...] | None, frozenset[tuple[str, str, bool]]]:
        """What a name stands for; each once on a way, so that a circle ends."""
        named = _named(goal.what) if self.deep else None
        if named is None or (mark := (*named, goal.holds)) in opened:
            return None, opened
        return self._meaning(goal), opened | {mark}

    def _meaning(self, goal: Goal) -> tuple[tuple[Goal, ...], ...] | None:
        match goal.what:
            case InSegment(segment=name):
                found = self.symbols.find("segment", name)
                return ((Goal(found.node.condition, goal.holds),),) if found and isinstance(found.node, Segment) else None
            case PersonaIs(persona=name, operator=operator):
                return self._persona(name.key, holds=goal.holds is (operator == "is"))
            case Passes(checklist=name):
                found = self.symbols.find("checklist", name)
                return _weighed(weighed(found.node), holds=goal.holds) if found and isinstance(found.node, Checklist) else None
            case _:
                return None

    def _persona(self, name: str, *, holds: bool) -> tuple[tuple[Goal, ...], ...] | None:
        """The first persona that fits, in the order of the files."""
        before: list[Goal] = []
        for each in self.symbols.all("persona"):
            if not isinstance(each.node, Persona):
                return None
            if each.name.key == name:
                this = Goal(each.node.condition, holds)
                return ((this, *before),) if holds else ((this,), *((Goal(one.what),) for one in before))
            before.append(Goal(each.node.condition, holds=False))
        return None


_JOINED = frozenset((And, AllOf, Or, AnyOf, NoneOf, Not, AtLeastOf, Weighed))


def _named(what: Condition | Weighed) -> tuple[str, str] | None:
    match what:
        case InSegment(segment=name):
            return "segment", name.key
        case PersonaIs(persona=name):
            return "persona", name.key
        case Passes(checklist=name):
            return "checklist", name.key
        case _:
            return None


def weighed(checklist: Checklist) -> Weighed:
    """An item without `worth` counts one point; without a mark all of them are needed."""
    items = tuple(
        (rule.condition, Decimal(1) if rule.points is None else Decimal(int(rule.points)))
        for rule in checklist.rules
        if isinstance(rule, ChecklistItem)
    )
    mark = next((Decimal(int(rule.points)) for rule in checklist.rules if isinstance(rule, PassMark)), None)
    return Weighed(items, sum((points for _, points in items), Decimal(0)) if mark is None else mark)


def _all(parts: Iterable[Condition], *, holds: bool) -> tuple[tuple[Goal, ...], ...]:
    return (tuple(Goal(part, holds) for part in parts),)


def _any(parts: Iterable[Condition], *, holds: bool) -> tuple[tuple[Goal, ...], ...]:
    return tuple((Goal(part, holds),) for part in parts)


def _weighed(weighed: Weighed, *, holds: bool) -> tuple[tuple[Goal, ...], ...]:
    """Item by item: one that holds brings its points, one that does not brings none."""
    most = sum((points for _, points in weighed.items if points > 0), Decimal(0))
    least = sum((points for _, points in weighed.items if points < 0), Decimal(0))
    if most < weighed.mark or least >= weighed.mark:
        return ((),) if holds is (least >= weighed.mark) else ()
    (condition, points), *others = weighed.items
    return tuple(_split(condition, points, Weighed(tuple(others), weighed.mark), holds=holds))


def _split(condition: Condition, points: Decimal, rest: Weighed, *, holds: bool) -> Iterator[tuple[Goal, ...]]:
    yield Goal(condition), Goal(Weighed(rest.items, rest.mark - points), holds)
    yield Goal(condition, holds=False), Goal(rest, holds)
