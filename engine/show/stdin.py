"""A text that comes by the standard input: `-`, with the name of the file it stands for."""

import sys
from collections.abc import Sequence
from pathlib import Path

from engine.domain.errors import NurtureError

STDIN = Path("-")


def stdin_of(paths: Sequence[Path], name: Path | None) -> bytes | None:
    """What came, where `-` is all that is named; None where files are. Raises NurtureError for a call that mixes them."""
    if STDIN not in paths:
        if name is not None:
            raise NurtureError("stdin-name-alone", path=name)
        return None
    if len(paths) > 1:
        raise NurtureError("stdin-stands-alone")
    return sys.stdin.buffer.read()
