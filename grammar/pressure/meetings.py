"""One lead whose mails of several scenarios meet within a stretch: when it comes into each, and what it does on the way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from grammar.ast import (
    Becomes,
    Days,
    Does,
    EnterAt,
    EnterBy,
    EnterEvery,
    EnterOn,
    EventPattern,
    GivenConsent,
    GivenPoints,
    GivenStage,
    GivenTag,
    GivesConsent,
    IsGiven,
    IsPutInto,
    IsTagged,
    MovesTo,
    OneAtATime,
    OnEvent,
    Scenario,
    Schedule,
    TestAct,
    WhenTrue,
)
from grammar.pressure.gaps import Stretch
from grammar.pressure.happenings import happening
from grammar.pressure.hours import ANCHOR, comings, wall
from grammar.pressure.traits import spelled
from grammar.pressure.trips import Posted, Traveller, Trip, ending_events
from grammar.pressure.wishes import Given, Wish
from grammar.story import assigned
from grammar.walk import walk

LONGEST = timedelta(days=400)
"""How far a way is followed."""
_TRIED = 3


class Door(NamedTuple):
    """A way in. acts: what brings the lead in, at any time; or the schedule that does. wish: what must be so of it before."""

    acts: tuple[TestAct, ...] = ()
    schedule: Schedule | EnterAt | None = None
    wish: Wish = Wish()


@dataclass(frozen=True, slots=True)
class Meeting:
    """trips: of each scenario with the acts that began it, in the order in which they were found."""

    wish: Wish
    trips: tuple[tuple[Trip, Door], ...]
    start: datetime
    end: datetime

    @property
    def mails(self) -> list[Posted]:
        """Those that count and leave within the stretch, the first one first."""
        return sorted((mail for trip, _ in self.trips for mail in self.of(trip)), key=lambda mail: mail.at)

    def of(self, trip: Trip) -> list[Posted]:
        """What one of the trips adds."""
        happened = [(act.event.key, moment) for moment, _, act in acts_of(self.trips) if isinstance(act, Does)]
        return [mail for mail in left_of(trip, happened) if self.start <= mail.at < self.end and mail.counts]

    @property
    def begun(self) -> list[tuple[TestAct, datetime]]:
        """What brings the lead in, and when it happens."""
        return [(act, trip.entered) for trip, door in self.trips for act in door.acts]


def left_of(trip: Trip, events: Sequence[tuple[str, datetime]]) -> Iterator[Posted]:
    """The mails that leave before another scenario's event ends the run or lets it begin anew."""
    ending = set(ending_events(trip.scenario))
    ends = [moment for event, moment in events if event in ending and moment > trip.entered]
    yield from (mail for mail in trip.mails if all(mail.at < end for end in ends))


class Matchmaker:
    """Lets scenarios meet. enough: so many mails of each are wanted; None: as many as there can be."""

    def __init__(self, traveller: Traveller, stretch: Stretch, start: datetime = ANCHOR, *, enough: int | None = None) -> None:
        self.traveller, self.reader = traveller, traveller.reader
        self.start, self.end = start, end_of(stretch, start)
        self.enough = 1_000 if enough is None else enough

    def meeting(self, scenarios: Iterable[Scenario], wish: Wish) -> Meeting:
        """As many of them as fit together, the first ones first."""
        meeting = Meeting(wish, (), self.start, self.end)
        groups: set[str] = set()
        for scenario in scenarios:
            own = {rule.group.key for rule in scenario.rules if isinstance(rule, OneAtATime)}
            if own & groups:
                continue
            joined = self._joined(meeting, scenario)
            if joined is not None:
                meeting, groups = joined, groups | own
        return meeting

    def _joined(self, meeting: Meeting, scenario: Scenario) -> Meeting | None:
        """With the way of one more scenario that adds the most; None if none adds a mail."""
        best, most = None, self._worth(meeting)
        for door in self.doors(scenario, meeting):
            wish = (meeting.wish + door.wish)._replace(reactions=())
            if door.wish.reactions or not wish.is_possible(self.reader):
                continue
            for entered in self._entries(scenario, door, meeting, wish):
                trips = self.traveller.trips(scenario, entered, wish, until=self.end, merit=self._here)
                for trip in trips[:_TRIED]:
                    together = replace(meeting, wish=trip.wish, trips=(*meeting.trips, (trip, door)))
                    if self._worth(together) > most:
                        best, most = together, self._worth(together)
        return best

    def _worth(self, meeting: Meeting) -> int:
        return sum(min(self.enough, len(meeting.of(trip))) for trip, _ in meeting.trips)

    def _here(self, trip: Trip) -> int:
        return min(self.enough, sum(self.start <= mail.at < self.end and mail.counts for mail in trip.mails))

    # ── when ────────────────────────────────────────────────────────────────────────────

    def _entries(self, scenario: Scenario, door: Door, meeting: Meeting, wish: Wish) -> Iterator[datetime]:
        """When the lead could come in, so that its mails fall into the stretch."""
        known = [moment for act, moment in meeting.begun if act in door.acts]
        if known:
            yield known[0]
        elif door.schedule is not None:
            since = self.start - timedelta(days=1)
            yield from islice((each for each in comings(door.schedule, since) if each < self.end), 4)
        else:
            yield from dict.fromkeys(self.start - offset for offset in self._offsets(scenario, wish))

    def _offsets(self, scenario: Scenario, wish: Wish) -> Iterator[timedelta]:
        """How long after the entry the densest mails begin, of a few good ways."""
        length = self.end - self.start

        def densest(trip: Trip) -> int:
            return min(self.enough, _most_within(sorted(mail.at for mail in trip.mails if mail.counts), length))

        trips = self.traveller.trips(scenario, self.start, wish, until=self.start + LONGEST, merit=densest)
        for trip in trips[:_TRIED]:
            numbers = sorted(range(len(trip.mails)), key=lambda number: (-_dense(trip, number, length), number))
            yield from (trip.mails[number].at - trip.entered for number in numbers[:1])

    # ── how ─────────────────────────────────────────────────────────────────────────────

    def doors(self, scenario: Scenario, meeting: Meeting) -> Iterator[Door]:
        """The ways in that a test can play."""
        wishes = self.traveller.wishes
        for rule in scenario.rules:
            match rule:
                case EnterOn(trigger=OnEvent(patterns=patterns), condition=condition):
                    for pattern in patterns:
                        does = happening(self.traveller.workspace, pattern) if isinstance(pattern, EventPattern) else None
                        if does is not None:
                            yield from (Door((_merged(does, meeting),), wish=wish) for wish in wishes.of(condition))
                case EnterOn(trigger=WhenTrue(condition=edge), condition=condition):
                    for wish in wishes.of(condition):
                        yield from (Door(acts, wish=wish) for turned in wishes.of(edge) if (acts := self._turning(turned, meeting)))
                case EnterBy(way="hand", condition=condition):
                    yield from (Door((IsPutInto(scenario.name),), wish=wish) for wish in wishes.of(condition))
                case EnterEvery(schedule=schedule, condition=condition):
                    yield from (Door(schedule=schedule, wish=wish) for wish in wishes.of(condition))
                case EnterAt(condition=condition):
                    yield from (Door(schedule=rule, wish=wish) for wish in wishes.of(condition))

    def _turning(self, wish: Wish, meeting: Meeting) -> tuple[TestAct, ...]:
        """What lets a condition turn true; nothing if it is so from the start."""
        if wish.reactions or not self.reader.is_possible(wish.traits | meeting.wish.traits):
            return ()
        values = {}
        for place in {trait.place for trait in wish.traits if trait.place[0] == "lead"}:
            value = spelled(self.reader.value(place, wish.traits | meeting.wish.traits))
            if value is None or any(trait.place == place for trait in meeting.wish.traits):
                return ()
            values[place[1]] = value
        acts: list[TestAct] = [Becomes(assigned(values))] if values else []
        return (*acts, *(_turned(each) for each in sorted(wish.given, key=repr)))


