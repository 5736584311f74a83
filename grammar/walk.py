"""Going over a tree: every node, in the order of the text, without knowing the classes."""

from collections.abc import Iterator
from dataclasses import fields

from grammar.source import Node

_PARTS: dict[type[Node], tuple[str, ...]] = {}


def _parts(kind: type[Node]) -> tuple[str, ...]:
    known = _PARTS.get(kind)
    if known is None:
        known = _PARTS[kind] = tuple(each.name for each in fields(kind) if each.name != "span")
    return known


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below, in the order of the text."""
    for part in _parts(type(node)):
        value = getattr(node, part)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (each for each in value if isinstance(each, Node))


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, a parent before its children."""
    stack = [node]
    while stack:
        found = stack.pop()
        yield found
        stack.extend(reversed(tuple(children(found))))
