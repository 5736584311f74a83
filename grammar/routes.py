"""The ways of the parser through whole lines: from where it stands, lines of one shape all take it to the same place.

Each way is found once by the parser's table and kept as a `Step`. Reading a text is then looking steps up; only for a
line with a mistake there is none.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from grammar.chunks import DECLARATIONS
from grammar.pieces import BLANK
from grammar.sketches import LINE_END, Held, Kind, Leaf, Made, Refused, is_sign, kind_of, reduced
from grammar.steps import Step
from grammar.table import Reduction, Table, table
from grammar.writing import Writing

LONGEST = 400
"""Pieces of a line that has a step: what is built of one is nested no deeper."""
_MOST = 20_000


class Stand:
    """Where the parser stands at the start of a line: a state upon others. depth: so many braces are open.

    kind: as what the value that goes with the state is held; bounded: a list at whose start or end a sign was left out.
    """

    __slots__ = ("above", "below", "bounded", "depth", "kind", "state", "steps")

    def __init__(self, state: int, below: "Stand | None" = None, value: Any = None, *, depth: int = 0) -> None:
        self.state = state
        self.below = below
        self.kind, self.bounded = kind_of(value)
        self.depth = depth
        self.above: dict[tuple[int, Kind, bool, int], Stand] = {}
        self.steps: dict[tuple[int, ...], Step | None] = {}

    def on_top(self, state: int, value: Any) -> "Stand":
        """The same place one state further."""
        depth = self.depth + (isinstance(value, Leaf) and value.text == "{")
        kind, bounded = kind_of(value)
        key = state, kind, bounded, depth
        if key not in self.above:
            self.above[key] = Stand(state, self, value, depth=depth)
        return self.above[key]


class Routes:
    """All ways found so far. `start`: where a declaration begins."""

    def __init__(self) -> None:
        self.start = Stand(table().start)
        self._count = 0
        self._brackets = frozenset(table().words[sign] for sign in "[]{}")
        self._starting = frozenset(table().words[word] for word in DECLARATIONS)

    def step(self, stand: Stand, shape: tuple[int, ...]) -> Step | None:
        """The step from there for lines of that shape, found and kept; `None` if no such line is right."""
        if self._count > _MOST:
            self.start.above.clear()
            self.start.steps.clear()
            self._count = 0
        self._count += 1
        try:
            step = _Finder(stand, self.start, shape).find() if self._may_be(stand, shape) else None
        except Refused:
            step = None
        stand.steps[shape] = step
        return step

    def runs_on(self, shape: Sequence[int]) -> bool:
        """Whether a `[` of the line is not closed in it."""
        brackets = [symbol for symbol in shape if symbol in self._brackets]
        return bool(brackets) and brackets[-1] == table().words["["]

    def may_follow(self, shape: Sequence[int]) -> bool:
        """Whether that may be the next line inside of `[ ]`: no bracket but the one that closes comes first."""
        first = next((symbol for symbol in shape if symbol in self._brackets), None)
        return first in (None, table().words["]"]) and not (shape and shape[0] in self._starting)

    def _may_be(self, stand: Stand, shape: tuple[int, ...]) -> bool:
        """A word of a declaration in column 0 starts one, or only the cutter can tell."""
        word = next(symbol for symbol in shape if symbol != BLANK)
        starts = word in self._starting
        return len(shape) <= LONGEST and (starts if stand is self.start else not (starts and shape[0] == word))


class _Finder:
    """Goes through one line: `own` are the states above those at its start, each with what goes with it."""

    def __init__(self, stand: Stand, start: Stand, shape: Sequence[int]) -> None:
        self.table: Table = table()
        self.base = stand
        self.start = start
        self.shape = shape
        self.own: list[tuple[int, Any]] = []
        self.taken = 0
        self.added: list[tuple[Held, list[Any]]] = []
        self.depth = stand.depth

    def find(self) -> Step:
        for place, symbol in enumerate(self.shape):
            if symbol != BLANK:
                self._shift(symbol, place)
        if self.depth == 0:
            return self._last()
        self._shift(self.table.numbers[LINE_END], -1)
        while (rule := self._only_way()) is not None:
            self._reduce(rule)
        return self._between()

    @property
    def _row(self) -> dict[int, int]:
        return self.table.rows[self.own[-1][0] if self.own else self.base.state]

    def _shift(self, symbol: int, place: int) -> None:
        text = self.table.spelled.get(symbol, "")
        if text[:1].isalpha() and symbol not in self._row:
            symbol, text = self.table.numbers["NAME"], ""
        self.depth += (text == "{") - (text == "}")
        while (action := self._row.get(symbol)) is not None:
            if action >= 0:
                self.own.append((action, Leaf(place, self.table.symbols[symbol], text)))
                return
            self._reduce(self.table.reductions[~action])
        raise Refused

    def _only_way(self) -> Reduction | None:
        """The reduction that follows whatever comes next."""
        ways = set(self._row.values())
        (way,) = ways if len(ways) == 1 else (0,)
        return self.table.reductions[~way] if way < 0 else None

    def _reduce(self, rule: Reduction) -> None:
        symbols = [self._pop() for _ in range(rule.size)][::-1]
        repeats = self.table.symbols[rule.origin].startswith("__")
        if repeats and rule.repeats and isinstance(symbols[0], Held):
            value: Any = self._longer(symbols[0], symbols[1:], rule)
        else:
            value = reduced(rule, symbols, repeats=repeats)
        self.own.append((self._row[rule.origin], value))

    def _longer(self, held: Held, rest: Sequence[Any], rule: Reduction) -> Held:
        """A repetition of earlier lines gets one item more."""
        if rule.absent or any(absent for _, _, absent in rule.taken) or not held.is_list:
            raise Refused
        items = [item for one in rest for item in (one if isinstance(one, list) else [one])]
        self.added.append((held, [item for item in items if not is_sign(item)]))
        return Held(held.place, "list", bounded=held.bounded or is_sign(items[-1]))

    def _pop(self) -> Any:
        if self.own:
            return self.own.pop()[1]
        if self.base.below is None:
            raise Refused
        held = Held(self.taken, self.base.kind, self.base.bounded)
        self.base, self.taken = self.base.below, self.taken + 1
        return held

    # ── what is to be done ──────────────────────────────────────────────────────────────

    def _last(self) -> Step:
        """The line ends a declaration: that alone is left."""
        end, file = self.table.numbers["$END"], self.table.numbers["file"]
        while (action := self._row.get(end, 0)) < 0:
            rule = self.table.reductions[~action]
            if rule.origin == file and len(self.own) == 1 and self.base is self.start:
                return self._step([self.own[0][1]], self.start)
            self._reduce(rule)
        raise Refused

    def _between(self) -> Step:
        stand, left = self.base, []
        for state, value in self.own:
            stand = stand.on_top(state, value)
            left.append(value)
        if stand.depth != self.depth:
            raise Refused
        return self._step(left, stand)

    def _step(self, left: list[Any], then: Stand) -> Step:
        items = [item for _, added in self.added for item in added]
        doubt = any(isinstance(item, Made) and item.bare for one in (*left, *items) for item in (one if isinstance(one, list) else [one]))
        if self._only_adds(left):
            return Writing(0, len(self.shape)).step(adds=items[0], leaves=(), then=then, doubt=doubt)
        writing = Writing(self.taken, len(self.shape))
        for held, added in self.added:
            writing.extend(held, added)
        return writing.step(adds=None, leaves=left, then=then, doubt=doubt)

    def _only_adds(self, left: list[Any]) -> bool:
        """Whether all that happens is that the list on top gets an item of this line alone."""
        if self.taken != 1 or len(left) != 1 or len(self.added) != 1 or not isinstance(left[0], Held):
            return False
        (_, items) = self.added[0]
        return len(items) == 1 and not (isinstance(items[0], Held) or (isinstance(items[0], Made) and items[0].open))


@cache
def routes() -> Routes:
    """All ways that this process has found."""
    return Routes()
