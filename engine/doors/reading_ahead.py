"""Reading a large file on a second core: a twin of the process makes events of its rows, while this one writes those that it has made.

Nothing but bytes goes from one to the other. The twin is made before the database is opened: no lock or connection is shared.
"""

import fcntl
import gc
import os
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

import msgspec

from engine.domain.errors import NurtureError, Problem
from engine.doors.imports import Batch, Row, gathered
from grammar.twin import can_be

AHEAD = 1 << 20
"""Bytes between the two: the most that a user who is not root may ask for."""
_LENGTH = 4
Rows = Callable[[], Iterable[Row]]


class Piece(msgspec.Struct):
    """problem: why nothing comes any more; without a batch the file is at its end."""

    batch: Batch | None = None
    problem: Problem | None = None


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Piece).decode


def read_ahead(rows: Rows) -> Iterator[Batch]:
    """The same rows in the same order, made elsewhere. Where the system knows no twins, here. Raises what reading raises."""
    if not can_be():
        return gathered(rows())
    reads, writes = os.pipe()
    if (wider := getattr(fcntl, "F_SETPIPE_SZ", None)) is not None:
        # As much as two transactions take, so that the twin goes on while one is written.
        fcntl.fcntl(writes, wider, AHEAD)
    child = os.fork()
    if child == 0:
        os.close(reads)
        _tell(rows, writes)
    os.close(writes)
    return _told(os.fdopen(reads, "rb", buffering=1 << 20), child)


def _tell(rows: Rows, to: int) -> None:
    """The twin's whole life. It leaves nothing behind, and runs nothing of what its parent would at its end."""
    gc.disable()
    code = 1
    try:
        with os.fdopen(to, "wb", buffering=1 << 20) as out:
            try:
                for batch in gathered(rows()):
                    _send(out, Piece(batch))
                _send(out, Piece())
            except NurtureError as error:
                _send(out, Piece(problem=error.problem))
        code = 0
    except BrokenPipeError:
        code = 0
    finally:
        os._exit(code)


def _send(out: BinaryIO, piece: Piece) -> None:
    told = _encode(piece)
    out.write(len(told).to_bytes(_LENGTH, "big") + told)


def _told(pipe: BinaryIO, child: int) -> Iterator[Batch]:
    try:
        with pipe:
            while length := pipe.read(_LENGTH):
                piece = _decode(pipe.read(int.from_bytes(length, "big")))
                if piece.problem is not None:
                    raise NurtureError(piece.problem.code, **piece.problem.values)
                if piece.batch is None:
                    return
                yield piece.batch
            raise NurtureError("import.reader-gone")
    finally:
        os.waitpid(child, 0)
