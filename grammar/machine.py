"""What the reading of a declaration needs of a parser, so that only one module knows Lark."""

from collections.abc import Sequence
from typing import Any, Protocol, Self

from grammar.lexer import Token


class Trial(Protocol):
    """The place of a parser, to try something from; it builds nothing, so that it costs little."""

    def take(self, token: Token) -> bool:
        """Goes on by one token; `False` if it does not fit, and then this one is of no more use."""

    def trial(self) -> "Trial":
        """The same place, to try something from."""

    def expected(self) -> frozenset[str]:
        """What may come next: keywords as written, and `NAME`, `STRING`, `NUMBER`, `_NL` …"""


class Machine(Trial, Protocol):
    """A parser between two tokens."""

    def end(self) -> Any:
        """What was read, if the text may end here; otherwise `None`."""

    def copy(self) -> Self:
        """The same place, to come back to."""

    def knows(self, text: str) -> bool:
        """Whether it is a keyword anywhere in the language."""


def fits(place: Trial, tokens: Sequence[Token]) -> bool:
    """Whether the tokens could come next."""
    trial = place.trial()
    return all(trial.take(token) for token in tokens)
