"""Putting the offered fixes into a text."""

from collections.abc import Iterable

from grammar.diagnostics import Diagnostic, Fix


def fixed(text: str, diagnostics: Iterable[Diagnostic], *, unsafe: bool = False) -> tuple[str, int]:
    """The text of one file with its fixes, and how many went in. Of two that overlap only the first does."""
    fixes = [found.fix for found in diagnostics if found.fix is not None and (found.fix.safe or unsafe)]
    parts: list[str] = []
    done = count = 0
    for fix in sorted(fixes, key=_place):
        if fix.span.start >= done:
            parts += text[done : fix.span.start], fix.replacement
            done = fix.span.end
            count += 1
    return "".join([*parts, text[done:]]), count


def _place(fix: Fix) -> tuple[int, int]:
    return fix.span.start, fix.span.end
