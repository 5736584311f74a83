"""The parser that goes on token by token. Which word is a keyword is decided by the place: elsewhere it is a name."""

from typing import Any, Self

from grammar.builders import builders
from grammar.lexer import Token
from grammar.table import Reduction, Table, table


class Pieces(list[Any]):
    """What a rule without a node of its own consists of: a repetition, or a rule in `_`."""


class Lalr:
    """A parser between two tokens, with what it has read so far."""

    __slots__ = ("_place", "_values")

    def __init__(self, place: "Trial", values: list[Any]) -> None:
        self._place = place
        self._values = values

    @classmethod
    def start(cls) -> Self:
        known = table()
        return cls(Trial(known, [known.start]), [])

    def take(self, token: Token) -> bool:
        """Goes on by one token; `False` if it does not fit, and then this one is of no more use."""
        symbol = self._place.symbol(token)
        if symbol is None or not self._reach(symbol):
            return False
        token.type = self._place.table.symbols[symbol]
        self._values.append(token)
        return True

    def trial(self) -> "Trial":
        """The same place without what was read so far: to try something from, over and over."""
        return self._place.trial()

    def end(self) -> Any:
        """What was read, if the text may end here; otherwise `None`."""
        place = self._place
        end, file = place.table.numbers["$END"], place.table.numbers["file"]
        while (action := place.table.rows[place.stack[-1]].get(end)) is not None and action < 0:
            self._reduce(place.table.reductions[~action])
            if place.table.reductions[~action].origin == file:
                return self._values[-1]
        return None

    def copy(self) -> Self:
        """The same place, to come back to. Repetitions are extended in place, so each copy has its own."""
        values = [Pieces(one) if one.__class__ is Pieces else one for one in self._values]
        return type(self)(self._place.trial(), values)

    def knows(self, text: str) -> bool:
        """Whether it is a keyword anywhere in the language."""
        return text in self._place.table.words

    def expected(self) -> frozenset[str]:
        return self._place.expected()

    def _reach(self, symbol: int) -> bool:
        """Reduces until the symbol can be shifted, and shifts its state."""
        place = self._place
        rows, reductions = place.table.rows, place.table.reductions
        while (action := rows[place.stack[-1]].get(symbol)) is not None:
            if action >= 0:
                place.stack.append(action)
                return True
            self._reduce(reductions[~action])
        return False

    def _reduce(self, rule: Reduction) -> None:
        values = self._values
        size = rule.size
        parts = values[-size:] if size else []
        if size:
            del values[-size:]
        values.append(_made(rule, parts))
        self._place.go(rule)


class Trial:
    """Only the states of the parser: what fits is found out without building anything."""

    __slots__ = ("stack", "table")

    def __init__(self, known: Table, stack: list[int]) -> None:
        self.table = known
        self.stack = stack

    def symbol(self, token: Token) -> int | None:
        """What the token is here."""
        table = self.table
        if token.kind != "NAME":
            return table.words.get(token.kind, table.numbers.get(token.kind))
        word = table.words.get(token.text)
        return word if word is not None and word in table.rows[self.stack[-1]] else table.numbers["NAME"]

    def take(self, token: Token) -> bool:
        symbol = self.symbol(token)
        return symbol is not None and self._shifts(symbol)

    def trial(self) -> "Trial":
        return Trial(self.table, list(self.stack))

    def expected(self) -> frozenset[str]:
        table = self.table
        choices = [symbol for symbol in table.rows[self.stack[-1]] if symbol < table.terminals]
        return frozenset(table.spelled.get(one, table.symbols[one]) for one in choices if self.trial()._shifts(one))

    def go(self, rule: Reduction) -> None:
        """Instead of the last symbols there is now what they make up."""
        if rule.size:
            del self.stack[-rule.size :]
        self.stack.append(self.table.rows[self.stack[-1]][rule.origin])

    def _shifts(self, symbol: int) -> bool:
        rows, reductions = self.table.rows, self.table.reductions
        while (action := rows[self.stack[-1]].get(symbol)) is not None:
            if action >= 0:
                self.stack.append(action)
                return True
            self.go(reductions[~action])
        return False


def _made(rule: Reduction, parts: list[Any]) -> Any:
    children = Pieces()
    for place, pieces, absent in rule.taken:
        if absent:
            children += [None] * absent
        if not pieces:
            children.append(parts[place])
        elif children:
            children += parts[place]
        else:
            children = parts[place]
    if rule.absent:
        children += [None] * rule.absent
    if rule.single and len(children) == 1:
        return children[0]
    make = builders().get(rule.name)
    return make(children) if make else children
