"""A table of any kind, told by how the file begins: a spreadsheet's own format, lines of JSON, or text between commas."""

from pathlib import Path

from engine.domain.errors import NurtureError
from engine.doors.csv_rows import open_csv
from engine.doors.lead_lines import open_lines
from engine.doors.sheets import Sheet
from engine.doors.workbooks import open_workbook

BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How .xlsx, .xlsm, .xlsb and .ods begin, and how .xls does."""
LINES = (".jsonl", ".ndjson", ".json")


def open_table(path: Path, sheet: str = "") -> Sheet:
    """sheet: of a workbook, its first that shows rows if not said. Raises NurtureError for what is no table."""
    start = _start(path)
    if start.startswith(BOOKS):
        return open_workbook(path, sheet)
    if sheet:
        raise NurtureError("import.no-sheets", file=path.name, sheet=sheet)
    if path.suffix.lower() in LINES or start.removeprefix(b"\xef\xbb\xbf").startswith((b'{"', b"{ ")):
        return open_lines(path)
    return open_csv(path)


def is_book(path: Path) -> bool:
    """Whether it is a workbook. Raises NurtureError."""
    return _start(path).startswith(BOOKS)


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise NurtureError("import.unreadable", file=path) from error
