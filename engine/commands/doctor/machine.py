"""Python, SQLite, time zones, the disk, and how many files may be open."""

from collections.abc import Iterator
from pathlib import Path

from engine.commands.doctor.check import Around, Check
from engine.domain.instants import to_datetime
from engine.reports.health import has_log_bug
from engine.settings.model import Settings

OLDEST_PYTHON = (3, 11)
HEADERS_FIXED = {(3, 11): 15, (3, 12): 13, (3, 13): 12, (3, 14): 3}
"""The first release of each line whose `email` refuses a header that breaks out of its line.

Source: python.org, CVE-2024-6923 (3.11.10, 3.12.5) and CVE-2026-1299.
"""

LITTLE_ROOM = 500_000_000
"""Bytes of a disk below which a database should not grow."""
NO_ROOM = 50_000_000
FEW_FILES = 1_024
"""The web role takes a thousand connections, the database and the mail server need more."""
STALE_YEARS = 2
FAR_AWAY = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "glusterfs", "ceph", "fuse.sshfs", "fuse.s3fs", "davfs"})
"""File systems of another machine: locks and the shared memory of SQLite's log do not hold there. Source: sqlite.org/wal.html, 1."""


def python(around: Around) -> Iterator[Check]:
    """New enough, and without the known mistakes in mail headers."""
    said = {"version": around.python_said}
    line = around.python[:2]
    if line < OLDEST_PYTHON:
        yield Check("bad", "doctor.python", said)
        return
    yield Check("good", "doctor.python", said)
    if around.python[2] < HEADERS_FIXED.get(line, 0):
        yield Check("warn", "doctor.python-headers", said | {"wanted": f"{line[0]}.{line[1]}.{HEADERS_FIXED[line]}"})


def sqlite(around: Around) -> Iterator[Check]:
    """Without the bug of the write-ahead log."""
    found = around.sqlite()
    has_bug = has_log_bug(found)
    yield Check("bad" if has_bug else "good", "doctor.sqlite-bug" if has_bug else "doctor.sqlite", {"version": found})


def zone(settings: Settings, around: Around) -> Iterator[Check]:
    """The rules of time zones are there, and of our days."""
    data = around.tzdata()
    said = {"zone": settings.workspace.timezone, "data": data}
    year = data.partition(".")[0]
    is_old = year.isdecimal() and int(year) < to_datetime(around.now()).year - STALE_YEARS
    yield Check("warn", "doctor.zone-old", said) if is_old else Check("good", "doctor.zone", said)


def disk(settings: Settings, around: Around) -> Iterator[Check]:
    """Room to grow."""
    free = around.free(settings.root)
    said = {"free": f"{free / 1e9:.1f} GB", "folder": str(settings.root)}
    if free < LITTLE_ROOM:
        yield Check("bad" if free < NO_ROOM else "warn", "doctor.disk-full", said)
    else:
        yield Check("good", "doctor.disk", said)


def file_system(settings: Settings, around: Around) -> Iterator[Check]:
    """A file that several machines could open is no place for SQLite."""
    kind = kind_of(settings.database_path.parent, around.mounts()) if settings.database.is_file else ""
    if kind in FAR_AWAY:
        yield Check("bad", "doctor.network-disk", {"folder": str(settings.database_path.parent), "kind": kind})


def open_files(around: Around) -> Iterator[Check]:
    """Enough for every connection."""
    found = around.open_files()
    if 0 <= found < FEW_FILES:
        yield Check("warn", "doctor.open-files", {"limit": str(found), "wanted": str(FEW_FILES)})


def kind_of(folder: Path, mounts: str) -> str:
    """The file system a folder lies on, "" where that cannot be known."""
    found = [(Path(fields[1].replace("\\040", " ")), fields[2]) for line in mounts.splitlines() if len(fields := line.split()) > 2]
    # The last one mounted over a place is what is seen there.
    own = [(place, kind) for place, kind in reversed(found) if folder.is_relative_to(place)]
    return max(own, key=lambda one: len(one[0].parts))[1] if own else ""
