"""What a worker had claimed whose session with PostgreSQL is gone: others take it over at once, and the fence still decides."""

from collections.abc import Iterator

import pytest

from engine.store import control, fences, outbox, workers
from engine.store.database import Store, open_store
from engine.store.outbox import NewMessage
from engine.store.states import State
from engine.store.writer import Priority
from tests import databases
from tests.faults.house import until

HOUR = 3_600_000_000


@pytest.fixture
def crew() -> Iterator[tuple[Store, Store]]:
    """Two workers on one database, in which one mail may leave."""
    url = databases.fresh_on_postgresql()
    one, other = open_store(url), open_store(url)
    row = NewMessage(
        id="m1", lead="A", kind="mail", key="k", scenario="s", run="r", step="1", template="t", target="a@x.example", topic="",
        purpose="marketing", state="queued", reason="", from_at=0, until_at=one.clock.now() + HOUR, next_at=0, entry="{}", decided_at=0,
        number=1, program="p", rule="f:1",
    )  # fmt: skip
    one.write(Priority.WORK, control.go_live)
    one.write(Priority.WORK, lambda tx: outbox.decide(tx, [row]))
    one.become_daemon()
    other.become_daemon()
    yield one, other
    one.close()
    other.close()


def claimed(store: Store) -> str:
    """Everything is claimed and frozen; under which name."""
    owner, now = store.owner(), store.clock.now()
    store.write(Priority.WORK, lambda tx: outbox.claim(tx, owner, now, now + HOUR, 10))
    store.write(Priority.WORK, lambda tx: outbox.freeze(tx, [("a@x.example", "", "marketing", "{}", "d", "m1", owner)]))
    return owner


def passes(store: Store, owner: str) -> bool:
    return store.write(Priority.FENCE, lambda tx: fences.fence(tx, "m1", owner, store.now(tx)))


def taken_over(store: Store) -> int:
    return store.write(Priority.WORK, lambda tx: workers.take_over(tx, store.now(tx)))


def lose_session(one: Store, other: Store) -> None:
    """The server ends it, as it does when its process is killed; this one lives on and does not know."""
    place = int(one.backend.place)
    other.write(Priority.WORK, lambda tx: tx.exec_driver_sql(f"SELECT pg_terminate_backend({place})").scalar())
    held = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = {place}"
    until(lambda: other.write(Priority.WORK, lambda tx: tx.exec_driver_sql(held).scalar()) == 0, "the session is gone")


def state(store: Store) -> tuple[str, str]:
    with store.read() as tx:
        row = outbox.message(tx, "m1")
    return row.state, row.owner


def test_what_a_worker_had_claimed_whose_session_is_gone_is_taken_over_at_once(crew: tuple[Store, Store]) -> None:
    one, other = crew
    claimed(one)
    lose_session(one, other)

    assert (1, ("frozen", "")) == (taken_over(other), state(other))
    assert passes(other, claimed(other))


def test_whoever_lives_on_without_its_session_and_lost_its_claim_passes_no_fence(crew: tuple[Store, Store]) -> None:
    """Its lease would last for an hour still."""
    one, other = crew
    lost = claimed(one)
    lose_session(one, other)
    taken_over(other)

    assert not passes(one, lost)
    theirs = claimed(other)
    assert (False, True) == (passes(one, lost), passes(other, theirs))


def test_while_its_session_stands_a_workers_claim_is_its_own(crew: tuple[Store, Store]) -> None:
    one, other = crew
    owner = claimed(one)

    assert (0, ("frozen", owner)) == (taken_over(other), state(other))


def test_a_claim_of_another_worker_stays_where_one_is_gone(crew: tuple[Store, Store]) -> None:
    one, other = crew
    owner = claimed(other)
    lose_session(one, other)

    assert (0, ("frozen", owner)) == (taken_over(other), state(other))


def test_what_passed_the_fence_of_a_worker_that_is_gone_is_left_to_its_lease(crew: tuple[Store, Store]) -> None:
    """It may have left: then it is in doubt."""
    one, other = crew
    owner = claimed(one)
    passes(one, owner)
    lose_session(one, other)

    assert (0, (State.FENCED, owner)) == (taken_over(other), state(other))


def test_a_worker_that_lost_its_session_claims_under_a_new_one(crew: tuple[Store, Store]) -> None:
    one, other = crew
    before = one.backend.place
    lose_session(one, other)
    taken_over(other)
    until(lambda: one.backend.place != before, "there is a new session")
    claimed(one)

    assert 0 == taken_over(other)


def test_a_worker_that_is_gone_is_looked_for_once(crew: tuple[Store, Store]) -> None:
    one, other = crew
    gone = one.backend.place
    lose_session(one, other)
    taken_over(other)
    with other.read() as tx:
        places = [row[0] for row in tx.exec_driver_sql("SELECT place FROM workers")]

    assert gone not in places and other.backend.place in places
