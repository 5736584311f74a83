"""`test` declarations played through the real fold on a virtual clock.

An `expect` without `at` is judged at the last moment named above it, after its events and what is due then; one with a day but no time
looks at that whole day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from engine.domain.effects import Letter
from engine.domain.events import Event, Kind
from engine.domain.instants import Instant, at_wall, start_of_day
from engine.lab.asked import Asked
from engine.lab.expectations import met
from engine.lab.plays import Players, without
from engine.lab.shown import Mailroom
from engine.lab.world import Entry, World
from engine.rules.program import Program
from engine.rules.watching import with_scenarios
from grammar import ast as g

_DEFAULT_DAY, _DEFAULT_CLOCK = date(2026, 1, 5), time(9)
"""A Monday morning, for a test that does not say when it starts."""


NO_MAILROOM = Mailroom()
"""For a text without templates."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that was not met, or an act that could not be played. found: what there was instead, a code and its values.

    until: the moment it was judged at, where its line names none. leads: of whom it speaks.
    """

    span: g.Span
    found: str
    values: dict[str, object]
    until: Instant | None = None
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one test."""

    title: str
    span: g.Span
    failures: tuple[Failure, ...]
    timeline: tuple[Entry, ...]
    expectations: int
    zone: str
    start: Instant

    @property
    def passed(self) -> bool:
        return not self.failures

    @property
    def concerned(self) -> tuple[Entry, ...]:
        """The lines of the journal that tell of a lead for whom something failed; all where leads became one, or no lead was named."""
        leads = {lead for failure in self.failures for lead in failure.leads}
        causes = [entry.cause for entry in self.timeline if isinstance(entry.cause, Event)]
        if not leads or not all(failure.leads for failure in self.failures) or any(one.type == Kind.LEAD_MERGED for one in causes):
            return self.timeline
        written = {letter.event.subject for entry in self.timeline if entry.subject in leads for letter in _letters(entry)}
        return tuple(entry for entry in self.timeline if _tells_of(entry, leads) or _wakes(entry, written))


def _letters(entry: Entry) -> list[Letter]:
    return [effect for effect in entry.effects if isinstance(effect, Letter)]


def _wakes(entry: Entry, written: set[str]) -> bool:
    """Whether time alone let somebody decide to whom those leads have written, such as the test of a split."""
    return not isinstance(entry.cause, Event) and entry.subject in written


def _tells_of(entry: Entry, leads: set[str]) -> bool:
    about = entry.cause.props.get("lead") if isinstance(entry.cause, Event) else None
    return entry.subject in leads or about in leads


def trials_of(files: Sequence[g.SourceFile]) -> list[g.Test]:
    """All tests of a workspace in the order of its files."""
    return [one for file in files for one in file.declarations if isinstance(one, g.Test)]


def _drawn(test: g.Test) -> dict[tuple[str, str], str]:
    """(lead, split) -> the arm that is given."""
    return {
        (str(given.lead), str(trait.split)): str(trait.arm)
        for given in test.items
        if isinstance(given, g.Given)
        for trait in given.traits
        if isinstance(trait, g.GivenArm)
    }


def _named(stretch: Asked, last: Instant) -> Instant:
    """The last moment named so far. A day counts as its end, unless a moment on it was named already."""
    return last if stretch.since <= last <= stretch.until else stretch.until


def play(program: Program, test: g.Test, mailroom: Mailroom = NO_MAILROOM) -> Trial:
    """Plays one test; one that names a scenario runs that scenario alone. mailroom: what mails show."""
    return _Stage(program, test, mailroom).play()


def _brought(item: g.TestItem) -> g.Name | None:
    """The lead that a line lets appear."""
    match item:
        case g.Given(lead=lead) | g.Play(subject=lead, act=g.Imported()):
            return lead
        case _:
            return None


