"""A file cut into stretches that can be read apart, each from a word in column 0 that starts a declaration whatever stood before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from grammar.chunks import AMBIGUOUS, DECLARATIONS
from grammar.diagnostics import Diagnostic
from grammar.file import Broken, Declaration
from grammar.lexer import LETTER, Token
from grammar.source import Comment, Name, Span

_WORD = rf"({'|'.join(sorted(DECLARATIONS - AMBIGUOUS))})(?!{LETTER})"
_FIRST, _START = re.compile(_WORD), re.compile("\n" + _WORD)
"""At the start of a text, and of any other line: a pattern that begins with a sign is looked for four times as fast as one with `^`."""

_LISTED = re.compile(rf"{LETTER}+[ \t]*(?:[,\]#]|$)", re.MULTILINE)
MOST_JOINED = 20
"""So many words of a list may look like declarations at the start of their lines."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` to `end`, the first line being `line`; whole lines. following: the word with which the next one starts."""

    start: int
    end: int
    line: int
    following: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What was read of a stretch. runs_on: a `[` is open at its end, so that it can be read only with the next one."""

    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...]
    broken: tuple[Broken, ...]
    findings: tuple[Diagnostic, ...]
    runs_on: bool = False


def stretches(text: str) -> Iterator[Stretch]:
    """All of a text. Only the first can begin with something else than a declaration."""
    start, line, word = 0, 1, ""
    for place, found in _starts(text):
        if place > start:
            yield Stretch(start, place, line, found)
        line += text.count("\n", start, place)
        start, word = place, found
    if start < len(text) or not word:
        yield Stretch(start, len(text), line)


def _starts(text: str) -> Iterator[tuple[int, str]]:
    """Where a declaration starts, and with which word."""
    if first := _FIRST.match(text):
        yield 0, first[1]
    for match in _START.finditer(text):
        yield match.start(1), match[1]


def may_go_on(text: str, next_one: Stretch) -> bool:
    """Whether a `[ ]` could go on there: the word that looks like a declaration is then but a name in the list."""
    return _LISTED.match(text, next_one.start) is not None


def joined(one: Stretch, next_one: Stretch) -> Stretch:
    """Both as one: a `[` that is never closed runs on into the next declaration."""
    return replace(one, end=next_one.end, following=next_one.following)


def following(stretch: Stretch, text: str, path: str) -> Token | None:
    """The word with which the next stretch starts, as a token."""
    word, start = stretch.following, stretch.end
    if not word:
        return None
    line = stretch.line + text.count("\n", stretch.start, start)
    span = Span(path, start, start + len(word), line, 1, line, 1 + len(word))
    return Token("NAME", word, span, Name(word, span))
