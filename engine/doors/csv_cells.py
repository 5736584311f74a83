"""Cells of a CSV file: the one place that writes them, and what takes them back as they were.

No cell can become a formula in a spreadsheet, whatever a lead has written into a form: what looks like one gets a `'` before it, and
loses it when it is read here. After OWASP's page on CSV injection, with the full-width signs that Japanese spreadsheets take as well.
"""

import re
from collections.abc import Iterable

MARK = "'"
_FORMULA = re.compile(r"[\s\"'\u200b\ufeff\u2060\u00ad]*[=+\-@|%\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b\t\r]")
"""What a spreadsheet may take for the beginning of a formula, also behind blanks and quotes."""
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_QUOTED = re.compile(r'[",;\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|^\s|\s$')
BOM = "\ufeff"
"""By it Excel knows UTF-8."""


def csv_line(cells: Iterable[object]) -> str:
    """One row with its end (RFC 4180). A lone `-3.5` stays the number it is."""
    return ",".join([_cell("" if cell is None else str(cell)) for cell in cells]) + "\r\n"


def _cell(text: str) -> str:
    text = defused(text)
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def defused(text: str) -> str:
    """With a mark before what a spreadsheet could take for a formula, and before what would lose its blanks when it is read."""
    return MARK + text if _needs_mark(text) else text


def read_back(text: str) -> str:
    """What stood there before it was written; of a cell of others only the blanks around it go."""
    if text[:1] == MARK and _needs_mark(text[1:]):
        return text[1:]
    return text.strip()


def _needs_mark(text: str) -> bool:
    behind = text.lstrip(MARK)
    if text != text.strip() or behind != behind.lstrip():
        return True
    return _FORMULA.match(text) is not None and not _NUMBER.fullmatch(text)
