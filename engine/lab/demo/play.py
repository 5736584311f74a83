"""The loop of a demo: what people do goes in by the doors, what the engine decides goes out by SMTP, and time is turned by hand.

The engine is the real one: the same doors, work and delivery over a SQLite file, and a real mail server on loopback. Time goes in steps
of a quarter of an hour, and only to those at which something happens.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_NB, flock
from heapq import heappop, heappush
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engine.channels.smtp import SmtpChannel, SmtpSettings
from engine.clock import FrozenClock, LoadedDice
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery, Sender
from engine.domain.errors import NurtureError
from engine.domain.events import Kind
from engine.domain.instants import DAY, MINUTE, NEVER, Instant, from_iso
from engine.doors.clicks import settle_clicks
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.doors.mail_links import leave, observe_click, observe_open
from engine.lab.demo.appointments import Follow
from engine.lab.demo.mailbox import Mailbox, Received, mailbox
from engine.lab.demo.people import Act, Deed, Model, People, Person, Request
from engine.reports.waiting import find_handoffs
from engine.rules.program import Program
from engine.settings.model import Settings
from engine.store import control, inbox, outbox, subjects
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.store.programs import Stored
from engine.store.upgrade import upgrade
from engine.store.writer import Priority
from engine.work.batch import Work, work_batch
from engine.work.deployments import compile_stored, deploy
from engine.work.gather import ALONE
from engine.work.programs import Programs

STEP = 15 * MINUTE
"""Not longer than a wake-up may be late without becoming another moment."""

_ACCEPT = re.compile(r"handoffs accept ([0-9a-f]+)")
_MAILS_AT_ONCE = 200

Progress = Callable[[int], None]
"""Told how many days have passed."""


@dataclass(frozen=True, slots=True)
class Cast:
    """What a demo is played with. Its database is the workspace's own, made anew."""

    settings: Settings
    stored: Stored
    program: Program
    model: Model
    seed: str


@dataclass(slots=True)
class Played:
    """What is left when the last day is over. kept: mails to leads, the newest of each template; sales: to the teams, by message."""

    store: Store
    program: Program
    people: People
    start: Instant
    end: Instant
    mails: int = 0
    kept: dict[str, Received] = field(default_factory=dict)
    sales: dict[str, Received] = field(default_factory=dict)


def play(cast: Cast, progress: Progress) -> Played:
    """Plays all days. The store stays open for the figures, in shadow; the caller closes it."""
    zone = cast.settings.workspace.timezone
    start = from_iso(cast.model.start, zone)
    store = _new_store(cast, start)
    with ExitStack() as stack:
        box, port = stack.enter_context(mailbox())
        deliverer = Deliverer(_delivery(cast, store, port))
        stack.callback(deliverer.close)
        stage = _Stage(cast, store, deliverer, box, start)
        stage.run(progress)
    store.write(Priority.INTAKE, control.go_into_shadow)
    return stage.played


def _new_store(cast: Cast, start: Instant) -> Store:
    path = cast.settings.database_path
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(path)
    upgrade(cast.settings.database_url)
    store = open_store(f"{cast.settings.database_url}?synchronous=OFF", FrozenClock(start), LoadedDice(cast.seed))
    store.become_daemon()
    deploy(store, cast.stored)
    store.write(Priority.INTAKE, control.go_live)
    return store


def _clear(path: Path) -> None:
    """Throws the last play away. Raises NurtureError while a daemon, or another demo, works on it."""
    lock = path.with_name(f"{path.name}-daemon")
    with lock.open("a") as handle:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except OSError:
            raise NurtureError("daemon-runs-already", database=path) from None
        for old in path.parent.glob(f"{path.name}*"):
            if old != lock:
                old.unlink()


def _delivery(cast: Cast, store: Store, port: int) -> Delivery:
    """One courier, so that two runs of one seed write the same rows in the same order."""
    settings = cast.settings
    sender = Sender(
        name=settings.sender.name,
        address=settings.sender.address,
        reply_to=settings.sender.reply_to,
        postal_address=settings.sender.postal_address,
        inquiries=settings.sender.inquiries,
        base_url=settings.links.base_url,
        language=settings.workspace.language,
        zone=settings.workspace.timezone,
    )
    mail = SmtpChannel(SmtpSettings("127.0.0.1", port))
    return Delivery(store=store, sender=sender, mail=mail, couriers=1)


