"""Where somebody is writing: what stands before the cursor, and what the language lets follow. Broken texts too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from grammar.chunks import AMBIGUOUS, DECLARATIONS
from grammar.lalr import Lalr, Trial
from grammar.lexer import WORD, Token, lex
from grammar.recovery import Recovery
from grammar.stretches import Stretch, stretches

_WORD = re.compile(rf"{WORD}$")
_QUOTES = re.compile(r'"(?:[^"\\]|\\.)*"|"|#')


@dataclass(frozen=True)
class Spot:
    """written: of the word or text under the cursor what stands before it, from `start` on. quoted: inside of `"`.

    tokens: of the declaration, before that word. around: the text of the whole declaration, what follows the cursor included.
    """

    start: int
    written: str
    quoted: bool
    tokens: tuple[Token, ...]
    around: str
    trial: Trial | None

    @cached_property
    def line(self) -> tuple[Token, ...]:
        """The tokens of this line."""
        return self.tokens[_line_start(self.tokens) :]

    @property
    def words(self) -> list[str]:
        """The texts of this line's tokens."""
        return [token.text for token in self.line]

    @property
    def declaration(self) -> str:
        """The word that begins the declaration; empty between declarations."""
        return self.tokens[0].text if self.tokens else ""

    @cached_property
    def openers(self) -> list[list[str]]:
        """The lines that opened the blocks one stands in, the outermost first."""
        found: list[list[str]] = []
        start = 0
        for place, token in enumerate(self.tokens):
            if token.kind == "_NL":
                start = place + 1
            elif token.kind == "{":
                found.append([each.text for each in self.tokens[start:place]])
            elif token.kind == "}" and found:
                found.pop()
        return found

    @cached_property
    def expected(self) -> frozenset[str]:
        """What the language lets stand here: keywords as written, and `NAME`, `STRING` …"""
        return self.trial.expected() if self.trial else frozenset()


def spot_at(text: str, offset: int) -> Spot | None:
    """The place of the cursor; None inside of a comment."""
    line_start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    before = text[line_start:offset]
    opened = _opened(before)
    if opened == "#":
        return None
    quoted = isinstance(opened, int)
    if isinstance(opened, int):
        start = line_start + opened
        written = text[start + 1 : offset]
    else:
        word = _WORD.search(before)
        start = line_start + word.start() if word else offset
        written = text[start:offset]
    stretch = _stretch_at(text, start)
    tokens = _declaration(_before(text, stretch, start))
    return Spot(start, written, quoted, tuple(tokens), text[stretch.start : stretch.end], _trial(tokens))


def _opened(before: str) -> int | str | None:
    """Where a text was opened on this line and not closed; `#` in a comment."""
    for found in _QUOTES.finditer(before):
        if found.group() == "#":
            return "#"
        if found.group() == '"':
            return found.start()
    return None


def _stretch_at(text: str, offset: int) -> Stretch:
    found = Stretch(0, len(text), 1)
    for stretch in stretches(text):
        if stretch.start > offset or (stretch.start == offset and offset):
            break
        found = stretch
    return found


def _before(text: str, stretch: Stretch, end: int) -> list[Token]:
    lexed = lex(text, "", (stretch.start, end, stretch.line))
    tokens = lexed.tokens
    if lexed.runs_on:  # a list goes over several lines, and they are one
        opener = max(place for place, token in enumerate(tokens) if token.kind == "[")
        tokens = [token for place, token in enumerate(tokens) if place < opener or token.kind != "_NL"]
    return tokens


def _declaration(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of the last declaration, if it is not over yet."""
    start = depth = 0
    for place, token in enumerate(tokens):
        if token.kind in "{}":
            depth = max(depth + (1 if token.kind == "{" else -1), 0)
        elif token.kind == "_NL" and not depth:
            start = place + 1
        elif depth and token.span.column == 1 and token.text in DECLARATIONS - AMBIGUOUS:
            start, depth = place, 0
    return list(tokens[start:])


def _trial(tokens: Sequence[Token]) -> Trial | None:
    """The parser as it stands after these tokens; lines above that cannot be read are read past."""
    plain = Lalr.start().trial()
    if all(plain.take(token) for token in tokens):
        return plain
    start = _line_start(tokens)
    place = _recovered(tokens[: start - 1]) if start else Lalr.start().trial()
    return place if all(place.take(token) for token in tokens[start:]) else None


class _Open(Lalr):
    """Never asked whether the text may end here: it goes on at the cursor."""

    __slots__ = ()

    def end(self) -> None:
        return None


def _recovered(tokens: Sequence[Token]) -> Trial:
    recovery = Recovery(_Open.start, list(tokens))
    recovery.run()
    return cast(Trial, recovery.machine.trial())


def _line_start(tokens: Sequence[Token]) -> int:
    return max((place for place, token in enumerate(tokens) if token.kind == "_NL"), default=-1) + 1
