"""Copies of a SQLite database: made while it is written to, whole or not there at all, and looked at before they count."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import Any

from engine.domain.errors import NurtureError
from engine.domain.instants import Instant, to_datetime
from engine.store.failures import code_of
from engine.store.sqlite import driver

PREFIX, SUFFIX = "nurture-", ".db"
ROOM = 20_000_000
"""Bytes that must be left on the disk beside a copy."""


def free_name(folder: Path, at: Instant) -> Path:
    """`nurture-20261122T103000Z.db`, or `…Z_2.db` for the second of that second: names sort as they were made."""
    name = f"{PREFIX}{to_datetime(at):%Y%m%dT%H%M%SZ}"
    names = (folder / f"{name}{more}{SUFFIX}" for more in chain([""], (f"_{number}" for number in count(2))))
    return next(one for one in names if not one.exists())


def copies_in(folder: Path) -> list[Path]:
    """Those in a folder, the newest first."""
    return sorted(folder.glob(f"{PREFIX}????????T??????Z*{SUFFIX}"), reverse=True)


def newest_in(folder: Path) -> Instant:
    """When the newest of them was made, 0 where there is none."""
    newest = next(iter(copies_in(folder)), None)
    return int(newest.stat().st_mtime * 1_000_000) if newest else 0


def copy(source: Path, target: Path) -> None:
    """One snapshot of `source`, whoever writes to it meanwhile; `target` is there only once it is whole and sound.

    Raises NurtureError where there is too little room, the source is damaged, or the copy is.
    """
    _has_room(source, target.parent)
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with connected(source) as taken, connected(unfinished, is_new=True) as made:
            # All pages in one go are one snapshot; page by page it would begin anew at every commit of somebody else.
            taken.backup(made)
            # One file that stands for itself: no log beside it.
            made.execute("PRAGMA journal_mode=DELETE").close()
        sound(unfinished)
        unfinished.chmod(0o600)
        settled(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def sound(file: Path) -> None:
    """Raises NurtureError unless every page of it is as it should be."""
    with connected(file) as connection:
        said = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if said != "ok":
        raise NurtureError("copy-damaged", file=file, said=said)


def revision_of(file: Path) -> str:
    """The revision of its tables. Raises NurtureError for a file that is no database of ours."""
    with connected(file) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except driver().OperationalError as error:
            raise NurtureError("copy-strange", file=file) from error
    if row is None:
        raise NurtureError("copy-strange", file=file)
    return str(row[0])


def prune(folder: Path, keep: int) -> list[Path]:
    """Removes all copies in the folder but the newest; those it removed."""
    gone = copies_in(folder)[keep:]
    for file in gone:
        file.unlink()
    return gone


def settled(unfinished: Path, target: Path) -> None:
    """On the disk for good, and only then under its name."""
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(unfinished, target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """What was renamed in it stays renamed after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def connected(file: Path, *, is_new: bool = False) -> Iterator[Any]:
    """A connection of the driver's own to that file. Raises NurtureError for what it says."""
    mode = "rwc" if is_new else "rw"
    try:
        connection = driver().connect(f"{file.as_uri()}?mode={mode}", uri=True, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()
    except driver().DatabaseError as error:
        code = code_of(str(error))
        if code is None:
            raise
        raise NurtureError("copy-damaged" if code == "database-damaged" else code, file=file, database=file, said=error) from error


def _has_room(source: Path, folder: Path) -> None:
    needed = source.stat().st_size + _size(source.with_name(source.name + "-wal")) + ROOM
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NurtureError("copy-no-room", folder=folder, needed=megabytes(needed), free=megabytes(free))


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def megabytes(count: int) -> str:
    """`120 MB`."""
    return f"{count / 1e6:,.0f} MB"


