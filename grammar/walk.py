"""Going over a tree: every node, in the order of the text, without knowing the classes."""

import types
import typing
from collections.abc import Callable, Sequence
from datetime import date, time
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeVar

from grammar.node import Node, parts_in
from grammar.source import Name

Kind = TypeVar("Kind", bound=Node)

_PLAIN = frozenset((str, int, bool, Decimal, date, time, Name, type(None), ...))
"""Of these a node can have parts that are no nodes; a field of nothing else need not be looked at."""


def _none(_node: Any) -> tuple[Any, ...]:
    return ()


class _Getters(dict[type, "Callable[[Any], tuple[Any, ...]] | None"]):
    """By class: what gets the values of a node's fields that can hold nodes, last to first; `None` for what is no node."""

    def __missing__(self, kind: type) -> "Callable[[Any], tuple[Any, ...]] | None":
        getter = self[kind] = _getter(kind) if issubclass(kind, Node) else None
        return getter


def _getter(kind: type[Node]) -> Callable[[Any], tuple[Any, ...]]:
    names = [each.name for each in parts_in(kind) if not _is_plain(each.type)][::-1]
    # With one name alone it would get the value itself; a place is no node.
    return attrgetter(*names, "span") if names else _none


_getters = _Getters()


def children(node: Node) -> list[Node]:
    """The nodes directly below, in the order of the text."""
    found: list[Node] = []
    for value in reversed((_getters[node.__class__] or _none)(node)):
        if value.__class__ is tuple:
            found += [each for each in value if isinstance(each, Node)]
        elif isinstance(value, Node):
            found.append(value)
    return found


def walk(node: Node) -> Sequence[Node]:
    """The node and all below it, a parent before its children. Gone through once: the node keeps the list."""
    try:
        return node.kept
    except AttributeError:
        node.kept = found = _gone_through(node)
        return found


def found(node: Node, *kinds: type[Kind]) -> list[Kind]:
    """All of these very classes, in the order of the text."""
    return [each for each in walk(node) if each.__class__ in kinds]


def _gone_through(node: Node) -> list[Node]:
    found: list[Node] = []
    stack: list[Any] = [node]
    pop, push, add, getters = stack.pop, stack.extend, found.append, _getters
    while stack:
        value = pop()
        if value.__class__ is tuple:
            push(value[::-1])
        elif (getter := getters[value.__class__]) is not None:
            add(value)
            push(filter(None, getter(value)))
    return found


def _is_plain(kind: Any) -> bool:
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) in (tuple, typing.Union):
        return all(map(_is_plain, typing.get_args(kind)))
    return typing.get_origin(kind) is typing.Literal or kind in _PLAIN
