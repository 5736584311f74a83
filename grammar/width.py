"""How many columns of a terminal a text takes, where Japanese letters take two, and folding it to fit."""

import re
from unicodedata import combining, east_asian_width


def width(text: str) -> int:
    """Columns; combining marks take none."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 1 + (east_asian_width(letter) in "WF") for letter in text)


# What stays together: what stands in backticks, a word with its sign, one Japanese letter with the sign after it.
_PIECE = re.compile(r"(?:`[^`]*`|[!-_a-~]+|[^ ])[、。」)]* ?")


def folded(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns; a piece that is wider stands alone."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and width(lines[-1]) + width(piece.rstrip()) > columns:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines
