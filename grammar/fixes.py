"""Putting the offered fixes into a text."""

from collections.abc import Iterable

from grammar.diagnostics import Diagnostic, Fix


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


def _place(fix: Fix) -> tuple[int, int]:
    return fix.span.start, fix.span.end
