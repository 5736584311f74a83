"""Score arithmetic.

In order of happening: caps from narrow to wide cut an award to what is left, the total halves continuously from moment to moment, and
the result is clamped at every step. Points are kept in hundredths and rounded down when compared or shown. Points for as long as a
condition holds stand outside the halving and are added when the score is read.
"""

from math import ceil, exp2, floor, log2

from engine.domain.instants import Instant
from engine.domain.subjects import Cap, Facts, Score
from engine.rules.calendar import period_key
from engine.rules.program import Limit
from engine.rules.program import Score as ScoreRule

_TIE = 1e-6
"""Hundredths: halving in binary fractions must not turn 20.00 points into 19.99."""


def faded(rule: ScoreRule, state: Score, moment: Instant) -> float:
    """Hundredths of a point as they stand at `moment`."""
    if not rule.halves or not state.points:
        return state.points
    return state.points * exp2(-max(0, moment - state.at) / rule.halves)


def clamp(rule: ScoreRule, points: float) -> float:
    """Within what the score keeps to (hundredths)."""
    if rule.low is not None:
        points = max(points, rule.low)
    if rule.high is not None:
        points = min(points, rule.high)
    return points


def shown(rule: ScoreRule, state: Score, bonus: int, moment: Instant) -> int:
    """Whole points, rounded down. bonus: hundredths from conditions that hold."""
    return floor((clamp(rule, faded(rule, state, moment) + bonus) + _TIE) / 100)


def falls_below(rule: ScoreRule, state: Score, bonus: int, points: int, moment: Instant) -> Instant | None:
    """The moment at which halving takes the score below so many points; None if it is there already or never comes there."""
    here, floor_at = faded(rule, state, moment), points * 100 - bonus - 2 * _TIE
    if not rule.halves or here <= 0 or floor_at <= 0 or here < floor_at:
        return None
    return moment + max(1, ceil(rule.halves * log2(here / floor_at)))


def give(rule: ScoreRule, facts: Facts, points: int, limits: tuple[Limit, ...], *, at: Instant, zone: str) -> int:
    """Adds an award (hundredths) at its moment, cut by its limits and those of the score; returns what was let through."""
    state = facts.scores.setdefault(rule.name, Score(at=at))
    everything = (*limits, *rule.limits)
    caps = [_cap(state, limit, at, zone) for limit in everything]
    for limit, cap in zip(everything, caps, strict=True):
        points = _cut(limit, cap, points)
    if points == 0:
        return 0
    for cap in caps:
        cap.times += 1
        cap.points += points
    state.points = clamp(rule, faded(rule, state, at) + points)
    state.at = at
    return points


def put(rule: ScoreRule, facts: Facts, points: int, at: Instant) -> None:
    """Sets the score (hundredths): a line under what happened before."""
    state = facts.scores.setdefault(rule.name, Score())
    state.points, state.at = clamp(rule, points), at


def _cap(state: Score, limit: Limit, at: Instant, zone: str) -> Cap:
    period = period_key(at, limit.period, zone) if limit.period else ""
    cap = state.caps.get(limit.key)
    if cap is None or cap.period != period:
        cap = state.caps[limit.key] = Cap(period=period)
    return cap


def _cut(limit: Limit, cap: Cap, points: int) -> int:
    """What a limit leaves of an award; losses are never cut."""
    if points <= 0:
        return points
    if limit.times is not None and cap.times >= limit.times:
        return 0
    if limit.points is not None:
        return max(0, min(points, limit.points - cap.points))
    return points
