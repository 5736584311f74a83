"""Daemons beside each other on one PostgreSQL: bells, clocks, roles, and a database that goes away."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from engine.channels.memory import MemoryChannel
from engine.clock import ServerClock, SystemClock
from engine.delivery.batch import Deliverer
from engine.delivery.house import Delivery
from engine.domain.errors import NurtureError
from engine.domain.instants import MINUTE, SECOND
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.heartbeat import Heartbeat
from engine.store import control, database, inbox
from engine.store.database import Store, open_store
from engine.store.writer import Priority
from tests import databases
from tests.engine.delivery.post import SENDER
from tests.engine.work.toy import toy_work
from tests.faults.house import until


@pytest.fixture
def url() -> str:
    return databases.fresh_on_postgresql()


@pytest.fixture
def door(url: str) -> Iterator[Store]:
    one = open_store(url)
    one.write(Priority.WORK, lambda tx: control.switch(tx, "toy"))
    yield one
    one.close()


def heart_on(store: Store, *roles: str) -> Heartbeat:
    deliverer = Deliverer(Delivery(store=store, sender=SENDER, mail=MemoryChannel()))
    return Heartbeat(toy_work(store, slack=SECOND), deliverer, roles=frozenset(roles or ("work", "deliver")))


def ping(number: int) -> Incoming:
    return Incoming(source="t", id=str(number), type="ping", lead=f"L{number}")


def is_decided(store: Store) -> bool:
    with store.read() as tx:
        return inbox.depth(tx) == 0


def test_where_notifications_are_lost_everything_happens_all_the_same(
    door: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "hinting", lambda tx, bell: None)
    store = open_store(url)
    heart = heart_on(store)
    heart.start()
    try:
        put(door, [ping(1)])
        until(lambda: is_decided(door), "another process decided", 30.0)
    finally:
        heart.stop()
        store.close()


def test_two_daemons_without_the_work_leave_it_to_a_third(door: Store, url: str) -> None:
    stores = [open_store(url) for _ in range(3)]
    hearts = [heart_on(store, role) for store, role in zip(stores, ("deliver", "deliver", "work"), strict=True)]
    put(door, [ping(1)])
    for heart in hearts[:2]:
        heart.start()
        heart.beat_tidy()
    assert not is_decided(door)
    hearts[2].start()
    until(lambda: is_decided(door), "the third decided", 30.0)
    for heart, store in zip(hearts, stores, strict=True):
        heart.stop()
        store.close()


@pytest.mark.parametrize("ahead", [10 * MINUTE, -10 * MINUTE])
def test_a_clock_that_is_wrong_changes_no_receipt_and_is_said_once(url: str, ahead: int, monkeypatch: pytest.MonkeyPatch) -> None:
    right = SystemClock.now
    monkeypatch.setattr(SystemClock, "now", lambda self: right(self) + ahead)
    store = open_store(url)
    heart = heart_on(store)
    with capture_logs() as logs:
        heart.beat_tidy()
        heart.beat_tidy()
    (receipt,) = put(store, [ping(1)])
    store.close()

    assert isinstance(store.clock, ServerClock)
    assert ["clock-off"] == [line["code"] for line in logs if line.get("code") == "clock-off"]
    assert abs(receipt.received - right(SystemClock())) < MINUTE
    assert abs(store.clock.now() - right(SystemClock())) < MINUTE


def test_a_database_that_is_away_is_said_once_and_so_is_its_return(door: Store) -> None:
    heart = heart_on(door)
    is_away = [True, True, True, False, False]

    def job() -> None:
        if is_away.pop(0):
            raise NurtureError("database-unreachable", database="x")

    with capture_logs() as logs:
        for _ in range(5):
            heart._try("job", job)

    assert ["beat failed", "beats again"] == [line["event"] for line in logs]
    assert 3 == heart.failures["job"]
