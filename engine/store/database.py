"""One database: a writer thread, read snapshots beside it, the clock and the dice of everything stored in it."""

import fcntl
import importlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from engine.clock import Clock, Dice, SystemClock, SystemDice
from engine.domain.errors import NurtureError
from engine.store.failures import translated
from engine.store.hot import Tx
from engine.store.schema import REVISION
from engine.store.writer import Priority, Writer

T = TypeVar("T")

BUSY_SECONDS = 5.0
"""How long a writer waits for another process before it says that the database is locked."""

GUEST_PAUSE_SECONDS = 0.01
"""A process beside the daemon rests this long after each write, so that the daemon's own writes get their share."""

LOOKS = 20
"""Tries for the daemon's place: a guest that looks whether there is a daemon holds it for a moment."""

WORK_BELL = "work"
DELIVERY_BELL = "delivery"


def ring(tx: Tx, bell: str) -> None:
    """Once this transaction is committed, whoever waits for that bell wakes up."""
    tx.info.setdefault("bells", set()).add(bell)


class Store:
    """Writes go through one thread by priority; reads are snapshots on connections of their own."""

    def __init__(self, url: str, clock: Clock, dice: Dice) -> None:
        self.url = url
        self.clock = clock
        self.dice = dice
        self.path = file_of(url)
        self.bells = {WORK_BELL: threading.Event(), DELIVERY_BELL: threading.Event()}
        self._readers = make_engine(url, "BEGIN")
        event.listen(self._readers, "connect", _only_read)
        self._writers = make_engine(url, "BEGIN IMMEDIATE")
        self._daemon: int | None = None
        self._check_schema()
        self._writer = Writer(self._writers, str(self.path), self._ring)

    def write(self, priority: Priority, job: Callable[[Tx], T]) -> T:
        """Commits the job; what it answered.

        A job may be run twice: it does nothing but read and write through its `tx`.
        """
        answer = self._writer.submit(priority, job).result()
        if self._daemon is None and self._has_daemon():
            time.sleep(GUEST_PAUSE_SECONDS)
        return answer

    def submit(self, priority: Priority, job: Callable[[Tx], T]) -> Future[T]:
        """The same without waiting: for those who have something else to do until it is on disk."""
        return self._writer.submit(priority, job)

    @property
    def held(self) -> float:
        """Seconds the newest commit held the lock."""
        return self._writer.held

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A snapshot: what is committed now, unmoved by later commits, until the block ends."""
        try:
            with self._readers.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise translated(error, str(self.path)) from error

    def become_daemon(self) -> None:
        """Takes the one place of a daemon; it is given back when the process ends, however it ends.

        Raises NurtureError where another holds it: splitting by role is refused on SQLite.
        """
        handle = os.open(self._lock_path, os.O_CREAT | os.O_RDWR, 0o600)
        for _ in range(LOOKS):
            if _locked(handle, fcntl.LOCK_EX):
                self._daemon = handle
                return
            time.sleep(GUEST_PAUSE_SECONDS)
        os.close(handle)
        raise NurtureError("daemon-runs-already", database=self.path)

    def close(self) -> None:
        """Ends the writer after what waits; gives back the daemon's place."""
        self._writer.close()
        self._readers.dispose()
        self._writers.dispose()
        if self._daemon is not None:
            os.close(self._daemon)
            self._daemon = None

    @property
    def _lock_path(self) -> Path:
        return self.path.with_name(self.path.name + "-daemon")

    def _has_daemon(self) -> bool:
        if not self._lock_path.exists():
            return False
        with self._lock_path.open() as handle:
            return not _locked(handle.fileno(), fcntl.LOCK_SH)

    def _ring(self, bells: set[str]) -> None:
        for bell in bells:
            self.bells[bell].set()

    def _check_schema(self) -> None:
        if not self.path.exists():
            raise NurtureError("database-missing", database=self.path)
        found = self._revision()
        if found != REVISION:
            raise NurtureError("database-old" if found < REVISION else "database-newer", database=self.path, found=found)

    def _revision(self) -> str:
        try:
            with self.read() as tx:
                return str(tx.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")
        except NurtureError as error:
            if error.problem.code == "database-old":
                return ""
            raise


def _locked(handle: int, mode: int) -> bool:
    """Whether the lock could be had, without waiting."""
    try:
        fcntl.flock(handle, mode | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def open_store(url: str, clock: Clock | None = None, dice: Dice | None = None) -> Store:
    """The database at `url` (`sqlite:///path`). Raises NurtureError if it is missing, damaged or of another release."""
    return Store(url, clock or SystemClock(), dice or SystemDice())


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
        module=_driver(),
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
    for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON", "mmap_size=0", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}").close()


def _only_read(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON").close()


def _driver() -> Any:
    """`pysqlite3` brings a SQLite without the log bug of older ones; the one of Python does where it is missing."""
    for name in ("pysqlite3.dbapi2", "sqlite3"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise NurtureError("sqlite-missing")
