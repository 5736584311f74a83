"""How many columns of a terminal a text takes: Japanese letters take two."""

from unicodedata import combining, east_asian_width


def width(text: str) -> int:
    """Columns; combining marks take none."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 1 + (east_asian_width(letter) in "WF") for letter in text)
