"""A line cut into its pieces at once, each with the symbol it is for the parser; what is not plainly right is no symbol."""

import re
import unicodedata
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from grammar.lexer import FIGURES, TOKENS, YEARS
from grammar.table import table
from grammar.widths import is_veiled, is_wide

BLANK = -1
ODD = -2
_COMMENT = -3
_END = -4
_MOST = 50_000
_LONG = 400
"""Lines longer than this come once; they are not kept."""
_PIECE = re.compile(re.sub(r"\?P<\w+>", "?:", TOKENS), re.VERBOSE)
_KIND = re.compile(TOKENS, re.VERBOSE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")
_PLAIN = re.compile(r'"(?:[^"\\]|\\["\\n])*"')
_COMBINING = re.compile("[\u0300-\u036f\u3099\u309a]")
_ALWAYS = {"blank": BLANK, "comment": _COMMENT}
_VALUES = frozenset(("percent", "signed", "decimal", "number"))


class Line(NamedTuple):
    """shape: the symbol of each piece up to the last that says something; empty if none does.

    places: where each piece starts, and where the last one ends. comment: where one starts; -1: there is none.
    ends: how many lines of the text it is.
    """

    shape: tuple[int, ...]
    pieces: tuple[str, ...]
    places: tuple[int, ...]
    comment: int
    ends: int = 1

    @property
    def is_glued(self) -> bool:
        return self.ends > 1


def line_of(text: str) -> Line:
    """A line, without the end of the line."""
    if len(text) > _LONG:
        return _cut(text)
    known = _lines.get(text)
    if known is None:
        if len(_lines) > _MOST:
            _lines.clear()
        known = _lines[text] = _cut(text)
    return known


def glued(one: Line, other: Line) -> Line:
    """Two lines as one: inside of `[ ]` a line's end is a blank like any other."""
    start = one.places[-1] + 1
    return Line(
        (*one.shape, *[BLANK] * (len(one.pieces) + 1 - len(one.shape)), *other.shape),
        (*one.pieces, "\n", *other.pieces),
        (*one.places, *(start + place for place in other.places)),
        -1,
        one.ends + other.ends,
    )


def _cut(text: str) -> Line:
    pieces = _PIECE.findall(text)
    shape = [_symbols[piece] for piece in pieces]
    places = (0, *accumulate(map(len, pieces)))
    comment = -1
    if shape and shape[-1] == _COMMENT:
        comment = places[-2]
        shape.pop()
    elif shape and shape[-1] == _END:
        shape.pop()
    while shape and shape[-1] == BLANK:
        shape.pop()
    if is_veiled(text):
        shape = [ODD]
    return Line(tuple(shape), tuple(pieces), places, comment)


class _Symbols(dict[str, int]):
    """By the text of a piece. Texts in quotes are not kept: there are too many, and each comes once."""

    def __missing__(self, piece: str) -> int:
        first = piece[0]
        if first == '"':
            return _quoted(piece)
        if first == "#":
            return _COMMENT
        if len(self) > _MOST:
            self.clear()
        found = self[piece] = _symbol(piece)
        return found


_lines: dict[str, Line] = {}
_symbols = _Symbols()


def _quoted(piece: str) -> int:
    is_closed = _PLAIN.fullmatch(piece) is not None if "\\" in piece else piece[-1] == '"' and len(piece) > 1
    return table().numbers["STRING"] if is_closed else ODD


def _symbol(piece: str) -> int:
    match = _KIND.fullmatch(piece)
    kind = str(match.lastgroup) if match else "odd"
    known = table()
    if kind == "blank":
        return BLANK
    if kind in _VALUES:
        return known.numbers[kind.upper()] if len(piece) <= FIGURES else ODD
    if kind == "word":
        return known.words.get(piece, known.numbers["NAME"]) if _is_plain(piece) else ODD
    if kind == "punctuation":
        return known.words.get(piece, ODD)
    if kind == "date":
        return known.numbers["DATE"] if _is_date(piece) else ODD
    if kind == "time":
        return known.numbers["TIME"] if _TIME.fullmatch(piece) else ODD
    return _END if piece == "\r" else ODD


def _is_plain(word: str) -> bool:
    """Whether the lexer takes the word as it is written."""
    if word.isascii():
        return True
    return unicodedata.is_normalized("NFC", word) and not (_COMBINING.search(word) and is_wide(word))


def _is_date(piece: str) -> bool:
    try:
        day = date.fromisoformat(piece)
    except ValueError:
        return False
    return day.year in YEARS and _DATE.fullmatch(piece) is not None
