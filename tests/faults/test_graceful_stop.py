"""TERM and INT with mails in flight: what has left is answered for, nobody waits for a tarpit, and what stays open is listed."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from threading import Event

import pytest

from engine.domain.instants import SECOND
from engine.doors.inbox import put
from engine.reports import outbox as report
from engine.reports.outbox import Wanted
from engine.store import outbox
from engine.store.database import Store
from tests.faults.figures import count, promise
from tests.faults.tarpit import SlowServer, Trick
from tests.faults.test_frozen import leads, store, worker

__all__ = ["store"]

ROUNDS = count("NURTURE_TEST_STOPS", short=1, long=25)
MAILS = 40
STOP_WITHIN = 3
"""Seconds, of the worker in the mode `stopping`."""


@pytest.fixture
def server() -> Iterator[SlowServer]:
    one = SlowServer()
    yield one
    one.close()


def wait_for(process: subprocess.Popen[str], seconds: float) -> float:
    """How long it took to end in good order."""
    began = time.monotonic()
    assert 0 == process.wait(seconds)
    return time.monotonic() - began


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Waits until it is true."""
    limit = time.monotonic() + seconds
    pause = Event()
    while not condition():
        assert time.monotonic() < limit, "it never came to that"
        pause.wait(0.02)


def has_dots(server: SlowServer, number: int) -> bool:
    return server.dots >= number


def states(store: Store, rounds: int) -> list[str]:
    with store.read() as tx:
        return [row.state for number in range(rounds) for one in range(MAILS) for row in outbox.of_lead(tx, f"L{number}-{one}")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "INT"])
@pytest.mark.parametrize("trick", ["", "greeting"])
def test_what_a_server_answers_in_time_is_never_in_doubt(trick: Trick, number: int, store: Store, server: SlowServer) -> None:
    """Each dot is answered after a second; a tarpit that has not been told everything is left at once."""
    server.pause, server.trick = 1.0, trick
    took = []
    for one in range(ROUNDS):
        put(store, leads(one, MAILS))
        process = worker(store, server, "stopping")
        until(partial(has_dots, server, server.dots + 2))
        process.send_signal(number)
        took.append(wait_for(process, STOP_WITHIN + 10))
    found = states(store, ROUNDS)

    assert 0 == found.count("doubtful") + found.count("fenced")
    assert {1} == set(server.taken.values())
    assert found.count("sent") == len(server.taken) >= 2
    words = f"graceful stop, answers within a second{', one tarpit' if trick else ''}"
    promise(words, stops=len(took), sent=found.count("sent"), in_doubt=0, longest_seconds=max(took))


def test_nobody_waits_for_a_tarpit_and_its_mail_is_listed(store: Store, server: SlowServer) -> None:
    """It has had its dot and answers a byte now and then: nobody can know, and the engine ends by its settings."""
    server.trick = "dot"
    put(store, leads(0, MAILS))
    process = worker(store, server, "stopping")
    until(lambda: server.stuck.is_set() and server.dots >= MAILS)
    process.terminate()
    took = wait_for(process, STOP_WITHIN + 10)
    with store.read() as tx:
        listed = report.page(tx, Wanted(standings=("doubtful",))).items

    assert STOP_WITHIN - 1 < took
    assert [("doubtful", "not-waited")] == [(one.standing, one.reason) for one in listed]
    assert MAILS - 1 == states(store, 1).count("sent")
    promise("graceful stop, a tarpit behind the dot", ended_after_seconds=took, sent_beside_it=MAILS - 1, in_doubt_and_listed=len(listed))


def test_a_second_signal_waits_for_nothing(store: Store, server: SlowServer) -> None:
    server.trick = "dot"
    put(store, leads(0, 4))
    process = worker(store, server, "stopping")
    until(lambda: server.stuck.is_set())
    process.terminate()
    first = store.clock.now()
    until(lambda: store.clock.now() > first + SECOND // 2)
    process.terminate()

    assert 128 + signal.SIGTERM == process.wait(2)
