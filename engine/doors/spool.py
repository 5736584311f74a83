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
                is_too_much = os.fstat(handle).st_size + len(line) > LARGEST
                if is_too_much or os.write(handle, line.encode()) < len(line):
                    raise NurtureError("spool.full", file=self.path)
                os.fsync(handle)
            _sync_folder(self.path.parent)
        except OSError as error:
            raise NurtureError("spool.full", file=self.path) from error

    def read_back(self, store: Store) -> int:
        """Takes every wish into the database, then empties the spool; how many it knew.

        A wish whose token this database does not know (it may be an old copy) is kept in a file beside. A crash in between reads
        them all again, which changes nothing. Raises NurtureError while the database is still down.
        """
        if not self.path.exists() or not self.path.stat().st_size:
            return 0
        with self._locked() as handle:
            wishes = list(self._wishes())
            strange = [wish for wish in wishes if not leave(store, *wish)]
            for wish in strange:
                Spool(self.path.with_suffix(".unknown")).add(*wish)
            os.ftruncate(handle, 0)
            os.fsync(handle)
        return len(wishes) - len(strange)

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


def _sync_folder(folder: Path) -> None:
    """A file that is new is safe only with its folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
