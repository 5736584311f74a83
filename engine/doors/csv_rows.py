"""Rows of a CSV file from a spreadsheet: UTF-8 or CP932; comma, tab or semicolon. A broken row costs only itself."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from engine.domain.errors import NurtureError, Problem
from engine.doors.events import Rejection

LONGEST_RECORD = 200
"""Lines one record may span; a quote nobody closed would otherwise swallow the rest of the file."""
LONGEST_LINE = 1_000_000
DELIMITERS = ",\t;"
_UNREADABLE = re.compile("[\udc80-\udcff\0]")


@dataclass(frozen=True, slots=True)
class Record:
    """line: where it begins, from 1. cells: as many as the header has, stripped."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file that can be read. encoding: `utf-8` or `cp932`; header: the names of its columns."""

    path: Path
    encoding: str
    delimiter: str
    header: list[str]

    def records(self) -> Iterator[Record | Rejection]:
        """Every row below the header, or why it cannot be read."""
        for line, answer in _split(self.path, self.encoding, self.delimiter):
            if isinstance(answer, Problem):
                yield Rejection(line, answer)
            elif line > 1 and any(answer):
                yield self._record(line, answer)

    def _record(self, line: int, cells: list[str]) -> Record | Rejection:
        if len(cells) != len(self.header):
            values = {"found": str(len(cells)), "wanted": str(len(self.header))}
            return Rejection(line, Problem("import.cells", values))
        if any(_UNREADABLE.search(cell) for cell in cells):
            return Rejection(line, Problem("import.not-utf8"))
        return Record(line, [cell.strip() for cell in cells])


def open_sheet(path: Path) -> Sheet:
    """Looks at the whole file for its encoding and at the first line for its columns. Raises NurtureError."""
    encoding = encoding_of(path)
    first = next(iter(_lines(path, encoding)), "")
    delimiter = max(DELIMITERS, key=first.count)
    _, header = next(iter(_split(path, encoding, delimiter)), (1, []))
    if isinstance(header, Problem) or not any(header):
        raise NurtureError("import.no-header", file=path)
    return Sheet(path, encoding, delimiter, [name.strip() for name in header])


def encoding_of(path: Path) -> str:
    """`cp932` where most lines beyond ASCII are no UTF-8 and all are CP932, else `utf-8`: a few bad lines cost themselves."""
    whole, broken = 0, 0
    with _opened(path) as file:
        while line := file.readline(LONGEST_LINE):
            if line.isascii():
                continue
            if _decodes(line, "utf-8"):
                whole += 1
            elif _decodes(line, "cp932"):
                broken += 1
            else:
                return "utf-8"
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
    with path.open(encoding=name, errors="surrogateescape", newline="") as file:
        while line := file.readline(LONGEST_LINE):
            yield line


def _split(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str] | Problem]]:
    """(line, cells) of each record. Where one cannot be read, the next begins on the line below it."""
    fresh = enumerate(_lines(path, encoding), start=1)
    back: deque[tuple[int, str]] = deque()
    lines = chain.from_iterable(iter(lambda: [back.popleft()] if back else list(islice(fresh, 1)), []))
    for number, text in lines:
        more = list(_open_lines(text, lines, delimiter))
        answer = _cells("".join([text, *(line for _, line in more)]), delimiter)
        if isinstance(answer, Problem):
            back.extendleft(reversed(more))
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
