"""From a text to its tree and the mistakes in it. All mistakes of a file are found in one go."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from grammar.character_rules import FULL_WIDTH, LOOK_ALIKE, UNCLOSED_TEXT
from grammar.chunks import Chunk, Cutter
from grammar.diagnostics import MOST_FINDINGS, Diagnostic, by_place
from grammar.file import Broken, Declaration, SourceFile
from grammar.habit_rules import SIGN_TOO_MANY
from grammar.lalr import Lalr
from grammar.lexer import Token, lex
from grammar.lifting import with_fixes
from grammar.limits import LONGEST, first_ones, told, too_deep, too_long, too_many_lines
from grammar.node import changed
from grammar.place import joined as stretched
from grammar.proof import proven
from grammar.quick import read_at_once
from grammar.recovery import Recovery
from grammar.source import Span
from grammar.stretches import MOST_JOINED, Part, Stretch, following, joined, may_go_on, stretches
from grammar.syntax_rules import NO_BRACE, OUTLINE, STUCK_UNIT, UNCLOSED_BRACE
from grammar.torn import Reading, is_torn, mended
from grammar.widths import writable

_MOST_AGAIN = 20
"""So often a declaration is cut anew because a `{` was missing."""


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The tree, without the declarations that could not be read, and the findings in the order of the text."""

    file: SourceFile
    diagnostics: tuple[Diagnostic, ...] = ()


def parse(text: str, path: str = "") -> ParseResult:
    """Reads a text. `path` goes into every span. Never raises for what a user wrote."""
    text = writable(text)
    with without_collector():
        return together(text, path, [part for _, part in parts_of(text, path, read_stretch)])


def parts_of(text: str, path: str, read: Callable[[str, str, Stretch], Part]) -> Iterator[tuple[Stretch, Part]]:
    """Every stretch of a text with what is in it; nothing of one that is too long, or after far too many mistakes."""
    waiting = list(reversed(tuple(stretches(text)))) if len(text) <= LONGEST else []
    mistakes = 0
    while waiting and mistakes <= MOST_FINDINGS:
        stretch = waiting.pop()
        part = read(text, path, stretch)
        for _ in range(MOST_JOINED):
            if not (part.runs_on and waiting and may_go_on(text, waiting[-1])):
                break
            stretch = joined(stretch, waiting.pop())
            part = read(text, path, stretch)
        mistakes += len(part.findings)
        yield stretch, part
    if waiting:
        rest = joined(waiting[-1], waiting[0])
        span = Span(path, rest.start, rest.end, rest.line, 1, rest.line, 1)
        yield rest, Part((), (), (Broken(word="", span=span),), ())


def together(text: str, path: str, parts: Sequence[Part]) -> ParseResult:
    """The file that the parts make up."""
    file = SourceFile(
        path,
        text,
        tuple(declaration for part in parts for declaration in part.declarations),
        tuple(comment for part in parts for comment in part.comments),
        tuple(broken for part in parts for broken in part.broken),
    )
    found = by_place(with_fixes((found for part in parts for found in part.findings), text))
    return ParseResult(file, (*too_long(text, path), *told(found)))


def read_stretch(text: str, path: str, stretch: Stretch) -> Part:
    """The declarations of a stretch, and all that is wrong with them."""
    return read_at_once(text, path, stretch) or read_token_by_token(text, path, stretch)


def read_token_by_token(text: str, path: str, stretch: Stretch) -> Part:
    """The same for a stretch with mistakes."""
    lexed = lex(text, path, (stretch.start, stretch.end, stretch.line))
    deep = too_deep(lexed.tokens)
    if deep is not None:
        lost = Broken(word="", span=stretched(lexed.tokens[0].span, lexed.tokens[-1].span))
        return Part((), tuple(lexed.comments), (lost,), (deep,), lexed.runs_on)
    reading = _reading(Cutter(lexed.tokens, following(stretch, text, path)))
    if is_torn(reading.findings):
        reading = mended(lexed.tokens, reading, read=_reading, cut=Cutter)
    findings = tuple(_once([*first_ones(lexed.findings), *first_ones(reading.findings)]))
    return Part(tuple(reading.declarations), tuple(lexed.comments), tuple(reading.broken), findings, lexed.runs_on)


def _reading(chunks: Iterable[Chunk]) -> Reading:
    reading = Reading()
    for chunk in chunks:
        declaration, found, rest = _read(chunk)
        brace = next((each for each in found if each.of is NO_BRACE), None)
        # A brace put in that does not help is not put in again.
        again = brace is not None and brace not in reading.findings and reading.again < _MOST_AGAIN
        if again and brace is not None and isinstance(chunks, Cutter):
            reading.again += 1
            reading.findings.append(brace)
            chunks.again_with(Token("{", "{", brace.span))
            continue
        reading.findings += chunk.findings + [each for each in found if not _follows(each, chunk)]
        if declaration is None:
            reading.broken += (changed(each, rest=rest) for each in chunk.broken())
        else:
            reading.declarations.append(declaration)
            reading.findings += proven(declaration)
    return reading


def _read(chunk: Chunk) -> tuple[Declaration | None, list[Diagnostic], Declaration | None]:
    """The declaration, or None and what is left of it."""
    if not chunk.tokens:
        return None, [], None
    if (long := too_many_lines(chunk.tokens)) is not None:
        return None, [long], None
    machine = Lalr.start()
    if all(machine.take(token) for token in chunk.tokens):
        made = machine.end()
        if made:
            return made[0], [], None
    recovery = Recovery(Lalr.start, chunk.tokens)
    made = recovery.run()
    read = made[0] if made else None
    return (read, recovery.findings, None) if recovery.is_whole else (None, recovery.findings, read)


def _follows(found: Diagnostic, chunk: Chunk) -> bool:
    """Whether the outline of a line is off because a brace above was never closed."""
    return found.of in OUTLINE and any(
        each.of is UNCLOSED_BRACE and each.span.start <= found.span.start for each in chunk.findings
    )


def _once(findings: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Without what follows from another finding: the figures of `３日`, the rest of a line with an open text."""
    whole = [found.span for found in findings if found.of is STUCK_UNIT]
    torn = {found.span.line for found in findings if found.of is UNCLOSED_TEXT}
    odd = {found.span for found in findings if found.of is SIGN_TOO_MANY}
    for found in findings:
        inside = any(span.start <= found.span.start and found.span.end <= span.end for span in whole)
        follows = found.span.line in torn and found.of is not UNCLOSED_TEXT
        follows |= found.of is LOOK_ALIKE and found.span in odd
        if not follows and not (inside and found.of is FULL_WIDTH):
            yield found


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
