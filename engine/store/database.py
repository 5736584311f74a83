"""One database: one who writes, read snapshots beside it, the clock and the dice of everything stored in it."""

import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Protocol, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError

from engine.clock import Clock, Dice, ServerClock, SystemClock, SystemDice
from engine.domain.errors import NurtureError
from engine.domain.instants import Instant
from engine.store.failures import translated
from engine.store.hot import Tx, hinting, server_time
from engine.store.postgres import PostgresServer
from engine.store.pulse import Pulse
from engine.store.schema import REVISION, part_of
from engine.store.sqlite import SqliteFile
from engine.store.turns import Choice, Shares, Turn
from engine.store.writer import Priority, ThreadWriter, Writing

T = TypeVar("T")

WORK_BELL = "work"
DELIVERY_BELL = "delivery"


def ring(tx: Tx, bell: str) -> None:
    """Once this transaction is committed, whoever waits for that bell wakes up, in other processes too."""
    bells = tx.info.setdefault("bells", set())
    if bell not in bells:
        bells.add(bell)
        hinting(tx, bell)


class Backend(Protocol):
    """What one database does another way than the other. name: how people call it, without a password."""

    @property
    def name(self) -> str: ...
    @property
    def is_shared(self) -> bool:
        """Whether several daemons may work on it beside each other."""
        ...

    def exists(self) -> bool: ...
    def readers(self) -> Engine: ...
    def writers(self) -> Engine: ...
    def become_daemon(self, ring: Callable[[set[str]], None]) -> None: ...
    @property
    def place(self) -> str:
        """What tells this worker from the others, and whether it is still there; "" where there is nothing to tell."""
        ...

    def be_alone(self) -> None:
        """Nobody decides or delivers until `close`. Raises NurtureError where somebody does."""
        ...

    def make_room(self) -> None: ...
    def has_room(self) -> bool:
        """Whether nobody waits for what we write: a transaction may be a long one."""
        ...

    def close(self) -> None: ...


class Follower(Protocol):
    """Sees every transaction that writes, and keeps a record of its own beside the database."""

    def before_commit(self, tx: Tx) -> None: ...
    def undone(self, tx: Tx) -> None: ...
    def complete(self, tx: Tx) -> int: ...


class Erased(Protocol):
    """Knows which of the (kind, value) belong to somebody who was erased, and by what key that is known."""

    def among(self, tx: Tx, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]: ...
    def key(self, tx: Tx) -> bytes | None: ...
    def lift(self, tx: Tx, name: str, at: Instant) -> bool: ...


