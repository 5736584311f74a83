"""Putting the offered fixes into a text."""

from collections.abc import Iterable

from grammar.diagnostics import Diagnostic, Fix
from grammar.source import Span


def fixed(text: str, diagnostics: Iterable[Diagnostic], *, unsafe: bool = False) -> tuple[str, list[Diagnostic]]:
    """The text of one file with its fixes, and the findings whose fixes went in. Of two that overlap only the first does.

    A finding that offers the same fix as another counts as fixed with it.
    """
    offered = [(found.fix, found) for found in diagnostics if found.fix is not None and (found.fix.safe or unsafe)]
    parts: list[str] = []
    put: list[Fix] = []
    done: list[Diagnostic] = []
    end = 0
    for fix, found in sorted(offered, key=lambda one: _place(one[0])):
        if fix in put:
            done.append(found)
        elif fix.span.start >= end and not (put and fix.span.start == put[-1].span.start):
            parts += text[end : fix.span.start], fix.replacement
            end = fix.span.end
            put.append(fix)
            done.append(found)
    return "".join([*parts, text[end:]]), done


def requoted(text: str, span: Span, words: tuple[str, str], *, safe: bool = False) -> Fix | None:
    """Another text between the quotes of a place. text: what stands in the span; words: the old one and the new; None without the old."""
    old, new = (f'"{word}"' for word in words)
    at = text.find(old)
    if at < 0 or words[1] == "" or "\n" in text[:at]:
        return None
    start, column = span.start + at, span.column + at
    return Fix(Span(span.file, start, start + len(old), span.line, column, span.line, column + len(old)), new, safe=safe)


def _place(fix: Fix) -> tuple[int, int]:
    return fix.span.start, fix.span.end
