"""Nodes as plain data, so that one process can tell another of some, without what stands in their blocks."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, cast

from grammar import ast
from grammar.node import Node, parts_of
from grammar.source import Name, Span

LEFT_OUT: Mapping[type[Node], tuple[str, ...]] = {
    ast.Scenario: ("rules", "body"),
    ast.Test: ("items",),
    ast.Block: ("statements",),
}
"""The parts that are told as empty."""

_NAME: Final = ""
_TUPLE: Final = "()"
"""What the list of a name and that of a tuple begin with; the list of a node begins with its class."""

_PLAIN = frozenset((str, int, bool, type(None)))
_WRITTEN: Mapping[str, tuple[type, Callable[[Any], str], Callable[[str], Any]]] = {
    "decimal": (Decimal, str, Decimal),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
}
_WORDS = {kind: (word, write) for word, (kind, write, _) in _WRITTEN.items()}


class _Parts(dict[type[Node], tuple[str, ...]]):
    """By class: the names of its parts, nothing for one that is left out."""

    def __missing__(self, kind: type[Node]) -> tuple[str, ...]:
        found = self[kind] = tuple("" if one in LEFT_OUT.get(kind, ()) else one for one in parts_of(kind))
        return found


_parts = _Parts()


def node_to_plain(value: Any) -> Any:
    """A node, or a part of one, as JSON can hold it. The file is not said in its places: it is one for all of a node."""
    kind = value.__class__
    if kind in _PLAIN:
        return value
    if kind is Name:
        return [_NAME, str(value), *value.span[1:]]
    if kind is tuple:
        return [_TUPLE, *map(node_to_plain, value)]
    if kind in _WORDS:
        word, write = _WORDS[kind]
        return {word: write(value)}
    if isinstance(value, str):
        return str(value)
    told = [kind.__name__, *value.span[1:]]
    for part in _parts[kind]:
        one = getattr(value, part) if part else ()
        told.append(one if one.__class__ in _PLAIN else node_to_plain(one))
    return told


def node_from_plain(told: Any, file: str) -> Any:
    """The same again, at its place in that file."""
    if isinstance(told, dict):
        ((word, value),) = told.items()
        return _WRITTEN[word][2](value)
    if not isinstance(told, list):
        return told
    what = told[0]
    if what == _NAME:
        return Name(told[1], Span(file, *told[2:]))
    if what == _TUPLE:
        return tuple([node_from_plain(one, file) for one in told[1:]])
    parts = [node_from_plain(one, file) if isinstance(one, _NESTED) else one for one in told[_PARTS:]]
    return class_of(what)(*parts, span=Span(file, *told[1:_PARTS]))


_NESTED = (list, dict)
_PARTS: Final = len(Span._fields)
"""Where the parts of a node begin in its list: behind its class, and all of its place but the file."""


def class_of(name: str) -> type[Node]:
    """Of a node, by its name."""
    return cast(type[Node], getattr(ast, name))
