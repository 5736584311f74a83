"""The one who writes: intake first, then fences and settlements, then work; small jobs that wait together share one commit.

A job is a function of a transaction. It may be run twice (its group failed and each is tried alone), so it must do
nothing but read and write through the transaction it is given.
"""

import heapq
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from engine.domain.errors import NurtureError
from engine.store.failures import translated

T = TypeVar("T")

HOLD_SECONDS = 0.008
"""A group takes no further job after this long, so that nobody holds the lock much above 10 ms."""

PATIENCE_SECONDS = 0.03
"""Work that has waited this long goes before the next group of others: priorities never starve it."""


class Priority(IntEnum):
    INTAKE = 0
    FENCE = 1
    SETTLE = 2
    WORK = 3


class _Job(NamedTuple):
    """Jobs are compared by priority, then by number, which no two share."""

    priority: int
    number: int
    run: Callable[[Connection], Any]
    since: float
    future: "Future[Any]"


class Writer(Protocol):
    """held: seconds the newest commit held the lock."""

    @property
    def held(self) -> float: ...

    def submit(self, priority: Priority, job: Callable[[Connection], T]) -> "Future[T]":
        """The job's answer to come, once it is on disk.

        It raises what the job raised, or NurtureError for what the database refused.
        """
        ...

    def close(self) -> None:
        """Finishes what waits, and takes nothing more."""
        ...


class Queue:
    """What waits to be written, and how a group of it is committed. Who calls `carry_out` writes."""

    def __init__(self, database: str, ring: Callable[[set[str]], None], timer: Callable[[], float] = time.monotonic) -> None:
        self.held = 0.0
        self._database = database
        self._ring = ring
        self._timer = timer
        self._heap: list[_Job] = []
        self._numbers = 0
        self._waiting = threading.Condition()
        self._closed = False

    def submit(self, priority: Priority, job: Callable[[Connection], T]) -> "Future[T]":
        """Raises NurtureError once it is closed."""
        with self._waiting:
            if self._closed:
                raise NurtureError("database-closed", database=self._database)
            self._numbers += 1
            entry = _Job(priority, self._numbers, job, self._timer(), self._promise())
            heapq.heappush(self._heap, entry)
            self._waiting.notify()
        return entry.future

    def carry_out(self, connection: Connection, group: list[_Job]) -> None:
        """One commit; what did not fit into its time waits on."""
        if connection.dialect.name == "postgresql":
            # Who locks rows of leads goes before who stamps receipts: the same order in every transaction, and nobody waits in a circle.
            group.sort(key=lambda job: job.priority != Priority.FENCE)
        left = self._commit(connection, group)
        with self._waiting:
            for job in left:
                heapq.heappush(self._heap, job)

    def _promise(self) -> "Future[Any]":
        return Future()

    def _group(self) -> list[_Job]:
        """Jobs for one commit: those of intake and fences together, one of work by itself. Something waits."""
        if (tired := self._tired()) is not None:
            self._heap.remove(tired)
            heapq.heapify(self._heap)
            return [tired]
        group = [heapq.heappop(self._heap)]
        while group[0].priority < Priority.WORK and self._heap and self._heap[0].priority < Priority.WORK:
            group.append(heapq.heappop(self._heap))
        return group

    def _tired(self) -> _Job | None:
        """The oldest job of work behind others, if it has waited long enough."""
        limit = self._timer() - PATIENCE_SECONDS
        waiting = (job for job in self._heap if job.priority == Priority.WORK and job.since < limit)
        return None if self._heap[0].priority == Priority.WORK else min(waiting, default=None)

    def _commit(self, connection: Connection, group: list[_Job]) -> list[_Job]:
        """Commits as many as fit into the time; those that are left. If the group fails, each of it is tried alone."""
        answers, error = self._attempt(connection, group)
        if error is None:
            for job, answer in zip(group, answers, strict=False):
                job.future.set_result(answer)
            return group[len(answers) :]
        if len(group) > 1:
            for job in group:
                self._commit(connection, [job])
        else:
            group[0].future.set_exception(translated(error, self._database) if isinstance(error, DBAPIError) else error)
        return []

    def _attempt(self, connection: Connection, group: list[_Job]) -> tuple[list[Any], BaseException | None]:
        """One transaction. What goes wrong in it is the callers' to hear of, never the end of this thread."""
        answers: list[Any] = []
        started = self._timer()
        try:
            with connection.begin():
                connection.info["bells"] = set()
                for job in group:
                    if answers and self._timer() - started > HOLD_SECONDS:
                        break
                    answers.append(job.run(connection))
        except BaseException as error:
            return [], error
        self.held = self._timer() - started
        self._ring(connection.info["bells"])
        return answers, None


class ThreadWriter(Queue):
    """A thread of its own that writes; callers are blocked until their job is committed or has failed."""

    def __init__(self, engine: Engine, database: str, ring: Callable[[set[str]], None]) -> None:
        super().__init__(database, ring)
        self._engine = engine
        self._thread = threading.Thread(target=self._loop, name="nurture-writer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Finishes what waits, then ends the thread."""
        with self._waiting:
            self._closed = True
            self._waiting.notify()
        self._thread.join()

    def _loop(self) -> None:
        while group := self._next_group():
            try:
                connection = self._engine.connect()
            except DBAPIError as error:
                for job in group:
                    job.future.set_exception(translated(error, self._database))
                continue
            with connection:
                self.carry_out(connection, group)
                while group := self._next_group():
                    self.carry_out(connection, group)
            return

    def _next_group(self) -> list[_Job]:
        """Waits for it. Empty when all is over."""
        with self._waiting:
            while not self._heap and not self._closed:
                self._waiting.wait()
            return self._group() if self._heap else []


Writing: TypeAlias = Callable[[Engine, str, Callable[[set[str]], None]], Writer]
"""Makes the writer of a store: from its connections, what people call the database, and whom to tell of bells."""
