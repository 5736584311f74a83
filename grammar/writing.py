"""From the sketch of a line to its step: in which order what is built of which values, with as few calls as it takes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from operator import itemgetter
from typing import Any

from grammar.build import Filling, Word, is_said, several, texts, value_of, whole_of
from grammar.lexer import said
from grammar.node import REQUIRED, Node, parts_in
from grammar.sketches import LINE_END, Held, Leaf, Made, Refused, is_sign, kind_of
from grammar.source import NOWHERE, Span
from grammar.steps import Step, new_span
from grammar.values import DateValue, Number, Percent, Text, TimeValue

Ref = tuple[str, int]
"""Where a value will lie: its kind (see `_ORDER`) and its number among them."""
_MOST = 10_000
_ORDER = ("constant", "held", "span", "piece", "name", "made")


class _Meanings(dict[str, Any]):
    """What was written by its meaning: the same figures come again and again."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Any:
        if len(self) > _MOST:
            self.clear()
        meaning = self[text] = self._read(text)
        return meaning


def _figure(text: str) -> Decimal:
    return Decimal(text.removesuffix("%").rstrip())


def _clock(text: str) -> time:
    hour, minute = map(int, text.split(":"))
    return time(hour, minute)


def _whole(text: str) -> int:
    return int(_figures[text])


_figures, _wholes, _clocks, _days = map(_Meanings, (_figure, _whole, _clock, date.fromisoformat))


_MEANT: dict[str, tuple[type[Node], Callable[[str], Any]]] = {
    "STRING": (Text, said),
    "NUMBER": (Number, _figures.__getitem__),
    "DECIMAL": (Number, _figures.__getitem__),
    "SIGNED": (Number, _figures.__getitem__),
    "PERCENT": (Percent, _figures.__getitem__),
    "DATE": (DateValue, _days.__getitem__),
    "TIME": (TimeValue, _clocks.__getitem__),
}


