"""What a line will be read as, before there is a line: its pieces, what earlier lines left, and what is made of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from grammar.build import VALUES, Filling, only
from grammar.builders import makers, takers
from grammar.conditions import Has
from grammar.proof import DOUBTFUL, FILTERED
from grammar.table import Reduction

_MAKERS = dict(makers())
_TAKERS = dict(takers())
LINE_END = "_NL"
Kind = Literal["sign", "value", "only", "list"]
"""Of a value on the stack. Of a sign or keyword only its place is kept; `only` is a list of one."""


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


class Row(list[Any]):
    """A repetition, which may go on in the next line."""


@dataclass(frozen=True, slots=True)
class Held:
    """What earlier lines left on the stack, counted from the top. bounded: a list at whose start or end a sign was left out."""

    place: int
    kind: Kind
    bounded: bool = False

    @property
    def is_list(self) -> bool:
        return self.kind == "list"


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What a builder makes of these parts. first and last: the pieces where it starts and ends.

    words: the rule's words are its meaning. open: it starts in an earlier line, and `first` and `last` are of any kind.
    bare: a field stands in it outside of any filter.
    """

    name: str
    make: Callable[..., Any]
    parts: Sequence[Any]
    first: Any
    last: Any
    words: bool = False
    open: bool = False
    bare: bool = False


def kind_of(value: Any) -> tuple[Kind, bool]:
    """As what a value is held for the next line, and whether a list of them starts or ends with a sign, which is not kept."""
    if isinstance(value, Held):
        return value.kind, value.bounded
    if not isinstance(value, list):
        return ("sign" if is_sign(value) else "value"), False
    if isinstance(value, Row):
        return "list", is_sign(value[0]) or is_sign(value[-1])
    if len(value) == 1:
        return ("sign" if is_sign(value[0]) else "only"), False
    if any(map(is_sign, value)):
        raise Refused
    return "list", False


def is_sign(value: Any) -> bool:
    """Whether it is a keyword, a sign or the end of a line: what says where a node starts and ends, and is no part of it."""
    return (isinstance(value, Leaf) and not value.is_value) or (isinstance(value, Held) and value.kind == "sign")


def reduced(rule: Reduction, symbols: Sequence[Any], *, repeats: bool) -> Any:
    """What the rule makes of these. Rules without a node of their own are lists."""
    children = _children(rule, symbols)
    if rule.single and len(children) == 1 and not _is_list(children[0]):
        return children[0]
    if rule.name in _TAKERS:
        if not all(isinstance(child, Leaf) for child in children):
            raise Refused
        return Made(rule.name, _TAKERS[rule.name], children, children[0].place, children[-1].place, words=True)
    if rule.name not in _MAKERS:
        return Row(children) if repeats else children
    return _node(rule.name, children) if children else None


def _children(rule: Reduction, symbols: Sequence[Any]) -> list[Any]:
    children: list[Any] = []
    for place, in_pieces, absent in rule.taken:
        children += [None] * absent
        child = symbols[place]
        if in_pieces and isinstance(child, list):
            children += child
        elif in_pieces and (not isinstance(child, Held) or child.kind == "value"):
            raise Refused
        else:
            children.append(child)
    return children + [None] * rule.absent


def _is_list(child: Any) -> bool:
    return isinstance(child, Held) and child.is_list


def _node(name: str, children: list[Any]) -> Any:
    make = _MAKERS[name]
    parts = [child for child in children if not is_sign(child)]
    if make is only and len(parts) == 1 and not _is_list(parts[0]):
        return parts[0]
    bare = name in DOUBTFUL or _is_bare(make, children)
    present = [child for child in children if child is not None]
    first, last = present[0], present[-1]
    if make is only or any(isinstance(edge, Held) and edge.bounded for edge in (first, last)) or _is_end(last):
        raise Refused
    if any(isinstance(child, Held) or (isinstance(child, Made) and child.open) for child in present):
        return Made(name, make, parts, first, last, open=True, bare=bare)
    return Made(name, make, parts, _first(first), _last(last), bare=bare)


def _is_bare(make: Callable[..., Any], children: Sequence[Any]) -> bool:
    """Whether `proven` has to look: what stands inside of a filter is right as it is."""
    if isinstance(make, Filling) and make.kind in FILTERED:
        children = children[:1] if make.kind is Has else ()
    return any(isinstance(child, Made) and child.bare for child in children)


def _is_end(child: Any) -> bool:
    return isinstance(child, Leaf) and child.symbol == LINE_END


def _first(child: Any) -> int:
    return child.place if isinstance(child, Leaf) else int(child.first)


def _last(child: Any) -> int:
    return child.place if isinstance(child, Leaf) else int(child.last)
