"""How many columns of a terminal a text takes, where Japanese letters take two, and folding it to fit."""

import re
from unicodedata import category, east_asian_width

_JOINER, _PICTURE = "\u200d", "\ufe0f"


def width(text: str) -> int:
    """Columns. Marks upon a letter and characters that cannot be seen take none; what is joined to an emoji neither.

    Where the width of a character hangs on its surroundings (`○`, `α`), one column, as terminals do unless told otherwise.
    """
    if text.isascii():
        return len(text)
    columns = 0
    before = ""
    for letter in text:
        if letter == _PICTURE:
            columns += east_asian_width(before or "W") not in "WF"
        elif before != _JOINER and category(letter) not in ("Mn", "Me", "Cf") and not _is_joined(letter, before):
            columns += 1 + (east_asian_width(letter) in "WF")
        before = letter
    return columns


def _is_joined(letter: str, before: str) -> bool:
    """A colour of skin after an emoji, or the vowel and the end of a Korean syllable in pieces."""
    return ("\U0001f3fb" <= letter <= "\U0001f3ff" and before > "\u2600") or "\u1160" <= letter <= "\u11ff"


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
