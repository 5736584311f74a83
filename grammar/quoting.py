"""A line of a file with marks below a place in it, right under Japanese text too."""

import re
from functools import lru_cache

from grammar.source import Span
from grammar.width import width

_TAB = "    "
_MOST = 120
"""Columns of a line that are shown; of a longer one the part around the place."""
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")
_VEIL = "\ufffd"


def marked(source: str, span: Span, margin: str) -> list[str]:
    """The line of a place and below it the marks; nothing if the file has no such line."""
    lines = _lines(source)
    if not 1 <= span.line <= len(lines):
        return []
    line = lines[span.line - 1]
    end = span.end_column if span.end_line == span.line else len(line) + 1
    first, last = _window(span.column - 1, end - 1, len(line))
    before, inside = _shown(line[first : span.column - 1]), _shown(line[span.column - 1 : min(end - 1, last)])
    left, right = "…" * (first > 0), "…" * (last < len(line))
    marks = "^" * max(width(inside), 1)
    blank = " " * width(left + before)
    shown = f"{left}{_shown(line[first:last])}{right}"
    return [f" {margin} |", f" {span.line} | {shown}", f" {margin} | {blank}{marks}"]


@lru_cache(maxsize=4)
def _lines(source: str) -> list[str]:
    lines = [line.removesuffix("\r") for line in source.split("\n")]
    return lines if lines[-1] else lines[:-1]


def _window(start: int, end: int, length: int) -> tuple[int, int]:
    """From where to where a line is shown."""
    if length <= _MOST:
        return 0, length
    first = max(0, min(start - _MOST // 4, length - _MOST))
    return first, min(length, max(first + _MOST, min(end, start + _MOST)))


def _shown(text: str) -> str:
    """Nothing that moves the cursor, turns the line round, or cannot be written."""
    return _UNSEEN.sub(_VEIL, text.replace("\t", _TAB))
