"""Mails that a lead is offered, as a finding claims: played without caps to count them, and with them to see what becomes of each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from engine.domain.effects import MailDecided
from engine.domain.instants import Instant, at_wall, to_datetime
from engine.lab.trials import Trial, play
from engine.rules.program import Program
from grammar import ast as g
from grammar.witness import Demand

_LATER = timedelta(days=40)
"""How long a cap may hold a mail, for the story to be told to its end."""


def with_outcome(program: Program, test: g.Test, demand: Demand) -> tuple[g.Test, Demand] | None:
    """The test with what it must expect of those mails, and how many they are; None if the lead is not offered enough of them."""
    free = replace(program, policy=replace(program.policy, caps=()))
    offered = _Story(play(free, _longer(test, demand)), demand).mails()
    if len(offered) < demand.least:
        return None
    real = _Story(play(program, _longer(test, demand)), demand)
    expected = list(real.left() if demand.cap is None else real.held())
    if not expected or (demand.cap is None and set(real.mails()) != set(demand.names)):
        return None
    return _in_order(test, expected), replace(demand, mails=len(offered))


def _longer(test: g.Test, demand: Demand) -> g.Test:
    """Played on behind its last line."""
    start = next(item for item in test.items if isinstance(item, g.StartAt))
    days = (date.fromisoformat(demand.until[0]) + _LATER - start.day).days
    return g.changed(test, items=(*test.items, g.Expect(g.EmailCount(0), g.ByDay(days))))


@dataclass(frozen=True, slots=True)
class _Story:
    """What became of the mails of a demand in one play."""

    trial: Trial
    demand: Demand

    def mails(self) -> list[str]:
        """What left within the stretch."""
        return [mail for _, mail in self._left()]

    def left(self) -> Iterator[tuple[int, g.Expectation]]:
        """The day on which each left."""
        yield from ((self._day(moment), g.EmailSent(g.Name(mail), self._lead)) for moment, mail in self._left())

    def held(self) -> Iterator[tuple[int, g.Expectation]]:
        """The day on which the cap held or dropped each first, and how many had left when the stretch was over."""
        assert self.demand.cap is not None
        place = f"{self.demand.cap.file}:{self.demand.cap.line}"
        seen: set[str] = set()
        for entry in self.trial.timeline:
            for line in entry.trace:
                mail = str(line.detail.get("template", ""))
                if line.rule == place and line.what in ("held", "skipped") and mail not in seen and entry.moment <= self._until:
                    seen.add(mail)
                    yield self._day(entry.moment), g.EmailNotSent(g.Name(mail), line.what, "cap", self._lead)  # type: ignore[arg-type]
        if seen:
            sent = [moment for moment, _ in self._sent() if moment < self._midnight]
            yield self._day(self._until), g.EmailCount(len(sent), self._lead)

    @property
    def _lead(self) -> g.Name:
        return g.Name(self.demand.lead)

    @property
    def _until(self) -> Instant:
        return self._instant(self.demand.until)

    @property
    def _midnight(self) -> Instant:
        return self._instant(((date.fromisoformat(self.demand.until[0]) + timedelta(days=1)).isoformat(), "00:00"))

    def _left(self) -> Iterator[tuple[Instant, str]]:
        since = self._instant(self.demand.since)
        return ((moment, mail) for moment, mail in self._sent() if since <= moment <= self._until and mail in self.demand.names)

    def _sent(self) -> Iterator[tuple[Instant, str]]:
        for entry in self.trial.timeline:
            if entry.subject == self.demand.lead:
                yield from ((entry.moment, one.template) for one in entry.effects if isinstance(one, MailDecided))

    def _instant(self, told: tuple[str, str]) -> Instant:
        return at_wall(date.fromisoformat(told[0]), time.fromisoformat(told[1]), self.trial.zone)

    def _day(self, moment: Instant) -> int:
        zone = self.trial.zone
        return (to_datetime(moment, zone).date() - to_datetime(self.trial.start, zone).date()).days


def _in_order(test: g.Test, expected: list[tuple[int, g.Expectation]]) -> g.Test:
    """Each expectation behind what is played on its day."""
    lines: list[tuple[int, int, g.TestItem]] = [
        (item.at.day if isinstance(item, g.Play) else -1, 0, item) for item in test.items
    ]  # fmt: skip
    for day, expectation in dict.fromkeys(expected):
        moment = g.ByDay(day) if isinstance(expectation, g.EmailCount | g.EmailNotSent) else g.DayMoment(day)
        lines.append((day, 1, g.Expect(expectation, moment)))
    return g.changed(test, items=tuple(item for _, _, item in sorted(lines, key=lambda line: line[:2])))
