"""From parsed rules to nodes: the ways of building that all tables share.

A builder gets the span of its rule and the rule's parts in order: nodes, names and values; keywords are left out, an
optional part that is absent is `None`. `node(Kind, "a b *rest")` puts the parts into the fields of a node by name.
"""

import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from grammar.lexer import Token
from grammar.node import REQUIRED, Node, parts_in
from grammar.source import Span

Make = Callable[..., Any]
VALUES = frozenset(("NAME", "STRING", "NUMBER", "DECIMAL", "SIGNED", "PERCENT", "DATE", "TIME"))


class Word(str):
    """Keywords that carry a meaning, `is not`, and their place."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, text: str, span: Span) -> "Word":
        word = super().__new__(cls, text)
        word.span = span
        return word


class Parts(tuple[Any, ...]):
    """Several values of one rule, and their place."""

    span: Span

    @classmethod
    def of(cls, span: Span, parts: Iterable[Any]) -> "Parts":
        made = cls(parts)
        made.span = span
        return made


def only(span: Span, part: Any) -> Any:
    """The rule stands for its one part."""
    return part


def several(span: Span, *parts: Any) -> Parts:
    """The rule stands for its parts."""
    return Parts.of(span, parts)


def texts(span: Span, *parts: Any) -> Parts:
    """The rule stands for the texts of its parts."""
    return Parts.of(span, (part.value for part in parts))


class Filling:
    """A builder that fills the fields named in `order`; `*rest` takes all further parts.

    A field that gets `None` keeps its default. Parts become what the field's type asks for: a text's string, a
    number's exact value, `True` for a word that is there.
    """

    __slots__ = ("defaults", "kind", "names", "rest", "shapes")

    def __init__(self, kind: type[Node], order: str) -> None:
        self.kind = kind
        self.defaults = {part.name: part.default for part in parts_in(kind) if part.default is not REQUIRED}
        self.shapes = {part.name: _shaper(part.type) for part in parts_in(kind)}
        names = order.split()
        self.rest = names.pop()[1:] if names and names[-1].startswith("*") else ""
        self.names = tuple(names)

    def __call__(self, span: Span, *parts: Any) -> Node:
        given: dict[str, Any] = {"span": span}
        for name, part in zip(self.names, parts, strict=False):
            if part is None and name in self.defaults:
                continue
            shape = self.shapes[name]
            given[name] = shape(part) if shape and part is not None else part
        if self.rest:
            given[self.rest] = parts[len(self.names) :]
        return self.kind(**given)


def node(kind: type[Node], order: str = "") -> Filling:
    """A builder of that class: `node(Kind, "a b *rest")`."""
    return Filling(kind, order)


def _shaper(kind: Any) -> Callable[[Any], Any] | None:
    """How a part becomes a value of that type; `None`: as it is."""
    members = set(typing.get_args(kind)) - {type(None)} if isinstance(kind, types.UnionType) else {kind}
    if len(members) != 1:
        return None
    (member,) = members
    if typing.get_origin(member) is typing.Literal:
        return str
    if typing.get_origin(member) is tuple or (isinstance(member, str) and member.startswith("tuple[")):
        return tuple
    return _SHAPES.get(member)


def value_of(part: Any) -> Any:
    """What a text, number, date or time stands for."""
    return part.value


def whole_of(part: Any) -> int:
    """A number as a whole one."""
    return int(part.value)


def is_said(part: Any) -> bool:
    """Whether a word is there."""
    return part is not None


_SHAPES: Mapping[Any, Callable[[Any], Any]] = {
    str: value_of, Decimal: value_of, date: value_of, time: value_of, int: whole_of, bool: is_said,
}  # fmt: skip


def _span(children: list[Any]) -> Span:
    first = next(child for child in children if child is not None).span
    last = next(child for child in reversed(children) if child is not None).span
    return Span(first.file, first.start, last.end, first.line, first.column, last.end_line, last.end_column)


def framed(make: Make) -> Callable[[list[Any]], Any]:
    """What the parser calls with all that a rule consists of."""

    def reduce(children: list[Any]) -> Any:
        if not children:
            return None
        parts = [
            child.value if child.__class__ is Token else child
            for child in children
            if child.__class__ is not Token or child.type in VALUES
        ]
        return make(_span(children), *parts)

    return reduce


def worded(make: Callable[[Word], Any]) -> Callable[[list[Any]], Any]:
    """The same for a rule whose words are its meaning."""

    def reduce(children: list[Any]) -> Any:
        return make(Word(" ".join(child.text for child in children), _span(children)))

    return reduce
