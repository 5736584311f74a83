"""Soft bounces: so many in a row over so many days close an address; a mail that was taken, or a reader who reacts, begins anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.instants import DAY, HOUR, Instant
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.doors.mailbox.taking import Limits, in_a_row, take
from engine.store import outbox, people
from engine.store.database import Store, open_store
from engine.store.outbox import NewMessage
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from tests.databases import fresh

SOFT = next((Path(__file__).parent / "samples").glob("gmail-over-quota.*")).read_bytes()
START = 1_800_000_000_000_000
LIMITS = Limits(soft_bounces=3, soft_days=7)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    one = open_store(fresh(tmp_path), clock, LoadedDice())
    yield one
    one.close()


def sent(store: Store, number: int, at: Instant) -> None:
    row = NewMessage(
        id=f"message-{number:010}", lead="L1", kind="mail", key=f"k{number}", scenario="s", run="", step="", template="t",
        target="a@receiver.example", topic="", purpose="marketing", state="sent", reason="", from_at=0, until_at=1, next_at=None,
        entry="{}", decided_at=0, number=1, program="", rule="",
    )  # fmt: skip
    store.write(Priority.WORK, lambda tx: outbox.decide(tx, [row]))
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(f"UPDATE messages SET fenced_at = {at} WHERE id = '{row.id}'"))


def comes_back(store: Store, number: int) -> str:
    raw = SOFT.replace(b"Zk3vQ0pLw9Xr7TtB1uYc5g", f"message-{number:010}".encode()).replace(b"20261102010005", f"{number:014}".encode())
    return take(store, [raw], LIMITS)[0].did


def closed(store: Store) -> dict[str, str]:
    with store.read() as tx:
        return people.suppressions(tx, "a@receiver.example")


def mails(store: Store, clock: FrozenClock, days: list[int], taken: frozenset[int] = frozenset()) -> list[str]:
    """A mail on each of these days, which comes back an hour later unless it is taken."""
    did = []
    for number, day in enumerate(days):
        clock.set(START + day * DAY)
        sent(store, number, clock.now())
        clock.advance(HOUR)
        if number not in taken:
            did.append(comes_back(store, number))
    return did


def test_so_many_over_so_many_days_close_the_address(store: Store, clock: FrozenClock) -> None:
    assert ["counted", "counted", "closed"] == mails(store, clock, [0, 4, 8])
    assert {"": "bounced"} == closed(store)


def test_many_on_a_few_days_close_nothing(store: Store, clock: FrozenClock) -> None:
    assert {"counted"} == set(mails(store, clock, [0, 1, 2, 3, 4, 5]))
    assert {} == closed(store)


def test_a_mail_that_was_taken_begins_the_row_anew(store: Store, clock: FrozenClock) -> None:
    assert {"counted"} == set(mails(store, clock, [0, 4, 8, 16], taken=frozenset({2})))
    assert {} == closed(store)


def test_a_reader_who_opens_begins_the_row_anew(store: Store, clock: FrozenClock) -> None:
    mails(store, clock, [0, 4])
    put(store, [Incoming(source="web", id="o", type="mail.opened", lead="L1", props={"message": "message-0000000001"})])
    clock.set(START + 8 * DAY)
    sent(store, 2, clock.now())

    assert ("counted", {}) == (comes_back(store, 2), closed(store))


def test_one_mail_that_comes_back_many_times_is_one(store: Store, clock: FrozenClock) -> None:
    sent(store, 0, START)
    did = []
    for day in range(0, 40, 4):
        clock.set(START + day * DAY)
        did.append(take(store, [SOFT.replace(b"Zk3vQ0pLw9Xr7TtB1uYc5g", b"message-0000000000") + b"%d" % day], LIMITS)[0].did)

    assert {} == closed(store)


def test_a_mail_that_may_still_come_back_neither_counts_nor_ends_the_row() -> None:
    bounced = {"a": 1 * DAY, "b": 5 * DAY}
    left = {"a": 1 * DAY, "b": 5 * DAY, "c": 9 * DAY}

    assert [5 * DAY, 1 * DAY] == in_a_row(bounced, left, reacted=0, now=10 * DAY)
    assert [] == in_a_row(bounced, left, reacted=0, now=20 * DAY)
    assert [5 * DAY] == in_a_row(bounced, left, reacted=2 * DAY, now=10 * DAY)
