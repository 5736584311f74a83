"""Rows of a workbook: .xlsx, .xls, .ods. Its cells have kinds of their own; here each becomes the text that a person sees."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from engine.domain.errors import NurtureError, Problem
from engine.doors.csv_cells import read_back
from engine.doors.sheets import Record, Sheet

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta
LOOKED_AT = 30
"""Rows among which the header is looked for: titles and notes may stand above it."""
MOST_COLUMNS = 2_000
_WHOLE = 1e15
"""Beyond it a spreadsheet has lost digits."""


def open_workbook(path: Path, name: str = "") -> Sheet:
    """The sheet of that name, else the first that is shown and has rows. Raises NurtureError."""
    book = _opened(path)
    try:
        if not book.sheet_names:
            raise NurtureError("import.no-book", file=path.name)
        name = name or _first(book)
        if name not in book.sheet_names:
            near = ", ".join(f"`{one}`" for one in book.sheet_names[:8])
            raise NurtureError("import.no-sheet", file=path.name, sheet=name, near=near)
        sheet = book.get_sheet_by_name(name)
        top, bottom, header = _header(sheet)
        if not any(header):
            raise NurtureError("import.no-header", file=path)
        others = [one for one in book.sheet_names if one != name and book.get_sheet_by_name(one).height]
    except CalamineError as error:
        raise NurtureError("import.no-book", file=path.name) from error
    finally:
        book.close()
    said = [Problem("import.skipped-top", {"line": str(top + 1)})] if top else []
    said += [Problem("import.other-sheets", {"sheet": name, "names": ", ".join(f"`{one}`" for one in others)})] if others else []
    return Sheet(path, header, lambda: _records(path, name, bottom + 1, len(header)), tuple(said))


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise NurtureError("import.password", file=path.name) from error
    except CalamineError as error:
        raise NurtureError("import.no-book", file=path.name) from error


def _first(book: CalamineWorkbook) -> str:
    shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    return next((name for name in shown if book.get_sheet_by_name(name).height > 1), shown[0] if shown else "")


def _records(path: Path, name: str, first: int, width: int) -> Iterator[Record]:
    """first: the row below the header, from 0."""
    book = _opened(path)
    try:
        for number, row in enumerate(islice(book.get_sheet_by_name(name).iter_rows(), first, None), start=first + 1):
            cells = [text_of(cell) for cell in row[:width]]
            if any(cells):
                yield Record(number, cells + [""] * (width - len(cells)))
    finally:
        book.close()


def _header(sheet: CalamineSheet) -> tuple[int, int, list[str]]:
    """Its first and last row, and the names: the first row that is filled nearly as far as any, with what is merged above it."""
    rows = [[text_of(cell) for cell in row[:MOST_COLUMNS]] for row in islice(sheet.iter_rows(), LOOKED_AT)]
    left = sheet.start[1] if sheet.start else 0
    width = max((len(row) for row in rows), default=0)
    merges = [
        (top, first - left, bottom, last - left)
        for (top, first), (bottom, last) in sheet.merged_cell_ranges or []
        if top < len(rows) and not (last - first + 1 >= width > 1)
    ]
    for top, _, _, _ in merges:
        _spread(rows[top], [one for one in merges if one[0] == top])
    fullest = max((sum(map(bool, row)) for row in rows), default=0)
    top = next((number for number, row in enumerate(rows) if sum(map(bool, row)) * 2 > fullest), 0)
    of_header = [one for one in merges if one[0] == top]
    bottom = max([bottom for _, _, bottom, _ in of_header] + [top + 1 for _, first, _, last in of_header if last > first] + [top])
    return top, bottom, _names(rows[top : bottom + 1])


def _spread(row: list[str], merges: Sequence[tuple[int, int, int, int]]) -> None:
    """What is merged over several columns stands in each of them."""
    for _, first, _, last in merges:
        row[first : last + 1] = [row[first]] * (last + 1 - first)


def _names(rows: Sequence[Sequence[str]]) -> list[str]:
    """What stands above each other is one name."""
    names = [" ".join(dict.fromkeys(part for part in column if part)) for column in zip(*rows, strict=True)]
    while names and not names[-1]:
        names.pop()
    return names


def text_of(cell: Cell) -> str:
    """What a person would have typed: no `.0` behind whole numbers, ISO for days and times."""
    match cell:
        case str():
            return read_back(cell)
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < _WHOLE:
            return str(int(cell))
        case datetime():
            at_midnight = cell.time() == time(0)
            return cell.date().isoformat() if at_midnight else cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
