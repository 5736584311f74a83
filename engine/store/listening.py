"""Bells that other processes ring: a hint, and no more. One that is lost costs a beat, as everything is looked at then anyway."""

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

CHANNEL = "nurture"
PLACE = 0x6E757274
"""The number of the advisory lock that daemons share, and that whoever wants to be alone must have."""

READY_SECONDS = 5.0
"""How long a daemon waits at its start until it hears the others; it begins all the same."""

LOOK_SECONDS = 1.0
"""How often the thread looks whether it is to end, and how long it rests while there is no server."""


class Listener:
    """A thread with a connection of its own. ring: whom to tell."""

    def __init__(self, engine: Engine, ring: Callable[[set[str]], None]) -> None:
        self._engine = engine
        self._ring = ring
        self._closed = threading.Event()
        self._hears = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="nurture-listener", daemon=True)
        self._thread.start()
        self._hears.wait(READY_SECONDS)

    def close(self) -> None:
        """Within a second."""
        self._closed.set()
        self._thread.join()
        self._engine.dispose()

    def _loop(self) -> None:
        while not self._closed.is_set():
            try:
                with self._engine.connect() as connection:
                    connection.exec_driver_sql(f"SELECT pg_advisory_lock_shared({PLACE})")
                    connection.exec_driver_sql(f"LISTEN {CHANNEL}")
                    self._hears.set()
                    self._listen(connection.connection.driver_connection)
            except DBAPIError:
                self._closed.wait(LOOK_SECONDS)
            except self._engine.dialect.loaded_dbapi.Error:
                # The driver's own: the connection ended while we listened.
                self._closed.wait(LOOK_SECONDS)

    def _listen(self, driver: Any) -> None:
        while not self._closed.is_set():
            for heard in driver.notifies(timeout=LOOK_SECONDS, stop_after=1):
                self._ring({heard.payload})