def _most_within(moments: Sequence[datetime], length: timedelta) -> int:
    """How many at most fall into one stretch of that length. It is asked of every way at every step, so it goes through them once."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= length:
            first += 1
        most = max(most, last - first + 1)
    return most


def _dense(trip: Trip, first: int, length: timedelta) -> int:
    begin = trip.mails[first].at
    return sum(begin <= mail.at < begin + length and mail.counts for mail in trip.mails)


def _turned(given: Given) -> TestAct:
    match given:
        case GivenTag(tag=tag):
            return IsTagged(tag)
        case GivenStage(stage=stage):
            return MovesTo(stage)
        case GivenConsent(topic=topic):
            return GivesConsent(topic)
        case GivenPoints(points=points, score=score):
            return IsGiven(points, score, anew=True)


def _merged(does: Does, meeting: Meeting) -> Does:
    """The event of the meeting that brings the lead in here too; the event itself if there is none."""
    wanted = set(does.values)
    events = (act for act, _ in meeting.begun if isinstance(act, Does) and act.event.key == does.event.key)
    return next((act for act in events if wanted <= set(act.values)), does)


def end_of(stretch: Stretch, start: datetime) -> datetime:
    """When a stretch is over: a calendar one with its day, week or month."""
    midnight = wall(start.date())
    if stretch.midnights > 7:
        return wall(date(start.year + start.month // 12, start.month % 12 + 1, 1))
    if stretch.midnights > 1:
        return midnight + timedelta(days=7 - start.weekday())
    if stretch.midnights:
        return midnight + timedelta(days=1)
    return start + timedelta(minutes=stretch.minutes)


def beginnings(scenarios: Iterable[Scenario]) -> Iterator[datetime]:
    """Days on which their mails could meet: the usual one, those of their calendars, and every day of the week where one is named."""
    yield ANCHOR
    nodes = [node for scenario in scenarios for node in walk(scenario)]
    for node in nodes:
        if isinstance(node, EnterEvery | EnterAt):
            coming = next(comings(node.schedule if isinstance(node, EnterEvery) else node, ANCHOR - timedelta(days=1)), None)
            yield from [coming] if coming is not None else []
    if any(isinstance(node, Days) for node in nodes):
        yield from (ANCHOR + timedelta(days=ahead) for ahead in range(1, 7))


def acts_of(trips: Sequence[tuple[Trip, Door]]) -> list[tuple[datetime, str, TestAct]]:
    """Everything that is played, in the order of time; an event that brings the lead into two scenarios happens once."""
    found = [(trip.entered, "", act) for trip, door in trips for act in door.acts]
    found += [play for trip, _ in trips for play in trip.plays]
    return sorted(dict.fromkeys(found), key=lambda play: play[0])
