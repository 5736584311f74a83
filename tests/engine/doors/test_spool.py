"""Wishes on disk: kept whole by many hands at once, on a full disk too, and read back by their own host."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest

from engine.domain.errors import NurtureError
from engine.doors import mail_links
from engine.doors import spool as spools
from engine.doors.spool import Spool, spool_in
from engine.store import outbox, people
from engine.store.database import Store, open_store
from engine.store.outbox import Link, NewMessage
from engine.store.writer import Priority
from tests.databases import fresh, in_a_file

ROOT = Path(__file__).parents[3]
ADDER = """
import sys
from pathlib import Path
from engine.doors.spool import spool_in
spool = spool_in(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    spool.add(f"leave-{number:06}", "all", 1_800_000_000_000_000 + number)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """300 readers with a link each to leave by."""
    one = open_store(fresh(tmp_path))
    mails = [
        NewMessage(
            id=f"m{n}", lead=f"L{n}", kind="mail", key="k", scenario="s", run="", step="", template="t", target=f"l{n}@x.example",
            topic="news", purpose="marketing", state="sent", reason="", from_at=0, until_at=1, next_at=None, entry="{}",
            decided_at=0, number=1, program="", rule="",
        )
        for n in range(300)
    ]  # fmt: skip
    links = [Link(f"leave-{n:06}", f"m{n}", f"L{n}", "unsubscribe", "", "") for n in range(300)]
    one.write(Priority.WORK, lambda tx: outbox.decide(tx, mails))
    one.write(Priority.WORK, lambda tx: outbox.add_links(tx, links))
    yield one
    one.close()


def closed(store: Store) -> int:
    with store.read() as tx:
        return sum(bool(people.suppressions(tx, f"l{n}@x.example")) for n in range(300))


def test_two_processes_add_while_a_third_reads_and_every_wish_arrives_once(store: Store, tmp_path: Path) -> None:
    command = [sys.executable, "-c", ADDER, str(tmp_path)]
    adders = [subprocess.Popen([*command, first, last], cwd=ROOT) for first, last in (("0", "150"), ("150", "300"))]
    found, over = list[int](), Event()

    def read() -> None:
        while not over.wait(0.01):
            found.append(spool_in(tmp_path).read_back(store))

    readers = [Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    codes = [adder.wait(60) for adder in adders]
    over.set()
    for reader in readers:
        reader.join()
    found.append(spool_in(tmp_path).read_back(store))

    assert ([0, 0], 300, 300) == (codes, sum(found), closed(store))


def test_a_reading_that_was_cut_short_begins_again_and_comes_before_what_is_new(store: Store, tmp_path: Path) -> None:
    spool = spool_in(tmp_path)
    spool.add("leave-000001", "all", 1)
    spool.path.rename(spool.path.with_suffix(".reading"))
    spool.add("leave-000002", "all", 1)

    assert (2, 2, 0) == (spool.read_back(store), closed(store), spool.read_back(store))


@dataclass
class Hanging:
    """A reading that the database keeps waiting, until `end`."""

    spool: Spool
    store: Store
    goes_on: Event = field(default_factory=Event)

    def begin(self, monkeypatch: pytest.MonkeyPatch) -> None:
        begun, take = Event(), mail_links.leave_all

        def slow(*given):  # type: ignore[no-untyped-def]
            begun.set()
            self.goes_on.wait(10)
            return take(*given)

        monkeypatch.setattr(spools, "leave_all", slow)
        self.reader = Thread(target=lambda: self.spool.read_back(self.store))
        self.reader.start()
        assert begun.wait(10)

    def meanwhile(self, job: Callable[[], object]) -> bool:
        """Whether the job is done although the reading hangs; the reading ends behind it."""
        thread = Thread(target=job)
        thread.start()
        thread.join(5)
        is_done = not thread.is_alive()
        self.goes_on.set()
        self.reader.join()
        thread.join()
        return is_done


@pytest.fixture
def hanging(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hanging:
    spool = spool_in(tmp_path)
    spool.add("leave-000001", "all", 1)
    one = Hanging(spool, store)
    one.begin(monkeypatch)
    return one


def test_who_adds_does_not_wait_for_a_reading_that_hangs(hanging: Hanging) -> None:
    is_done = hanging.meanwhile(lambda: hanging.spool.add("leave-000002", "all", 1))

    assert (True, 2) == (is_done, closed(hanging.store) + hanging.spool.read_back(hanging.store))


def test_a_second_reader_does_not_wait_for_one_that_hangs(hanging: Hanging) -> None:
    is_done = hanging.meanwhile(lambda: hanging.spool.read_back(hanging.store))

    assert (True, 1) == (is_done, closed(hanging.store))


def test_torn_lines_take_no_whole_one_with_them(store: Store, tmp_path: Path) -> None:
    spool = spool_in(tmp_path)
    for number in range(0, 30, 2):
        with spool.path.open("ab") as file:
            file.write(json.dumps({"token": f"leave-{number:06}", "choice": "all", "at": 1}).encode()[: number * 3])
        spool.add(f"leave-{number + 1:06}", "all", 1)
    spool.read_back(store)

    assert 15 <= closed(store)
    with store.read() as tx:
        assert all(people.suppressions(tx, f"l{number}@x.example") for number in range(1, 30, 2))


@contextmanager
def full_after(octets: int) -> Iterator[None]:
    """A disk that takes no file beyond so many octets."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("room", range(0, 100, 7))
@in_a_file
def test_a_full_disk_is_said_and_what_was_answered_stays(room: int, store: Store, tmp_path: Path) -> None:
    spool = spool_in(tmp_path)
    spool.add("leave-000001", "all", 1)
    before = spool.path.read_bytes()
    with full_after(len(before) + room), pytest.raises(NurtureError) as caught:
        for number in range(2, 10):
            spool.add(f"leave-{number:06}", "all", 1)
    spool.add("leave-000100", "all", 1)

    assert "spool.full" == caught.value.problem.code
    told = 2 + (room >= len(before)) + (room >= 2 * len(before))
    assert told == spool.read_back(store) == closed(store)


def test_more_than_anybody_would_wish_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spools, "LARGEST", 100)
    spool = spool_in(tmp_path)
    spool.add("leave-000001", "all", 1)

    with pytest.raises(NurtureError):
        spool.add("leave-000002", "all", 1)


def test_a_spool_that_cannot_be_read_is_said_and_kept(store: Store, tmp_path: Path) -> None:
    """It may belong to somebody else; here a folder stands in its place, which stops the superuser too."""
    spool = spool_in(tmp_path)
    spool.path.with_suffix(".reading").mkdir()
    with pytest.raises(NurtureError) as caught:
        spool.read_back(store)

    assert "spool.unreadable" == caught.value.problem.code
    assert spool.path.with_suffix(".reading").exists()


def test_a_spool_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    Spool(tmp_path / "s.spool").path.mkdir()

    with pytest.raises(NurtureError) as caught:
        Spool(tmp_path / "s.spool").add("leave-000001", "all", 1)
    assert "spool.full" == caught.value.problem.code


def test_each_host_reads_back_its_own(store: Store, tmp_path: Path) -> None:
    """Two hosts on one database: what lies on the disk of one waits for that one."""
    one, other = spool_in(tmp_path / "one"), spool_in(tmp_path / "other")
    one.add("leave-000001", "all", 1)
    other.add("leave-000002", "all", 1)

    assert (1, 1) == (one.read_back(store), closed(store))
    assert other.path.stat().st_size > 0
    assert (1, 2) == (other.read_back(store), closed(store))


def test_only_its_owner_may_read_a_spool(tmp_path: Path) -> None:
    """Its tokens end somebody's mails."""
    spool_in(tmp_path).add("leave-000001", "all", 1)

    assert 0o600 == os.stat(spool_in(tmp_path).path).st_mode & 0o777
