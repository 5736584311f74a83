"""Text folded by the cells it takes on a terminal, where a Japanese character takes two."""

import re
from unicodedata import east_asian_width

NEVER_FIRST = frozenset("、。，．・：；？！）」』】〕〉》ーっゃゅょぁぃぅぇぉッャュョァィゥェォ々… ")
"""What begins no line in Japanese; a blank begins none anywhere."""


def cells(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def fold(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells: broken at blanks, or inside a run of wide characters."""
    if cells(text) <= width:
        return [text.strip()]
    lines, line = [], ""
    for piece in (part for whole in _pieces(text) for part in _parted(whole, width)):
        if line.strip() and cells(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]


def hang(text: str, width: int, indent: int) -> list[str]:
    """The same, every line after the first moved in by `indent` cells."""
    start, *rest = fold(text, width)
    if not rest:
        return [start]
    behind = fold(text[len(start) :].lstrip(), width - indent)
    return [start, *(" " * indent + line for line in behind)]


def pad(text: str, width: int) -> str:
    """Blanks up to a width in cells."""
    return text + " " * max(0, width - cells(text))


def _parted(piece: str, width: int) -> list[str]:
    """A word too long for a line may be broken behind its hyphens and slashes."""
    return re.findall(r"[^-/:]*[-/:]?", piece)[:-1] if cells(piece.rstrip()) > width else [piece]


def _pieces(text: str) -> list[str]:
    """What may not be broken: a word with the blank after it, or one wide character with the stops that follow it."""
    pieces: list[str] = []
    for letter in text:
        open_word = pieces and not pieces[-1].endswith(" ") and cells(pieces[-1][-1]) == 1
        if pieces and (letter in NEVER_FIRST or (open_word and cells(letter) == 1)):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
