"""Unsubscriptions that came while the database was down: on the disk of this host until it is back, and never lost."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.domain.errors import NurtureError, Problem
from engine.domain.instants import Instant
from engine.doors.mail_links import TOKEN, Choice, leave
from engine.doors.reader import read_json
from engine.store.database import Store

LARGEST = 20_000_000
"""Bytes: some 150,000 wishes. Beyond that somebody is filling the disk."""


def spool_in(state: Path) -> "Spool":
    """The spool of the workspace whose `.nurture` folder that is."""
    return Spool(state / "unsubscribe.spool")


@dataclass(frozen=True, slots=True)
class Spool:
    """One line a wish, appended and synced before anyone is answered."""

    path: Path

    def add(self, token: str, choice: Choice, at: Instant) -> None:
        """Raises NurtureError where the disk does not take it either."""
        # It begins a line of its own, whatever part of one a full disk has left behind.
        line = "\n" + json.dumps({"token": token, "choice": choice, "at": at}) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._locked() as handle:
                if os.fstat(handle).st_size + len(line) > LARGEST:
                    raise NurtureError("spool.full", file=self.path)
                os.write(handle, line.encode())
                os.fsync(handle)
        except OSError as error:
            raise NurtureError("spool.full", file=self.path) from error

    def read_back(self, store: Store) -> int:
        """Takes every wish into the database, then empties the spool; how many were new or old wishes of known tokens.

        A crash in between reads them again, which changes nothing. Raises NurtureError while the database is still down.
        """
        if not self.path.exists() or not self.path.stat().st_size:
            return 0
        with self._locked() as handle:
            count = sum(leave(store, token, choice, at) for token, choice, at in self._wishes())
            os.ftruncate(handle, 0)
            os.fsync(handle)
        return count

    def _wishes(self) -> Iterator[tuple[str, Choice, Instant]]:
        """The lines that are whole: of the last one a crash may have left a part, and nobody was answered for it."""
        with self.path.open("rb") as file:
            for line in file:
                wish = read_json(line)
                if isinstance(wish, Problem) or not isinstance(wish, dict):
                    continue
                token, choice, at = wish.get("token"), wish.get("choice"), wish.get("at")
                if isinstance(token, str) and TOKEN.fullmatch(token) and isinstance(at, int):
                    yield token, "topic" if choice == "topic" else "all", at

    @contextmanager
    def _locked(self) -> Iterator[int]:
        handle = os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield handle
        finally:
            os.close(handle)
