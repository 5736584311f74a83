"""The files beside the database that may name a person, and the copies of the database that still do.

Each line of such a file stands for itself, and is passed over where it is blank: so a line is taken out by writing blanks over it, in its
place. Whoever adds lines meanwhile is not disturbed, and a power cut in the middle leaves half a line, which is passed over too.
"""

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from engine.domain.errors import NurtureError
from engine.store import people
from engine.store.copies import connected

LINES = frozenset({".log", ".jsonl", ".spool", ".reading", ".unknown"})
"""Endings of files of lines."""

COPIES = ("backups/*.db", "*.db")


def blank_lines(state: Path, words: Collection[str]) -> dict[str, int]:
    """Takes every line out that holds one of the words; by file, how many."""
    wanted = [word.encode() for word in words if word]
    found = {path.name: _blanked(path, wanted) for path in sorted(state.glob("*")) if path.suffix in LINES and path.is_file()}
    return {name: count for name, count in found.items() if count}


def _blanked(path: Path, words: list[bytes]) -> int:
    count = 0
    with path.open("r+b") as file:
        place = 0
        for line in iter(file.readline, b""):
            if any(word in line for word in words):
                text = line.rstrip(b"\n")
                os.pwrite(file.fileno(), b" " * len(text), place)
                count += 1
            place += len(line)
        os.fsync(file.fileno())
    return count


def files_that_name(state: Path, words: Collection[str]) -> Iterator[str]:
    """Files in the folder, but no databases, in which one of the words stands all the same."""
    wanted = [word.encode() for word in words if word]
    for path in sorted(state.rglob("*")):
        if path.is_file() and ".db" not in path.name and any(word in path.read_bytes() for word in wanted):
            yield str(path.relative_to(state))


def copies_that_know(state: Path, database: Path | None, keys: Collection[people.Key]) -> Iterator[str]:
    """Copies of the database in the folder in which one of these keys stands: they forget when they are put back."""
    for path in sorted({path for pattern in COPIES for path in state.glob(pattern)} - {database}):
        if any(_knows(path, kind, value) for kind, value in keys):
            yield str(path)


def _knows(path: Path, kind: str, value: str) -> bool:
    try:
        with connected(path) as connection:
            return connection.execute("SELECT 1 FROM keys WHERE kind = ? AND value = ?", (kind, value)).fetchone() is not None
    except NurtureError:
        return False
