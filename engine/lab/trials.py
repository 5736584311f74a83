"""`test` declarations played through the real fold on a virtual clock.

An `expect` without `at` is judged at the last moment named above it, after its events and what is due then; one with a day but no time
looks at that whole day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import assert_never

from engine.domain.events import Kind
from engine.domain.instants import Instant, at_wall, start_of_day, to_iso
from engine.domain.subjects import Lead
from engine.lab.expectations import Asked, met, plain
from engine.lab.world import Entry, World
from engine.rules.compile_conditions import MAIL_EVENTS
from engine.rules.holds import until_of
from engine.rules.program import Program
from engine.rules.values import Today
from engine.rules.view import Sight
from grammar import ast as g

_DEFAULT_DAY, _DEFAULT_CLOCK = date(2026, 1, 5), time(9)
"""A Monday morning, for a test that does not say when it starts."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that was not met. found: what there was instead, as a code and its values; timeline: what happened to the leads."""

    span: g.Span
    found: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one test."""

    title: str
    span: g.Span
    failures: tuple[Failure, ...]
    timeline: tuple[Entry, ...]
    expectations: int
    zone: str

    @property
    def passed(self) -> bool:
        return not self.failures


def trials_of(files: Sequence[g.SourceFile]) -> list[g.Test]:
    """All tests of a workspace in the order of its files."""
    return [one for file in files for one in file.declarations if isinstance(one, g.Test)]


def _named(stretch: Asked, last: Instant) -> Instant:
    """The last moment named so far. A day counts as its end, unless a moment on it was named already."""
    return last if stretch.since <= last <= stretch.until else stretch.until


def play(program: Program, test: g.Test) -> Trial:
    """Plays one test; one that names a scenario runs that scenario alone."""
    return _Stage(program, test).play()


class _Stage:
    def __init__(self, program: Program, test: g.Test) -> None:
        if test.scenario is not None:
            name = str(test.scenario)
            program = replace(program, scenarios={name: program.scenarios[name]} if name in program.scenarios else {})
        self.program = program
        self.test = test
        self.zone = program.zone
        start = next((item for item in test.items if isinstance(item, g.StartAt)), None)
        self.day, self.clock = (start.day, start.at) if start else (_DEFAULT_DAY, _DEFAULT_CLOCK)
        self.start = at_wall(self.day, self.clock, self.zone)
        self.world = World(program, self.start)
        self.names = [str(item.lead) for item in test.items if isinstance(item, g.Given)]
        self.links: dict[str, Instant] = {}

    def play(self) -> Trial:
        failures: list[Failure] = []
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
                    planned.append((stretch.until, 1, number, item, stretch))
                    last = _named(stretch, last)
        for moment, _, _, item, asked in sorted(planned, key=lambda one: one[:3]):
            if asked is not None and isinstance(item, g.Expect):
                self.world.run_until(moment)
                failures += self._judge(item, asked)
            else:
                self._do(item, moment)
        count = sum(isinstance(item, g.Expect) for item in self.test.items)
        return Trial(self.test.title, self.test.span, tuple(failures), tuple(self.world.journal), count, self.zone)

    def _moment(self, at: g.DayMoment) -> Instant:
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
        found = met(self.world, item.expectation, asked, self.names)
        if found is not None:
            yield Failure(item.span, found[0], found[1])

    def _do(self, item: g.TestItem, moment: Instant) -> None:
        today = Today(moment, self.zone, self.world.program.calendar)
        match item:
            case g.Given(lead=lead, values=values):
                props = {str(one.name): plain(one.value, today) for one in values}
                props.setdefault("email", f"{lead}@lead.example")
                self.world.happen(Kind.LEAD_CHANGED, str(lead), props, moment)
            case g.Play(subject=subject, act=act):
                self._act(str(subject), act, moment)
            case _:
                return

    def _act(self, subject: str, act: g.TestAct, moment: Instant) -> None:
        world, today = self.world, Today(moment, self.zone, self.world.program.calendar)
        match act:
            case g.Does(event=event, values=values):
                world.happen(str(event), subject, {str(one.name): plain(one.value, today) for one in values}, moment)
            case g.Becomes(values=values):
                world.happen(Kind.LEAD_CHANGED, subject, {str(one.name): plain(one.value, today) for one in values}, moment)
            case g.Reacts(verb=verb, mail=mail, link=link):
                self._react(subject, str(mail), (MAIL_EVENTS[verb], link), moment)
            case g.Bounces(mail=mail, soft=soft):
                self._react(subject, str(mail), (Kind.MAIL_DEFERRED if soft else Kind.MAIL_BOUNCED, None), moment)
            case g.GivesConsent(topic=topic):
                world.happen(Kind.CONSENTED, subject, {"topic": str(topic)}, moment)
            case g.IsHeld(until=until, because=because):
                self._hold(subject, until, because or "", moment)
            case g.IsReleased():
                world.happen(Kind.LEAD_RELEASED, subject, {}, moment)
            case g.Unsubscribes(topic=topic):
                world.happen(Kind.UNSUBSCRIBED, subject, {"topic": str(topic) if topic else ""}, moment)
            case g.Accepts(lead=lead):
                world.happen(Kind.HANDOFF_ACCEPTED, self._lead(lead), {"team": subject}, moment)
            case g.Rejects(reason=reason, lead=lead):
                world.happen(Kind.HANDOFF_REJECTED, self._lead(lead), {"team": subject, "reason": reason or ""}, moment)
            case g.Finishes(task=task, result=result, lead=lead):
                props = {"team": subject, "title": task, "outcome": result or ""}
                world.happen(Kind.TASK_DONE, self._lead(lead), props, moment)
            case g.MergedInto():
                world.merge(subject, str(act.lead), moment)
            case _:
                assert_never(act)

    def _hold(self, lead: str, length: g.Duration | g.Moment | g.WithoutLimit, because: str, moment: Instant) -> None:
        self.world.run_until(moment - 1)
        sight = Sight(self.program, self.world.leads.get(lead, Lead(id=lead)), moment)
        until = until_of(length, sight, None)
        if until is not None:
            props = {"until": to_iso(until, self.zone) if until else None, "because": because}
            self.world.happen(Kind.LEAD_HELD, lead, props, moment)

    def _react(self, lead: str, template: str, what: tuple[Kind, str | None], moment: Instant) -> None:
        """To the newest mail of that name. A click implies an open, and a mail is opened once."""
        world, (kind, link) = self.world, what
        world.run_until(moment - 1)
        mail = next((one for one in reversed(world.mails) if one.lead == lead and one.template == template), None)
        key = mail.key if mail else ""
        props = {"template": template, "key": key, "scenario": mail.scenario if mail else "", "link": link or ""}
        if kind == Kind.MAIL_CLICKED and key not in self.links:
            self.links[key] = moment
            world.happen(Kind.MAIL_OPENED, lead, {**props, "link": ""}, moment)
        if kind == Kind.MAIL_OPENED:
            self.links[key] = moment
        world.happen(kind, lead, props, moment)

    def _lead(self, lead: g.Name | None) -> str:
        return str(lead) if lead is not None else self.names[0] if self.names else ""
