"""Scores as a naive reader adds them up: from the first event to the last, every time anew.

In order of happening: every award is cut by its limits from narrow to wide, what was there before has faded and halved up to that moment,
and after every step the score is within its bounds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import floor

from grammar import ast as g
from tests.reference.clocks import HOUR, MINUTE, NEVER, Office, after, period_of
from tests.reference.told import History, Told, matches, passes, pattern_asks

_LENGTHS = {"minute": MINUTE, "hour": HOUR, "day": 24 * HOUR, "week": 168 * HOUR}
Group = tuple[g.ScoreGroup, ...]
"""The groups a rule stands in, the inmost first."""


@dataclass(frozen=True)
class Piece:
    """Points given once. ends: when nothing is left of it, little by little if it fades."""

    at: int
    points: float
    ends: int = NEVER
    fades: bool = False


@dataclass
class Sum:
    """rest: what never ends by itself, as it stood at `at`. used: (limit, period) -> points given under it, one for each time."""

    rest: float = 0.0
    at: int = 0
    pieces: list[Piece] = field(default_factory=list)
    used: dict[tuple[object, object], list[float]] = field(default_factory=dict)
    lost: int = 0


def rules_of(rules: tuple[g.ScoreRule, ...], groups: Group = ()) -> Iterator[tuple[g.ScoreRule, Group]]:
    """Each rule, wherever it stands."""
    for rule in rules:
        if isinstance(rule, g.ScoreGroup):
            yield from rules_of(rule.rules, (rule, *groups))
        else:
            yield rule, groups


class Adding:
    """One score of one lead."""

    def __init__(self, score: g.Score, history: History, office: Office) -> None:
        self.score, self.history, self.office = score, history, office
        self.rules = list(rules_of(score.rules))
        self.keep = next((rule for rule, _ in self.rules if isinstance(rule, g.Keep)), g.Keep())
        self.halving = next((length(rule.every) for rule, _ in self.rules if isinstance(rule, g.Halving)), 0)
        self.losses = [rule for rule, _ in self.rules if isinstance(rule, g.Loss)]
        self.sum = Sum()
        self.is_begun = False
        for one in list(history.told):
            self._add(one)
        self.last = max((one.at for one in history.told), default=0)

    def at(self, now: int) -> float:
        """The points at that moment, without those for conditions that hold."""
        if self.losses and self.is_begun:
            self._lose(now + 1, None)
        return self._standing(now)

    def clamp(self, points: float) -> float:
        if self.keep.low is not None:
            points = max(points, float(self.keep.low))
        return points if self.keep.high is None else min(points, float(self.keep.high))

    # ── step by step ────────────────────────────────────────────────────────────────────

    def _add(self, one: Told) -> None:
        if self.losses and self.is_begun:
            self._lose(one.at, one)
        if one.kind == "score.set" and one.props["score"] == str(self.score.name):
            self._begin(one.at)
            self.sum.rest, self.sum.at, self.sum.pieces = self.clamp(one.props["points"]), one.at, []
        if one.kind == "score.given" and one.props["score"] == str(self.score.name):
            self._give(one, None, one.props["points"], ())
        for rule, groups in self.rules:
            if isinstance(rule, g.PointsOn) and self._matches(rule, one) and self._counts(groups, one):
                self._give(one, rule, float(rule.points), groups)

    def _begin(self, at: int) -> None:
        """Before the first points there is nothing to lose."""
        if not self.is_begun:
            self.is_begun, self.sum.lost = True, at

    def _matches(self, rule: g.PointsOn, one: Told) -> bool:
        attributes = self.history.attributes(one) if any(pattern_asks(each) for each in rule.patterns) else {}
        return any(matches(pattern, one, attributes) for pattern in rule.patterns)

    def _counts(self, groups: Group, one: Told) -> bool:
        """Whether the conditions of its groups held when it happened."""
        asked = [group.condition for group in groups if group.condition is not None]
        return not asked or all(passes(condition, {}, self.history.attributes(one)) for condition in asked)

    def _give(self, one: Told, rule: g.PointsOn | None, points: float, groups: Group) -> None:
        self._begin(one.at)
        used = [self.sum.used.setdefault(key, []) for key, _ in self._limits(one, rule, groups)]
        for (_, (times, most)), gone in zip(self._limits(one, rule, groups), used, strict=True):
            if times is not None and len(gone) >= times:
                points = 0
            if most is not None and points > 0:
                points = max(0.0, min(points, most - sum(gone)))
        if points:
            for gone in used:
                gone.append(points)
            self._put(one, rule, points)

    def _limits(
        self, one: Told, rule: g.PointsOn | None, groups: Group
    ) -> Iterator[tuple[tuple[object, object], tuple[int | None, float | None]]]:
        """((whose, which period), (how many times, how many points)) from narrow to wide."""
        zone = self.history.zone(self.office.zone, one)
        match rule.limit if rule else None:
            case g.Once():
                yield (id(rule), None), (1, None)
            case g.AtMostTimes(times=times, per=per):
                yield (id(rule), per and period_of(one.at, per, zone)), (times, None)
            case g.AtMostPoints(points=most, per=per):
                yield (id(rule), per and period_of(one.at, per, zone)), (None, float(most))
        for rules in (*(group.rules for group in groups), self.score.rules):
            for cap in rules:
                if isinstance(cap, g.PointsCap):
                    yield (id(cap), cap.per and period_of(one.at, cap.per, zone)), (None, float(cap.points))

    def _put(self, one: Told, rule: g.PointsOn | None, points: float) -> None:
        """After every step the score is within its bounds: what goes beyond is not given."""
        before = self._standing(one.at)
        given = self.clamp(before + points) - before
        rest = before - self._open(one.at)
        ends, fades = self._end(one, rule)
        if ends is None:
            rest += given
        else:
            self.sum.pieces.append(Piece(one.at, given, ends, fades))
        self.sum.rest, self.sum.at = rest, one.at

    def _end(self, one: Told, rule: g.PointsOn | None) -> tuple[int | None, bool]:
        match rule.fade if rule else None:
            case g.Expiring(after=lasts):
                return after(one.at, lasts, self.history.zone(self.office.zone, one), self.office), False
            case g.Fading(points=step, every=every) if rule is not None:
                return one.at + int(abs(rule.points) / step * length(every)), True
        return None, False

    def _standing(self, now: int) -> float:
        return self.clamp(self.sum.rest * self._half(now - self.sum.at) + self._open(now))

    def _open(self, now: int) -> float:
        return sum(self._left(piece, now) for piece in self.sum.pieces if now < piece.ends)

    def _left(self, piece: Piece, now: int) -> float:
        share = (piece.ends - now) / (piece.ends - piece.at) if piece.fades else 1.0
        return piece.points * share * self._half(now - piece.at)

    def _half(self, elapsed: int) -> float:
        return float(0.5 ** (elapsed / self.halving)) if self.halving else 1.0

    def _lose(self, until: int, last: Told | None) -> None:
        """What silence cost before that moment."""
        since = self.history.silent_since(last)
        zone = self.history.zone(self.office.zone, last)
        due: list[tuple[int, float]] = []
        for loss in self.losses if since is not None else ():
            times = 1
            while since is not None and (at := after(since, _times(loss.every, times), zone, self.office)) < until:
                due += [(at, float(loss.points))] if at > max(self.sum.lost, since) else []
                times += 1
        for at, points in sorted(due, key=lambda each: each[0]):
            self.sum.rest, self.sum.at = self.clamp(self._standing(at) - points) - self._open(at), at
            self.sum.lost = at


def _times(every: g.Duration, times: int) -> g.Duration:
    return g.Duration(amount=every.amount * times, unit=every.unit)


def length(every: g.Duration) -> int:
    """Of a half-life, which has no calendar."""
    return every.amount * _LENGTHS[every.unit]


def whole(points: float) -> int:
    """As every page shows it; a hair is added for what is not a binary fraction."""
    return floor(points + 1e-8)
