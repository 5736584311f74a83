"""SQLite: one file, one process that writes it, and a lock beside it for the one daemon."""

import fcntl
import importlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool

from engine.domain.errors import NurtureError

BUSY_SECONDS = 5.0
"""How long a writer waits for another process before it says that the database is locked."""

GUEST_PAUSE_SECONDS = 0.01
"""A process beside the daemon rests this long after each write, so that the daemon's own writes get their share."""

MARKER = "-restoring"
"""What is hung to the name of a database that is just being put back: nobody opens it until that is done."""

LOOKS = 20
"""Tries for the daemon's place: a guest that looks whether there is a daemon holds it for a moment."""

PAGES_KEPT = 16_000
"""KiB of the file that each connection may keep in memory; they fill with time, and never beyond that."""


class SqliteFile:
    """One file. Its connections read snapshots, or write one after the other."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.path = file_of(url)
        self.name = str(self.path)
        self._place: int | None = None

    @property
    def is_shared(self) -> bool:
        """One process decides and delivers."""
        return False

    def exists(self) -> bool:
        """Whether there is such a file. Raises NurtureError while a copy is being put in its place."""
        if self.path.with_name(self.path.name + MARKER).exists():
            raise NurtureError("restore-unfinished", database=self.name)
        return self.path.exists()

    def readers(self) -> Engine:
        """Connections that see what is committed, and can write nothing."""
        engine = make_engine(self.url, "BEGIN")
        event.listen(engine, "connect", _only_read)
        return engine

    def writers(self) -> Engine:
        """Connections that take the one place of a writer before they begin."""
        return make_engine(self.url, "BEGIN IMMEDIATE")

    def become_daemon(self, ring: Callable[[set[str]], None]) -> None:
        """Takes the one place of a daemon; it is given back when the process ends, however it ends.

        Raises NurtureError where another holds it: splitting by role is refused on SQLite.
        """
        handle = os.open(self._lock_path, os.O_CREAT | os.O_RDWR, 0o600)
        for _ in range(LOOKS):
            if _locked(handle, fcntl.LOCK_EX):
                self._place = handle
                return
            time.sleep(GUEST_PAUSE_SECONDS)
        os.close(handle)
        raise NurtureError("daemon-runs-already", database=self.name)

    @property
    def place(self) -> str:
        """There is but one."""
        return ""

    def be_alone(self) -> None:
        """By the same place: there is but one."""
        self.become_daemon(lambda _: None)

    def make_room(self) -> None:
        """After a write: a guest lets the daemon's own writes have their share."""
        if self._place is None and self.has_daemon():
            time.sleep(GUEST_PAUSE_SECONDS)

    def has_room(self) -> bool:
        """No daemon runs, here or elsewhere: a transaction may be a long one."""
        return self._place is None and not self.has_daemon()

    def close(self) -> None:
        """Gives back the daemon's place."""
        if self._place is not None:
            os.close(self._place)
            self._place = None

    @property
    def _lock_path(self) -> Path:
        return self.path.with_name(self.path.name + "-daemon")

    def has_daemon(self) -> bool:
        """Whether one holds its place just now."""
        if not self._lock_path.exists():
            return False
        with self._lock_path.open() as handle:
            return not _locked(handle.fileno(), fcntl.LOCK_SH)


def file_of(url: str) -> Path:
    """The file of a SQLite address. Raises NurtureError for an address that names none."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise NurtureError("database-unsupported", url=parsed.render_as_string(hide_password=True))
    return Path(str(parsed.database)).expanduser().absolute()


def make_engine(url: str, begin: str, *, busy_seconds: float | None = None) -> Engine:
    """Connections whose transactions start with `begin`; the driver itself never opens one.

    `?synchronous=OFF` in the address is for a database that is thrown away: it survives a kill, not a power cut.
    """
    synchronous = "OFF" if make_url(url).query.get("synchronous") == "OFF" else "FULL"
    busy = BUSY_SECONDS if busy_seconds is None else busy_seconds
    engine = create_engine(
        f"sqlite:///{file_of(url)}",
        module=driver(),
        connect_args={
            "check_same_thread": False,
            "timeout": busy,
            "isolation_level": None,
        },
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=-1,
        # What stands in a statement is personal data, and a failure is logged.
        hide_parameters=True,
    )
    event.listen(engine, "connect", lambda connection, _: _prepare(connection, synchronous))
    event.listen(engine, "begin", lambda connection: _begin(connection, begin))
    return engine


def _begin(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)


def _prepare(connection: Any, synchronous: str) -> None:
    """Durable at every commit, readers beside the writer, no memory map: a full disk must be an error, not a signal."""
    for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON", "mmap_size=0", f"cache_size=-{PAGES_KEPT}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _only_read(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON").close()


def driver() -> Any:
    """`pysqlite3` brings a SQLite without the log bug of older ones; the one of Python does where it is missing."""
    for name in ("pysqlite3.dbapi2", "sqlite3"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise NurtureError("sqlite-missing")


def _locked(handle: int, mode: int) -> bool:
    """Whether the lock could be had, without waiting."""
    try:
        fcntl.flock(handle, mode | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
