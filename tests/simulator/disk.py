"""A real SQLite file that all processes of a world share, and a store for each that may die with it."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from engine.clock import LoadedDice
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.sqlite import SqliteFile
from engine.store.writer import Priority, Queue
from tests.simulator.points import SNAPSHOT, writer_of

if TYPE_CHECKING:
    from tests.simulator.process import Process

T = TypeVar("T")

REFUSALS = ("database or disk is full", "database is locked")


class Disk:
    """The file and its connections, which outlive every process."""

    def __init__(self, folder: Path, content: bytes) -> None:
        (folder / "world.db").write_bytes(content)
        self.url = f"sqlite:///{folder / 'world.db'}?synchronous=OFF"
        self.file = SqliteFile(self.url)
        self.name = self.file.name
        self.is_shared = False
        self._readers, self._writers = self.file.readers(), self.file.writers()
        self._looking = self._readers.raw_connection()

    def look(self, statement: str, *values: Any) -> list[Any]:
        """What is committed, past everyone."""
        cursor = self._looking.cursor()
        try:
            return list(cursor.execute(statement, values).fetchall())
        finally:
            cursor.close()

    def close(self) -> None:
        self._looking.close()
        self._readers.dispose()
        self._writers.dispose()

    # ── as a backend of a store ─────────────────────────────────────────────────────────

    def exists(self) -> bool:
        return True

    def readers(self) -> Engine:
        return self._readers

    def writers(self) -> Engine:
        return self._writers

    def become_daemon(self, ring: Callable[[set[str]], None]) -> None:
        """Who runs, the world knows."""

    @property
    def place(self) -> str:
        """Whose a claim is, the world knows."""
        return ""

    def be_alone(self) -> None:
        """The same."""

    def make_room(self) -> None:
        """Nobody here need wait."""

    def has_room(self) -> bool:
        """Others always write here."""
        return False


class TakingTurns(Queue):
    """Writes when an answer is asked for: all that waits by then shares its commits, as it would in the writer's thread."""

    def __init__(self, engine: Engine, database: str, process: "Process") -> None:
        super().__init__(database, process.committed, lambda: 0.0)
        self._engine = engine
        self._process = process

    def work_off(self) -> None:
        """Nobody else goes on meanwhile: only one writes at a time."""
        while self._heap:
            self._process.check()
            with self._engine.connect() as connection:
                self.carry_out(connection, self._group())
        self._process.check()

    def close(self) -> None:
        """A process that ends writes nothing any more."""

    def _promise(self) -> "Future[Any]":
        return _Promise(self)


class _Promise(Future[Any]):
    """An answer that is worked for when it is asked for."""

    def __init__(self, writer: TakingTurns) -> None:
        super().__init__()
        self._writer = writer

    def result(self, timeout: float | None = None) -> Any:
        if not self.done():
            self._writer.work_off()
        return super().result(timeout)


class ProcessStore(Store):
    """The store of one process, with points around whatever it does."""

    def __init__(self, disk: Disk, process: "Process", dice: LoadedDice) -> None:
        self.process = process

        def writing(engine: Engine, database: str, ring: Callable[[set[str]], None]) -> TakingTurns:
            return TakingTurns(engine, database, process)

        super().__init__(disk.url, process.clock, dice, backend=disk, writing=writing)

    def write(self, priority: Priority, job: Callable[[Tx], T]) -> T:
        what = writer_of(1)
        self.process.point(f"before {what}")
        answer = super().write(priority, self._within(what, job))
        self.process.point(f"after {what}")
        return answer

    def submit(self, priority: Priority, job: Callable[[Tx], T]) -> Future[T]:
        what = writer_of(1)
        future = super().submit(priority, self._within(what, job))
        self.process.point(f"handed {what}")
        return future

    @contextmanager
    def read(self) -> Iterator[Tx]:
        self.process.check()
        with super().read() as tx:
            yield tx
        self.process.point(SNAPSHOT)

    def _within(self, what: str, job: Callable[[Tx], T]) -> Callable[[Tx], T]:
        process = self.process

        def done(tx: Tx) -> T:
            process.check()
            answer = job(tx)
            process.dies_at(f"inside {what}")
            if process.strikes("refuse_disk"):
                said = process.dice.choice(REFUSALS)
                process.tell(f"{what}: {said}")
                raise OperationalError("", None, RuntimeError(said))
            return answer

        return done
