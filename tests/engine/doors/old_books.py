"""Workbooks as Excel 97 to 2003 wrote them, made by hand for the tests: records (BIFF8) in a file of sectors (Compound File Binary).

Source: Microsoft, [MS-XLS] and [MS-CFB].
"""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.engine.doors.books import Cell, Day

SECTOR = 512
SMALLEST = 4_096
"""Bytes: a shorter stream would lie among the small ones."""
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
BOOK, SHEET = 0x05, 0x10
PLAIN, AS_DAY = 0, 1
ERRORS = {"#N/A": 0x2A, "#REF!": 0x17}


def xls(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], *, merged: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    """merged: first row, last row, first column, last column of cells of the first sheet."""
    texts = list(dict.fromkeys(cell for rows in sheets.values() for row in rows for cell in row if _is_text(cell)))
    bodies = [_sheet(rows, texts, merged if number == 0 else ()) for number, rows in enumerate(sheets.values())]
    path.write_bytes(_compound(_book(list(sheets), texts, bodies)))
    return path


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str) and cell not in ERRORS


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(what: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, what, 0x0DBB, 0x07CC, 0x41, 0x06))


def _book(names: Sequence[str], texts: Sequence[Cell], bodies: Sequence[bytes]) -> bytes:
    """The stream: what belongs to the whole book, and then sheet by sheet."""
    shared = b"".join(struct.pack("<HB", len(said) // 2, 1) + said for said in (str(text).encode("utf-16-le") for text in texts))
    head = _begin(BOOK) + _record(0x0042, struct.pack("<H", 1_200)) + _record(0x0022, struct.pack("<H", 0))
    head += b"".join(_record(0x00E0, struct.pack("<HHHBBBBIIH", 0, form, 0, 0x20, 0, 0, 0, 0, 0, 0x20C0)) for form in (0, 14))
    tail = _record(0x00FC, struct.pack("<II", len(texts), len(texts)) + shared) + _record(0x000A)
    start = len(head) + sum(len(_listed(0, name)) for name in names) + len(tail)
    for name, body in zip(names, bodies, strict=True):
        head += _listed(start, name)
        start += len(body)
    return head + tail + b"".join(bodies)


def _listed(start: int, name: str) -> bytes:
    said = name.encode("utf-16-le")
    return _record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(said) // 2, 1) + said)


def _sheet(rows: Sequence[Sequence[Cell]], texts: Sequence[Cell], merged: Sequence[tuple[int, int, int, int]]) -> bytes:
    cells = b"".join(_cell(cell, line, place, texts) for line, row in enumerate(rows) for place, cell in enumerate(row))
    joined = _record(0x00E5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *one) for one in merged)) if merged else b""
    width = max((len(row) for row in rows), default=0)
    return _begin(SHEET) + _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)) + cells + joined + _record(0x000A)


def _cell(cell: Cell, line: int, place: int, texts: Sequence[Cell]) -> bytes:
    at = struct.pack("<HHH", line, place, AS_DAY if isinstance(cell, Day) else PLAIN)
    match cell:
        case None:
            return b""
        case bool():
            return _record(0x0205, at + struct.pack("<BB", cell, 0))
        case str() if cell in ERRORS:
            return _record(0x0205, at + struct.pack("<BB", ERRORS[cell], 1))
        case str():
            return _record(0x00FD, at + struct.pack("<I", texts.index(cell)))
        case _:
            return _record(0x0203, at + struct.pack("<d", float(cell)))


def _compound(stream: bytes) -> bytes:
    """One stream called `Workbook`: a header, the table of sectors, the directory, and the stream."""
    size = max(len(stream), SMALLEST)
    count = -(-size // SECTOR)
    chain = [TABLE, END, *range(3, count + 2), END]
    assert len(chain) <= SECTOR // 4, "one sector holds the whole table"
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    directory = _entry("Root Entry", 5, child=1, start=END, size=0) + _entry("Workbook", 2, child=FREE, start=2, size=size)
    directory += _entry("", 0, child=FREE, start=0, size=0) * 2
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, SMALLEST, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    return head + table + directory + stream.ljust(count * SECTOR, b"\0")


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    said = (name + "\0").encode("utf-16-le") if name else b""
    links = struct.pack("<BBIII", kind, 1, FREE, FREE, child)
    return said.ljust(64, b"\0") + struct.pack("<H", len(said)) + links + bytes(36) + struct.pack("<IQ", start, size)
