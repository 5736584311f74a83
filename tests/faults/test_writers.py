"""Eight commands beside the daemon that write as hard as they can: nobody is told of a lock, everybody ends, mails go on leaving.

The short form is one round of them; `NURTURE_TEST_WRITERS=20 make faults` says how many.
"""

import json
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.figures import count, promise
from tests.faults.house import Crowd, House, until
from tests.faults.zygote import Child

ROUNDS = count("NURTURE_TEST_WRITERS", short=1, long=20)
ROWS = 1_000
READERS = 60
MOST_SECONDS = 120.0
"""A command of some 10 ms at a time is through long before, on a machine with much else to do too."""


@dataclass
class Ended:
    """What became of each command: its words, its exit code, what it said, and the seconds it took."""

    all: list[tuple[str, int, str, float]] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def follow(self, words: tuple[str, ...], child: Child) -> None:
        """Waits for it beside the others."""
        began = time.monotonic()

        def read() -> None:
            said = child.said.read()
            self.all.append((" ".join(words[:2]), 0, said, time.monotonic() - began))

        self.threads.append(threading.Thread(target=read, daemon=True))
        self.threads[-1].start()


def log_of(house: House, name: str) -> Path:
    """A file of so many events of other people."""
    path = house.folder / f"{name}.jsonl"
    rows = [{"source": "crm", "id": f"{name}-{one}", "type": "download", "at": "2026-11-01T00:00:00Z", "props": {"asset": "guide"},
             "keys": {"email": f"{name}-{one % 500}@import.example"}} for one in range(ROWS)]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def table_of(house: House, name: str) -> Path:
    path = house.folder / f"{name}.csv"
    path.write_text("address\n" + "".join(f"{name}-{one}@closed.example\n" for one in range(300)), "utf-8")
    return path


def commands(house: House, number: int) -> list[tuple[str, ...]]:
    """Eight that write at once."""
    one, two = f"x{number}a@people.example", f"x{number}b@people.example"
    for lead in (one, two, f"x{number}c@people.example"):
        code, said = house.call("leads", "add", lead)
        assert 0 == code, said
    return [
        ("import", "events", str(log_of(house, f"w{number}a"))),
        ("import", "events", str(log_of(house, f"w{number}b")), "--live"),
        ("import", "events", str(log_of(house, f"w{number}c"))),
        ("suppress", "import", str(table_of(house, f"w{number}"))),
        ("leads", "hold", f"x{number}c@people.example", "--because", "in talks"),
        ("leads", "merge", one, two, "--because", "one person"),
        ("leads", "add", f"x{number}d@people.example"),
        ("apply", "--go", "--yes"),
    ]


def test_eight_writers_beside_the_daemon_never_hear_of_a_lock(house: House) -> None:
    code, said = house.call("apply", "--go", "--yes")
    assert 0 == code, said
    daemon, crowd, ended = house.daemon(), Crowd(house.port), Ended()
    codes: list[tuple[str, int]] = []
    before = 0
    for number in range(ROUNDS):
        asked = commands(house, number)
        children = [(words, house.start(*words)) for words in asked]
        for words, child in children:
            ended.follow(words, child)
        crowd.come([f"m{number}-{one}" for one in range(READERS)])
        crowd.leave()
        # While they still write, mails leave.
        before += sum(one.is_alive() for one in ended.threads)
        for one in ended.threads:
            one.join(MOST_SECONDS)
        codes += [(" ".join(words[:2]), child.wait()) for words, child in children]
        ended.threads.clear()
    mine = [f"m{number}-{one}@reader.example" for number in range(ROUNDS) for one in range(READERS)]
    until(lambda: all(house.sink.recipients[one] for one in mine), "everybody has mail")
    assert 0 == daemon.kill(15)

    longest = max(ended.all, key=lambda one: one[3])
    locked = [text for _, _, text, _ in ended.all if "lock" in text.lower() or "Traceback" in text]
    promise(f"{ROUNDS} x 8 commands beside the daemon", told_of_a_lock=len(locked), ended=len(ended.all), longest_s=longest[3],
            of_it=longest[0], mails_meanwhile=len(mine), still_writing_when_all_were_answered=before)  # fmt: skip
    assert [] == locked
    assert [] == [one for one in codes if one[1] != 0], ended.all
    assert (8 * ROUNDS, {202}) == (len(ended.all), set(crowd.others) | {202})
    assert [] == [one for one in mine if house.sink.recipients[one] != 1]
    assert house.is_sound()
    assert ROUNDS * 3 * ROWS == house.rows("SELECT count(*) FROM events WHERE type = 'download' AND source = 'crm'")[0][0]
