"""Score arithmetic.

In order of happening: caps from narrow to wide cut an award to what is left, the total halves continuously from moment to moment, and
the result is clamped at every step. Points are kept in hundredths and rounded down when compared or shown. Points for as long as a
condition holds stand outside the halving and are added when the score is read.
"""

from collections.abc import Sequence
from math import ceil, exp2, floor, log2
from typing import NamedTuple

from engine.domain.instants import HOUR, Instant
from engine.domain.subjects import Cap, Facts, OpenAward, Score
from engine.rules.calendar import Calendar, after, period_key
from engine.rules.program import Award, Limit
from engine.rules.program import Score as ScoreRule
from grammar.values import Duration

_TIE = 1e-6
"""Hundredths: halving in binary fractions must not turn 20.00 points into 19.99."""

_LOSSES_AT_ONCE = 1_000
"""A lead that is silent for longer than so many losses is at its floor."""


class When(NamedTuple):
    """A moment, and the zone and calendar in which its days and durations are counted."""

    at: Instant
    zone: str
    calendar: Calendar


def total(rule: ScoreRule, state: Score, moment: Instant) -> float:
    """Hundredths of a point as they stand at `moment`, losses up to `state.lost` included."""
    open_points = sum(_left(rule, award, moment) for award in state.awards) if state.awards else 0.0
    return _halved(rule, state.points, moment - state.at) + open_points


def _halved(rule: ScoreRule, points: float, elapsed: Instant) -> float:
    return points * exp2(-max(0, elapsed) / rule.halves) if rule.halves and points else points


def _left(rule: ScoreRule, award: OpenAward, moment: Instant) -> float:
    """What is left of an award that ends by itself; it halves from its own moment like any other."""
    if moment >= award.ends:
        return 0.0
    left = award.points * (award.ends - moment) / (award.ends - award.at) if award.fades else float(award.points)
    return _halved(rule, left, moment - award.at)


def clamp(rule: ScoreRule, points: float) -> float:
    """Within what the score keeps to (hundredths)."""
    if rule.low is not None:
        points = max(points, rule.low)
    if rule.high is not None:
        points = min(points, rule.high)
    return points


def shown(rule: ScoreRule, state: Score, bonus: int, moment: Instant) -> int:
    """Whole points, rounded down. bonus: hundredths from conditions that hold."""
    return floor((clamp(rule, clamp(rule, total(rule, state, moment)) + bonus) + _TIE) / 100)


def together(bonuses: Sequence[tuple[int, tuple[Limit, ...]]]) -> int:
    """The sum of points while conditions hold (hundredths), each cut to what the ceilings of its groups leave."""
    used: dict[str, int] = {}
    for points, limits in bonuses:
        for limit in limits:
            if points > 0 and limit.points is not None:
                points = max(0, min(points, limit.points - used.get(limit.key, 0)))
        for limit in limits:
            used[limit.key] = used.get(limit.key, 0) + points
        used[""] = used.get("", 0) + points
    return used.get("", 0)


# ── when time alone changes it ──────────────────────────────────────────────────────────


def falls_below(rule: ScoreRule, state: Score, bonus: int, points: int, moment: Instant) -> Instant | None:
    """A lower bound of the moment at which time takes the score below so many points; None if it never does, or has already."""
    here, floor_at = total(rule, state, moment), points * 100 - bonus - 2 * _TIE
    if state.awards:
        return _falls_in_steps(rule, state, floor_at, moment)
    if not rule.halves or here <= 0 or floor_at <= 0 or here < floor_at:
        return None
    return moment + max(1, ceil(rule.halves * log2(here / floor_at)))


def _falls_in_steps(rule: ScoreRule, state: Score, floor_at: float, moment: Instant) -> Instant | None:
    """With awards that end by themselves: their next end, or the fall before it. Between two ends it only falls."""
    ends = [award.ends for award in state.awards if award.ends > moment]
    if any(award.points < 0 and award.fades for award in state.awards if award.ends > moment):
        return moment + HOUR
    if not ends:
        return falls_below(rule, Score(points=state.points, at=state.at), 0, ceil(floor_at / 100), moment) if floor_at > 0 else None
    last = min(ends)
    if total(rule, state, moment) < floor_at or total(rule, state, last - 1) >= floor_at:
        return last
    early, late = moment, last - 1
    while late - early > 1:
        middle = (early + late) // 2
        early, late = (middle, late) if total(rule, state, middle) >= floor_at else (early, middle)
    return late


