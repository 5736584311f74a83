"""Rows of a CSV file from a spreadsheet: UTF-8, UTF-16 or CP932; comma, tab or semicolon. A broken row costs only itself."""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from engine.domain.errors import NurtureError, Problem
from engine.doors.csv_cells import MARK, read_back
from engine.doors.events import Rejection
from engine.doors.sheets import Record, Sheet

LONGEST_RECORD = 200
"""Lines one record may span; a quote nobody closed would otherwise swallow the rest of the file."""
LONGEST_LINE = 1_000_000
DELIMITERS = ",\t;"
LOOKED_AT = 4_000
"""Bytes that tell UTF-16."""
_UNREADABLE = re.compile("[\udc80-\udcff\0]")


def open_csv(path: Path) -> Sheet:
    """Looks at the whole file for its encoding and at the first line for its columns. Raises NurtureError."""
    encoding = encoding_of(path)
    first = next(iter(_lines(path, encoding)), "")
    delimiter = max(DELIMITERS, key=first.count)
    _, header = next(iter(_split(path, encoding, delimiter)), (1, []))
    if isinstance(header, Problem) or not any(header):
        raise NurtureError("import.no-header", file=path)
    said = () if encoding == "utf-8" else (Problem("import.encoding", {"file": path.name, "encoding": encoding}),)
    return Sheet(path, [name.strip() for name in header], lambda: _records(_split(path, encoding, delimiter), len(header)), said)


def _records(rows: Iterator[tuple[int, list[str] | Problem]], wanted: int) -> Iterator[Record | Rejection]:
    for line, cells in rows:
        if isinstance(cells, Problem):
            yield Rejection(line, cells, (cells.values["row"],) if "row" in cells.values else ())
        elif line > 1 and any(cells):
            if len(cells) != wanted:
                said = Problem("import.cells", {"found": str(len(cells)), "wanted": str(wanted)})
                yield Rejection(line, said, tuple(map(read_back, cells)))
            elif _UNREADABLE.search("".join(cells)):
                yield Rejection(line, Problem("import.not-utf8"))
            else:
                yield Record(line, [cell.strip() if cell[:1] != MARK else read_back(cell) for cell in cells])


def encoding_of(path: Path) -> str:
    """`utf-16` by its mark or its many zeros, else `cp932` where most lines beyond ASCII are no UTF-8 and are CP932, else `utf-8`.

    So a few bad lines cost only themselves.
    """
    with _opened(path) as file:
        start = file.read(LOOKED_AT)
        file.seek(0)
        return _utf16(start) or ("utf-8" if _is_utf8(file) else _by_lines(file))


def _utf16(start: bytes) -> str:
    """A zero at every second place, as ASCII has it in UTF-16: no text of another encoding holds any."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = start[::2].count(0), start[1::2].count(0)
    return "utf-16-le" if odd > len(start) // 8 > even else "utf-16-be" if even > len(start) // 8 > odd else ""


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(1 << 20):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _by_lines(file: BinaryIO) -> str:
    whole, broken = 0, 0
    file.seek(0)
    while line := file.readline(LONGEST_LINE):
        if line.isascii():
            continue
        if _decodes(line, "utf-8"):
            whole += 1
        elif _decodes(line, "cp932"):
            broken += 1
    return "cp932" if broken > whole else "utf-8"


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise NurtureError("import.unreadable", file=path) from error


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """Lines with their ends; bytes that are no letters become half surrogates, so that only their row is refused."""
    name = "utf-8-sig" if encoding == "utf-8" else encoding
    # Half a pair in UTF-16 cannot be kept as it stands: the sign for what is unreadable is put there.
    with path.open(encoding=name, errors="replace" if encoding.startswith("utf-16") else "surrogateescape", newline="") as file:
        while line := file.readline(LONGEST_LINE):
            yield line


def _split(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str] | Problem]]:
    """(line, cells) of each record. Where one cannot be read, the next begins on the line below it."""
    fresh = enumerate(_lines(path, encoding), start=1)
    back: deque[tuple[int, str]] = deque()
    lines = chain.from_iterable(iter(lambda: [back.popleft()] if back else list(islice(fresh, 1)), []))
    for number, text in lines:
        if '"' not in text:
            # What the reader of quoted cells would say too, in a quarter of its time.
            yield number, text.rstrip("\r\n").split(delimiter)
            continue
        more = list(_open_lines(text, lines, delimiter))
        answer = _cells("".join([text, *(line for _, line in more)]), delimiter)
        if isinstance(answer, Problem):
            back.extendleft(reversed(more))
            answer = Problem(answer.code, {"row": text.strip()[:LONGEST_LINE]})
        yield number, answer


def _open_lines(text: str, lines: Iterator[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, str]]:
    """The lines that belong to a record because a quote is still open."""
    for _ in range(LONGEST_RECORD):
        answer = _cells(text, delimiter)
        if answer != _OPEN or (line := next(lines, None)) is None:
            return
        text += line[1]
        yield line


_OPEN = Problem("import.open-quote")


def _cells(text: str, delimiter: str) -> list[str] | Problem:
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        return _OPEN if str(error) == "unexpected end of data" else Problem("import.quotes")