class _Stage:
    def __init__(self, cast: Cast, store: Store, deliverer: Deliverer, box: Mailbox, start: Instant) -> None:
        self.store, self.deliverer, self.box = store, deliverer, box
        self.people = People(cast.model, cast.seed, start, cast.settings.workspace.timezone)
        self.work = Work(store, Programs(compile_stored), slack=ALONE)
        self.work.programs.add(cast.program)
        self.end = start + cast.model.days * DAY
        self.played = Played(store, cast.program, self.people, start, self.end)
        self.start, self.now = start, start
        self._acts: list[tuple[Instant, int, Act]] = []
        self._count = 0
        self._clicked, self._due = 0, NEVER
        self._by_lead = {person.lead: person for person in self.people.persons}
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
        moment = min(self._due, self._acts[0][0]) if self._acts else self._due
        return max(self.now + STEP, -(-moment // STEP) * STEP)

    def _step(self, moment: Instant) -> None:
        clock = self.store.clock
        assert isinstance(clock, FrozenClock)
        clock.set(moment)
        self.now = moment
        put(self.store, [said for act in self._acts_of_now() for said in self._perform(act)])
        if self._clicked and self._clicked < moment:
            self._clicked = 0
            settle_clicks(self.store)
        while work := self._next_work():
            work()

    def _next_work(self) -> Callable[[], object] | None:
        """What is left to do at this moment, decisions before mails; on the way, when there will be more."""
        with self.store.read() as tx:
            waking, leaving = subjects.next_due(tx), outbox.next_at(tx) or NEVER
            is_waiting = bool(inbox.depth(tx))
        self._due = min(waking, leaving)
        if is_waiting or waking <= self.now:
            return lambda: work_batch(self.work)
        return self._deliver if leaving <= self.now else None

    def _acts_of_now(self) -> Iterator[Act]:
        while self._acts and self._acts[0][0] <= self.now:
            yield heappop(self._acts)[2]

    def _deliver(self) -> None:
        self.deliverer.deliver(_MAILS_AT_ONCE)
        arrived = self.box.collect()
        with self.store.read() as tx:
            for mail in arrived:
                self._arrive(tx, mail)

    def _plan(self, acts: Sequence[Act] | Iterator[Act]) -> None:
        for act in acts:
            self._count += 1
            heappush(self._acts, (act.at, self._count, act))

    # ── what people do ──────────────────────────────────────────────────────────────────

    def _perform(self, act: Act) -> Iterator[Incoming]:
        person = self.people.persons[act.person]
        match act.what, act.value:
            case "open" | "click", _ if person.left:
                return
            case "open", (token, moves):
                observe_open(self.store, token)
                self.people.move(person, self.now, moves)
            case "click", (token, moves):
                self._follows(person, observe_click(self.store, token) or "")
                self.people.move(person, self.now, moves)
            case "leave", token:
                person.left = leave(self.store, token, "all")
            case "accept", Request() as request:
                yield self._answer(person, Kind.HANDOFF_ACCEPTED, request, {})
            case "reject", (Request() as request, reason):
                yield self._answer(person, Kind.HANDOFF_REJECTED, request, {"reason": reason})
            case "perhaps", (Follow() as follow, chance, said):
                if follow.is_done(chance, self.people.interest(person, self.now)):
                    done = Deed(event=follow.event, weight=0, props=said, moves=follow.moves)
                    yield from self._does(person, Act(act.at, person.number, follow.event, done))
            case _:
                yield from self._does(person, act)

    def _follows(self, person: Person, url: str) -> None:
        """A link was followed: it counts after its quiet time, and the page behind it reports the visit."""
        self._clicked = self.now
        self._plan([Act(self.now + STEP, person.number, "settle")])
        site = self.people.model.site
        if site and (path := urlsplit(url).path):
            # The page is on the screen a little after the click is known: reports of one moment would come in the wrong order.
            visit = Deed(event=site, weight=0, props={"path": path})
            self._plan([Act(self.now + STEP + MINUTE, person.number, site, visit)])

    def _does(self, person: Person, act: Act) -> Iterator[Incoming]:
        if act.what == "settle":
            return
        if act.at == person.arrives:
            yield self._incoming(person, Kind.LEAD_CHANGED, dict(person.attributes), act.at - 1)
        deed = act.value
        if isinstance(deed, Deed):
            self.people.move(person, self.now, deed.moves)
            self._plan(self.people.follow_up(person, deed, act.at))
        if act.what == self.people.model.meeting:
            if person.met:
                return
            person.met = True
            self._plan(self.people.after_meeting(person, self.now))
        yield self._incoming(person, act.what, self.people.said(deed, act.at) if isinstance(deed, Deed) else {}, act.at)

    def _incoming(self, person: Person, kind: str, props: dict[str, Any], at: Instant) -> Incoming:
        id_, keys = f"{person.id}/{kind}/{at}", {"email": person.email}
        return Incoming(source="site", id=id_, type=kind, lead=person.lead, keys=keys, at=at, props=props)

    def _answer(self, person: Person, kind: Kind, request: Request, said: dict[str, Any]) -> Incoming:
        props = {"id": request.handoff, "team": request.team} | said
        return Incoming(source="sales", id=f"{kind}/{request.handoff}", type=kind, lead=person.lead, at=self.now, props=props)

    # ── what they receive ───────────────────────────────────────────────────────────────

    def _arrive(self, tx: Tx, mail: Received) -> None:
        self.played.mails += 1
        message = outbox.message(tx, mail.message)
        if message is None:
            return
        person = self._by_lead[message.lead]
        if person.email == mail.to:
            self.played.kept[message.template] = mail
            self._plan(self.people.receives(person, message.template, mail, self.now))
            return
        self.played.sales[mail.message] = mail
        for one in find_handoffs(tx, found[1])[:1] if (found := _ACCEPT.search(mail.text)) else ():
            reasons = self.played.program.teams[one.team].reasons
            self._plan(self.people.decides(person, Request(one.id, one.team, reasons), self.now))
