"""Conditions that can be asked two things: do you hold now, and when could time alone change that.

`next_change` is a lower bound: a lead is woken then and asks again. None: time alone changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.domain.instants import Instant
from engine.domain.subjects import Lead, Run
from engine.rules.calendar import Calendar, after, nth_newest
from engine.rules.filters import Fields, Timed, entry_key
from engine.rules.values import Today, mark_of
from grammar.ast import Duration

Order = Callable[[int, int], bool]


class View(Protocol):
    """What a condition may look at: one lead at one moment."""

    lead: Lead
    moment: Instant
    zone: str
    calendar: Calendar
    run: Run | None

    @property
    def attributes(self) -> Fields: ...
    @property
    def today(self) -> Today: ...
    def points(self, score: str) -> int: ...
    def falls_below(self, score: str, points: int) -> Instant | None: ...
    def points_change(self, score: str) -> Instant | None: ...
    def segment(self, name: str) -> "Cond": ...
    def checklist(self, name: str) -> "Cond": ...
    def persona(self, name: str) -> "Cond": ...


class Cond(Protocol):
    """A compiled condition."""

    def holds(self, view: View) -> bool: ...
    def next_change(self, view: View) -> Instant | None: ...


def earliest(*moments: Instant | None) -> Instant | None:
    """The first of the moments that are known."""
    known = [moment for moment in moments if moment is not None]
    return min(known) if known else None


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Cond, ...]

    def holds(self, view: View) -> bool:
        return all(part.holds(view) for part in self.parts)

    def next_change(self, view: View) -> Instant | None:
        return earliest(*(part.next_change(view) for part in self.parts))


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts; `any` is one of them."""

    count: int
    parts: tuple[Cond, ...]

    def holds(self, view: View) -> bool:
        return sum(part.holds(view) for part in self.parts) >= self.count

    def next_change(self, view: View) -> Instant | None:
        return earliest(*(part.next_change(view) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Negated:
    part: Cond

    def holds(self, view: View) -> bool:
        return not self.part.holds(view)

    def next_change(self, view: View) -> Instant | None:
        return self.part.next_change(view)


@dataclass(frozen=True, slots=True)
class AttributesAre:
    """Attributes of the lead, and what the event said that started the run."""

    timed: Timed

    def holds(self, view: View) -> bool:
        return self.timed.test(_entry(view.run), view.attributes, view.today)

    def next_change(self, view: View) -> Instant | None:
        return _next_change(self.timed, _entry(view.run), view.attributes, view.today)


def _entry(run: Run | None) -> Fields:
    return run.entry if run is not None else {}


def _next_change(timed: Timed, fields: Fields, attributes: Fields, today: Today) -> Instant | None:
    if not timed.daily and not timed.turnings:
        return None
    midnight = today.next_midnight() if timed.daily else None
    places = {"p": fields, "a": attributes}
    return earliest(midnight, *(one.next_change(places[one.source].get(one.name), today) for one in timed.turnings))


def with_entry(attributes: Fields, run: Run | None) -> Fields:
    """The attributes, and what the event that started the run said."""
    if run is None or not run.entry:
        return attributes
    return {**attributes, **{entry_key(name): value for name, value in run.entry.items()}}


@dataclass(frozen=True, slots=True)
class HasItem:
    """One item of a list attribute passes the test."""

    attribute: str
    timed: Timed

    def holds(self, view: View) -> bool:
        beside = with_entry(view.attributes, view.run)
        return any(self.timed.test(item, beside, view.today) for item in self._items(view))

    def next_change(self, view: View) -> Instant | None:
        beside = with_entry(view.attributes, view.run)
        return earliest(*(_next_change(self.timed, item, beside, view.today) for item in self._items(view)))

    def _items(self, view: View) -> Sequence[Fields]:
        return view.attributes.get(self.attribute) or ()


@dataclass(frozen=True, slots=True)
class PointsAre:
    """A score against a number; `falls` are the numbers below which its truth may change as it fades."""

    score: str
    order: Order
    points: int
    falls: tuple[int, ...]

    def holds(self, view: View) -> bool:
        return self.order(view.points(self.score), self.points)

    def next_change(self, view: View) -> Instant | None:
        return earliest(*(view.falls_below(self.score, points) for points in self.falls))


@dataclass(frozen=True, slots=True)
class PointsAgainst:
    """Two scores of one lead against each other."""

    score: str
    order: Order
    other: str

    def holds(self, view: View) -> bool:
        return self.order(view.points(self.score), view.points(self.other))

    def next_change(self, view: View) -> Instant | None:
        return earliest(view.points_change(self.score), view.points_change(self.other))


@dataclass(frozen=True, slots=True)
class StageIs:
    stage: str

    def holds(self, view: View) -> bool:
        return view.lead.stage is not None and view.lead.stage.name == self.stage and not view.lead.stage.dropped

    def next_change(self, view: View) -> Instant | None:
        return None


@dataclass(frozen=True, slots=True)
class InStageFor:
    stage: str
    duration: Duration

    def holds(self, view: View) -> bool:
        return (change := self._from(view)) is not None and change <= view.moment

    def next_change(self, view: View) -> Instant | None:
        change = self._from(view)
        return change if change is not None and change > view.moment else None

    def _from(self, view: View) -> Instant | None:
        stage = view.lead.stage
        if stage is None or stage.name != self.stage or stage.dropped:
            return None
        return after(stage.since, self.duration, view.zone, view.calendar)


@dataclass(frozen=True, slots=True)
class InSegment:
    segment: str

    def holds(self, view: View) -> bool:
        return view.segment(self.segment).holds(view)

    def next_change(self, view: View) -> Instant | None:
        return view.segment(self.segment).next_change(view)


@dataclass(frozen=True, slots=True)
class PassesChecklist:
    checklist: str

    def holds(self, view: View) -> bool:
        return view.checklist(self.checklist).holds(view)

    def next_change(self, view: View) -> Instant | None:
        return view.checklist(self.checklist).next_change(view)


@dataclass(frozen=True, slots=True)
class PersonaIs:
    """The first persona whose condition holds, in the order of the files."""

    persona: str

    def holds(self, view: View) -> bool:
        return view.persona(self.persona).holds(view)

    def next_change(self, view: View) -> Instant | None:
        return view.persona(self.persona).next_change(view)


@dataclass(frozen=True, slots=True)
class InScenario:
    scenario: str

    def holds(self, view: View) -> bool:
        return any(run.scenario == self.scenario for run in view.lead.runs)

    def next_change(self, view: View) -> Instant | None:
        return None


@dataclass(frozen=True, slots=True)
class OfAccountIs:
    """A condition on the lead's account, as the account told it last."""

    key: str

    def holds(self, view: View) -> bool:
        told = view.lead.facts.account
        return told is not None and told.truths.get(self.key, False)

    def next_change(self, view: View) -> Instant | None:
        """Time changes it at the account, which tells."""
        return None


@dataclass(frozen=True, slots=True)
class Tagged:
    tag: str

    def holds(self, view: View) -> bool:
        return self.tag in view.lead.facts.tags

    def next_change(self, view: View) -> Instant | None:
        return None


@dataclass(frozen=True, slots=True)
class Consents:
    """explicit: the topic asks for a double opt-in, so silence is no consent."""

    topic: str
    explicit: bool

    def holds(self, view: View) -> bool:
        facts = view.lead.facts
        return not facts.suppressed and facts.consents.get(self.topic, not self.explicit)

    def next_change(self, view: View) -> Instant | None:
        return None


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """From a topic, or ("") from everything."""

    topic: str

    def holds(self, view: View) -> bool:
        facts = view.lead.facts
        return facts.suppressed == "unsubscribed" or facts.consents.get(self.topic) is False

    def next_change(self, view: View) -> Instant | None:
        return None


@dataclass(frozen=True, slots=True)
class Happened:
    """At least `times` events of a counted pattern, in a window that looks back from now, or since the run's entry.

    by: of those only that say the same in their fields as the run's entry in these.
    """

    counter: str
    times: int
    window: Duration | None = None
    since_entry: bool = False
    by: tuple[str, ...] = ()

    def holds(self, view: View) -> bool:
        newest = self._nth(view)
        if newest is None:
            return False
        if self.since_entry:
            return view.run is not None and newest > view.run.entered
        return self.window is None or view.moment < after(newest, self.window, view.zone, view.calendar)

    def next_change(self, view: View) -> Instant | None:
        if self.window is None or not self.holds(view):
            return None
        newest = self._nth(view)
        return None if newest is None else after(newest, self.window, view.zone, view.calendar)

    def _nth(self, view: View) -> Instant | None:
        facts = view.lead.facts
        if not self.by:
            return nth_newest(facts.counters.get(self.counter, []), self.times)
        said = [_entry(view.run).get(name) for name in self.by]
        return None if None in said else nth_newest(facts.tallies.get(self.counter, {}).get(mark_of(said), []), self.times)


@dataclass(frozen=True, slots=True)
class Inactive:
    """Nothing the lead did for that long; a lead that never did anything counts from its creation."""

    duration: Duration

    def holds(self, view: View) -> bool:
        return self._from(view) <= view.moment

    def next_change(self, view: View) -> Instant | None:
        change = self._from(view)
        return change if change > view.moment else None

    def _from(self, view: View) -> Instant:
        facts = view.lead.facts
        return after(facts.activity or facts.created, self.duration, view.zone, view.calendar)


@dataclass(frozen=True, slots=True)
class Passes:
    """A checklist: the points of its items that hold reach the mark."""

    items: tuple[tuple[Cond, int], ...]
    mark: int

    def holds(self, view: View) -> bool:
        return sum(points for condition, points in self.items if condition.holds(view)) >= self.mark

    def next_change(self, view: View) -> Instant | None:
        return earliest(*(condition.next_change(view) for condition, _ in self.items))


@dataclass(frozen=True, slots=True)
class HandoffWas:
    outcome: str
    team: str = ""

    def holds(self, view: View) -> bool:
        return view.lead.facts.handoffs.get(self.team) == self.outcome

    def next_change(self, view: View) -> Instant | None:
        return None


