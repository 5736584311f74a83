"""A reader's wish to leave, answered at once: it goes into the database, or onto this host's disk where that keeps one waiting."""

import threading
import time
from collections.abc import Callable
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
        wish = Wish(token, choice, self.store.clock.now())
        if time.monotonic() < self.resting_until:
            return self._put_down(wish)
        try:
            return _beside(lambda: self._take(wish)).result(PATIENCE_SECONDS)
        except (NurtureError, TimeoutError):
            self.resting_until = time.monotonic() + REST_SECONDS
            return self._put_down(wish)
        except BaseException:
            # Whatever else went wrong is ours; the wish is kept all the same.
            self._put_down(wish)
            raise

    def _take(self, wish: Wish) -> Taken:
        strange = leave_all(self.store, [wish])
        return (None if strange else reader_of(self.store, wish.token)) or "unknown"

    def _put_down(self, wish: Wish) -> Taken:
        self.spool.add(*wish)
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
