"""What a line will be read as, before there is a line: its pieces, what earlier lines left, and what is made of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from grammar.build import VALUES, Filling, only
from grammar.builders import makers, takers
from grammar.conditions import Has
from grammar.proof import DOUBTFUL, FILTERED
from grammar.table import Reduction

_MAKERS = dict(makers())
_TAKERS = dict(takers())
LINE_END = "_NL"


class Refused(Exception):
    """A line that is left to the parser that goes token by token."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The piece at that place of the line, as that symbol. The line's end stands at -1."""

    place: int
    symbol: str
    text: str = ""

    @property
    def is_value(self) -> bool:
        return self.symbol in VALUES


@dataclass(frozen=True, slots=True)
class Held:
    """What earlier lines left on the stack, counted from the top. many: a list; ended: a line's end stood behind each."""

    place: int
    many: bool
    ended: bool


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What a builder makes of these parts, from the first to the last piece. open: some parts are of earlier lines.

    words: the rule's words are its meaning. bare: a field stands in it outside of any filter.
    """

    name: str
    make: Callable[..., Any]
    parts: Sequence[Any]
    first: int = -1
    last: int = -1
    words: bool = False
    open: bool = False
    bare: bool = False


def reduced(rule: Reduction, symbols: Sequence[Any]) -> Any:
    """What the rule makes of these. Rules without a node of their own are lists."""
    children = _children(rule, symbols)
    if rule.single and len(children) == 1 and not _is_many(children[0]):
        return children[0]
    if rule.name in _TAKERS:
        if not all(isinstance(child, Leaf) for child in children):
            raise Refused
        first, last = _edges(children)
        return Made(rule.name, _TAKERS[rule.name], children, first, last, words=True)
    if rule.name not in _MAKERS:
        return children
    return _node(rule.name, children) if children else None


def _children(rule: Reduction, symbols: Sequence[Any]) -> list[Any]:
    children: list[Any] = []
    for place, in_pieces, absent in rule.taken:
        children += [None] * absent
        child = symbols[place]
        if in_pieces and isinstance(child, list):
            children += child
        elif in_pieces and not _is_many(child):
            raise Refused
        else:
            children.append(child)
    return children + [None] * rule.absent


def _is_many(child: Any) -> bool:
    return isinstance(child, Held) and child.many


def _node(name: str, children: list[Any]) -> Any:
    make = _MAKERS[name]
    bare = name in DOUBTFUL or _is_bare(make, children)
    if any(isinstance(child, Held) or (isinstance(child, Made) and child.open) for child in children):
        return Made(name, make, _with_edges(children), open=True, bare=bare)
    parts = [child for child in children if not isinstance(child, Leaf) or child.is_value]
    if make is only:
        if len(parts) != 1:
            raise Refused
        return parts[0]
    first, last = _edges(children)
    return Made(name, make, parts, first, last, bare=bare)


def _is_bare(make: Callable[..., Any], children: Sequence[Any]) -> bool:
    """Whether `proven` has to look: what stands inside of a filter is right as it is."""
    if isinstance(make, Filling) and make.kind in FILTERED:
        children = children[:1] if make.kind is Has else ()
    return any(isinstance(child, Made) and child.bare for child in children)


def _with_edges(children: Sequence[Any]) -> list[Any]:
    """Without keywords, but for the first and the last piece: they say where a node starts and ends."""
    present = [place for place, child in enumerate(children) if child is not None]
    edges = {present[0], present[-1]}
    last = children[present[-1]]
    # Of the line ends in a list the places are not kept.
    if is_end(last) or (isinstance(last, Held) and last.ended):
        raise Refused
    return [child for place, child in enumerate(children) if place in edges or not isinstance(child, Leaf) or child.is_value]


def is_end(child: Any) -> bool:
    """Whether it is the end of a line."""
    return isinstance(child, Leaf) and child.symbol == LINE_END


def _edges(children: Sequence[Any]) -> tuple[int, int]:
    present = [child for child in children if child is not None]
    first, last = _first(present[0]), _last(present[-1])
    if first < 0 or last < 0:
        raise Refused
    return first, last


def _first(child: Any) -> int:
    return child.place if isinstance(child, Leaf) else int(child.first)


def _last(child: Any) -> int:
    return child.place if isinstance(child, Leaf) else int(child.last)
