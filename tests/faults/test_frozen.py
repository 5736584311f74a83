"""Workers that are asked to end, and workers that are frozen: nothing is lost, nothing is sent twice."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from engine.channels.smtp import SmtpChannel, SmtpSettings
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery
from engine.domain.instants import SECOND
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import control, inbox, outbox, programs
from engine.store.database import Store, open_store
from engine.store.programs import Stored, Template
from engine.store.writer import Priority
from engine.work.batch import work_batch
from tests.databases import fresh_file
from tests.engine.delivery.post import HELLO, SENDER
from tests.engine.work.toy import toy_work
from tests.faults.sink import Sink
from tests.faults.tarpit import SlowServer
from tests.faults.worker import LEASE

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = open_store(fresh_file(tmp_path))
    template = Template("hello", "d1", HELLO, ".md", "en", topic="news")
    one.write(Priority.WORK, lambda tx: programs.save(tx, Stored(hash="toy", sources=[], templates=[template])))
    one.write(Priority.WORK, lambda tx: control.switch(tx, "toy"))
    one.write(Priority.WORK, control.go_live)
    yield one
    one.close()


def worker(store: Store, sink: Sink | SlowServer, mode: str) -> subprocess.Popen[str]:
    """The process, once it is ready."""
    command = [sys.executable, "-m", "tests.faults.worker", store.url, str(sink.port), mode]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "ready\n" == process.stdout.readline()
    return process


def rest(process: subprocess.Popen[str], seconds: float) -> None:
    """Lets the process run."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return
    raise AssertionError(f"the worker ended by itself: {process.returncode}")


def leads(number: int, count: int) -> list[Incoming]:
    """New leads with an address, each with one ping."""
    made = []
    for one in range(count):
        lead = f"L{number}-{one}"
        props = {"email": f"{lead.lower()}@x.example", "name": lead}
        made.append(Incoming(source="crm", id=lead, type="lead.changed", lead=lead, props=props))
        made.append(Incoming(source="t", id=lead, type="ping", lead=lead))
    return made


def is_done(store: Store) -> bool:
    with store.read() as tx:
        return inbox.depth(tx) == 0 and outbox.next_at(tx) is None


def check(store: Store, sink: Sink, count: int) -> None:
    with store.read() as tx:
        states = {row.id: row.state for one in range(count) for row in outbox.of_lead(tx, f"L0-{one}")}
    assert (count, {1}) == (len(states), set(sink.taken.values()))
    assert {"sent", "doubtful"} >= set(states.values())
    assert {id_ for id_, state in states.items() if state == "sent"} <= set(sink.taken)


def test_it_ends_in_time_when_it_is_asked_to_and_begins_where_it_was(store: Store, sink: Sink) -> None:
    put(store, leads(0, 20))
    for _ in range(2):
        process = worker(store, sink, "daemon")
        rest(process, 0.5)
        process.terminate()
        assert 0 == process.wait(5)
    last = worker(store, sink, "daemon")
    for _ in range(100):
        if is_done(store):
            break
        rest(last, 0.1)
    last.terminate()
    last.wait(5)

    check(store, sink, 20)


def test_it_ends_in_time_while_a_server_says_nothing(store: Store, sink: Sink) -> None:
    """The server accepts the connection and is silent; its time-out is a minute."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sink.port = silent.getsockname()[1]
        put(store, leads(0, 3))
        process = worker(store, sink, "daemon")
        silent.settimeout(10)
        line, _ = silent.accept()
        process.terminate()
        assert 0 == process.wait(5)
        line.close()

    with store.read() as tx:
        assert {"claimed", "frozen", "queued"} >= {row.state for one in range(3) for row in outbox.of_lead(tx, f"L0-{one}")}


@pytest.mark.faults
def test_workers_frozen_at_random_deliver_nothing_twice(store: Store, sink: Sink) -> None:
    """Three deliver beside each other; each is frozen again and again, mostly for longer than its lease."""
    chance, count = Random(3), 300
    decide_mails(store, count)
    crew = [worker(store, sink, "crew") for _ in range(3)]
    for _ in range(60):
        frozen = chance.choice(crew)
        rest(frozen, chance.uniform(0.0, 0.2))
        frozen.send_signal(signal.SIGSTOP)
        rest(crew[0], chance.uniform(0.1, 0.8))
        frozen.send_signal(signal.SIGCONT)
    for _ in range(600):
        if is_done(store):
            break
        rest(crew[0], 0.1)
    for process in crew:
        process.kill()
        process.wait()

    check(store, sink, count)


@pytest.mark.parametrize(("mode", "copies"), [("freeze", 1), ("unfenced", 2)])
def test_a_worker_frozen_before_its_last_look_sends_nothing_any_more(store: Store, sink: Sink, mode: str, copies: int) -> None:
    """Its lease ends while it is frozen and another delivers. Without the fence it would deliver again: this test can tell."""
    decide_mails(store, 1)
    frozen = worker(store, sink, mode)
    try:
        _, status = os.waitpid(frozen.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        deliver_elsewhere(store, sink)
        assert [1] == list(sink.taken.values())
    finally:
        frozen.send_signal(signal.SIGCONT)
    assert frozen.stdout is not None
    assert "done\n" == frozen.stdout.readline()
    frozen.wait(30)

    assert [copies] == list(sink.taken.values())


def decide_mails(store: Store, count: int) -> None:
    """So many mails in the outbox, and nobody who delivers them yet."""
    work = toy_work(store, wait=1)
    put(store, leads(0, count))
    for _ in range(100 * count):
        work_batch(work)
        with store.read() as tx:
            if sum(number for kind, _, number in outbox.counts(tx)) == count:
                return
    raise AssertionError("the mails were not decided")


def deliver_elsewhere(store: Store, sink: Sink) -> None:
    """Another worker takes over what the frozen one holds, once its lease is over."""
    channel = SmtpChannel(SmtpSettings("127.0.0.1", sink.port, hello="other"))
    other = Deliverer(Delivery(store=store, sender=SENDER, mail=channel))
    limit = store.clock.now() + 20 * SECOND + LEASE
    while not sink.taken and store.clock.now() < limit:
        other.deliver()
    other.close()
