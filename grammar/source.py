"""Places in a file, and the texts that remember where they stand."""

import unicodedata
from dataclasses import dataclass, field, fields
from typing import NamedTuple, Self, TypeVar, dataclass_transform

Kind = TypeVar("Kind")


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


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def node(kind: type[Kind]) -> type[Kind]:
    """A class of the tree: a slotted dataclass that may not be changed, which the type checker holds.

    Two hundred classes with methods of their own each cost a tenth of a second at every start; these share theirs.
    """
    return dataclass(slots=True, eq=False, repr=False)(kind)


class _Kept:
    """What is found by going through a node is kept with it, since a tree does not change."""

    __slots__ = ("hashed", "kept")
    hashed: int
    kept: "list[Node]"


@node
class Node(_Kept):
    """A piece of a program. Two nodes are equal if they say the same, wherever they stand."""

    span: Span = field(default=NOWHERE, kw_only=True)

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, part) == getattr(other, part) for part in parts_of(self.__class__))

    def __hash__(self) -> int:
        """Reckoned once: what looks for ways asks for it a million times."""
        try:
            return self.hashed
        except AttributeError:
            self.hashed = found = hash((self.__class__, *(getattr(self, part) for part in parts_of(self.__class__))))
            return found

    def __repr__(self) -> str:
        said = ", ".join(f"{part}={getattr(self, part)!r}" for part in parts_of(self.__class__))
        return f"{self.__class__.__name__}({said})"


_PARTS: dict[type, tuple[str, ...]] = {}


def parts_of(kind: type[Node]) -> tuple[str, ...]:
    """The names of a node's fields, but for its place."""
    known = _PARTS.get(kind)
    if known is None:
        known = _PARTS[kind] = tuple(each.name for each in fields(kind) if each.name != "span")
    return known


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its `#`, without trailing blanks. `own_line`: nothing but blanks before it."""

    text: str
    own_line: bool
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)
