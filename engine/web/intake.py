"""Requests that wait at once share one commit: while a batch goes to disk, the next one gathers."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from engine.domain.errors import NurtureError
from engine.doors.inbox import CHUNK, Incoming, Receipt, put
from engine.store.database import Store

_Waiting = tuple[Sequence[Incoming], "asyncio.Future[list[Receipt]]"]


@dataclass(slots=True)
class Intake:
    """Of one event loop."""

    store: Store
    _waiting: deque[_Waiting] = field(default_factory=deque)
    _flushing: "asyncio.Task[None] | None" = None

    async def put(self, incoming: Sequence[Incoming]) -> list[Receipt]:
        """On disk when it returns. Raises NurtureError where the database refused these events."""
        answer: asyncio.Future[list[Receipt]] = asyncio.get_running_loop().create_future()
        self._waiting.append((incoming, answer))
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush())
        return await answer

    async def _flush(self) -> None:
        while self._waiting:
            await self._together(self._take())

    def _take(self) -> list[_Waiting]:
        """Who came first, up to a transaction's worth of events; at least one."""
        group = [self._waiting.popleft()]
        size = len(group[0][0])
        while self._waiting and (size := size + len(self._waiting[0][0])) <= CHUNK:
            group.append(self._waiting.popleft())
        return group

    async def _together(self, group: list[_Waiting]) -> None:
        """One commit for all; where it fails, each is tried alone, so that nobody pays for another's event."""
        try:
            receipts = await run_in_threadpool(put, self.store, [one for incoming, _ in group for one in incoming])
        except NurtureError as error:
            if len(group) > 1:
                for alone in group:
                    await self._together([alone])
            else:
                _fail(group, error)
        except BaseException as error:
            _fail(group, error)
            raise
        else:
            rest = iter(receipts)
            for incoming, answer in group:
                own = [next(rest) for _ in incoming]
                # Whoever asked may have hung up by now.
                if not answer.done():
                    answer.set_result(own)


def _fail(group: list[_Waiting], error: BaseException) -> None:
    for _, answer in group:
        if not answer.done():
            answer.set_exception(error)
