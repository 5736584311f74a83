"""What the reading of a declaration needs of a parser, so that only one module knows Lark."""

from collections.abc import Sequence
from typing import Any, Protocol, Self

from grammar.lexer import Token


class Machine(Protocol):
    """A parser between two tokens."""

    def take(self, token: Token) -> bool:
        """Goes on by one token; `False` if it does not fit, and then this machine is of no more use."""

    def end(self) -> Any:
        """What was read, if the text may end here; otherwise `None`."""

    def copy(self) -> Self:
        """The same place, to try something from."""

    def knows(self, text: str) -> bool:
        """Whether it is a keyword anywhere in the language."""

    def expected(self) -> frozenset[str]:
        """What may come next: keywords as written, and `NAME`, `STRING`, `NUMBER`, `_NL` …"""


def fits(machine: Machine, tokens: Sequence[Token]) -> bool:
    """Whether the tokens could come next."""
    trial = machine.copy()
    return all(trial.take(token) for token in tokens)
