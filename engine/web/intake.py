"""Requests that wait at once share one commit: while a group goes to disk, the next one gathers."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from engine.domain.errors import NurtureError
from engine.doors.arrivals import Arrivals, may_arrive
from engine.doors.inbox import CHUNK, Receipt, put_behind
from engine.doors.incoming import Incoming
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.writer import Priority

MOST = 1_000
"""Events of arrivals that one commit takes."""


GATHER_SECONDS = 0.003
"""So long a group waits for more at most, where requests come one upon the other."""

QUIET = 2
"""Turns of the loop that bring nothing: from a request's bytes to its events it takes one."""


class _Waiting(NamedTuple):
    incoming: Sequence[Incoming]
    answer: "asyncio.Future[Any]"


@dataclass(slots=True)
class _Line:
    """Who waits for the same. most: events of one commit; job: what is done in it, None where it must be done again."""

    most: int
    job: Callable[[Tx, Sequence[Incoming]], Sequence[Any] | None]
    waiting: deque[_Waiting] = field(default_factory=deque)
    alone: deque[_Waiting] = field(default_factory=deque)
    """Those whose group failed: each is tried by itself, so that nobody pays for another's event."""

    def take(self) -> list[_Waiting]:
        """Who came first, up to a transaction's worth of events; at least one."""
        if self.alone:
            return [self.alone.popleft()]
        group = [self.waiting.popleft()]
        size = len(group[0].incoming)
        while self.waiting and (size := size + len(self.waiting[0].incoming)) <= self.most:
            group.append(self.waiting.popleft())
        return group

    def __bool__(self) -> bool:
        return bool(self.waiting or self.alone)


class Intake:
    """Of one event loop. Puts and arrivals take turns."""

    def __init__(self, store: Store) -> None:
        self._store = store
        door = Arrivals(store)
        self._puts = _Line(CHUNK, lambda tx, incoming: put_behind(tx, store, incoming))
        self._arrivals = _Line(MOST, door.arrive_within)
        self._is_busy = False

    def put(self, incoming: Sequence[Incoming]) -> "asyncio.Future[list[Receipt]]":
        """On disk, and known whose they are, when it is done. Raises NurtureError where the database refused these events."""
        return self._wait(self._puts, incoming)

    def arrive(self, incoming: Sequence[Incoming]) -> "asyncio.Future[Any]":
        """On disk when it is done; whose they are is found out later. Raises NurtureError, `arrivals-full` where too much waits already."""
        return self._wait(self._arrivals if may_arrive(incoming) else self._puts, incoming)

    def _wait(self, line: _Line, incoming: Sequence[Incoming]) -> "asyncio.Future[Any]":
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        line.waiting.append(_Waiting(incoming, answer))
        if not self._is_busy:
            self._is_busy = True
            self._gather(loop, line)
        return answer

    def _gather(self, loop: asyncio.AbstractEventLoop, line: _Line) -> None:
        """As long as each turn of the loop brings more, they join: a commit costs as much as several requests."""
        until = loop.time() + GATHER_SECONDS

        def look(seen: int, quiet: int) -> None:
            number = len(line.waiting)
            quiet = 0 if number > seen else quiet + 1
            if line.alone or quiet >= QUIET or number >= line.most or loop.time() > until:
                self._next(loop, line)
            else:
                loop.call_soon(look, number, quiet)

        loop.call_soon(look, 0, 0)

    def _next(self, loop: asyncio.AbstractEventLoop, line: _Line) -> None:
        group = line.take()
        incoming = group[0].incoming if len(group) == 1 else [one for each in group for one in each.incoming]
        self._commit(loop, line, group, incoming)

    def _commit(self, loop: asyncio.AbstractEventLoop, line: _Line, group: list[_Waiting], incoming: Sequence[Incoming]) -> None:
        def done(future: "Future[Any]") -> None:
            loop.call_soon_threadsafe(self._done, loop, line, group, future)

        try:
            self._store.submit(Priority.INTAKE, lambda tx: line.job(tx, incoming)).add_done_callback(done)
        except NurtureError as error:
            _fail(group, error)
            self._go_on(loop, line)

    def _done(self, loop: asyncio.AbstractEventLoop, line: _Line, group: list[_Waiting], future: "Future[Any]") -> None:
        error = future.exception()
        if error is None and (found := future.result()) is None:
            self._commit(loop, line, group, [one for each in group for one in each.incoming])
            return
        if error is None:
            _answer(group, found)
        elif isinstance(error, NurtureError) and error.problem.code != "arrivals-full" and len(group) > 1:
            line.alone.extend(group)
        else:
            _fail(group, error)
        self._go_on(loop, line)

    def _go_on(self, loop: asyncio.AbstractEventLoop, line: _Line) -> None:
        other = self._puts if line is self._arrivals else self._arrivals
        following = other if other else line
        self._is_busy = bool(following)
        if following:
            self._gather(loop, following)


def _answer(group: list[_Waiting], found: Sequence[Any]) -> None:
    place = 0
    for incoming, answer in group:
        # Whoever asked may have hung up by now.
        if not answer.done():
            answer.set_result(found[place : place + len(incoming)])
        place += len(incoming)


def _fail(group: list[_Waiting], error: BaseException) -> None:
    for _, answer in group:
        if not answer.done():
            answer.set_exception(error)
