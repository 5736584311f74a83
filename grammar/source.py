"""Places in a file, and the texts that remember where they stand."""

import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple, Self


class Span(NamedTuple):
    """A stretch of a file. Offsets count code points from 0, lines and columns from 1; the end is exclusive."""

    file: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


NOWHERE = Span("", 0, 0, 1, 1, 1, 1)


def key(name: str) -> str:
    """The form in which two names are compared (NFKC): `ＡＢＣ` and `ABC` are one name."""
    return unicodedata.normalize("NFKC", name)


class Name(str):
    """A name as written (NFC) that knows its place. Equal to any string of the same text."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, text: str, span: Span = NOWHERE) -> Self:
        name = super().__new__(cls, text)
        name.span = span
        return name

    @property
    def key(self) -> str:
        """The form to compare and to look up by."""
        return key(self)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its `#`, without trailing blanks. `own_line`: nothing but blanks before it."""

    text: str
    own_line: bool
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)
