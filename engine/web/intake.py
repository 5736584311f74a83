"""Requests that wait at once share one commit: while a group goes to disk, the next one gathers."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from engine.domain.errors import NurtureError
from engine.doors.arrivals import Arrivals, Kept, kept, may_arrive
from engine.doors.inbox import CHUNK, Receipt, put_behind
from engine.doors.incoming import Incoming
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.writer import Priority

MOST = 2_500
"""Events of arrivals that one commit takes."""


GATHER_SECONDS = 0.003
"""So long a group waits for more at most, where requests come one upon the other."""

QUIET = 2
"""Turns of the loop that bring nothing: from a request's bytes to its events it takes one."""


class _Waiting(NamedTuple):
    """size: events it brings; said: they, or what goes to disk of them."""

    size: int
    said: Any
    answer: "asyncio.Future[Any]"


@dataclass(slots=True)
class _Line:
    """Who waits for the same.

    most: events of one commit; job: what is done in it, with what each has said; the answer to each, or None where it must be done again.
    """

    most: int
    job: Callable[[Tx, list[Any]], list[Any] | None]
    waiting: deque[_Waiting] = field(default_factory=deque)
    alone: deque[_Waiting] = field(default_factory=deque)
    """Those whose group failed: each is tried by itself, so that nobody pays for another's event."""

    def take(self) -> list[_Waiting]:
        """Who came first, up to a transaction's worth of events; at least one."""
        if self.alone:
            return [self.alone.popleft()]
        group = [self.waiting.popleft()]
        size = group[0].size
        while self.waiting and (size := size + self.waiting[0].size) <= self.most:
            group.append(self.waiting.popleft())
        return group

    def __bool__(self) -> bool:
        return bool(self.waiting or self.alone)


class Intake:
    """Of one event loop. Puts and arrivals take turns."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._door = Arrivals(store)
        self._puts = _Line(CHUNK, self._put_within)
        self._arrivals = _Line(MOST, self._arrive_within)
        self._is_busy = False

    def put(self, incoming: Sequence[Incoming]) -> "asyncio.Future[list[Receipt]]":
        """On disk, and known whose they are, when it is done. Raises NurtureError where the database refused these events."""
        return self._wait(self._puts, len(incoming), incoming)

    def arrive(self, said: Sequence[Incoming] | Kept) -> "asyncio.Future[Any]":
        """On disk when it is done; whose they are is found out later. Raises NurtureError, `arrivals-full` where too much waits already."""
        if not isinstance(said, Kept):
            if not may_arrive(said):
                return self.put(said)
            said = kept(said)
        return self._wait(self._arrivals, said.number, said)

    def _put_within(self, tx: Tx, said: list[Sequence[Incoming]]) -> list[Any] | None:
        found = put_behind(tx, self._store, [one for each in said for one in each])
        if found is None:
            return None
        receipts = iter(found)
        return [list(islice(receipts, len(each))) for each in said]

    def _arrive_within(self, tx: Tx, said: list[Kept]) -> list[None]:
        self._door.arrive_within(tx, said)
        return [None] * len(said)

    def _wait(self, line: _Line, size: int, said: Any) -> "asyncio.Future[Any]":
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        line.waiting.append(_Waiting(size, said, answer))
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
                self._commit(loop, line, line.take())
            else:
                loop.call_soon(look, number, quiet)

        loop.call_soon(look, 0, 0)

    def _commit(self, loop: asyncio.AbstractEventLoop, line: _Line, group: list[_Waiting]) -> None:
        said = [one.said for one in group]

        def done(future: "Future[Any]") -> None:
            loop.call_soon_threadsafe(self._done, loop, line, group, future)

        try:
            self._store.submit(Priority.INTAKE, lambda tx: line.job(tx, said)).add_done_callback(done)
        except NurtureError as error:
            _fail(group, error)
            self._go_on(loop, line)

    def _done(self, loop: asyncio.AbstractEventLoop, line: _Line, group: list[_Waiting], future: "Future[Any]") -> None:
        error = future.exception()
        if error is None and (found := future.result()) is None:
            self._commit(loop, line, group)
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


def _answer(group: list[_Waiting], found: list[Any]) -> None:
    for one, said in zip(group, found, strict=True):
        # Whoever asked may have hung up by now.
        if not one.answer.done():
            one.answer.set_result(said)


def _fail(group: list[_Waiting], error: BaseException) -> None:
    for one in group:
        if not one.answer.done():
            one.answer.set_exception(error)
