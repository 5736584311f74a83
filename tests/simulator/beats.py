"""What the threads of a process do, again and again: decide, deliver, tidy up. The real heartbeat, beat by beat."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from threading import Event as Flag
from typing import TypeAlias

from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery, Hook, Sender
from engine.domain.documents import Subject
from engine.domain.effects import Decision
from engine.domain.events import Cause, Event
from engine.domain.instants import HOUR, NEVER, SECOND, Instant
from engine.doors.clicks import settle_clicks
from engine.doors.mail_links import QUIET
from engine.heartbeat import BEAT_SECONDS, Heartbeat
from engine.rules.program import Program
from engine.store.database import DELIVERY_BELL, WORK_BELL
from engine.work.batch import Work
from engine.work.fold import REAL
from engine.work.gather import SLACK
from tests.simulator.lines import Way
from tests.simulator.process import Process
from tests.simulator.program import ZONE, programs

Threads: TypeAlias = Iterable[tuple[str, Callable[[], None]]]

BEAT: Instant = round(BEAT_SECONDS * SECOND)
SENDER = Sender(name="Kumo", address="news@kumo.example", postal_address="1 Cloud Street", base_url="https://kumo.example", zone=ZONE)
POISON = "poison"
"""An event that no decision survives."""


class Poisoned:
    """The real rules, and a hole in them."""

    def decide(self, program: Program, subject: Subject, cause: Cause, moment: Instant, ledger: Iterable[Event] | None = None) -> Decision:
        if isinstance(cause, Event) and cause.type == POISON:
            raise ValueError(POISON)
        return REAL.decide(program, subject, cause, moment, ledger)

    def switch(self, program: Program, subject: Subject, ledger: Iterable[Event], moment: Instant) -> Decision:
        return REAL.switch(program, subject, ledger, moment)


# ── processes ───────────────────────────────────────────────────────────────────────────


def daemon(process: Process) -> Threads:
    """Everything in one process, the only one of its kind: nobody else holds a claim."""
    heart = heart_of(process)
    return (
        ("work", lambda: beat_work(process, heart)),
        ("deliver", lambda: beat_deliver(process, heart, is_alone=True)),
        ("tidy", lambda: beat_tidy(process, heart)),
    )


def worker(process: Process) -> Threads:
    """One of several who decide."""
    heart = heart_of(process)
    return (("work", lambda: beat_work(process, heart)),)


def deliverer(process: Process) -> Threads:
    """One of several who deliver."""
    heart = heart_of(process)
    return (("deliver", lambda: beat_deliver(process, heart, is_alone=False)), ("tidy", lambda: beat_tidy(process, heart)))


def web(_: Process) -> Threads:
    """It only answers."""
    return ()


ROLES: dict[str, Callable[[Process], Threads]] = {"daemon": daemon, "worker": worker, "deliverer": deliverer, "web": web}


def heart_of(process: Process) -> Heartbeat:
    """What the process is made of."""
    world, store = process.world, process.store
    delivery = Delivery(
        store=store,
        sender=SENDER,
        mail=Way(world.mail, process),
        hooks={"crm": Hook(url="https://crm.example/", channel=Way(world.hook, process))},
        couriers=process.dice.randrange(1, 4),
        crew=partial(in_turns, process),
    )
    tidy = (("clicks", lambda: settle_clicks(store)), ("spool", lambda: world.spool.read_back(store)))
    return Heartbeat(Work(store, programs(), Poisoned()), Deliverer(delivery), tidy, limit=process.dice.choice((1, 2, 5, 100)))


def in_turns(process: Process, jobs: Sequence[Callable[[], None]], stop: Flag) -> None:
    """Couriers as actors of their process; whoever began them waits."""
    me, left = process.world.turns.awake, len(jobs)

    def carry(job: Callable[[], None]) -> None:
        nonlocal left
        job()
        left -= 1
        process.rouse_one(me)

    for number, job in enumerate(jobs):
        process.begin(f"courier {number}", partial(carry, job))
    while left:
        process.world.turns.rest(HOUR)


# ── beats ───────────────────────────────────────────────────────────────────────────────


def beat_work(process: Process, heart: Heartbeat) -> None:
    """Decides, and rests until something is to be decided."""
    look = process.world.disk.look

    def next_at() -> Instant:
        if look("SELECT EXISTS (SELECT 1 FROM inbox WHERE aside = 0)")[0][0]:
            return 0
        return look("SELECT MIN(due) + ? FROM subjects WHERE due IS NOT NULL", SLACK + 1)[0][0] or NEVER

    process.beat(heart.beat_work, next_at, WORK_BELL)


def beat_deliver(process: Process, heart: Heartbeat, *, is_alone: bool) -> None:
    """Sends, and rests until something may leave. Who is alone ends what another left behind."""
    look = process.world.disk.look
    if is_alone:
        heart._try("recover", heart.deliverer.recover)

    def next_at() -> Instant:
        if any(courier.unsettled for courier in heart.deliverer._couriers):
            return 0
        return look("SELECT MIN(next_at) FROM messages WHERE next_at IS NOT NULL AND state <> 'fenced'")[0][0] or NEVER

    process.beat(heart.beat_deliver, next_at, DELIVERY_BELL)


def beat_tidy(process: Process, heart: Heartbeat) -> None:
    """Everything that has time."""
    look, spool = process.world.disk.look, process.world.spool

    def next_at() -> Instant:
        if spool.path.exists() and spool.path.stat().st_size:
            return 0
        if look("SELECT EXISTS (SELECT 1 FROM subjects, control WHERE subjects.program <> control.program)")[0][0]:
            return 0
        lease = look("SELECT MIN(next_at) FROM messages WHERE state = 'fenced'")[0][0] or NEVER
        click = look("SELECT MAX(at) + ? FROM clicks WHERE verdict = ''", QUIET)[0][0] or NEVER
        return min(lease, click)

    process.beat(heart.beat_tidy, next_at, "")
