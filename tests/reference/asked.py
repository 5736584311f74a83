"""Conditions, looked at in full whenever anybody asks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, Protocol, TypeVar

from grammar import ast as g
from tests.reference import clocks
from tests.reference.clocks import MINUTE, Office
from tests.reference.points import Adding, rules_of, whole
from tests.reference.told import History, Told, beside, passes

_N = TypeVar("_N")
_FIELD_TESTS = (g.Compare, g.IsEmpty, g.IsNotEmpty, g.IsIn, g.IsNotIn, g.TextTest, g.Between)


@dataclass(frozen=True)
class Said:
    """The declarations of a file. zone: of the workspace. mails: (topic, is transactional) by name."""

    file: g.SourceFile
    zone: str
    mails: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def all(self, kind: type[_N]) -> list[_N]:
        return [one for one in self.file.declarations if isinstance(one, kind)]

    def named(self, kind: type[_N], name: str) -> _N:
        return {str(one.name): one for one in reversed(self.all(kind))}[name]  # type: ignore[attr-defined]

    def choices(self) -> dict[str, list[str]]:
        """The texts an attribute can be, where it is one of some."""
        found = [(str(one.name), one.type.values) for one in self.all(g.Attribute) if isinstance(one.type, g.OneOf)]
        return {name: [value.value for value in values if isinstance(value, g.Text)] for name, values in found}

    def policy(self, kind: type[_N]) -> list[_N]:
        return [rule for policy in self.all(g.Policy) for rule in policy.rules if isinstance(rule, kind)]

    def office(self, scenario: g.Scenario | None = None) -> Office:
        """The calendar a scenario names for itself, else the first."""
        for rule in scenario.rules if scenario else ():
            if isinstance(rule, g.UsesCalendar):
                return clocks.office_of(self.named(g.Calendar, str(rule.calendar)), self.zone)
        first = next(iter(self.all(g.Calendar)), None)
        return clocks.office_of(first, self.zone) if first else Office(self.zone)


class Run(Protocol):
    """What a condition may ask of the run it stands in."""

    scenario: g.Scenario
    entered: int
    entry: dict[str, Any]


@dataclass
class Stage:
    name: str
    since: int
    dropped: bool = False


class Asking:
    """The lead as it stands: a history, a stage and runs; `now` is given."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.now = 0
        self.history = History(choices=said.choices())
        self.stage: Stage | None = None
        self.inside: list[str] = []
        self._sums: dict[tuple[str, int], Adding] = {}
        self._points: dict[tuple[str, int, int], float] = {}
        self._offices: dict[str, Office] = {}

    def hear(self, one: Told) -> None:
        self.history.hear(one)
        self._sums.clear()
        self._points.clear()

    def office(self, scenario: g.Scenario | None = None) -> Office:
        key = str(scenario.name) if scenario else ""
        if key not in self._offices:
            self._offices[key] = self.said.office(scenario)
        return self._offices[key]

    def there(self, scenario: g.Scenario | None = None) -> tuple[str, Office]:
        """The zone of the lead, else of the calendar; and the calendar."""
        office = self.office(scenario)
        return self.history.zone(office.zone), office

    def after(self, start: int, length: g.Duration, scenario: g.Scenario | None = None) -> int:
        return clocks.after(start, length, *self.there(scenario))

    # ── scores ──────────────────────────────────────────────────────────────────────────

    def points(self, name: str) -> int:
        score = self.said.named(g.Score, name)
        if (name, 0) not in self._sums:
            self._sums[name, 0] = Adding(score, self.history, self.office())
        adding, key = self._sums[name, 0], (name, self.now, 0)
        if key not in self._points:
            self._points[key] = adding.at(self.now)
        return whole(adding.clamp(self._points[key] + self._bonus(score)))

    def _bonus(self, score: g.Score) -> float:
        """Points while something is so; the ceilings of groups hold for them too."""
        given: dict[int, float] = {}
        total = 0.0
        for rule, groups in rules_of(score.rules):
            if not isinstance(rule, g.PointsWhile | g.PointsOf):
                continue
            holds = all(group.condition is None or self.holds(group.condition) for group in groups)
            if isinstance(rule, g.PointsWhile):
                points = float(rule.points) if holds and self.holds(rule.condition) else 0.0
            else:
                points = float(self.points(str(rule.score))) if holds else 0.0
            caps = [cap for group in groups for cap in group.rules if isinstance(cap, g.PointsCap) and cap.per is None]
            for cap in caps:
                points = max(0.0, min(points, float(cap.points) - given.get(id(cap), 0.0))) if points > 0 else points
            for cap in caps:
                given[id(cap)] = given.get(id(cap), 0.0) + points
            total += points
        return total

    def level(self, name: str) -> str:
        return next((level for level, at in reversed(self._levels(name)) if self.points(name) >= at), "")

    def _levels(self, name: str) -> list[tuple[str, int]]:
        levels = [(str(rule.name), int(rule.at)) for rule in self.said.named(g.Score, name).rules if isinstance(rule, g.Level)]
        return sorted(levels, key=lambda one: one[1])

    # ── conditions ──────────────────────────────────────────────────────────────────────

    def holds(self, node: g.Condition, run: Run | None = None) -> bool:
        match node:
            case g.And(parts=parts) | g.AllOf(parts=parts):
                return all(self.holds(part, run) for part in parts)
            case g.Or(parts=parts) | g.AnyOf(parts=parts):
                return any(self.holds(part, run) for part in parts)
            case g.NoneOf(parts=parts):
                return not any(self.holds(part, run) for part in parts)
            case g.AtLeastOf(count=count, parts=parts):
                return sum(self.holds(part, run) for part in parts) >= count
            case g.Not(part=part):
                return not self.holds(part, run)
            case g.Compare() | g.IsEmpty() | g.IsNotEmpty() | g.IsIn() | g.IsNotIn() | g.TextTest() | g.Between():
                zone, _ = self.there(run.scenario if run else None)
                today = clocks.shown(self.now, zone).date().isoformat()
                return passes(node, {}, beside(self.history.attributes(), run.entry if run else {}), today)
            case g.ScoreIs() | g.ScoreBetween() | g.ScoreAgainst() | g.LevelIs():
                return self._compares(node)
            case _:
                return self._is_so(node, run)

    def _compares(self, node: g.ScoreIs | g.ScoreBetween | g.ScoreAgainst | g.LevelIs) -> bool:
        here = self.points(str(node.score))
        match node:
            case g.ScoreBetween(low=low, high=high):
                return low <= here <= high
            case g.ScoreIs(operator=operator, points=points):
                return is_so(here, operator, int(points))
            case g.ScoreAgainst(operator=operator, other=other):
                return is_so(here, operator, self.points(str(other)))
            case g.LevelIs(score=score, operator=operator, level=level):
                names = ["", *(name for name, _ in self._levels(str(score)))]
                return is_so(names.index(self.level(str(score))), operator, names.index(str(level)))

    def _is_so(self, node: g.Condition, run: Run | None) -> bool:
        match node:
            case g.StageIs(stage=stage, operator=operator):
                here = self.stage is not None and self.stage.name == str(stage) and not self.stage.dropped
                return here is (operator == "is")
            case g.InStageFor(stage=stage, duration=duration):
                there = self.stage if self.stage and self.stage.name == str(stage) and not self.stage.dropped else None
                return there is not None and self.after(there.since, duration, run.scenario if run else None) <= self.now
            case g.InSegment(segment=segment):
                return self.holds(self.said.named(g.Segment, str(segment)).condition, run)
            case g.PersonaIs(persona=persona, operator=operator):
                first = next((one for one in self.said.all(g.Persona) if self.holds(one.condition, run)), None)
                return (first is not None and str(first.name) == str(persona)) is (operator == "is")
            case g.Passes(checklist=checklist):
                return self._passes(self.said.named(g.Checklist, str(checklist)), run)
            case g.InScenario(scenario=scenario):
                return str(scenario) in self.inside
            case g.Tagged(tag=tag):
                return tag in self.history.tags()
            case g.HandoffWas(outcome=outcome, by=by):
                return self.history.handoff(str(by) if by else "") == outcome
            case _:
                return self._has_been(node, run)

    def _has_been(self, node: g.Condition, run: Run | None) -> bool:
        match node:
            case g.Consents(topic=topic):
                said = self.history.consent(str(topic))
                silent = self.said.named(g.Topic, str(topic)).opt_in != "double"
                return not self.history.suppressed() and (silent if said is None else said)
            case g.Unsubscribed(topic=topic):
                return self.history.suppressed() == "unsubscribed" or (topic is not None and self.history.consent(str(topic)) is False)
            case g.NoActivityFor(duration=duration):
                since = self.history.silent_since() or 0
                return self.after(since, duration, run.scenario if run else None) <= self.now
            case g.EventHappened(at_least=times, window=window) | g.MailHappened(at_least=times, window=window):
                found = [at for at in self.history.moments(node, run.entry if run else {}) if self._counts(at, window, run)]
                return len(found) >= (times or 1)
        raise NotImplementedError(type(node).__name__)

    def _counts(self, at: int, window: g.LookBack | None, run: Run | None) -> bool:
        match window:
            case g.InLast(duration=duration):
                return self.now < self.after(at, duration, run.scenario if run else None)
            case g.SinceEntry():
                return run is not None and at > run.entered
            case None:
                return True

    def _passes(self, checklist: g.Checklist, run: Run | None) -> bool:
        worth = [(one.condition, int(one.points or 1)) for one in checklist.rules if isinstance(one, g.ChecklistItem)]
        mark = next((int(one.points) for one in checklist.rules if isinstance(one, g.PassMark)), sum(points for _, points in worth))
        return sum(points for condition, points in worth if self.holds(condition, run)) >= mark

    # ── moments ─────────────────────────────────────────────────────────────────────────

    def instant(self, moment: g.Moment, run: Run, since: int) -> int | None:
        """The instant that is meant, seen from `since`; None where what it hangs on is missing."""
        zone, office = self.there(run.scenario)
        match moment:
            case g.OnDate(day=day, at=at):
                return clocks.moment(day, at or time(0), zone)
            case g.ClockTime(at=at, days=days):
                return clocks.clock_from(since, at, days, zone, office)
            case g.OpenTime():
                return clocks.open_from(since, zone, office)
            case g.Relative(anchor=g.Anniversary(ref=ref)):
                start = self._anchor(ref, run, zone)
                return None if start is None else next(self._anniversaries(moment, start, run, since), None)
            case g.Relative(anchor=anchor):
                start = run.entered if isinstance(anchor, g.EntryTime) else self._anchor(anchor, run, zone)
                return None if start is None else self._around(moment, start, run)

    def _anchor(self, ref: Any, run: Run, zone: str) -> int | None:
        value = (run.entry if isinstance(ref, g.EntryRef) else self.history.attributes()).get(str(ref.name))
        if value is None or isinstance(value, int):
            return value
        return clocks.moment(*clocks.read(str(value)), zone)

    def _around(self, moment: g.Relative, anchor: int, run: Run) -> int:
        zone, office = self.there(run.scenario)
        if moment.offset is not None:
            walk = clocks.after if moment.offset.direction == "after" else clocks.before
            anchor = walk(anchor, moment.offset.duration, zone, office)
        if moment.at is not None:
            anchor = clocks.moment(clocks.shown(anchor, zone).date(), moment.at, zone)
        return anchor

    def _anniversaries(self, moment: g.Relative, start: int, run: Run, since: int) -> Iterator[int]:
        """Each one whose moment is not past, one after the other."""
        zone, _ = self.there(run.scenario)
        first = clocks.shown(start, zone)
        for year in range(first.year + 1, 2100):
            leap = (first.month, first.day) == (2, 29) and (date(year, 3, 1) - timedelta(days=1)).day == 28
            day = first.date().replace(year=year, day=28 if leap else first.day)
            found = self._around(moment, clocks.moment(day, first.time(), zone), run)
            if found + MINUTE > since:
                yield found


def is_so(here: int, operator: str, there: int) -> bool:
    """Whether one number stands so to another."""
    stands = {"is": here == there, "is not": here != there, "<": here < there, "<=": here <= there, ">": here > there}
    return stands.get(operator, here >= there)
