"""The loop of a demo: what people do goes in by the doors, what the engine decides goes out by SMTP, and time is turned by hand.

The engine is the real one: the same doors, work and delivery over a SQLite file, and a real mail server on loopback. Time goes in steps
of a quarter of an hour, and only to those at which something happens.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

from engine.channels.smtp import SmtpChannel, SmtpSettings
from engine.clock import FrozenClock, LoadedDice
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery, Sender
from engine.domain.events import Kind
from engine.domain.instants import DAY, MINUTE, Instant, from_iso
from engine.doors.clicks import settle_clicks
from engine.doors.inbox import Incoming, put
from engine.doors.mail_links import leave, observe_click, observe_open
from engine.lab.demo.mailbox import Mailbox, Received, mailbox
from engine.lab.demo.people import Act, Deed, Model, People, Person
from engine.rules.program import Program
from engine.settings.model import Settings
from engine.store import control, outbox, subjects
from engine.store.database import Store, open_store
from engine.store.programs import Stored
from engine.store.upgrade import upgrade
from engine.store.writer import Priority
from engine.work.batch import Work, work_until_idle
from engine.work.deployments import compile_stored, deploy
from engine.work.programs import Programs

STEP = 15 * MINUTE
"""Not longer than a wake-up may be late without becoming another moment."""

_ACCEPT = re.compile(r"handoffs accept ([0-9a-f]+)")
_MAILS_AT_ONCE = 200

Progress = Callable[[int], None]
"""Told how many days have passed."""


@dataclass(frozen=True, slots=True)
class Cast:
    """What a demo is played with. folder: where its database goes."""

    settings: Settings
    stored: Stored
    program: Program
    model: Model
    folder: Path
    seed: str


@dataclass(slots=True)
class Played:
    """What is left when the last day is over. kept: mails worth showing, the newest of each template; sales: to the teams."""

    store: Store
    program: Program
    people: People
    start: Instant
    end: Instant
    mails: int = 0
    kept: dict[str, Received] = field(default_factory=dict)
    sales: list[Received] = field(default_factory=list)


def play(cast: Cast, progress: Progress) -> Played:
    """Plays all days. The store stays open for the figures; the caller closes it."""
    zone = cast.settings.workspace.timezone
    start = from_iso(cast.model.start, zone)
    store = _new_store(cast, start)
    with ExitStack() as stack:
        box, port = stack.enter_context(mailbox())
        deliverer = Deliverer(_delivery(cast, store, port))
        stack.callback(deliverer.close)
        stage = _Stage(cast, store, deliverer, box, start)
        stage.run(progress)
    return stage.played


def _new_store(cast: Cast, start: Instant) -> Store:
    cast.folder.mkdir(parents=True, exist_ok=True)
    path = cast.folder / "demo.db"
    for old in cast.folder.glob("demo.db*"):
        old.unlink()
    upgrade(f"sqlite:///{path}")
    store = open_store(f"sqlite:///{path}?synchronous=OFF", FrozenClock(start), LoadedDice(cast.seed))
    deploy(store, cast.stored)
    store.write(Priority.INTAKE, control.go_live)
    return store


def _delivery(cast: Cast, store: Store, port: int) -> Delivery:
    """One courier, so that two runs of one seed write the same rows in the same order."""
    settings = cast.settings
    sender = Sender(
        name=settings.sender.name,
        address=settings.sender.address,
        reply_to=settings.sender.reply_to,
        postal_address=settings.sender.postal_address,
        base_url=settings.links.base_url,
        language=settings.workspace.language,
        zone=settings.workspace.timezone,
    )
    mail = SmtpChannel(SmtpSettings("127.0.0.1", port))
    return Delivery(store=store, sender=sender, mail=mail, couriers=1)


class _Stage:
    def __init__(self, cast: Cast, store: Store, deliverer: Deliverer, box: Mailbox, start: Instant) -> None:
        self.store, self.deliverer, self.box = store, deliverer, box
        self.people = People(cast.model, cast.seed, start)
        self.work = Work(store, Programs(compile_stored), slack=0)
        self.work.programs.add(cast.program)
        self.end = start + cast.model.days * DAY
        self.played = Played(store, cast.program, self.people, start, self.end)
        self.start, self.now = start, start
        self._acts: list[tuple[Instant, int, Act]] = []
        self._count = 0
        self._by_address = {person.email: person for person in self.people.persons}
        self._plan(self.people.arrivals())

    def run(self, progress: Progress) -> None:
        """Day by day, step by step."""
        for day in range((self.end - self.start) // DAY):
            self._plan(self.people.day(day))
            until = self.start + (day + 1) * DAY
            while (moment := self._next()) < until:
                self._step(moment)
            progress(day + 1)

    def _next(self) -> Instant:
        """The next step at which anything happens."""
        with self.store.read() as tx:
            moments = [subjects.next_due(tx), outbox.next_at(tx) or self.end]
        if self._acts:
            moments.append(self._acts[0][0])
        return max(self.now + STEP, -(-min(moments) // STEP) * STEP)

    def _step(self, moment: Instant) -> None:
        clock = self.store.clock
        assert isinstance(clock, FrozenClock)
        clock.set(moment)
        self.now = moment
        incoming: list[Incoming] = []
        while self._acts and self._acts[0][0] <= moment:
            incoming += self._perform(heappop(self._acts)[2])
        put(self.store, incoming)
        settle_clicks(self.store)
        work_until_idle(self.work)
        if self._deliver():
            work_until_idle(self.work)

    def _deliver(self) -> int:
        sent = 0
        while (report := self.deliverer.deliver(_MAILS_AT_ONCE)).claimed:
            sent += report.claimed
        for mail in self.box.collect():
            self._arrive(mail)
        return sent

    def _plan(self, acts: Sequence[Act] | Iterator[Act]) -> None:
        for act in acts:
            self._count += 1
            heappush(self._acts, (act.at, self._count, act))

    # ── what people do ──────────────────────────────────────────────────────────────────

    def _perform(self, act: Act) -> Iterator[Incoming]:
        person = self.people.persons[act.person]
        match act.what:
            case "open" if not person.left:
                observe_open(self.store, act.value[0])
                self.people.move(person, self.now, act.value[1])
            case "click" if not person.left:
                observe_click(self.store, act.value[0])
                self.people.move(person, self.now, act.value[1])
                self._plan([Act(self.now + STEP, person.number, "settle")])
            case "leave":
                person.left = leave(self.store, act.value, "all")
            case "accept":
                yield self._answer(person, Kind.HANDOFF_ACCEPTED, {"id": act.value})
            case "reject":
                yield self._answer(person, Kind.HANDOFF_REJECTED, {"id": act.value[0], "reason": act.value[1]})
            case "open" | "click" | "settle":
                return
            case _:
                yield from self._does(person, act)

    def _does(self, person: Person, act: Act) -> Iterator[Incoming]:
        if act.at == person.arrives:
            yield self._incoming(person, Kind.LEAD_CHANGED, dict(person.attributes), act.at - 1)
        deed = act.value
        if isinstance(deed, Deed):
            self.people.move(person, self.now, deed.moves)
        if act.what == self.people.model.meeting:
            if person.met:
                return
            person.met = True
            self._plan(self.people.after_meeting(person, self.now))
        yield self._incoming(person, act.what, dict(deed.props) if isinstance(deed, Deed) else {}, act.at)

    def _incoming(self, person: Person, kind: str, props: dict[str, Any], at: Instant) -> Incoming:
        return Incoming(source="site", id=f"{person.id}/{kind}/{at}", type=kind, keys={"email": person.email}, at=at, props=props)

    def _answer(self, person: Person, kind: Kind, props: dict[str, Any]) -> Incoming:
        return Incoming(source="sales", id=f"{kind}/{props['id']}", type=kind, keys={"email": person.email}, at=self.now, props=props)

    # ── what they receive ───────────────────────────────────────────────────────────────

    def _arrive(self, mail: Received) -> None:
        self.played.mails += 1
        with self.store.read() as tx:
            message = outbox.message(tx, mail.message)
            lead = subjects.lead(tx, message.lead) if message else None
        if message is None or lead is None:
            return
        person = self._by_address[str(lead.facts.attributes["email"].value)]
        if person.email == mail.to:
            self.played.kept[message.template] = mail
            links, leave, pixel = mail.links, mail.leave, mail.pixel
            acts = self.people.receives(person, message.template, links=links, leave=leave, pixel=pixel, at=self.now)
            self._plan(acts)
        else:
            self.played.sales.append(mail)
            if found := _ACCEPT.search(mail.text):
                self._plan(self.people.decides(person, found[1], self.now))