class Writing:
    """A step while it is written. takes: so many values of the stack are used."""

    def __init__(self, takes: int, pieces: int) -> None:
        self.takes = takes
        self.pieces = pieces
        self.constants: list[Any] = [None]
        self.spots: dict[tuple[int, int], int] = {}
        self.names: dict[int, Ref] = {}
        self.work: list[tuple[Callable[..., Any], list[Ref], Ref | None]] = []
        self.known: dict[int, Ref] = {}

    def step(self, *, adds: Any, leaves: Sequence[Any], then: Any, doubt: bool) -> Step:
        """The finished step."""
        added = None if adds is None else self.ref(adds)
        left = [self.ref(one) for one in leaves]
        sizes = (len(self.constants), self.takes, len(self.spots), self.pieces, len(self.names))
        starts = dict(zip(_ORDER, (sum(sizes[:count]) for count in range(len(_ORDER))), strict=True))

        def at(ref: Ref) -> int:
            return starts[ref[0]] + ref[1]

        return Step(
            constants=tuple(self.constants),
            takes=self.takes,
            spots=tuple(self.spots),
            pieces=self.pieces,
            names=tuple((at(("piece", place)), at(self.span(place, place))) for place in self.names),
            work=tuple((make, _given([at(ref) for ref in refs]), at(span) if span else 0) for make, refs, span in self.work),
            adds=0 if added is None else at(added),
            leaves=tuple(at(ref) for ref in left),
            next=then,
            doubt=doubt,
        )

    # ── values ──────────────────────────────────────────────────────────────────────────

    def ref(self, value: Any) -> Ref:
        """Where the value will lie when it is asked for."""
        if value is None:
            return ("constant", 0)
        if isinstance(value, Held):
            return ("held", self.takes - 1 - value.place)
        if isinstance(value, Leaf):
            return self._leaf(value)
        if id(value) not in self.known:
            self.known[id(value)] = self._made(value) if isinstance(value, Made) else self._list(value)
        return self.known[id(value)]

    def extend(self, held: Held, items: Sequence[Any]) -> None:
        """A list of earlier lines gets these."""
        self.call(_extended, [self.ref(held), *self._several(items)])

    def constant(self, value: Any) -> Ref:
        self.constants.append(value)
        return ("constant", len(self.constants) - 1)

    def span(self, first: int, last: int) -> Ref:
        return ("span", self.spots.setdefault((first, last + 1), len(self.spots)))

    def call(self, make: Callable[..., Any], refs: Iterable[Ref], span: Ref | None = None) -> Ref:
        self.work.append((make, list(refs), span))
        return ("made", len(self.work) - 1)

    def _leaf(self, leaf: Leaf) -> Ref:
        if leaf.symbol == LINE_END:
            return self.constant(None)
        if leaf.symbol == "NAME":
            self.span(leaf.place, leaf.place)
            return self.names.setdefault(leaf.place, ("name", len(self.names)))
        span = self.span(leaf.place, leaf.place)
        if leaf.is_value:
            return self.call(_MEANT[leaf.symbol][0], [self._meant(leaf)], span)
        return span

    def _meant(self, leaf: Leaf) -> Ref:
        return self.call(_MEANT[leaf.symbol][1], [("piece", leaf.place)])

    def _list(self, children: Sequence[Any]) -> Ref:
        """A repetition, or a rule in `_`, that goes on in the next line."""
        if kind_of(children)[0] != "list":
            return self.ref(children[0])
        said = [child for child in children if not is_sign(child)]
        return self.call(_listed, self._several(said)) if any(map(_is_list, said)) else self.call(_row, map(self.ref, said))

    def _several(self, children: Iterable[Any]) -> list[Ref]:
        """Values, before them which of them are lists to be put in piece by piece."""
        given = list(children)
        many = frozenset(place for place, child in enumerate(given) if _is_list(child))
        return [self.constant(many), *map(self.ref, given)]

    # ── nodes ───────────────────────────────────────────────────────────────────────────

    def _made(self, made: Made) -> Ref:
        if made.open:
            return self._open(made)
        span = self.span(made.first, made.last)
        if made.words:
            return self.call(_worded, [self.constant(made.make), self.constant(_text(made)), span])
        if isinstance(made.make, Filling):
            return self.call(made.make.kind, self._fields(made.make, made.parts), span)
        return self.call(made.make, [span, *map(self.ref, made.parts)])

    def _open(self, made: Made) -> Ref:
        """What starts in an earlier line: its place is between its first and its last part."""
        span = self.call(_across, [self.ref(made.first), self.ref(made.last)])
        filling = made.make
        if isinstance(filling, Filling) and not any(map(_is_list, made.parts[: len(filling.names)])):
            return self.call(filling.kind, self._fields(filling, made.parts), span)
        if not any(map(_is_list, made.parts)):
            return self.call(made.make, [span, *map(self.ref, made.parts)])
        return self.call(_built, [self.constant(made.make), span, *self._several(made.parts)])

    def _fields(self, filling: Filling, parts: Sequence[Any]) -> list[Ref]:
        """What the class is called with; fields at the end that keep their defaults are left out."""
        given = {
            name: self._shaped(part, filling.shapes[name])
            for name, part in zip(filling.names, parts, strict=False)
            if part is not None or name not in filling.defaults
        }
        if filling.rest:
            given[filling.rest] = self._tuple(parts[len(filling.names) :])
        order = list(parts_in(filling.kind))
        while order and order[-1].name not in given and order[-1].default is not REQUIRED:
            order.pop()
        if any(each.name not in given and each.default is REQUIRED for each in order):
            raise Refused
        return [given[each.name] if each.name in given else self.constant(each.default) for each in order]

    def _tuple(self, parts: Sequence[Any]) -> Ref:
        if any(map(_is_list, parts)):
            return self.call(tuple, [self.ref(parts[0]) if len(parts) == 1 else self._list(parts)])
        return self.call(_together, map(self.ref, parts)) if parts else self.constant(())

    def _shaped(self, part: Any, shape: Callable[[Any], Any] | None) -> Ref:
        if shape is None or part is None:
            return self.ref(part)
        if shape is is_said:
            return self.constant(True)
        if isinstance(part, Leaf) and part.symbol in _MEANT and shape in (value_of, whole_of):
            return self._meant(part) if shape is value_of else self.call(_wholes.__getitem__, [("piece", part.place)])
        if shape is str and isinstance(part, Made) and part.words:
            return self.constant(str(part.make(Word(_text(part), NOWHERE))))
        if shape is tuple and isinstance(part, Made) and not part.open and part.make in (several, texts):
            return self._tuple(part.parts) if part.make is several else self._texts(part.parts)
        return self.call(shape, [self.ref(part)])

    def _texts(self, parts: Sequence[Any]) -> Ref:
        if not all(isinstance(part, Leaf) and part.symbol in _MEANT for part in parts):
            raise Refused
        return self.call(_together, map(self._meant, parts))


def _given(places: list[int]) -> Callable[[list[Any]], Any]:
    """What takes the values at these places."""
    if len(places) > 1:
        return itemgetter(*places)
    start = places[0] if places else 0
    return itemgetter(slice(start, start + len(places)))


def _text(made: Made) -> str:
    return " ".join(leaf.text for leaf in made.parts)


def _together(*values: Any) -> tuple[Any, ...]:
    return values


def _worded(make: Callable[[Word], Any], text: str, span: Span) -> Any:
    return make(Word(text, span))


def _is_list(part: Any) -> bool:
    return isinstance(part, Held) and part.is_list


def _row(*values: Any) -> list[Any]:
    return list(values)


def _listed(many: frozenset[int], *values: Any) -> list[Any]:
    whole: list[Any] = []
    for place, value in enumerate(values):
        if place in many:
            whole += value
        else:
            whole.append(value)
    return whole


def _extended(whole: list[Any], many: frozenset[int], *values: Any) -> None:
    whole += _listed(many, *values)


def _built(make: Callable[..., Any], span: Span, many: frozenset[int], *values: Any) -> Any:
    return make(span, *_listed(many, *values))


def _across(first: Any, last: Any) -> Span:
    """From the start of one to the end of another: places, things that have one, or lists of such."""
    one = first if first.__class__ is Span else first[0].span if first.__class__ is list else first.span
    other = last if last.__class__ is Span else last[-1].span if last.__class__ is list else last.span
    return new_span(Span, (one[0], one[1], other[2], one[3], one[4], other[5], other[6]))
