"""How long, how deep and how wrong a file may be. All lie far above what anybody writes; the rules say so and what to do."""

from collections.abc import Iterable, Sequence
from itertools import islice

from grammar.diagnostics import MOST_FINDINGS, Diagnostic
from grammar.file_rules import MORE_MISTAKES, TOO_DEEP, TOO_LONG, TOO_MANY_LINES
from grammar.lexer import Token
from grammar.source import Span

LONGEST = 128 * 1024
"""Characters of a file; the longest of the examples has 9,000. What a file cannot hold, two files of the folder can."""
DEEPEST = 50
"""Blocks and parentheses inside of each other; the deepest of the examples has 6."""
MOST_LINES = 2_000
"""Lines of one declaration; the longest of the examples has 60."""


def too_long(text: str, path: str) -> tuple[Diagnostic, ...]:
    """The finding that a file is too long, if it is."""
    if len(text) <= LONGEST:
        return ()
    return (TOO_LONG.at(Span(path, 0, 0, 1, 1, 1, 1), size=f"{len(text):,}", most=f"{LONGEST:,}"),)


def too_deep(tokens: Sequence[Token]) -> Diagnostic | None:
    """The finding that something stands too deep inside of others, if it does."""
    depth = nots = 0
    for token in tokens:
        depth = max(depth + (token.kind in ("{", "(")) - (token.kind in ("}", ")")), 0)
        nots = nots + 1 if token.text == "not" else 0
        if depth + nots > DEEPEST:
            return TOO_DEEP.at(token.span, most=DEEPEST)
    return None


def too_many_lines(tokens: Sequence[Token]) -> Diagnostic | None:
    """The finding that a declaration has too many lines, if it has."""
    if sum(token.kind == "_NL" for token in tokens) <= MOST_LINES:
        return None
    return TOO_MANY_LINES.at(tokens[0].span, most=f"{MOST_LINES:,}")


def told(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings in their order, of each file only the first ones."""
    seen: dict[str, int] = {}
    kept: list[Diagnostic] = []
    for found in findings:
        count = seen[found.span.file] = seen.get(found.span.file, 0) + 1
        if count <= MOST_FINDINGS or found.of is MORE_MISTAKES:
            kept.append(found)
        elif count == MOST_FINDINGS + 1:
            kept.append(MORE_MISTAKES.at(found.span, most=MOST_FINDINGS))
    return kept


def first_ones(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """As many as are told at most, and one more."""
    return list(islice(findings, MOST_FINDINGS + 1))
