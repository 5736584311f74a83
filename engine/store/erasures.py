"""The log of erasures and the key of its digests: beside the database and apart from its copies, so that an older copy forgets again.

The log holds names thrown by dice, moments and digests. A line is on the disk before the first row is touched.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from engine.clock import Dice
from engine.domain.errors import NurtureError
from engine.domain.instants import Instant
from engine.settings.model import Settings
from engine.store.copies import sync_folder

LOG, KEY = "erasures.log", "erasures.key"
"""In the state folder."""

SHORTEST = 32
"""Characters of a key."""


class Line(NamedTuple):
    """digests: of what the person was known by. lifted: from here on the person may come back."""

    name: str
    at: Instant
    digests: tuple[str, ...] = ()
    lifted: bool = False


@dataclass(frozen=True, slots=True)
class ErasureLog:
    """told: the key, where the environment says it."""

    folder: Path
    told: str = field(default="", repr=False)

    @property
    def path(self) -> Path:
        return self.folder / LOG

    def key(self) -> bytes | None:
        """The key, None where none was made yet. Raises NurtureError for one that is too short."""
        text = self.told or _text(self.folder / KEY)
        if text and len(text) < SHORTEST:
            raise NurtureError("erasures-key-short", length=SHORTEST)
        return text.encode() or None

    def made_key(self, dice: Dice) -> bytes:
        """The key; made once, readable for its owner alone, and on the disk when it returns."""
        known = self.key()
        if known is not None:
            return known
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = dice.token() + dice.token()
        unfinished = self.folder / f".{KEY}.{dice.token()}"
        handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            os.write(handle, text.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
        try:
            # Whoever comes second finds the first one's key.
            os.link(unfinished, self.folder / KEY)
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()
        sync_folder(self.folder)
        return self.key() or b""

    def append(self, line: Line) -> None:
        """On the disk when it returns. Raises NurtureError where the disk does not take it: then nothing is erased."""
        text = ("\n" + json.dumps(line._asdict()) + "\n").encode()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                written = os.write(handle, text)
                os.fsync(handle)
            finally:
                os.close(handle)
            sync_folder(self.folder)
        except OSError as error:
            raise NurtureError("erasures-unwritten", file=self.path) from error
        if written < len(text):
            raise NurtureError("erasures-unwritten", file=self.path)

    def lifted(self, name: str, at: Instant) -> None:
        """From here on the person may come back; an older copy still forgets what it knows of them."""
        self.append(Line(name, at, lifted=True))

    def read(self) -> Iterator[Line]:
        """The lines that are whole, in their order."""
        if self.path.exists():
            with self.path.open("rb") as file:
                yield from (line for line in map(_line, file) if line is not None)


def erasures_of(settings: Settings) -> ErasureLog:
    """The log of the workspace; its key stands beside it unless the environment says one."""
    return ErasureLog(settings.state, settings.erasures.key.get_secret_value())


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise NurtureError("erasures-key-unreadable", file=path) from error


def _line(text: bytes) -> Line | None:
    try:
        said: Any = json.loads(text)
        return Line(str(said["name"]), int(said["at"]), tuple(map(str, said.get("digests", ()))), bool(said.get("lifted")))
    except (ValueError, KeyError, TypeError):
        return None