class Store:
    """Writes go through one queue by priority; reads are snapshots on connections of their own. writing: who works the queue off."""

    def __init__(self, url: str, clock: Clock, dice: Dice, *, backend: Backend | None = None, writing: Writing = ThreadWriter) -> None:
        self.url = url
        self.clock: Clock = clock
        self.dice = dice
        self.backend = backend or backend_of(url)
        self.pulse = Pulse()
        self.follower: Follower | None = None
        self.erased: Erased | None = None
        """Who knows those that were erased; doors ask it."""
        self.bells = {WORK_BELL: threading.Event(), DELIVERY_BELL: threading.Event()}
        self._readers = self.backend.readers()
        self._writers = self.backend.writers()
        self._check_schema()
        if self.backend.is_shared and isinstance(clock, SystemClock):
            self.clock = ServerClock(self._server_time)
        self._writer = writing(self._writers, self.backend.name, self._ring)
        self._shares = Shares(self._writers, self.backend.name, self._ring, part_of(dice.token())) if self.backend.is_shared else None

    def write(self, priority: Priority, job: Callable[[Tx], T]) -> T:
        """Commits the job; what it answered.

        A job may be run twice: it does nothing but read and write through its `tx`.
        """
        answer = self._writer.submit(priority, job).result()
        self.backend.make_room()
        return answer

    def has_room(self) -> bool:
        """Whether a transaction may be a long one, as nobody waits for it."""
        return self.backend.has_room()

    def submit(self, priority: Priority, job: Callable[[Tx], T]) -> Future[T]:
        """The same without waiting: for those who have something else to do until it is on disk."""
        return self._writer.submit(priority, job)

    def follow(self, follower: Follower) -> None:
        """From now on it is told of every transaction before it is committed, and after it was given up."""
        self.follower = follower
        event.listen(self._writers, "commit", follower.before_commit)
        event.listen(self._writers, "rollback", follower.undone)

    def complete(self) -> int:
        """What the follower's record lacks; how many lines that was."""
        if self.follower is None:
            return 0
        with self.read() as tx:
            return self.follower.complete(tx)

    @property
    def held(self) -> float:
        """Seconds the newest commit of work held its locks."""
        return self._writer.held if self._shares is None else self._shares.held

    @contextmanager
    def turn(self, choose: Choice) -> Iterator[Turn]:
        """The right to decide: on everything, or where several workers share the database on the partitions that `choose` locks.

        Raises NurtureError, `turn-lost` where the locks had ended before the commit.
        """
        if self._shares is None:
            yield Turn(None, lambda job: self.write(Priority.WORK, job))
            return
        with self._shares.turn(choose) as turn:
            yield turn

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A snapshot: what is committed now, unmoved by later commits, until the block ends."""
        try:
            with self._readers.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise translated(error, self.backend.name) from error

    def now(self, tx: Tx) -> Instant:
        """This moment, for what counts among all who share the database: by its own clock, asked in the very transaction."""
        return server_time(tx) if isinstance(self.clock, ServerClock) else self.clock.now()

    @property
    def own_time(self) -> Instant:
        """What this machine's own clock shows, where the database has another."""
        return SystemClock().now() if isinstance(self.clock, ServerClock) else self.clock.now()

    def set_clock(self) -> Instant:
        """Looks at the database's clock anew; by how much our own is ahead of it, 0 where it has none. Raises NurtureError."""
        return self.clock.look() if isinstance(self.clock, ServerClock) else 0

    def _server_time(self) -> Instant:
        with self.read() as tx:
            return server_time(tx)

    def become_daemon(self) -> None:
        """Takes a daemon's place; it is given back when the process ends, however it ends.

        Raises NurtureError where there is but one, and another holds it.
        """
        self.backend.become_daemon(self._ring)

    def owner(self) -> str:
        """A new name for a claim. It bears the worker's place, so that others can tell whether the worker is gone."""
        place, token = self.backend.place, self.dice.token()
        return f"{place}.{token}" if place else token

    def close(self) -> None:
        """Ends the writer after what waits; gives back the daemon's place."""
        self._writer.close()
        self._readers.dispose()
        self._writers.dispose()
        self.backend.close()

    def _ring(self, bells: set[str]) -> None:
        for bell in bells & self.bells.keys():
            self.bells[bell].set()

    def _check_schema(self) -> None:
        if not self.backend.exists():
            raise NurtureError("database-missing", database=self.backend.name)
        found = self._revision()
        if found != REVISION:
            raise NurtureError("database-old" if found < REVISION else "database-newer", database=self.backend.name, found=found)

    def _revision(self) -> str:
        try:
            with self.read() as tx:
                return str(tx.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")
        except NurtureError as error:
            if error.problem.code == "database-old":
                return ""
            raise


def backend_of(url: str) -> Backend:
    """SQLite or PostgreSQL, by the address. Raises NurtureError for any other."""
    return PostgresServer(url) if url.startswith("postgresql") else SqliteFile(url)


def open_store(url: str, clock: Clock | None = None, dice: Dice | None = None) -> Store:
    """The database at `url`, `sqlite:///path` or `postgresql://…`. Raises NurtureError if it is missing, damaged or of another release."""
    return Store(url, clock or SystemClock(), dice or SystemDice())
