"""The log of suppressions: beside the database and apart from its copies, so that an older copy knows who has left since.

One line a wish, in the order of their commits. It is written before the commit: what it has too much is a wish that was not kept in
the database either way, and nobody is mailed for that. Lines are only ever added.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from engine.domain.instants import Instant
from engine.store import people
from engine.store.copies import sync_folder
from engine.store.hot import Tx
from engine.store.noted import NOTED, Wish
from engine.store.schema import addresses

AT_ONCE = 500
"""Wishes one transaction takes."""


class Applied(NamedTuple):
    """lines: of the log; closed: addresses the database had not known as closed."""

    lines: int
    closed: int


@dataclass
class WishLog:
    """is_whole: False while a line may be missing, because the disk did not take it or nobody has compared yet."""

    path: Path
    is_whole: bool = field(default=False)

    def before_commit(self, tx: Tx) -> None:
        """What the transaction has noted goes to the disk."""
        noted = tx.info.pop(NOTED, None)
        if noted:
            self.append(noted)

    def undone(self, tx: Tx) -> None:
        """It was given up, and what it had noted with it."""
        tx.info.pop(NOTED, None)

    def append(self, wishes: Iterable[Wish]) -> None:
        """On the disk when it returns. A disk that does not take them stops nobody from leaving: `complete` adds them later."""
        text = "".join(json.dumps(one._asdict(), ensure_ascii=False) + "\n" for one in wishes)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_new = not self.path.exists()
            with self._locked() as handle:
                if os.write(handle, text.encode()) < len(text.encode()):
                    self.is_whole = False
                os.fsync(handle)
            if is_new:
                sync_folder(self.path.parent)
        except OSError:
            self.is_whole = False

    def read(self) -> Iterator[Wish]:
        """The lines that are whole, in their order."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for line in file:
                wish = _read(line)
                if wish is not None:
                    yield wish

    def complete(self, tx: Tx) -> int:
        """Adds what the database knows and the log does not; how many. Nothing to do while it is whole."""
        if self.is_whole:
            return 0
        known = {(one.address, one.topic) for one in self.read() if one.reason}
        rows = tx.execute(select(addresses.c.address, addresses.c.topic, addresses.c.reason, addresses.c.at).order_by(addresses.c.at))
        missing = [Wish(*row) for row in rows if (row.address, row.topic) not in known]
        self.is_whole = True
        if missing:
            self.append(missing)
        return len(missing)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        handle = os.open(self.path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield handle
        finally:
            os.close(handle)


def apply(tx: Tx, wishes: Iterable[Wish]) -> Applied:
    """What the log knows holds in this database too. A topic that was allowed again after all is open."""
    state: dict[tuple[str, str], tuple[str, Instant]] = {}
    lines = list(wishes)
    for one in lines:
        if one.reason:
            state.setdefault((one.address, one.topic), (one.reason, one.at))
        elif (one.address, one.topic) in state:
            # Opened by hand, it need not be closed anew; what the copy itself has closed for everything stays so.
            del state[one.address, one.topic]
            people.allow(tx, one.address, one.topic)
    rows = [(address, topic, reason, at) for (address, topic), (reason, at) in state.items()]
    before = _closed(tx)
    for start in range(0, len(rows), AT_ONCE):
        people.suppress(tx, rows[start : start + AT_ONCE])
    tx.info.pop(NOTED, None)
    return Applied(len(lines), _closed(tx) - before)


def _closed(tx: Tx) -> int:
    return len(tx.execute(select(addresses.c.address)).all())


def _read(line: bytes) -> Wish | None:
    """None for what a full disk or a power cut has left of a line."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("address"), str):
        return None
    return Wish(said["address"], str(said.get("topic", "")), str(said.get("reason", "")), int(said.get("at", 0)))
