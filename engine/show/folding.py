"""Text folded by the cells it takes on a terminal, where a Japanese character takes two."""

from unicodedata import east_asian_width


def cells(text: str) -> int:
    """How many cells a text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def fold(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells: broken at blanks, or inside a run of wide characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line.strip() and cells(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """What may not be broken: a word with the blank after it, or one wide character with the stops that follow it."""
    pieces: list[str] = []
    for letter in text:
        open_word = pieces and not pieces[-1].endswith(" ") and cells(pieces[-1][-1]) == 1
        if pieces and (letter in "、。）」 " or (open_word and cells(letter) == 1)):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
