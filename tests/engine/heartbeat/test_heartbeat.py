"""The heart beats on: what fails is counted, what keeps failing is set aside, and the bell is heard at once."""

from collections.abc import Iterator, MutableMapping
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import Any

import pytest
from structlog.testing import capture_logs

from engine.channels.memory import MemoryChannel
from engine.domain.errors import NurtureError
from engine.domain.instants import HOUR
from engine.doors.arrivals import Arrivals, kept
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.heartbeat import BEAT_SECONDS, Heartbeat
from engine.store import arrivals, inbox, stumbles, subjects
from engine.store.writer import Priority
from engine.work.batch import BatchReport, Work
from tests.engine.delivery.post import deliverer, greet, post
from tests.engine.work.toy import World

TEAR = "UPDATE subjects SET document = 'torn', program = 'older' WHERE id = 'B'"


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    one = post(tmp_path)
    yield one
    one.store.close()


def heart(made: World, channel: MemoryChannel | None = None) -> Heartbeat:
    return Heartbeat(made.work, deliverer(made, channel or MemoryChannel()))


def test_a_lead_that_always_fails_is_set_aside_and_the_others_go_on(made: World) -> None:
    put(made.store, [Incoming(source="t", id="1", type="bomb", lead="B"), Incoming(source="t", id="2", type="ping", lead="A")])
    one = heart(made)
    for _ in range(stumbles.MOST):
        one._decide_all()

    with made.store.read() as tx:
        aside = [(stumble.subject, stumble.reason, stumble.aside) for stumble in stumbles.known(tx)]
        left = (inbox.depth(tx), subjects.lead(tx, "A") is not None)
    assert ([("B", "ValueError: 1", True)], (0, True)) == (aside, left)
    one._decide_all()
    assert 2 * stumbles.MOST == one.failures["work"]


def test_a_lead_whose_document_is_damaged_is_set_aside_as_it_stands_and_the_others_go_on(made: World) -> None:
    put(made.store, [Incoming(source="t", id="1", type="ping", lead="B")])
    one = heart(made)
    one._decide_all()
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(TEAR))
    put(made.store, [Incoming(source="t", id="2", type="ping", lead="B"), Incoming(source="t", id="3", type="ping", lead="A")])
    for _ in range(stumbles.MOST + 1):
        one._decide_all()
    one._follow()

    with made.store.read() as tx:
        aside = [(stumble.subject, stumble.document, stumble.aside) for stumble in stumbles.known(tx)]
        left = (inbox.depth(tx), subjects.lead(tx, "A") is not None, one.failures["follow"])
    assert ([("B", "torn", True)], (0, True, 0)) == (aside, left)


def test_a_lead_that_recovers_is_forgiven(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    put(made.store, [Incoming(source="t", id="1", type="bomb", lead="B"), Incoming(source="t", id="2", type="ping", lead="A")])
    one = heart(made)
    one._decide_all()
    with made.store.read() as tx:
        assert ["B"] == [stumble.subject for stumble in stumbles.known(tx)]

    # The cause is gone: the same events are decided now.
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE events SET type = 'note'").rowcount)
    one._one_by_one()
    with made.store.read() as tx:
        assert ([], 0) == (stumbles.known(tx), inbox.depth(tx))


def test_a_clock_that_jumps_ahead_holds_everything_until_it_is_right_again(made: World) -> None:
    channel = MemoryChannel()
    one = heart(made, channel)
    greet(made)
    made.clock.moment += 7 * HOUR
    one.beat_deliver()
    assert (True, []) == (one.is_holding, channel.delivered)

    made.clock.moment -= 7 * HOUR
    one.beat_deliver()
    assert (False, 1) == (one.is_holding, len(channel.delivered))


def test_nobody_is_blamed_for_a_full_disk(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    put(made.store, [Incoming(source="t", id="1", type="ping", lead="A")])
    one = heart(made)

    def full(work: Work, limit: int) -> BatchReport:
        raise NurtureError("database-full", database="x")

    monkeypatch.setattr("engine.heartbeat.work_batch", full)
    for _ in range(2 * stumbles.MOST):
        one._decide_all()
    monkeypatch.undo()
    one._decide_all()

    with made.store.read() as tx:
        assert ([], 0) == (stumbles.known(tx), inbox.depth(tx))


def test_what_is_done_now_and_then_fails_without_harm(made: World) -> None:
    done: list[str] = []

    def fails() -> None:
        raise NurtureError("database-full", database="x")

    one = Heartbeat(made.work, deliverer(made, MemoryChannel()), tidy=(("bad", fails), ("good", lambda: done.append("good"))))
    one.beat_tidy()

    assert (1, ["good"]) == (one.failures["bad"], done)


def test_a_beat_hears_its_bell_before_the_next_one(made: World) -> None:
    """An event that comes while a beat lingers is decided by that beat."""
    one = heart(made)
    begun, ended = Flag(), Flag()
    decide = one._decide_all

    def deciding() -> bool:
        more = decide()
        begun.set()
        return more

    one._decide_all = deciding  # type: ignore[method-assign]
    thread = Thread(target=lambda: (one.beat_work(), ended.set()))  # type: ignore[func-returns-value]
    thread.start()
    begun.wait(5)
    put(made.store, [Incoming(source="t", id="1", type="ping", lead="A")])
    thread.join(5)

    with made.store.read() as tx:
        assert (True, 0) == (ended.is_set(), inbox.depth(tx))


def test_a_running_heart_sends_what_is_due_and_ends_when_it_is_told(made: World) -> None:
    channel = MemoryChannel()
    greet(made)
    one = heart(made, channel)
    sent = Flag()
    channel.delivered = Watched(sent)
    one.start()
    assert sent.wait(10 * BEAT_SECONDS)
    one.stop()

    assert 1 == len(channel.delivered)


class Watched(list):  # type: ignore[type-arg]
    """A list that says when something is added."""

    def __init__(self, flag: Flag) -> None:
        super().__init__()
        self.flag = flag

    def append(self, one: object) -> None:
        super().append(one)
        self.flag.set()


def test_what_arrives_is_taken_apart_by_the_beat_of_the_work(made: World) -> None:
    door = Arrivals(made.store)
    said = [Incoming(source="t", id=f"{number}", type="ping", lead=f"L{number}") for number in range(3)]
    made.store.write(Priority.INTAKE, lambda tx: door.arrive_within(tx, [kept(said)]))
    heart(made)._decide_all()

    with made.store.read() as tx:
        assert (0, [True] * 3) == (arrivals.depth(tx).events, [subjects.lead(tx, one.lead) is not None for one in said])


def test_an_arrival_that_always_fails_is_set_aside_and_the_others_go_on(made: World) -> None:
    door = Arrivals(made.store)
    said = [Incoming(source="t", id=f"{number}", type="ping", lead=f"L{number}") for number in range(2)]
    made.store.write(Priority.INTAKE, lambda tx: door.arrive_within(tx, [kept(said)]))
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE arrivals SET events = replace(events, '\"L0\"', '0')").rowcount)
    one = heart(made)
    while one._decide_all():
        pass

    with made.store.read() as tx:
        assert (0, 1, False, True) == (
            *(arrivals.depth(tx).events, arrivals.depth(tx).aside),
            *(subjects.lead(tx, lead) is not None for lead in ("L0", "L1")),
        )
