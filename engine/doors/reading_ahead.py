"""Reading a large file on a second core: a twin of the process makes events of its rows, while this one writes those that it has made.

Nothing but bytes goes from one to the other. The twin is made before the database is opened: no lock or connection is shared.
"""

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import BinaryIO

import msgspec

from engine.domain.errors import NurtureError, Problem
from engine.doors.imports import Row
from grammar.twin import can_be

AT_ONCE = 500
"""Rows of one piece."""
_LENGTH = 4
Rows = Callable[[], Iterable[Row]]


class Piece(msgspec.Struct):
    """problem: why nothing comes any more; last: whether the file is at its end."""

    rows: list[Row] = []
    problem: Problem | None = None
    last: bool = False


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Piece).decode


def read_ahead(rows: Rows) -> Iterator[Row]:
    """The same rows in the same order, made elsewhere. Where the system knows no twins, here. Raises what reading raises."""
    if not can_be():
        return iter(rows())
    reads, writes = os.pipe()
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
                source = iter(rows())
                while some := list(islice(source, AT_ONCE)):
                    _send(out, Piece(some))
                _send(out, Piece(last=True))
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


def _told(pipe: BinaryIO, child: int) -> Iterator[Row]:
    try:
        with pipe:
            while length := pipe.read(_LENGTH):
                piece = _decode(pipe.read(int.from_bytes(length, "big")))
                if piece.problem is not None:
                    raise NurtureError(piece.problem.code, **piece.problem.values)
                if piece.last:
                    return
                yield from piece.rows
            raise NurtureError("import.reader-gone")
    finally:
        os.waitpid(child, 0)
