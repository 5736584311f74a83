"""From a text to its tree and the mistakes in it. All mistakes of a file are found in one go."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock
from types import SimpleNamespace
from typing import Any, Self

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput
from lark.lexer import PatternStr
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_interactive_parser import InteractiveParser

from grammar.builders import builders
from grammar.chunks import Chunk, Cutter
from grammar.diagnostics import Diagnostic, by_place
from grammar.file import Broken, Declaration, SourceFile
from grammar.lexer import Token, lex
from grammar.proof import proven
from grammar.recovery import Recovery
from grammar.source import NOWHERE, Comment
from grammar.stretches import Stretch, following, joined, stretches
from grammar.syntax_rules import FULL_WIDTH, NO_BRACE, OUTLINE, STUCK_UNIT, UNCLOSED_BRACE, UNCLOSED_TEXT
from grammar.table import parser
from grammar.torn import Reading, is_torn, mended

_END = Token("$END", "", NOWHERE)
_gate = Lock()


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The tree, without the declarations that could not be read, and the findings in the order of the text."""

    file: SourceFile
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What was read of a stretch. runs_on: a `[` is open at its end, so that it can be read only with the next one."""

    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...]
    broken: tuple[Broken, ...]
    findings: tuple[Diagnostic, ...]
    runs_on: bool = False


def parse(text: str, path: str = "") -> ParseResult:
    """Reads a text. `path` goes into every span. Never raises for what a user wrote."""
    with without_collector():
        return together(text, path, [part for _, part in parts_of(text, path, read_stretch)])


def parts_of(text: str, path: str, read: Callable[[str, str, Stretch], Part]) -> Iterator[tuple[Stretch, Part]]:
    """Every stretch of a text with what is in it."""
    waiting = list(reversed(tuple(stretches(text))))
    while waiting:
        stretch = waiting.pop()
        part = read(text, path, stretch)
        while part.runs_on and waiting:
            stretch = joined(stretch, waiting.pop())
            part = read(text, path, stretch)
        yield stretch, part


def together(text: str, path: str, parts: Sequence[Part]) -> ParseResult:
    """The file that the parts make up."""
    file = SourceFile(
        path,
        text,
        tuple(declaration for part in parts for declaration in part.declarations),
        tuple(comment for part in parts for comment in part.comments),
        tuple(broken for part in parts for broken in part.broken),
    )
    return ParseResult(file, by_place(found for part in parts for found in part.findings))


def read_stretch(text: str, path: str, stretch: Stretch) -> Part:
    """The declarations of a stretch, and all that is wrong with them."""
    lexed = lex(text, path, (stretch.start, stretch.end, stretch.line))
    reading = _reading(Cutter(lexed.tokens, following(stretch, text, path)))
    if is_torn(reading.findings):
        reading = mended(lexed.tokens, reading, read=_reading, cut=Cutter)
    findings = tuple(_once([*lexed.findings, *reading.findings]))
    return Part(tuple(reading.declarations), tuple(lexed.comments), tuple(reading.broken), findings, lexed.runs_on)


def _reading(chunks: Iterable[Chunk]) -> Reading:
    reading = Reading()
    for chunk in chunks:
        declaration, found = _read(chunk)
        brace = next((each for each in found if each.of is NO_BRACE), None)
        # A brace put in that does not help is not put in again.
        if brace is not None and brace not in reading.findings and isinstance(chunks, Cutter):
            reading.findings.append(brace)
            chunks.again_with(Token("{", "{", brace.span))
            continue
        reading.findings += chunk.findings + [each for each in found if not _follows(each, chunk)]
        if declaration is None:
            reading.broken += chunk.broken()
        else:
            reading.declarations.append(declaration)
            reading.findings += proven(declaration)
    return reading


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

    def trial(self) -> "Trial":
        """The same place without what was read so far: to try something from, over and over."""
        state = self._parser.parser_state
        return Trial(state.parse_conf.states, list(state.state_stack))

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
        return self.trial().expected()


class Trial:
    """Only the states of the parser: what fits is found out without building anything."""

    __slots__ = ("_keywords", "_stack", "_states")

    def __init__(self, states: Any, stack: list[Any]) -> None:
        self._states = states
        self._stack = stack
        self._keywords = _terminals()

    def take(self, token: Token) -> bool:
        kind = self._keywords.get(token.text if token.kind == "NAME" else token.kind, token.kind)
        if token.kind == "NAME" and kind not in self._states[self._stack[-1]]:
            kind = "NAME"
        return self._shifted(kind, self._stack)

    def trial(self) -> "Trial":
        return Trial(self._states, list(self._stack))

    def expected(self) -> frozenset[str]:
        choices = [name for name in self._states[self._stack[-1]] if name.isupper()]
        return frozenset(_spelled().get(name, name) for name in choices if self._shifted(name, list(self._stack)))

    def _shifted(self, kind: str, stack: list[Any]) -> bool:
        while (step := self._states[stack[-1]].get(kind)) is not None:
            action, arg = step
            if action is Shift:
                stack.append(arg)
                return True
            if size := len(arg.expansion):
                del stack[-size:]
            stack.append(self._states[stack[-1]][arg.origin.name][1])
        return False


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
def without_collector() -> Iterator[None]:
    """The tree has no cycles: collecting garbage meanwhile costs a quarter of the time and frees nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
