"""What comes in from an editor, kept to sizes that an editor sends."""

from io import BufferedIOBase
from typing import BinaryIO

LONGEST = 64 * 2**20
"""Bytes of a message: a text of the longest kind that is read is far below it."""
_PIECE = 2**16
_NOTHING = b'""'


class Hearing(BufferedIOBase):
    """The stream of an editor. A message that is too long is read past, and nothing is heard in its place."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def readline(self, size: int | None = -1, /) -> bytes:
        """A line of a head; one without an end is cut where no head is that long."""
        return self.stream.readline(_PIECE)

    def read(self, size: int | None = -1, /) -> bytes:
        """The body of a message, of as many bytes as its head said."""
        left = size or 0
        if left <= LONGEST:
            return self.stream.read(left)
        while left > 0 and (piece := self.stream.read(min(left, _PIECE))):
            left -= len(piece)
        return b"" if left else _NOTHING
