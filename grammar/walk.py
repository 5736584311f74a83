"""Going over a tree: every node, in the order of the text, without knowing the classes."""

import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, time
from decimal import Decimal
from operator import attrgetter
from typing import Any

from grammar.source import Name, Node, Span

_PLAIN = frozenset((str, int, bool, Decimal, date, time, Name, type(None), ...))
"""Of these a node can have parts that are no nodes; a field of nothing else need not be looked at."""


class _Getters(dict[type, "Callable[[Any], Any] | None"]):
    """By class: what gets the values of the fields that can hold nodes; `None` if there are none."""

    def __missing__(self, kind: type[Node]) -> "Callable[[Any], Any] | None":
        names = [each.name for each in fields(kind) if each.name != "span" and not _is_plain(each.type)]
        # With one name alone it would get the value itself.
        getter = self[kind] = attrgetter(*names, "span") if names else None
        return getter


_getters = _Getters()


def children(node: Node) -> list[Node]:
    """The nodes directly below, in the order of the text."""
    getter = _getters[node.__class__]
    if getter is None:
        return []
    found: list[Node] = []
    for value in getter(node):
        if value is None or value.__class__ is Span:
            continue
        if isinstance(value, Node):
            found.append(value)
        elif isinstance(value, tuple):
            found += [each for each in value if isinstance(each, Node)]
    return found


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, a parent before its children."""
    stack = [node]
    pop, getters = stack.pop, _getters
    while stack:
        found = pop()
        yield found
        if getters[found.__class__] is not None:
            stack += children(found)[::-1]


def _is_plain(kind: Any) -> bool:
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) in (tuple, typing.Union):
        return all(map(_is_plain, typing.get_args(kind)))
    return typing.get_origin(kind) is typing.Literal or kind in _PLAIN