def next_loss(rule: ScoreRule, state: Score, facts: Facts, when: When) -> Instant | None:
    """The next moment at which inactivity costs points, after `when.at`."""
    moments = [moment for moment, _ in _losses(rule, state, facts, when, until=None)]
    return min(moments) if moments else None


# ── what changes it ─────────────────────────────────────────────────────────────────────


def give(rule: ScoreRule, facts: Facts, award: Award, when: When) -> int:
    """Adds an award (hundredths) at its moment, cut by its limits and those of the score; returns what was let through."""
    state = facts.scores.setdefault(rule.name, Score(at=when.at, lost=when.at))
    limits = (*award.limits, *rule.limits)
    caps = [_cap(state, limit, when.at, when.zone) for limit in limits]
    points = award.points
    for limit, cap in zip(limits, caps, strict=True):
        points = _cut(limit, cap, points)
    if points == 0:
        return 0
    for cap in caps:
        cap.times += 1
        cap.points += points
    ends = after(when.at, award.lasts, when.zone, when.calendar) if award.lasts else when.at + award.fades if award.fades else 0
    if ends:
        given = _put_total(rule, state, points, when.at, stays=False)
        kept = [one for one in state.awards if one.ends > when.at]
        state.awards = [*kept, OpenAward(at=when.at, points=given, ends=ends, fades=bool(award.fades))]
    else:
        _put_total(rule, state, points, when.at)
    return points


def _put_total(rule: ScoreRule, state: Score, change: float, at: Instant, *, stays: bool = True) -> float:
    """Changes the total as it stands at that moment, and clamps it; returns how much of the change that leaves.

    stays: it becomes part of the points without an end. One that goes away by itself is cut, so that no more goes than came.
    """
    standing = clamp(rule, total(rule, state, at))
    given = clamp(rule, standing + change) - standing
    open_points = sum(_left(rule, award, at) for award in state.awards) if state.awards else 0.0
    state.points, state.at = standing - open_points + (given if stays else 0.0), at
    return given


def settle(rule: ScoreRule, facts: Facts, when: When) -> Score:
    """The score with everything that inactivity cost before `when.at`; the same object if that is nothing."""
    state = facts.scores.get(rule.name) or Score()
    if not rule.losses:
        return state
    due = sorted(_losses(rule, state, facts, when, until=when.at), key=lambda one: one[0])
    if not due:
        return state
    settled = Score(points=state.points, at=state.at, awards=state.awards, lost=state.lost, caps=state.caps)
    for moment, points in due:
        _put_total(rule, settled, -points, moment)
        settled.lost = moment
    return settled


def _losses(
    rule: ScoreRule, state: Score, facts: Facts, when: When, until: Instant | None
) -> list[tuple[Instant, int]]:
    """(moment, hundredths) of the losses after the last that was counted and before `until`; with None the next of each kind."""
    silent_since = facts.activity or facts.created
    counted = max(state.lost, silent_since)
    found: list[tuple[Instant, int]] = []
    for loss in rule.losses if silent_since else ():
        for times in range(1, _LOSSES_AT_ONCE):
            duration = Duration(amount=loss.every.amount * times, unit=loss.every.unit)
            moment = after(silent_since, duration, when.zone, when.calendar)
            if until is None and moment > when.at:
                found.append((moment, loss.points))
                break
            if until is not None and moment >= until:
                break
            if until is not None and moment > counted:
                found.append((moment, loss.points))
    return found


def put(rule: ScoreRule, facts: Facts, points: int, at: Instant) -> None:
    """Sets the score (hundredths): a line under what happened before."""
    state = facts.scores.setdefault(rule.name, Score(lost=at))
    state.points, state.at, state.awards = clamp(rule, points), at, []


def _cap(state: Score, limit: Limit, at: Instant, zone: str) -> Cap:
    period = period_key(at, limit.period, zone) if limit.period else ""
    cap = state.caps.get(limit.key)
    if cap is None or cap.period != period:
        cap = state.caps[limit.key] = Cap(period=period)
    return cap


def _cut(limit: Limit, cap: Cap, points: int) -> int:
    """What a limit leaves of an award. A limit in times counts losses too; one in points is a ceiling for what is gained."""
    if limit.times is not None and cap.times >= limit.times:
        return 0
    if limit.points is not None and points > 0:
        return max(0, min(points, limit.points - cap.points))
    return points
