"""Findings of an older text in a newer one: what stands before or behind the edit is carried along, the rest is let go."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from grammar.diagnostics import Diagnostic
from grammar.source import Span


def carried(findings: Iterable[Diagnostic], before: str, after: str) -> Iterator[Diagnostic]:
    """The findings of one file, at their offsets in the new text; lines and columns are not counted anew."""
    start, end, _ = changed_part(before, after)
    shift = len(after) - len(before)
    for found in findings:
        if found.span.end <= start:
            yield _at(found, found.span)
        elif found.span.start >= end:
            yield _at(found, found.span._replace(start=found.span.start + shift, end=found.span.end + shift))


def changed_part(before: str, after: str) -> tuple[int, int, int]:
    """Where two texts begin to differ, and where that ends in the one and in the other."""
    start = _alike(before, after)
    rest = min(len(before), len(after)) - start
    tail = _alike(before[::-1][:rest], after[::-1][:rest])
    return start, len(before) - tail, len(after) - tail


def _alike(one: str, other: str) -> int:
    """With how many characters both begin."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _at(found: Diagnostic, span: Span) -> Diagnostic:
    """A fix belongs to the very text it was made for."""
    return replace(found, span=span, fix=None)
