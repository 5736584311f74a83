"""The pieces a tree is made of: structs that are made in C, and know where they stand."""

from dataclasses import field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, dataclass_transform

import msgspec
from msgspec import structs

from grammar.source import NOWHERE, Span

Kind = TypeVar("Kind")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def node(kind: type[Kind]) -> type[Kind]:
    """A class of the tree: a record that may not be changed, which the type checker holds.

    At run time it is a struct, made in C: two hundred dataclasses cost a tenth of a second at every start, and their nodes thrice the time.
    """
    return kind


class _Kept:
    """What is found by going through a node is kept with it, since a tree does not change."""

    __slots__ = ("hashed", "kept")
    hashed: int
    kept: "list[Node]"


if TYPE_CHECKING:

    @node
    class _Record(_Kept):
        span: Span = field(default=NOWHERE, kw_only=True)

else:

    class _Record(msgspec.Struct, _Kept, eq=False, kw_only=True):
        span: Span = NOWHERE


@node
class Node(_Record):
    """A piece of a program. Two nodes are equal if they say the same, wherever they stand."""

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, part) == getattr(other, part) for part in parts_of(self.__class__))

    def __ne__(self, other: object) -> bool:
        """A struct has a way of its own to differ, which knows nothing of the one above."""
        return not self == other

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


def changed(node: Kind, **parts: Any) -> Kind:
    """The node with some of its parts replaced."""
    return structs.replace(node, **parts)  # type: ignore[type-var]


REQUIRED: Any = msgspec.NODEFAULT
"""Stands where a part has no default."""


class Part(NamedTuple):
    """A part of a class of nodes. type: as it is written there; default: `REQUIRED` if there is none."""

    name: str
    type: Any
    default: Any


def parts_in(kind: type[Node]) -> tuple[Part, ...]:
    """The parts of a class but for its place, in the order in which it takes them."""
    names = parts_of(kind)
    types = {name: hint for each in kind.__mro__ for name, hint in getattr(each, "__annotations__", {}).items()}
    # The defaults are those of the last fields; the very last is the place, and has one.
    given: tuple[Any, ...] = kind.__struct_defaults__[:-1]  # type: ignore[attr-defined]
    defaults = (*[REQUIRED] * (len(names) - len(given)), *given)
    return tuple(Part(name, types[name], default) for name, default in zip(names, defaults, strict=True))


def parts_of(kind: type[Node]) -> tuple[str, ...]:
    """The names of a node's parts, but for its place."""
    fields: tuple[str, ...] = kind.__struct_fields__  # type: ignore[attr-defined]
    return fields[:-1]
