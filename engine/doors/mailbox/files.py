"""Mails in files: one in each `.eml`, a folder of them, or many in an mbox."""

from collections.abc import Iterator
from mailbox import mbox
from pathlib import Path

from engine.domain.errors import NurtureError
from engine.doors.mailbox.letters import LARGEST


def mails_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """(where it stands, its octets). Raises NurtureError for what is not there or cannot be read."""
    try:
        if path.is_dir():
            for one in sorted(path.glob("*.eml")):
                yield str(one), _read(one)
        elif _read(path)[:5] == b"From ":
            yield from ((f"{path}#{number}", mail) for number, mail in enumerate(_all_in(path), start=1))
        else:
            yield str(path), _read(path)
    except OSError as error:
        raise NurtureError("no-such-file", path=path) from error


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST)


def _all_in(path: Path) -> Iterator[bytes]:
    box = mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)[:LARGEST]
    finally:
        box.close()
