"""What has arrived is on disk, is taken apart once and in order, and then it is as if it had been put."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.errors import NurtureError
from engine.domain.instants import HOUR, SECOND, from_iso
from engine.doors import arrivals as door
from engine.doors.arrivals import Arrivals, kept, may_arrive, set_first_aside, take_all_apart, take_apart, write_behind
from engine.doors.inbox import CHUNK, LONG, put, put_within
from engine.doors.incoming import Incoming
from engine.store import arrivals, inbox, ledger
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from engine.work.gather import ALONE, gather
from tests import databases
from tests.databases import fresh, fresh_file
from tests.engine.doors.arriving import SAID

NOW = from_iso("2026-11-02T09:00:00+09:00")


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    store = open_store(fresh(tmp_path), clock, LoadedDice())
    yield store
    store.close()


def ping(id_: str, **more: object) -> Incoming:
    return Incoming(source="s", id=id_, type="ping", **more)  # type: ignore[arg-type]


def arrive(store: Store, *incoming: Incoming) -> None:
    store.write(Priority.INTAKE, lambda tx: Arrivals(store).arrive_within(tx, [kept(incoming)]))


def depth(store: Store) -> arrivals.Depth:
    with store.read() as tx:
        return arrivals.depth(tx)


KEYS = st.dictionaries(st.sampled_from(["email", "crm", "cookie"]), st.sampled_from(["a@x.example", "b@x.example", "7"]), min_size=1)
SAYINGS = st.lists(
    st.builds(
        Incoming,
        source=st.sampled_from(["one", "other"]),
        id=st.sampled_from([str(number) for number in range(8)]),
        type=st.sampled_from(["ping", "lead.changed", "visit"]),
        keys=KEYS,
        at=st.just(NOW - HOUR),
        props=st.sampled_from([{}, {"name": "山田 花子"}, {"email": "c@x.example"}]),
    ),
    max_size=12,
)


KEYS_THERE = "SELECT kind, value, lead FROM keys"
TEAR = "UPDATE arrivals SET events = replace(events, '\"ping\"', '7')"
SELF = (sys.executable, "-m", "tests.engine.doors.arriving")
ROOT = Path(__file__).parents[3]


def said(url: str) -> dict[str, list[Any]]:
    """The tables, with leads called by the order of their first event and moments by their order."""
    store = open_store(url)
    with store.read() as tx:
        rows = tx.exec_driver_sql("SELECT seq, source, id, type, subject, at, props, live FROM events ORDER BY seq").all()
        moments = [row[0] for row in tx.exec_driver_sql("SELECT received FROM events ORDER BY seq")]
        names = {name: f"lead {number}" for number, name in enumerate(dict.fromkeys(row[4] for row in rows))}
        found: dict[str, list[Any]] = {
            "events": [[_named(str(cell), names) for cell in row] for row in rows],
            "keys": sorted([row[0], _named(row[1], names), names[row[2]]] for row in tx.exec_driver_sql(KEYS_THERE)),
            "receipts": sorted([*row[:2], names[row[2]]] for row in tx.exec_driver_sql("SELECT source, id, subject FROM receipts")),
            "inbox": [[row[0], names[row[1]]] for row in tx.exec_driver_sql("SELECT seq, subject FROM inbox ORDER BY seq")],
            "reviews": sorted(sorted(names[one] for one in row) for row in tx.exec_driver_sql("SELECT one, other FROM reviews")),
            "waits": list(tx.exec_driver_sql("SELECT * FROM arrivals")),
        }
    store.close()
    assert sorted(moments) == moments
    return found


def _named(text: str, names: dict[str, str]) -> str:
    for id_, name in names.items():
        text = text.replace(id_, name)
    return text


@settings(max_examples=25, deadline=None)
@given(SAYINGS, st.integers(1, 5), st.sets(st.integers(0, 11)))
def test_what_arrives_becomes_what_would_have_been_put(sayings: list[Incoming], most: int, direct: set[int]) -> None:
    """Requests of any size, taken apart at any time, some of them put directly in between."""
    with TemporaryDirectory() as folder:
        urls = [fresh_file(Path(folder), f"{name}.db") for name in ("put", "arrived")]
        stores = [open_store(url, FrozenClock(NOW), LoadedDice()) for url in urls]
        for number, one in enumerate(sayings):
            put(stores[0], [one])
            if number in direct:
                put(stores[1], [one])
            else:
                arrive(stores[1], one)
            if number % most == 0:
                take_apart(stores[1])
        take_all_apart(stores[1])
        for store in stores:
            store.close()

        assert said(urls[0]) == said(urls[1])


@pytest.mark.parametrize("where", ["answered", "apart", "done"])
def test_killed_anywhere_between_the_answer_and_the_inbox_each_event_is_there_once_and_in_order(where: str, tmp_path: Path) -> None:
    url = fresh(tmp_path)
    killed = subprocess.run([*SELF, url, where], cwd=ROOT, env={**os.environ}, check=False, timeout=60)
    store = open_store(url)
    take_all_apart(store)
    with store.read() as tx:
        found = [taken.event.id for taken in inbox.take(tx, 0, 100) if taken.event.type == "ping"]
    store.close()

    assert -9 == killed.returncode
    assert [one.id for one in SAID] == found


def test_the_moment_of_receipt_is_that_of_the_arrival(store: Store, clock: FrozenClock) -> None:
    arrive(store, ping("1", lead="A"), ping("2", lead="A", at=NOW + HOUR))
    clock.advance(SECOND)
    take_all_apart(store)
    with store.read() as tx:
        times = [(event.at, event.received) for _, event in ledger.of_subject(tx, "A")]

    assert [(NOW, NOW), (NOW + 1, NOW + 1)] == times


def test_what_is_put_stands_behind_what_has_arrived(store: Store) -> None:
    arrive(store, *(ping(str(number), lead="A") for number in range(2 * CHUNK)))
    put(store, [ping("last", lead="A")])
    with store.read() as tx:
        found = [taken.event.id for taken in inbox.take(tx, 0, 1_000)]

    assert [*map(str, range(2 * CHUNK)), "last"] == found


def test_who_puts_something_behind_a_long_row_of_arrivals_finds_no_more_left_than_a_short_transaction_takes(store: Store) -> None:
    arrive(store, *(ping(str(number), lead=f"L{number % 50}") for number in range(2 * LONG)))

    def job(tx: Tx) -> int:
        waiting = arrivals.depth(tx).events
        put_within(tx, store, [ping("last", lead="L1")])
        return waiting

    assert CHUNK >= write_behind(store, job)
    with store.read() as tx:
        newest = max(inbox.take(tx, 0, 10 * LONG), key=lambda taken: taken.seq)
    assert "last" == newest.event.id


def test_a_flood_of_arrivals_keeps_nobody_waiting_for_ever(store: Store) -> None:
    """More comes in with each commit than a short transaction takes apart."""
    over = threading.Event()

    def flood() -> None:
        for number in count():
            if over.is_set():
                return
            arrive(store, *(ping(f"{number}/{each}", lead=f"L{each % 50}") for each in range(2 * CHUNK)))

    flooding = threading.Thread(target=flood)
    flooding.start()
    asking = threading.Thread(target=write_behind, args=(store, lambda _: None), daemon=True)
    asking.start()
    asking.join(10)
    is_answered = not asking.is_alive()
    over.set()
    flooding.join(30)

    assert is_answered


def test_time_passes_for_nobody_beyond_what_has_arrived(store: Store, clock: FrozenClock) -> None:
    arrive(store, ping("1", lead="A"))
    clock.advance(HOUR)
    with store.read() as tx:
        before = gather(tx, clock.now(), 10, ALONE)
        until = arrivals.oldest(tx)
    take_all_apart(store)
    with store.read() as tx:
        after = gather(tx, clock.now(), 10, ALONE)

    assert ((), NOW) == (before.shares, until)
    assert [("A", clock.now() + 1)] == [(share.id, share.until) for share in after.shares]


@pytest.mark.parametrize("kind", ["unsubscribed", "consented", "mail.bounced", "mail.clicked"])
def test_what_must_act_at_once_never_waits(kind: str) -> None:
    assert not may_arrive([ping("1", lead="A"), Incoming(source="s", id="2", type=kind, lead="A")])


def test_where_too_much_waits_nothing_more_is_taken(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_EVENTS", 3)
    arrive(store, *(ping(str(number), lead="A") for number in range(4)))
    with pytest.raises(NurtureError) as error:
        arrive(store, ping("5", lead="A"))

    assert "arrivals-full" == error.value.problem.code
    assert 4 == depth(store).events


def test_an_event_that_fails_by_itself_waits_for_a_person_and_the_others_go_on(store: Store) -> None:
    arrive(store, ping("1", lead="A"), ping("2", lead="A"))
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(TEAR).rowcount)
    with pytest.raises(ValueError, match="Expected"):
        take_apart(store)
    # It falls into its events; then each of the two is found to be broken.
    for _ in range(3):
        set_first_aside(store)
    arrive(store, ping("3", lead="A"))

    assert 1 == take_all_apart(store)
    assert (0, 2) == (depth(store).events, depth(store).aside)


def test_two_workers_take_each_arrival_apart_once_and_a_leads_events_in_order() -> None:
    url = databases.fresh_on_postgresql()
    workers = [open_store(url) for _ in range(2)]
    for number in range(60):
        arrive(workers[number % 2], ping(f"{number}", lead=f"L{number % 3}"))
    draining = [threading.Thread(target=_drain, args=(worker,)) for worker in workers]
    for thread in draining:
        thread.start()
    for thread in draining:
        thread.join(30)
    with workers[0].read() as tx:
        found = [(taken.event.id, taken.event.received) for taken in inbox.take(tx, 0, 1_000)]
    for worker in workers:
        worker.close()

    assert [str(number) for number in range(60)] == [id_ for id_, _ in found]
    assert sorted(moment for _, moment in found) == [moment for _, moment in found]


def _drain(store: Store) -> None:
    while take_apart(store, 2):
        pass
