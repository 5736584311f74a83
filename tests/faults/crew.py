"""Workers on one PostgreSQL, each a process of its own that is forked from a warmed one: to be killed, stopped and set to another time."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from typing import NamedTuple

import engine.delivery.courier as courier
from engine.channels.smtp import SmtpChannel, SmtpSettings
from engine.clock import SystemClock
from engine.delivery.batch import Deliverer, DeliveryReport
from engine.delivery.house import Delivery
from engine.domain.instants import MILLISECOND, NEVER, Instant
from engine.doors.incoming import Incoming
from engine.heartbeat import Heartbeat
from engine.store import control, inbox, outbox, postgres, programs, subjects
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.store.outbox import MessageRow
from engine.store.programs import Stored, Template
from engine.store.writer import Priority
from tests import databases
from tests.engine.delivery.post import HELLO, SENDER
from tests.engine.work.toy import toy_work
from tests.faults.house import until
from tests.faults.sink import Sink

COURIERS = 2
LEASE = 2_000 * MILLISECOND
AT_ONCE = 8
"""Messages of one claim: they are sent well within its lease, also where the machine is busy."""

LIMITS = {"idle_in_transaction_session_timeout": "1s", "lock_timeout": "700ms"}
"""Short ones: whoever is stopped for longer has lost its partitions, its rows and its claims."""

_processes = get_context("forkserver")
_processes.set_forkserver_preload([__name__])


class Order(NamedTuple):
    """ahead: by how much its own clock is wrong. is_fenced: False for a build that has lost its fence. is_hurried: with short time-outs."""

    url: str
    port: int
    ahead: Instant = 0
    is_fenced: bool = True
    is_hurried: bool = True


class Steps(Deliverer):
    """Claims little at a time."""

    def deliver(self, limit: int = AT_ONCE) -> DeliveryReport:
        return super().deliver(limit)


def work(order: Order) -> None:
    """The whole heartbeat, until it is told to end."""
    right = SystemClock.now
    SystemClock.now = lambda self: right(self) + order.ahead  # type: ignore[method-assign]
    if order.is_hurried:
        postgres.LIMITS.update(LIMITS)
    if not order.is_fenced:
        courier.fence = trust
    store = open_store(order.url)
    channel = SmtpChannel(SmtpSettings("127.0.0.1", order.port, timeout=60.0, hello="worker"))
    delivery = Delivery(store=store, sender=SENDER, mail=channel, lease=LEASE, couriers=COURIERS)
    Heartbeat(toy_work(store, 20 * MILLISECOND, 30 * MILLISECOND), Steps(delivery)).run()
    store.close()


def trust(tx: Tx, store: Store, row: MessageRow, owner: str) -> MessageRow | str:
    """What a build without the fence would do: it has claimed the message, and that is that."""
    tx.exec_driver_sql("UPDATE messages SET state = 'fenced', fenced_at = %s WHERE id = %s", (store.now(tx), row.id))
    return outbox.message(tx, row.id)


@dataclass
class Crew:
    """workers: the processes that live. store: a look at their database, and a door to it."""

    store: Store
    sink: Sink
    is_fenced: bool = True
    is_hurried: bool = True
    workers: list[ForkServerProcess] = field(default_factory=list)

    def hire(self, ahead: Instant = 0) -> None:
        """One more."""
        order = Order(self.store.url, self.sink.port, ahead, self.is_fenced, self.is_hurried)
        process = _processes.Process(target=work, args=(order,), daemon=True)
        process.start()
        self.workers.append(process)

    def hire_for_the_dead(self) -> None:
        """As a supervisor does: one that was stopped while it began may have given up."""
        for process in [one for one in self.workers if not one.is_alive()]:
            self.workers.remove(process)
            self.hire()

    def kill(self, number: int) -> None:
        """In the middle of whatever it does."""
        process = self.workers.pop(number)
        process.kill()
        process.join()

    def stop(self, number: int, seconds: float) -> None:
        """It stands still for so long, and goes on."""
        process = self.workers[number]
        self.signal(process, signal.SIGSTOP)
        threading.Timer(seconds, self.signal, (process, signal.SIGCONT)).start()

    def signal(self, process: ForkServerProcess, number: signal.Signals) -> None:
        if process.pid is not None and process.is_alive():
            os.kill(process.pid, number)

    def are_all_there(self) -> bool:
        """A process that does not find its database as it begins ends, as it should; later it waits for it."""
        with self.store.read() as tx:
            return int(tx.exec_driver_sql("SELECT count(*) FROM workers").scalar() or 0) >= len(self.workers)

    def backlog(self) -> int:
        """Mails that are decided and have not left."""
        return self.count("queued", "claimed", "frozen", "fenced")

    def in_hand(self) -> int:
        """Mails that somebody has claimed."""
        return self.count("claimed", "frozen", "fenced")

    def count(self, *states: str) -> int:
        """Messages in these states."""
        with self.store.read() as tx:
            return sum(number for _, state, number in outbox.counts(tx) if state in states)

    def is_done(self) -> bool:
        with self.store.read() as tx:
            # Between its event and its mail a lead waits for a moment, and stands in neither.
            return inbox.depth(tx) == 0 and outbox.next_at(tx) is None and subjects.next_due(tx) == NEVER

    def finish(self, seconds: float = 120.0) -> None:
        """Until nothing is left to do."""
        until(self.is_done, "the crew came to rest", seconds)

    def states(self) -> dict[str, str]:
        """Message -> state."""
        with self.store.read() as tx:
            return {row.id: row.state for row in tx.exec_driver_sql("SELECT id, state FROM messages WHERE kind = 'mail'")}

    def deadlocks(self) -> int:
        """How often two transactions waited for each other in a circle, as the server counted."""
        with self.store.read() as tx:
            return int(tx.exec_driver_sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").scalar() or 0)

    @property
    def double(self) -> list[str]:
        return [id_ for id_, times in self.sink.taken.items() if times > 1]

    def lost(self) -> list[str]:
        """What the database calls sent and nobody has."""
        return [id_ for id_, state in self.states().items() if state == "sent" and id_ not in self.sink.taken]


@contextmanager
def crew_of(count: int, sink: Sink, *, is_fenced: bool = True, is_hurried: bool = True, url: str = "") -> Iterator[Crew]:
    """So many workers on a fresh database that is live; whatever is left of them is ended."""
    store = open_store(url or databases.fresh_on_postgresql())
    template = Template("hello", "d1", HELLO, ".md", "en", topic="news")
    store.write(Priority.WORK, lambda tx: programs.save(tx, Stored(hash="toy", sources=[], templates=[template])))
    store.write(Priority.WORK, lambda tx: control.switch(tx, "toy"))
    store.write(Priority.WORK, control.go_live)
    crew = Crew(store, sink, is_fenced, is_hurried)
    try:
        for _ in range(count):
            crew.hire()
        yield crew
    finally:
        while crew.workers:
            crew.kill(0)
        store.close()


def leads(number: object, count: int) -> list[Incoming]:
    """New leads with an address, each with one ping, which becomes one mail."""
    made = []
    for one in range(count):
        lead = f"L{number}-{one}"
        props = {"email": f"{lead.lower()}@x.example", "name": lead}
        made.append(Incoming(source="crm", id=lead, type="lead.changed", lead=lead, props=props))
        made.append(Incoming(source="t", id=lead, type="ping", lead=lead))
    return made
