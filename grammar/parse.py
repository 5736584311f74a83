"""From a text to its tree and the mistakes in it. All mistakes of a file are found in one go."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock
from types import SimpleNamespace
from typing import Any, Self

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput
from lark.lexer import PatternStr
from lark.parsers.lalr_interactive_parser import InteractiveParser

from grammar.builders import builders
from grammar.chunks import Chunk, Cutter
from grammar.diagnostics import Diagnostic, by_place
from grammar.file import Broken, Declaration, SourceFile
from grammar.lexer import Token, lex
from grammar.proof import proven
from grammar.recovery import Recovery
from grammar.source import NOWHERE
from grammar.syntax_rules import FULL_WIDTH, NO_BRACE, OUTLINE, STUCK_UNIT, UNCLOSED_BRACE, UNCLOSED_TEXT
from grammar.table import parser

_END = Token("$END", "", NOWHERE)
_gate = Lock()


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The tree, without the declarations that could not be read, and the findings in the order of the text."""

    file: SourceFile
    diagnostics: tuple[Diagnostic, ...] = ()


def parse(text: str, path: str = "") -> ParseResult:
    """Reads a text. `path` goes into every span. Never raises for what a user wrote."""
    with _without_collector():
        lexed = lex(text, path)
        findings = list(lexed.findings)
        declarations: list[Declaration] = []
        broken: list[Broken] = []
        cutter = Cutter(lexed.tokens)
        for chunk in cutter:
            declaration, found = _read(chunk)
            brace = next((each for each in found if each.of is NO_BRACE), None)
            # A brace put in that does not help is not put in again.
            if brace is not None and brace not in findings:
                findings.append(brace)
                cutter.again_with(Token("{", "{", brace.span))
                continue
            findings += chunk.findings + [each for each in found if not _follows(each, chunk)]
            if declaration is None:
                broken += chunk.broken()
            else:
                declarations.append(declaration)
                findings += proven(declaration)
    file = SourceFile(path, text, tuple(declarations), tuple(lexed.comments), tuple(broken))
    return ParseResult(file, by_place(_once(findings)))


def _read(chunk: Chunk) -> tuple[Declaration | None, list[Diagnostic]]:
    if not chunk.tokens:
        return None, []
    machine = LarkMachine.start()
    if all(machine.take(token) for token in chunk.tokens):
        made = machine.end()
        if made:
            return made[0], []
    recovery = Recovery(LarkMachine.start, chunk.tokens)
    made = recovery.run()
    return made[0] if made else None, recovery.findings


def _follows(found: Diagnostic, chunk: Chunk) -> bool:
    """Whether the outline of a line is off because a brace above was never closed."""
    return found.of in OUTLINE and any(
        each.of is UNCLOSED_BRACE and each.span.start <= found.span.start for each in chunk.findings
    )


def _once(findings: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Without what follows from another finding: the figures of `３日`, the rest of a line with an open text."""
    whole = [found.span for found in findings if found.of is STUCK_UNIT]
    torn = {found.span.line for found in findings if found.of is UNCLOSED_TEXT}
    for found in findings:
        inside = any(span.start <= found.span.start and found.span.end <= span.end for span in whole)
        follows = found.span.line in torn and found.of is not UNCLOSED_TEXT
        if not follows and not (inside and found.of is FULL_WIDTH):
            yield found


class LarkMachine:
    """Lark's interactive parser. Which word is a keyword is decided by the place: elsewhere it is a name."""

    __slots__ = ("_keywords", "_parser")

    def __init__(self, interactive: InteractiveParser) -> None:
        self._parser: Any = interactive
        self._keywords = _terminals()

    @classmethod
    def start(cls) -> Self:
        return cls(_language().parse_interactive())

    def take(self, token: Token) -> bool:
        if token.kind == "NAME":
            kind = self._keywords.get(token.text, "NAME")
            if kind != "NAME" and kind not in self._parser.choices():
                kind = "NAME"
            token.type = kind
        else:
            token.type = self._keywords.get(token.kind, token.kind)
        try:
            self._parser.feed_token(token)
        except UnexpectedInput:
            return False
        return True

    def end(self) -> Any:
        try:
            return self._parser.feed_token(_END)
        except UnexpectedInput:
            return None

    def copy(self) -> Self:
        """Repetitions are collected in lists that Lark extends in place, so each copy has its own: a trial must leave no line twice."""
        twin = self._parser.copy(deepcopy_values=False)
        values = twin.parser_state.value_stack
        values[:] = [Tree(one.data, list(one.children), one.meta) if isinstance(one, Tree) else one for one in values]
        return type(self)(twin)

    def knows(self, text: str) -> bool:
        return text in self._keywords

    def expected(self) -> frozenset[str]:
        return frozenset(_spelled().get(name, name) for name in self._parser.accepts())


@cache
def _language() -> Lark:
    with _gate:
        return parser(SimpleNamespace(**dict(builders())))


@cache
def _terminals() -> dict[str, str]:
    """Keywords and signs by their text."""
    return {each.pattern.value: each.name for each in _language().terminals if isinstance(each.pattern, PatternStr)}


@cache
def _spelled() -> dict[str, str]:
    return {name: text for text, name in _terminals().items()}


@contextmanager
def _without_collector() -> Iterator[None]:
    """The tree has no cycles: collecting garbage meanwhile costs a quarter of the time and frees nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
