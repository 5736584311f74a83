"""PostgreSQL, on a real server: the same tables, and what only a server can do to us."""

import threading
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from engine.domain.errors import NurtureError
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import control, fences, inbox, outbox, people
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.store.postgres import PostgresServer
from engine.store.schema import metadata
from engine.store.writer import Priority
from tests import databases
from tests.engine.store.test_outbox_rows import NOW, new


@pytest.fixture
def url() -> str:
    return databases.fresh_on_postgresql()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    one = open_store(url)
    yield one
    one.close()


def _ping(number: int) -> Incoming:
    return Incoming(source="test", id=f"{number}", type="ping", lead=f"L{number % 3}")


def test_the_migrations_lead_to_the_same_tables(url: str) -> None:
    engine = PostgresServer(url).writers()
    with engine.begin() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)

    assert [] == found


def test_a_server_that_ends_our_connections_loses_nothing_and_is_found_again(store: Store) -> None:
    put(store, [_ping(1)])
    databases.end_connections(store.url)
    with pytest.raises(NurtureError) as error:
        put(store, [_ping(2)])
    assert "database-unreachable" == error.value.problem.code

    assert ["taken"] == [one.state for one in put(store, [_ping(2)])]
    with store.read() as tx:
        assert 2 == inbox.depth(tx)


def test_numbers_are_committed_in_their_order_whoever_writes(store: Store, url: str) -> None:
    other = open_store(url)

    def write(one: Store, first: int) -> None:
        for number in range(first, first + 40):
            put(one, [_ping(number)])

    beside = threading.Thread(target=write, args=(other, 1_000))
    beside.start()
    seen: list[int] = []
    while beside.is_alive() or len(seen) < 80:
        if len(seen) == 0:
            write(store, 0)
        with store.read() as tx:
            seen += [taken.seq for taken in inbox.take(tx, seen[-1] if seen else 0, 1_000)]
    beside.join()
    other.close()

    assert list(range(1, 81)) == seen


def test_a_wish_to_leave_waits_for_the_fences_that_look_just_now_and_the_next_one_sees_it(store: Store, url: str) -> None:
    other = open_store(url)
    looking, may_go, left = threading.Event(), threading.Event(), threading.Event()

    def look(tx: object) -> None:
        fences.fence(tx, "nobody's", "me", 1)  # type: ignore[arg-type]
        looking.set()
        assert may_go.wait(5) and not left.is_set()

    fence = store.submit(Priority.FENCE, look)
    looking.wait(5)
    wish = other.submit(Priority.INTAKE, lambda tx: people.suppress(tx, [("a@example.com", "", "unsubscribed", 1)]))
    wish.add_done_callback(lambda _: left.set())
    may_go.set()
    fence.result(5)
    wish.result(5)
    other.close()

    with store.read() as tx:
        assert {"": "unsubscribed"} == people.suppressions(tx, "a@example.com")


HELD = '{"id":"L","hold":{"because":"a judgement","until":0}}'


@pytest.mark.parametrize(("is_guarded", "may_leave"), [(True, False), (False, True)])
def test_a_fence_waits_for_a_hold_that_is_committed_just_now(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch, *, is_guarded: bool, may_leave: bool
) -> None:
    """Without the lock it would look at the document of before: this test can tell."""
    if not is_guarded:
        monkeypatch.setattr(fences, "stand_still", lambda tx, id_: None)
    store.write(Priority.WORK, control.go_live)
    store.write(Priority.WORK, frozen_mail)
    other = open_store(url)
    written, may_commit = threading.Event(), threading.Event()

    def hold(tx: Tx) -> None:
        tx.exec_driver_sql("UPDATE subjects SET document = %s WHERE id = 'L'", (HELD,))
        written.set()
        may_commit.wait(5)

    holding = other.submit(Priority.WORK, hold)
    written.wait(5)
    fence = store.submit(Priority.FENCE, lambda tx: fences.fence(tx, "m", "me", 50))
    threading.Timer(0.3, may_commit.set).start()
    found = fence.result(10)
    holding.result(10)
    other.close()

    assert may_leave == found


def frozen_mail(tx: Tx) -> None:
    tx.exec_driver_sql("INSERT INTO subjects (id, document) VALUES ('L', '{\"id\":\"L\"}')")
    tx.exec_driver_sql(
        "INSERT INTO messages (id, lead, kind, key, state, owner, lease, from_at, until_at) "
        "VALUES ('m', 'L', 'mail', 'k', 'frozen', 'me', 100, 0, 100)"
    )


def test_an_address_that_is_closed_twice_over_has_one_reason(store: Store) -> None:
    """Two rows in the place of one value are a mistake to a server."""
    twice = [(closed, people.EVERYTHING, "bounced", 1) for closed in ("a@x.example", "@x.example")]
    store.write(Priority.WORK, frozen_mail)
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE messages SET target = 'a@x.example'").rowcount)
    store.write(Priority.INTAKE, lambda tx: people.suppress(tx, twice))

    assert "bounced" == store.write(Priority.FENCE, lambda tx: fences.why_not(tx, "m", "me", 50)).closed


def test_a_claim_takes_what_nobody_claims_just_now_and_waits_for_nobody(store: Store, url: str) -> None:
    store.write(Priority.WORK, lambda tx: outbox.decide(tx, [new("m"), new("n")]))
    other = open_store(url)
    claimed, may_commit = threading.Event(), threading.Event()

    def first(tx: Tx) -> list[str]:
        found = [row.id for row in outbox.claim(tx, "me", NOW, NOW + 50, 1)]
        claimed.set()
        may_commit.wait(20)
        return found

    claiming = other.submit(Priority.WORK, first)
    claimed.wait(10)
    second = store.submit(Priority.WORK, lambda tx: [row.id for row in outbox.claim(tx, "us", NOW, NOW + 50, 9)])
    try:
        assert ["n"] == second.result(10)
    finally:
        may_commit.set()
    assert ["m"] == claiming.result(10)
    other.close()


def test_as_many_daemons_as_one_likes_find_a_place(store: Store, url: str) -> None:
    second = open_store(url)
    store.become_daemon()
    second.become_daemon()
    with pytest.raises(NurtureError) as error:
        PostgresServer(url).be_alone()
    second.close()
    store.close()

    assert "daemon-runs-already" == error.value.problem.code
    PostgresServer(url).be_alone()


def test_the_bells_of_one_process_wake_another(store: Store, url: str) -> None:
    second = open_store(url)
    second.become_daemon()
    heard = False
    for number in range(100):
        second.bells["work"].clear()
        put(store, [_ping(number)])
        if heard := second.bells["work"].wait(0.1):
            break
    second.close()

    assert heard


def test_who_only_reads_cannot_write(store: Store) -> None:
    with pytest.raises(NurtureError) as error, store.read() as tx:
        control.go_live(tx)

    assert "database-read-only" == error.value.problem.code


def test_an_address_never_shows_its_password() -> None:
    assert "postgresql://me:***@host/name" == PostgresServer("postgresql://me:secret@host/name").name
