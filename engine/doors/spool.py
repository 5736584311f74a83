"""Unsubscriptions that came while the database was down: on the disk of this host until it is back, and never lost.

Who adds a wish never waits for who reads them back: what is being read has a name of its own, and a new spool begins beside it.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.domain.errors import NurtureError, Problem
from engine.domain.instants import Instant
from engine.doors.mail_links import TOKEN, Choice, Wish, is_choice, leave_all
from engine.doors.reader import read_json
from engine.store.database import Store

LARGEST = 20_000_000
"""Bytes: some 150,000 wishes. Beyond that somebody is filling the disk."""

TOGETHER = 20
"""Wishes a transaction takes: some 10 ms of the writer."""


def spool_in(state: Path) -> "Spool":
    """The spool of the workspace whose `.nurture` folder that is."""
    return Spool(state / "unsubscribe.spool")


@dataclass(frozen=True, slots=True)
class Spool:
    """One line a wish, appended and synced before anyone is answered."""

    path: Path

    def add(self, token: str, choice: Choice, at: Instant) -> None:
        """Raises NurtureError where the disk does not take it either."""
        self.add_all([Wish(token, choice, at)])

    def add_all(self, wishes: list[Wish]) -> None:
        """The same for several, which are kept all or none."""
        # It begins a line of its own, whatever part of one a full disk has left behind.
        text = "\n" + "".join(json.dumps(wish._asdict()) + "\n" for wish in wishes)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _locked(self.path) as handle:
                size = os.fstat(handle).st_size
                if size + len(text) > LARGEST or os.write(handle, text.encode()) < len(text):
                    os.ftruncate(handle, size)
                    raise NurtureError("spool.full", file=self.path)
                os.fsync(handle)
            _sync_folder(self.path.parent)
        except OSError as error:
            raise NurtureError("spool.full", file=self.path) from error

    def read_back(self, store: Store) -> int:
        """Takes every wish into the database, then drops what was read; how many it knew.

        A wish whose token this database does not know (it may be an old copy) is kept in a file beside. A crash in between reads
        them all again, which changes nothing. Where another process reads just now, that is left to it. Raises NurtureError while the
        database is still down, or the files cannot be read.
        """
        if not self.path.exists() and not self._reading.exists():
            return 0
        try:
            # One reads at a time; nobody waits for one that may stand still, nor does who adds a wish.
            with _locked(self.path.with_suffix(".lock"), is_waiting=False):
                return self._read(store) + self._read(store)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise NurtureError("spool.unreadable", file=self.path) from error

    @property
    def _reading(self) -> Path:
        return self.path.with_suffix(".reading")

    def _read(self, store: Store) -> int:
        """What an earlier reading has left, else what has come since."""
        if not self._reading.exists():
            if not self.path.exists():
                return 0
            with _locked(self.path):
                # Who waits for this lock finds that it is not the spool any more, and opens the new one.
                self.path.rename(self._reading)
        known = sum(self._take(store, wishes) for wishes in _together(self._reading))
        self._reading.unlink()
        return known

    def _take(self, store: Store, wishes: list[Wish]) -> int:
        strange = leave_all(store, wishes)
        if strange:
            Spool(self.path.with_suffix(".unknown")).add_all(strange)
        return len(wishes) - len(strange)


def _together(path: Path) -> Iterator[list[Wish]]:
    wishes = _wishes(path)
    while some := list(islice(wishes, TOGETHER)):
        yield some


def _wishes(path: Path) -> Iterator[Wish]:
    """The lines that are whole: of the last one a crash may have left a part, and nobody was answered for it."""
    with path.open("rb") as file:
        for line in file:
            said = read_json(line)
            if isinstance(said, Problem) or not isinstance(said, dict):
                continue
            token, choice, at = said.get("token"), said.get("choice"), said.get("at")
            if isinstance(token, str) and TOKEN.fullmatch(token) and isinstance(at, int):
                # What cannot be read any more means everything: nobody is mailed for a wish that was not understood.
                yield Wish(token, choice if isinstance(choice, str) and is_choice(choice) else "all", at)


@contextmanager
def _locked(path: Path, *, is_waiting: bool = True) -> Iterator[int]:
    """The file for one process alone: the one that has this name once the lock is had. Raises BlockingIOError where it is not to wait."""
    while True:
        handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if is_waiting else fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(handle, path):
                yield handle
                return
        finally:
            os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    """A file that is new is safe only with its folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
