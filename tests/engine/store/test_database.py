"""One database: what it refuses to open, and what it says when it cannot write."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.schema import SchemaItem

from engine.domain.errors import NurtureError
from engine.domain.instants import MINUTE
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import control, inbox, ledger
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.store.schema import REVISION, metadata
from engine.store.sqlite import make_engine
from engine.store.upgrade import MIGRATIONS, upgrade
from engine.store.writer import Priority
from tests.databases import in_a_file

ROOT = Path(__file__).parents[3]


def events(first: int, count: int, lead: str = "A") -> list[Incoming]:
    return [Incoming(source="t", id=f"{lead}{n}", type="ping", lead=lead) for n in range(first, first + count)]


def code_of(error: pytest.ExceptionInfo[NurtureError]) -> str:
    return error.value.problem.code


def depth(store: Store) -> int:
    with store.read() as tx:
        return inbox.depth(tx)


def test_the_migrations_lead_to_the_tables_the_code_knows(url: str) -> None:
    upgrade(url)
    engine = make_engine(url, "BEGIN")
    with engine.begin() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"include_object": is_for_a_file}), metadata)

    assert [] == found
    assert REVISION == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def is_for_a_file(thing: SchemaItem, *_: object) -> bool:
    """Without what only several workers need."""
    return "only" not in thing.info


def test_upgrading_twice_changes_nothing(url: str) -> None:
    assert [REVISION, REVISION] == [upgrade(url), upgrade(url)]


def test_a_database_that_is_not_there_is_not_made_by_accident(url: str) -> None:
    with pytest.raises(NurtureError) as error:
        open_store(url)

    assert "database-missing" == code_of(error)


@in_a_file
@pytest.mark.parametrize(("revision", "code"), [("", "database-old"), ("0000", "database-old"), ("9999", "database-newer")])
def test_a_database_of_another_release_is_refused(store: Store, revision: str, code: str) -> None:
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (revision,)).rowcount)
    with pytest.raises(NurtureError) as error:
        open_store(store.url)

    assert code == code_of(error)


def test_an_empty_file_wants_an_upgrade(url: str, tmp_path: Path) -> None:
    (tmp_path / "store.db").touch()
    with pytest.raises(NurtureError) as error:
        open_store(url)

    assert "database-old" == code_of(error)


def test_a_file_that_is_no_database_is_said_to_be_damaged(url: str, tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"nothing of the kind, " * 500)
    for opening in (open_store, upgrade):
        with pytest.raises(NurtureError) as error:
            opening(url)

        assert "database-damaged" == code_of(error)


@in_a_file
@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/name"])
def test_only_a_file_of_sqlite_is_opened_yet(url: str) -> None:
    with pytest.raises(NurtureError) as error:
        open_store(url)

    assert "database-unsupported" == code_of(error)


@in_a_file
def test_a_full_disk_is_said_and_nothing_that_was_taken_is_lost(store: Store) -> None:
    put(store, events(0, 10))
    limit_pages(store, 1)
    with pytest.raises(NurtureError) as error:
        put(store, events(10, 2_000))
    assert "database-full" == code_of(error)
    taken = depth(store)

    limit_pages(store, 1_000_000)
    again = put(store, events(0, 2_010))
    assert (taken, 2_010) == (sum(one.state == "again" for one in again), depth(store))


def limit_pages(store: Store, pages: int) -> None:
    """As if the disk had room for so many pages more than there are, at least."""
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar())


def test_a_locked_database_is_said_and_the_same_goes_well_later(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.store.sqlite.BUSY_SECONDS", 0.05)
    upgrade(url)
    store = open_store(url)
    rival = make_engine(url, "BEGIN IMMEDIATE")
    with rival.begin(), pytest.raises(NurtureError) as error:
        put(store, events(0, 1))

    assert "database-locked" == code_of(error)
    assert ["taken"] == [one.state for one in put(store, events(0, 1))]
    store.close()


@in_a_file
def test_a_second_daemon_is_refused_and_takes_the_place_when_the_first_has_ended(store: Store) -> None:
    store.become_daemon()
    second = open_store(store.url)
    with pytest.raises(NurtureError) as error:
        second.become_daemon()
    assert "daemon-runs-already" == code_of(error)

    store.close()
    second.become_daemon()
    second.close()


WRITER = """
import sys
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store.database import open_store

store = open_store(sys.argv[1])
for number in range(40):
    put(store, [Incoming(source="other", id=str(number), type="ping", lead=f"B{number % 3}")])
store.close()
"""


def test_two_processes_write_beside_each_other_and_every_receipt_has_its_own_moment(store: Store) -> None:
    store.become_daemon()
    other = subprocess.Popen([sys.executable, "-c", WRITER, store.url], cwd=ROOT)
    number = 0
    while other.poll() is None:
        number += 1
        put(store, events(number, 1))
    assert 0 == other.returncode

    with store.read() as tx:
        stamps = [taken.event.received for taken in inbox.take(tx, 0, 100_000)]
    assert number + 40 == len(stamps)
    assert stamps == sorted(set(stamps))


def test_a_clock_that_steps_back_stamps_no_earlier_receipt(url: str) -> None:
    upgrade(url)
    clock = Stepping()
    store = open_store(url, clock)
    first = put(store, events(0, 1))[0].received
    clock.moment -= MINUTE
    second = put(store, events(1, 1))[0].received
    store.close()

    assert first + 1 == second


class Stepping:
    moment = 1_800_000_000_000_000

    def now(self) -> int:
        return self.moment


def test_a_snapshot_does_not_see_what_is_committed_after_it_began(store: Store) -> None:
    with store.read() as tx:
        before = inbox.depth(tx)
        put(store, events(0, 3))
        assert before == inbox.depth(tx)

    assert 3 == depth(store)


def test_nobody_writes_through_a_snapshot_unseen(store: Store) -> None:
    """A reader that writes by mistake leaves nothing behind."""
    with pytest.raises(NurtureError) as error, store.read() as tx:
        control.stop(tx)

    assert "database-read-only" == code_of(error)


def test_what_happened_to_a_subject_comes_back_as_it_was_put(store: Store) -> None:
    props = {"text": "資料", "number": 1.5, "list": [{"a": None}], "yes": True}
    put(store, [Incoming(source="t", id="1", type="ping", lead="A", props=props, live=False)])
    with store.read() as tx:
        [(seq, event)] = ledger.of_subject(tx, "A")

    assert (1, props, False, "ping") == (seq, event.props, event.live, event.type)


def test_a_closed_store_says_so(url: str) -> None:
    upgrade(url)
    store = open_store(url)
    store.close()
    with pytest.raises(NurtureError) as error:
        store.write(Priority.WORK, nothing)

    assert "database-closed" == code_of(error)


def nothing(tx: Tx) -> None:
    """A job."""
