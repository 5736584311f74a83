"""A reader's wish to leave, answered at once: it goes into the database, or onto this host's disk where that keeps one waiting."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Literal, TypeVar

from engine.domain.errors import NurtureError
from engine.doors.mail_links import Choice, Reader, Wish, leave_all, reader_of
from engine.doors.spool import Spool
from engine.store.database import Store

T = TypeVar("T")

Taken = Reader | Literal["spooled", "unknown"]
"""Who has left; or that it is on disk alone, and who it was is not known yet; or that nobody gave out such a token."""

PATIENCE_SECONDS = 0.15
"""How long the database may take: a mail program that leaves for its reader gives up soon, and then the wish is lost."""
REST_SECONDS = 1.0
"""For so long nobody waits for a database that has just kept one waiting."""


@dataclass(slots=True)
class Wishes:
    """Where wishes go. A wish that is in both places is one wish."""

    store: Store
    spool: Spool
    resting_until: float = 0.0

    def take(self, token: str, choice: Choice) -> Taken:
        """The wish is safe when it returns. Raises NurtureError where the disk does not take it either.
        """
        return self.take_all(token, [choice])

    def take_all(self, token: str, choices: Sequence[Choice]) -> Taken:
        """The same for several wishes of one reader, which are kept all or none."""
        at = self.store.clock.now()
        wishes = [Wish(token, choice, at) for choice in choices]
        if time.monotonic() < self.resting_until:
            return self._put_down(wishes)
        try:
            return _beside(lambda: self._take(wishes)).result(PATIENCE_SECONDS)
        except (NurtureError, TimeoutError):
            self.resting_until = time.monotonic() + REST_SECONDS
            return self._put_down(wishes)
        except BaseException:
            # Whatever else went wrong is ours; the wish is kept all the same.
            self._put_down(wishes)
            raise

    def _take(self, wishes: list[Wish]) -> Taken:
        strange = leave_all(self.store, wishes)
        return (None if strange else reader_of(self.store, wishes[0].token)) or "unknown"

    def _put_down(self, wishes: list[Wish]) -> Taken:
        self.spool.add_all(wishes)
        return "spooled"


def _beside(job: Callable[[], T]) -> Future[T]:
    """Runs in a thread of its own, which may hang as long as it likes and keeps no process from its end."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(job())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, name="nurture-wish", daemon=True).start()
    return future
