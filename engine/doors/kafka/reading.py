"""The reader within the daemon: a thread of its own, begun by the daemon's beat and begun anew after a failure."""

import threading
import time
from dataclasses import dataclass, field

from engine.domain.errors import NurtureError
from engine.doors.kafka.following import Following
from engine.doors.kafka.line import need_driver, stream_of
from engine.doors.kafka.refused import refused_in
from engine.settings.model import Settings
from engine.store.database import Store

PAUSE_SECONDS = 5.0
"""After a failure; a broker or a database that is away is not asked all the time."""


@dataclass
class Reader:
    """within: seconds that ending may take; what is not done by then is not committed, and read again."""

    following: Following
    within: float
    _stop: threading.Event = field(default_factory=threading.Event)
    _next: float = 0.0
    _thread: threading.Thread | None = None
    _failure: list[NurtureError] = field(default_factory=list)

    def beat(self) -> None:
        """Begins to follow where nobody does. Raises NurtureError for what ended it."""
        if self._stop.is_set() or (self._thread is not None and self._thread.is_alive()):
            return
        if self._failure:
            self._next = time.monotonic() + PAUSE_SECONDS
            raise self._failure.pop()
        if time.monotonic() >= self._next:
            # One that falls over without a word is begun anew only after a pause, too.
            self._next = time.monotonic() + PAUSE_SECONDS
            self._thread = threading.Thread(target=self._follow, name="nurture-kafka", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ends with the batch under way, and leaves the group."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(self.within)

    def _follow(self) -> None:
        try:
            self.following.follow(self._stop.is_set)
        except NurtureError as error:
            self._failure.append(error)


def reader_of(settings: Settings, store: Store) -> Reader | None:
    """Who reads the topics of the workspace, None where there are none. Raises NurtureError where the extra is missing."""
    account = stream_of(settings)
    if account is None:
        return None
    need_driver()
    return Reader(Following(store, account, refused_in(settings.state)), settings.delivery.stop_within)
