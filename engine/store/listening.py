"""Bells that other processes ring: a hint, and no more. One that is lost costs a beat, as everything is looked at then anyway."""

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

CHANNEL = "nurture"
PLACE = 0x6E757274
"""The number of the advisory lock that daemons share, and that whoever wants to be alone must have."""

WORKER = 0x776F726B
"""The first number of the lock that is one worker's own; the second is its place."""

READY_SECONDS = 5.0
"""How long a daemon waits at its start until it hears the others; it begins all the same."""

LOOK_SECONDS = 1.0
"""How often the thread looks whether it is to end, and how long it rests while there is no server."""


class Listener:
    """A thread with a connection of its own. ring: whom to tell.

    place: the server's number of this connection, which holds a lock of that number as long as it stands; "" while there is none.
    """

    def __init__(self, engine: Engine, ring: Callable[[set[str]], None]) -> None:
        self._engine = engine
        self._ring = ring
        self.place = ""
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
                    self.place = self._take_place(connection)
                    connection.exec_driver_sql(f"LISTEN {CHANNEL}")
                    self._hears.set()
                    self._listen(connection.connection.driver_connection)
            except DBAPIError:
                self._closed.wait(LOOK_SECONDS)
            except self._engine.dialect.loaded_dbapi.Error:
                # The driver's own: the connection ended while we listened.
                self._closed.wait(LOOK_SECONDS)

    def _take_place(self, connection: Connection) -> str:
        """First the lock, then the row: who finds the row without its lock knows that the worker is gone."""
        place = str(connection.exec_driver_sql(f"SELECT pg_backend_pid() FROM pg_advisory_lock({WORKER}, pg_backend_pid())").scalar())
        connection.exec_driver_sql(f"INSERT INTO workers (place) VALUES ('{place}') ON CONFLICT DO NOTHING")
        return place

    def _listen(self, driver: Any) -> None:
        while not self._closed.is_set():
            for heard in driver.notifies(timeout=LOOK_SECONDS, stop_after=1):
                self._ring({heard.payload})