class _Stage:
    def __init__(self, program: Program, test: g.Test, mailroom: Mailroom) -> None:
        if test.scenario is not None:
            name = str(test.scenario)
            program = with_scenarios(program, {name: program.scenarios[name]} if name in program.scenarios else {})
        self.program = program = replace(program, drawn=_drawn(test))
        self.test = test
        self.mailroom = mailroom
        later = {str(item.subject) for item in test.items if isinstance(item, g.Play) and isinstance(item.act, g.Deployed)}
        self.zone = program.zone
        start = next((item for item in test.items if isinstance(item, g.StartAt)), None)
        self.day, self.clock = (start.day, start.at) if start else (_DEFAULT_DAY, _DEFAULT_CLOCK)
        self.start = at_wall(self.day, self.clock, self.zone)
        self.world = World(without(program, later), self.start)
        self.names = list(dict.fromkeys(str(lead) for item in test.items if (lead := _brought(item)) is not None))
        self.players = Players(self.world, self.names, program)

    def play(self) -> Trial:
        failures: list[Failure] = []
        self._await_fates()
        last = self.start
        planned: list[tuple[Instant, int, int, g.TestItem, Asked | None]] = []
        for number, item in enumerate(self.test.items):
            match item:
                case g.StartAt():
                    continue
                case g.Given():
                    planned.append((self.start, 0, number, item, None))
                case g.Play(at=at):
                    last = self._moment(at)
                    planned.append((last, 0, number, item, None))
                case g.Expect():
                    stretch = self._asked(item, last)
                    since = self.start if isinstance(item.at, g.ByDay) else stretch.since
                    planned.append((stretch.until, 1, number, item, replace(stretch, since=since)))
                    last = _named(stretch, last)
        for moment, _, _, item, asked in sorted(planned, key=lambda one: one[:3]):
            if asked is not None and isinstance(item, g.Expect):
                self.world.run_until(moment)
                failures += self._judge(item, asked)
            else:
                failures += self._do(item, moment)
        count = sum(isinstance(item, g.Expect) for item in self.test.items)
        return Trial(self.test.title, self.test.span, tuple(failures), tuple(self.world.journal), count, self.zone, self.start)

    def _await_fates(self) -> None:
        """The mails of which the test says what becomes of them do not simply arrive."""
        for item in self.test.items:
            if isinstance(item, g.Play) and isinstance(item.act, g.MailMeets):
                lead = str(item.act.lead) if item.act.lead is not None else self.names[0] if self.names else ""
                self.world.fates.setdefault((lead, str(item.subject)), []).append(self._moment(item.at))

    def _moment(self, at: g.DayMoment | g.ByDay) -> Instant:
        return at_wall(self.day + timedelta(days=at.day), at.at or self.clock, self.zone)

    def _asked(self, item: g.Expect, last: Instant) -> Asked:
        """The stretch an expectation looks at: for events from..until, for states the moment `until`."""
        if item.at is None:
            return Asked(self.start, last)
        if item.at.at is None:
            day = self.day + timedelta(days=item.at.day)
            return Asked(start_of_day(day, self.zone), start_of_day(day + timedelta(days=1), self.zone) - 1)
        return Asked(self._moment(item.at), self._moment(item.at))

    def _judge(self, item: g.Expect, asked: Asked) -> Iterator[Failure]:
        found = met(self.world, self.mailroom, item.expectation, asked, self.names)
        if found is not None:
            lead = getattr(item.expectation, "lead", None)
            leads = tuple(self.names) if lead is None else (str(lead),)
            yield Failure(item.span, found[0], found[1], asked.until if item.at is None else None, leads)

    def _do(self, item: g.TestItem, moment: Instant) -> Iterator[Failure]:
        match item:
            case g.Given(lead=lead) if not self.players.give(item, moment):
                yield Failure(item.span, "no-account", {"lead": lead})
            case g.Play(subject=subject, act=act) if not self.players.act(str(subject), act, moment):
                code = "mail-not-under-way" if isinstance(act, g.MailMeets) else "no-account"
                yield Failure(item.span, code, {"mail": subject, "lead": subject})
            case _:
                return
