"""Wishes on disk: kept whole by many hands at once, on a full disk too, and read back by their own host."""

import fcntl
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
from engine.doors.mail_links import Wish
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


def test_a_transaction_takes_twenty_wishes(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool, sizes = spool_in(tmp_path), list[int]()
    spool.add_all([Wish(f"leave-{number:06}", "all", 1) for number in range(45)])
    take = mail_links.leave_all

    def counting(to: Store, wishes: list[Wish]) -> list[Wish]:
        sizes.append(len(wishes))
        return take(to, wishes)

    monkeypatch.setattr(spools, "leave_all", counting)

    assert (45, [20, 20, 5]) == (spool.read_back(store), sizes)


def test_what_is_no_wish_is_passed_over_and_what_is_one_counts_as_it_was_said(store: Store, tmp_path: Path) -> None:
    """A word for the choice that nobody knows means everything: who asks for peace is heard."""
    good: dict[str, object] = {"token": "leave-000001", "choice": "topic", "at": 5}
    changes: list[dict[str, object]] = [
        {},
        {"token": "leave-000002", "choice": "all"},
        {"token": "leave-000003", "choice": "?"},
        {"token": "leave-000004", "at": "5"},
        {"token": "leave 000005"},
        {"token": "short"},
        {"token": 6},
        {"token": "leave-000007", "at": 5.5},
    ]
    lines = [json.dumps(good | change) for change in changes] + ["[]", '"leave-000008"', "{"]
    spool = spool_in(tmp_path)
    spool.path.write_text("\n".join(lines) + "\n")

    assert 3 == spool.read_back(store)
    with store.read() as tx:
        found = [people.suppressions(tx, f"l{number}@x.example") for number in range(9)]
        moments = tx.exec_driver_sql("SELECT DISTINCT at FROM addresses").fetchall()
    assert [{}, {"news": "unsubscribed"}, {"": "unsubscribed"}, {"": "unsubscribed"}, {}, {}, {}, {}, {}] == found
    assert [(5,)] == [tuple(one) for one in moments]
    assert not spool.path.with_suffix(".unknown").exists()


def test_what_was_added_stands_there_as_it_was_said_for_its_owner_alone(tmp_path: Path) -> None:
    spool = spool_in(tmp_path / "new" / "folder")
    spool.add("leave-000001", "topic", 5)

    assert tmp_path / "new" / "folder" / "unsubscribe.spool" == spool.path
    assert '\n{"token": "leave-000001", "choice": "topic", "at": 5}\n' == spool.path.read_text()
    assert 0o600 == spool.path.stat().st_mode & 0o777


def test_nobody_fills_the_disk_through_the_spool(store: Store, tmp_path: Path) -> None:
    """Twenty million bytes, and not one more."""
    spool = spool_in(tmp_path)
    spool.add("leave-000001", "all", 1)
    line = spool.path.stat().st_size
    os.truncate(spool.path, 20_000_000 - line + 1)
    with pytest.raises(NurtureError) as caught:
        spool.add("leave-000002", "all", 1)
    assert ("spool.full", 20_000_000 - line + 1) == (caught.value.problem.code, spool.path.stat().st_size)

    os.truncate(spool.path, 20_000_000 - line)
    spool.add("leave-000002", "all", 1)
    assert 20_000_000 == spool.path.stat().st_size


def test_a_wish_the_database_does_not_know_is_kept_beside(store: Store, tmp_path: Path) -> None:
    spool = spool_in(tmp_path)
    spool.add_all([Wish("leave-000001", "all", 1), Wish("nobody-gave-this", "all", 2)])

    assert (1, 0) == (spool.read_back(store), spool.read_back(store))
    assert '\n{"token": "nobody-gave-this", "choice": "all", "at": 2}\n' == spool.path.with_suffix(".unknown").read_text()
    assert [False, False] == [spool.path.exists(), spool.path.with_suffix(".reading").exists()]


def test_a_spool_nobody_has_written_into_is_no_file(store: Store, tmp_path: Path) -> None:
    assert (0, []) == (
        spool_in(tmp_path).read_back(store),
        [one.name for one in tmp_path.iterdir() if "spool" in one.name or "lock" in one.name],
    )


def test_several_wishes_are_kept_all_or_none(tmp_path: Path) -> None:
    """The disk takes the first of three, and a part of the second."""
    spool = spool_in(tmp_path)
    spool.add("leave-000001", "all", 1)
    before = spool.path.read_bytes()
    with full_after(len(before) * 5 // 2), pytest.raises(NurtureError):
        spool.add_all([Wish(f"leave-{number:06}", "all", 1) for number in (2, 3, 4)])

    assert before == spool.path.read_bytes()


def test_a_wish_is_on_the_disk_with_its_folder_before_anybody_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced, sync = list[str](), os.fsync

    def noting(handle: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{handle}"))
        sync(handle)

    monkeypatch.setattr(os, "fsync", noting)
    spool = spool_in(tmp_path)
    spool.add("leave-000001", "all", 1)

    assert [str(spool.path), str(tmp_path)] == synced


def test_who_adds_leaves_no_file_open(tmp_path: Path) -> None:
    before = set(os.listdir("/proc/self/fd"))
    spool_in(tmp_path).add("leave-000001", "all", 1)

    assert before >= set(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("is_taken_away", [False, True])
def test_who_adds_waits_for_another_and_writes_into_what_is_the_spool_then(tmp_path: Path, is_taken_away: bool) -> None:
    """A reader may have taken the file away meanwhile: what came into it now would go with it."""
    spool = spool_in(tmp_path)
    spool.add("leave-000001", "all", 1)
    adding = Thread(target=lambda: spool.add("leave-000002", "all", 1))
    with spool.path.open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        adding.start()
        adding.join(0.3)
        assert adding.is_alive()
        if is_taken_away:
            spool.path.rename(spool.path.with_suffix(".reading"))
    adding.join(10)

    told = [json.loads(line)["token"] for line in spool.path.read_text().splitlines() if line]
    expected = ["leave-000002"] if is_taken_away else ["leave-000001", "leave-000002"]
    assert expected == told


def test_one_reads_at_a_time_whatever_release_it_is_of(store: Store, tmp_path: Path) -> None:
    """The name of the lock stands between them."""
    spool = spool_in(tmp_path)
    spool.add("leave-000001", "all", 1)
    with (tmp_path / "unsubscribe.lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert 0 == spool.read_back(store)

    assert 1 == spool.read_back(store)
