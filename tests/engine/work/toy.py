"""A small fold, and a world to run it in: enough of everything the store and the work must carry, and nothing of the language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from engine.domain.documents import Subject
from engine.domain.effects import (
    AnyEffect,
    Decision,
    HandoffRaised,
    LevelMoved,
    MailAgain,
    MailDecided,
    Recorded,
    RunMoved,
    StageMoved,
    Trace,
)
from engine.domain.events import ENGINE, Cause, Event, Kind
from engine.domain.instants import DAY, HOUR, NEVER, Instant
from engine.domain.subjects import Attribute, Facts, Hold, Lead, Place, Run, Standing, clone
from engine.rules.compile import ProgramSettings, compile_program
from engine.rules.program import MailInfo, Program, Team
from engine.rules.turn import LedgerNeeded
from engine.store import control
from engine.store.database import Store, open_store
from engine.store.writer import Priority
from engine.work.batch import Work
from engine.work.gather import ALONE
from engine.work.programs import Programs
from tests.databases import fresh

START: Instant = 1_800_000_000_000_000
WAIT = HOUR
GOES = frozenset({"ping", "pang"})


@dataclass(slots=True)
class Watch:
    """A clock that is set by hand."""

    moment: Instant = START

    def now(self) -> Instant:
        return self.moment


@dataclass(slots=True)
class Cards:
    """Chance that is always the same."""

    random: Random = field(default_factory=lambda: Random(7))

    def token(self) -> str:
        return f"{self.random.getrandbits(96):024x}"


def program(hash_: str = "toy", mails: Mapping[str, MailInfo] | None = None, notify: str = "mailto:sales@x.jp") -> Program:
    """A program without rules of its own: the toy fold has them."""
    return replace(
        compile_program([], ProgramSettings()),
        hash=hash_,
        teams={"sales": Team("sales", "Sales", notify=(notify,))},
        mails=mails or {"hello": MailInfo("hello", topic="news")},
    )


@dataclass(frozen=True, slots=True)
class Toy:
    """A ping opens a run that mails an hour later; the third in a lead's life goes to sales; late pings count as well."""

    wait: Instant = WAIT

    def decide(self, program: Program, subject: Subject, cause: Cause, moment: Instant, ledger: Iterable[Event] | None = None) -> Decision:
        lead, effects = self._begun(program, subject, moment), list[AnyEffect]()
        if isinstance(cause, Event):
            if cause.type == "bomb":
                raise ValueError(cause.id)
            self._facts(lead, cause, ledger)
            self._hear(lead, cause, effects)
        self._go_on(lead, effects)
        return self._made(lead, effects, cause)

    def switch(self, program: Program, subject: Subject, ledger: Iterable[Event], moment: Instant) -> Decision:
        lead = self._begun(program, subject, moment)
        self._refold(lead, ledger)
        return self._made(lead, [], None)

    def _begun(self, program: Program, subject: Subject, moment: Instant) -> Lead:
        assert isinstance(subject, Lead)
        lead = clone(subject)
        lead.moment, lead.program = max(lead.moment, moment), program.hash
        lead.number += 1
        return lead

    def _facts(self, lead: Lead, event: Event, ledger: Iterable[Event] | None) -> None:
        if event.order >= lead.facts.last:
            self._fold(lead.facts, event)
        elif ledger is None:
            raise LedgerNeeded(event.id)
        else:
            self._refold(lead, [event, *(one for one in ledger if one.order != event.order)])

    def _refold(self, lead: Lead, ledger: Iterable[Event]) -> None:
        lead.facts = Facts()
        for event in sorted(ledger, key=lambda one: one.order):
            self._fold(lead.facts, event)

    def _fold(self, facts: Facts, event: Event) -> None:
        """Depends on the order of happening, so that a wrong order shows."""
        facts.last = event.order
        if event.type == Kind.LEAD_CHANGED:
            told = {name: Attribute(value=value, at=event.at) for name, value in event.props.items() if value != ""}
            facts.attributes |= told
        facts.counters.setdefault(event.type, []).append(event.at)
        facts.tags["trail"] = (facts.tags.get("trail", 7) * 31 + sum(event.id.encode()) + event.at) % 1_000_003

    def _hear(self, lead: Lead, event: Event, effects: list[AnyEffect]) -> None:
        if event.type in (Kind.LEAD_HELD, Kind.LEAD_RELEASED):
            until = event.props.get("until", 0)
            lead.hold = Hold(until=until, because=event.props["because"]) if event.type == Kind.LEAD_HELD else None
        if event.type == Kind.MAIL_RETURNED:
            effects.append(MailAgain(key=event.props["key"], from_=lead.moment + WAIT, until=lead.moment + DAY))
        if event.type not in GOES:
            return
        run = Run(scenario="drip", number=lead.number, entered=lead.moment)
        run.places.append(Place(step="wait", since=lead.moment, state="waiting", due=lead.moment + self.wait))
        lead.runs.append(run)
        effects.append(self._moved(run, "entered"))
        note = Event(
            source=ENGINE,
            id=f"{lead.id}/{lead.number}",
            type=Kind.SCORE_GIVEN,
            subject=lead.id,
            at=lead.moment,
            received=lead.moment,
        )
        self._fold(lead.facts, note)
        effects.append(Recorded(event=note))

    def _go_on(self, lead: Lead, effects: list[AnyEffect]) -> None:
        for run in [one for one in lead.runs if one.places[0].due <= lead.moment]:
            lead.runs.remove(run)
            key = f"{run.id}/hello/1"
            effects += [
                MailDecided(key=key, template="hello", scenario="drip", run=run.id, step="hello",
                            from_=lead.moment, until=lead.moment + DAY),
                self._moved(run, "finished"),
                LevelMoved(score="heat", before="", after="warm", points=len(lead.facts.counters.get("ping", ()))),
            ]  # fmt: skip
            if len(lead.facts.counters.get("ping", ())) == 3 and lead.stage is None:
                lead.stage = Standing(name="talk", since=lead.moment)
                effects += [
                    StageMoved(before="", after="talk"),
                    HandoffRaised(id=f"h{lead.number}", team="sales", scenario="drip", run=run.id, step="hand",
                                  because="three pings", reasons=["heat 3"]),
                ]  # fmt: skip

    def _moved(self, run: Run, state: str) -> RunMoved:
        return RunMoved(run=run.id, scenario=run.scenario, key="", number=run.number, state=state, step="wait")

    def _made(self, lead: Lead, effects: list[AnyEffect], cause: Cause | None) -> Decision:
        due = min((run.places[0].due for run in lead.runs), default=NEVER)
        what = cause.type if isinstance(cause, Event) else "wake"
        return Decision(subject=lead, effects=effects, trace=[Trace(what=what, rule="toy:1")], due=max(due, lead.moment + 1))


@dataclass(slots=True)
class World:
    """A database with the toy program in it, its clock and everything to decide with."""

    store: Store
    clock: Watch
    work: Work


def world(folder: Path, name: str = "toy.db", slack: Instant = ALONE, *, url: str = "") -> World:
    """A fresh world, live. url: of its empty database, where it shall be that one."""
    url = url or fresh(folder, name)
    clock = Watch()
    store = open_store(url, clock, Cards())
    store.write(Priority.WORK, lambda tx: control.switch(tx, "toy"))
    store.write(Priority.WORK, control.go_live)
    return World(store, clock, toy_work(store, slack))


def toy_work(store: Store, slack: Instant = ALONE, wait: Instant = WAIT) -> Work:
    """What decides in this world."""
    programs = Programs(lambda stored: program(stored.hash))
    programs.add(program())
    return Work(store, programs, Toy(wait), slack)
