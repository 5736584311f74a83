"""How high a score can go: by its rules, its caps, and the acts of scenarios.

An upper limit: no history of any lead gives more. What people give by hand is not looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from grammar.ast import (
    AtMostPoints,
    AtMostTimes,
    Condition,
    Give,
    Keep,
    Once,
    PointsCap,
    PointsOf,
    PointsOn,
    PointsWhile,
    Score,
    ScoreGroup,
    ScoreRule,
    SetScore,
)
from grammar.logic import judged
from grammar.names import Symbols
from grammar.search import Goal

_ZERO = Decimal(0)
_MOST_HELD = 12
"""Of so many conditions that give points it is looked at which can hold together; of more, all are taken together."""

_LOOKS = 200
"""So many sets of conditions are looked at for one score."""


def floor_of(score: Score) -> Decimal | None:
    """The least the score is kept at."""
    return next((rule.low for rule in score.rules if isinstance(rule, Keep)), None)


def ceiling_of(score: Score) -> Decimal | None:
    """The most the score is kept at."""
    return next((rule.high for rule in score.rules if isinstance(rule, Keep)), None)


def takes_away(rules: Iterable[ScoreRule]) -> bool:
    """Whether one of the rules takes points away."""
    for rule in rules:
        match rule:
            case PointsOn(points=points) if points < 0:
                return True
            case ScoreGroup(rules=inner) if takes_away(inner):
                return True
            case _:
                pass
    return False


class Held(NamedTuple):
    """Points for as long as all of the conditions hold. groups: the numbers of the groups they count in."""

    points: Decimal
    conditions: tuple[Condition, ...]


class Heights:
    """Looks at all scores of a program; given, set_to: what scenarios do to them."""

    def __init__(self, symbols: Symbols, given: Iterable[Give], set_to: Iterable[SetScore]) -> None:
        self.symbols = symbols
        self.given = {give.score.key for give in given if give.points > 0}
        self.set_to: dict[str, Decimal] = {}
        for act in set_to:
            self.set_to[act.score.key] = max(act.points, self.set_to.get(act.score.key, act.points))
        self._open: list[str] = []

    def most(self, score: Score) -> Decimal | None:
        """The most points it can have; None for no end.

        A floor and what scenarios set it to are heights that awards start from; points while a condition holds come on top.
        """
        ceiling = ceiling_of(score)
        if score.name.key in self.given or score.name.key in self._open:
            return ceiling
        base = max(floor_of(score) or _ZERO, self.set_to.get(score.name.key, _ZERO), _ZERO)
        self._open.append(score.name.key)
        total = _plus(_plus(base, _awarded(score.rules)), self._held(score.rules))
        self._open.pop()
        return _least(total, ceiling)

    def _held(self, rules: tuple[ScoreRule, ...]) -> Decimal | None:
        """The most that conditions give together: of those that exclude each other only one side."""
        by_rules = self._capped(rules)
        held = list(_conditions(rules, ()))
        if by_rules is None or len(held) > _MOST_HELD or len(held) < 2 or any(isinstance(rule, PointsOf) for rule in _all(rules)):
            return by_rules
        return min(by_rules, self._together(sorted(held, key=lambda one: -one.points)))

    def _capped(self, rules: tuple[ScoreRule, ...]) -> Decimal | None:
        """All of them, under the caps of their groups."""
        total: Decimal | None = _ZERO
        for rule in rules:
            match rule:
                case PointsWhile(points=points):
                    total = _plus(total, max(points, _ZERO))
                case PointsOf(score=name):
                    other = self.symbols.score(name)
                    most = None if other is None else self.most(other)
                    total = _plus(total, None if most is None else max(most, _ZERO))
                case ScoreGroup(rules=inner):
                    total = _plus(total, _least(self._capped(inner), cap_of(inner)))
                case _:
                    pass
        return total

    def _together(self, held: Sequence[Held]) -> Decimal:
        """The best set of conditions that can hold at one moment; whatever could not be looked at counts."""
        best, ways, looks = _ZERO, [(_ZERO, (), 0)], 0  # type: tuple[Decimal, list[tuple[Decimal, tuple[Condition, ...], int]], int]
        while ways:
            points, conditions, number = ways.pop()
            rest = sum((one.points for one in held[number:]), _ZERO)
            if points + rest <= best:
                continue
            if number == len(held):
                best = points
                continue
            looks += 1
            if looks > _LOOKS:
                return sum((one.points for one in held), _ZERO)
            ways.append((points, conditions, number + 1))
            more = (*conditions, *held[number].conditions)
            if not judged([Goal(one) for one in more], self.symbols).is_never:
                ways.append((points + held[number].points, more, number + 1))
        return best


def cap_of(rules: Iterable[ScoreRule]) -> Decimal | None:
    """The least of the caps that hold once and for all."""
    caps = [rule.points for rule in rules if isinstance(rule, PointsCap) and rule.per is None]
    return min(caps) if caps else None


def _awarded(rules: tuple[ScoreRule, ...]) -> Decimal | None:
    """What events give together. A cap counts what is taken away, too: then it lets more through than it says."""
    total: Decimal | None = _ZERO
    for rule in rules:
        match rule:
            case PointsOn():
                total = _plus(total, _of_award(rule))
            case ScoreGroup(rules=inner):
                total = _plus(total, _awarded(inner))
            case _:
                pass
    return total if takes_away(rules) else _least(total, cap_of(rules))


def _of_award(rule: PointsOn) -> Decimal | None:
    if rule.points <= 0:
        return _ZERO
    match rule.limit:
        case Once() if rule.per is None:
            return rule.points
        case AtMostTimes(times=times, per=None) if rule.per is None:
            return rule.points * times
        case AtMostPoints(points=points, per=None):
            return points
        case _:
            return None


def _all(rules: Iterable[ScoreRule]) -> Iterator[ScoreRule]:
    for rule in rules:
        yield rule
        if isinstance(rule, ScoreGroup):
            yield from _all(rule.rules)


def _conditions(rules: Iterable[ScoreRule], around: tuple[Condition, ...]) -> Iterator[Held]:
    for rule in rules:
        match rule:
            case PointsWhile(condition=condition, points=points) if points > 0:
                yield Held(points, (*around, condition))
            case ScoreGroup(rules=inner, condition=condition):
                yield from _conditions(inner, around if condition is None else (*around, condition))
            case _:
                pass


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _least(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    known = [each for each in (one, other) if each is not None]
    return min(known) if known else None
