"""Nodes as plain data, so that one process can tell another of some, without what stands in their blocks."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, cast

from grammar import ast
from grammar.source import Name, Node, Span, parts_of

LEFT_OUT: Mapping[type[Node], frozenset[str]] = {
    ast.Scenario: frozenset(("rules", "body")),
    ast.Test: frozenset(("items",)),
    ast.Block: frozenset(("statements",)),
}
"""The parts that are told as empty."""

_TUPLE: Final = 0
"""What a list begins with that is a tuple; that of a node begins with the name of its class."""

_PLAIN: Mapping[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "decimal": (Decimal, str, Decimal),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
}
_WORDS = {kind: (word, write) for word, (kind, write, _) in _PLAIN.items()}


def node_to_plain(value: Any) -> Any:
    """A node, or a part of one, as JSON can hold it. The file is not said in its places: it is one for all of a node."""
    kind = value.__class__
    if kind in (str, int, bool) or value is None:
        return value
    if kind is Name:
        return {"": [str(value), *value.span[1:]]}
    if kind is tuple:
        return [_TUPLE, *map(node_to_plain, value)]
    if kind in _WORDS:
        word, write = _WORDS[kind]
        return {word: write(value)}
    out = LEFT_OUT.get(kind, ())
    parts = ([_TUPLE] if part in out else node_to_plain(getattr(value, part)) for part in parts_of(kind))
    return [kind.__name__, value.span[1:], *parts]


def node_from_plain(told: Any, file: str) -> Any:
    """The same again, at its place in that file."""
    if told.__class__ is list:
        if told[0] == _TUPLE:
            return tuple([node_from_plain(one, file) for one in told[1:]])
        kind, (_, place, *parts) = class_of(told[0]), told
        return kind(*[node_from_plain(one, file) for one in parts], span=Span(file, *place))
    if told.__class__ is dict:
        ((word, value),) = told.items()
        return Name(value[0], Span(file, *value[1:])) if not word else _PLAIN[word][2](value)
    return told


def class_of(name: str) -> type[Node]:
    """Of a node, by its name."""
    return cast(type[Node], getattr(ast, name))
