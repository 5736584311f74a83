"""A file with a brace too many or too few: each part of it is read in several ways, and the one with the fewest mistakes counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from grammar import syntax_rules as rules
from grammar.chunks import Chunk, starts
from grammar.diagnostics import Diagnostic
from grammar.file import Broken, Declaration
from grammar.lexer import Token
from grammar.outline import aligned

_SIGNS = rules.OUTLINE | {rules.UNCLOSED_BRACE, rules.STRAY_BRACE, rules.OUTSIDE, rules.UNKNOWN_DECLARATION}


@dataclass(slots=True)
class Reading:
    """What was read of some tokens. again: how often it was cut anew."""

    declarations: list[Declaration] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    again: int = 0

    def add(self, other: "Reading") -> None:
        self.declarations += other.declarations
        self.broken += other.broken
        self.findings += other.findings

    def between(self, start: int, end: int) -> "Reading":
        """What stands between two offsets."""
        return Reading(
            [each for each in self.declarations if start <= each.span.start < end],
            [each for each in self.broken if start <= each.span.start < end],
            [each for each in self.findings if start <= each.span.start < end],
        )


def is_torn(findings: Iterable[Diagnostic]) -> bool:
    """Whether a brace may be wrong."""
    return any(found.of in _SIGNS for found in findings)


def mended(
    tokens: Sequence[Token],
    first: Reading,
    *,
    read: Callable[[Iterable[Chunk]], Reading],
    cut: Callable[[Sequence[Token]], Iterable[Chunk]],
) -> Reading:
    """The best reading of each part of a file; the first one where none is better."""
    whole = Reading()
    parts = _parts(tokens)
    # What is missing at the very end of a file stands behind its last token.
    ends = [part[0].span.start for part in parts[1:]] + [tokens[-1].span.end + 1]
    for part, end in zip(parts, ends, strict=True):
        start = part[0].span.start
        as_before = first.between(start, end)
        if not is_torn(as_before.findings):
            whole.add(as_before)
            continue
        ways = [read([chunk]) for inner in (True, False) if (chunk := aligned(part, inner=inner)) is not None]
        counted = min(as_before, read(cut(part)), key=lambda way: len(way.findings))
        # Counting finds a `}` too many only at the end; whose columns are right is known better.
        late = any(found.of is rules.STRAY_BRACE for found in counted.findings)
        whole.add(min([*ways, counted] if late else [counted, *ways], key=lambda way: len(way.findings)))
    return whole if len(whole.findings) <= len(first.findings) else first


def _parts(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """Cut wherever a declaration starts in column 0, whatever is open there."""
    cuts = [place for place in range(1, len(tokens)) if tokens[place].span.column == 1 and starts(tokens, place)]
    ends = [0, *cuts, len(tokens)]
    return [part for one, other in pairwise(ends) if (part := tokens[one:other])]
