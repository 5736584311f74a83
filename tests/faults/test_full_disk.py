"""The disk under the database runs full again and again, each time with another number of bytes left, under a daemon that works.

The short form fills it 10 times; `NURTURE_TEST_DISKS=200 make faults` as often as it says.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.faults.disks import Disk, disk_at
from tests.faults.figures import count, promise
from tests.faults.house import Crowd, House, until
from tests.faults.sink import Sink
from tests.faults.zygote import Child, Zygote

POINTS = count("NURTURE_TEST_DISKS", short=10, long=200)
READERS = 8
MOST_LEFT = 120_000
"""Bytes that are left, at most: some commits fit, and one does not."""


@dataclass
class Listening:
    """Everything a daemon says, so that it never waits for a reader."""

    child: Child
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.child.said:
            self.lines.append(line)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with disk_at(tmp_path / "house" / ".nurture") as one:
        yield one


@pytest.fixture
def house(tmp_path: Path, disk: Disk, sink: Sink, zygote: Zygote) -> House:
    one = House(tmp_path / "house", sink, zygote)
    code, said = one.call("apply", "--go", "--yes")
    assert 0 == code, said
    return one


def imports(house: House, number: int) -> Path:
    """A file of readers for a command beside the daemon."""
    path = house.folder / f"{number}.jsonl"
    rows = [{"source": "crm", "id": f"i{number}-{one}", "type": "download", "at": "2026-11-01T00:00:00Z", "props": {"asset": "guide"},
             "keys": {"email": f"i{number}-{one}@import.example"}} for one in range(400)]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_a_full_disk_loses_nothing_and_everything_goes_on_by_itself(house: House, disk: Disk) -> None:
    chance, crowd = Random(POINTS), Crowd(house.port)
    daemon = house.daemon()
    said, told, full = Listening(daemon), [], 0
    for number in range(POINTS):
        refused = len(crowd.others)
        disk.leave(chance.randrange(MOST_LEFT), daemon.pid)
        crowd.come([f"d{number}-{one}" for one in range(READERS)])
        if number % 2:
            told.append(house.call("import", "events", str(imports(house, number))))
        crowd.leave()
        full += len(crowd.others) > refused or any(code for code, _ in told[-1:])
        disk.clear(daemon.pid)
        while crowd.waiting:
            crowd.come([])
            crowd.leave()
    until(lambda: len(house.sink.recipients) >= POINTS * READERS, "the daemon went on by itself")
    assert 0 == daemon.kill(15)

    check(house, crowd, said, told)
    promise(f"a disk full at {POINTS} points ({disk.kind})", seen_full=full, answered=len(crowd.answered),
            refused_in_words=len(crowd.others), commands=len(told),
            of_them_refused_in_words=sum(code != 0 for code, _ in told), lost=0, double=0, damaged=0)  # fmt: skip
    assert full > POINTS / 3


def check(house: House, crowd: Crowd, said: Listening, told: list[tuple[int, str]]) -> None:
    wanted = {f"{name}@reader.example" for name in crowd.answered}
    everything = "".join([*said.lines, *(text for _, text in told)])
    assert house.is_sound()
    assert "Traceback" not in everything
    assert "locked" not in everything
    assert {503} >= set(crowd.others)
    assert [] == [text for code, text in told if code and "the disk under" not in text]
    assert [] == [one for one in wanted if house.sink.recipients[one] != 1]
    imported = house.rows("SELECT count(*), count(DISTINCT id) FROM events WHERE type = 'download' AND source = 'crm'")
    assert imported[0][0] == imported[0][1]
