"""Fixes that need the text itself: a rule of a scenario that stands too low is lifted up, a filter gets its parentheses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from grammar.diagnostics import Diagnostic, Fix
from grammar.source import Span
from grammar.syntax_rules import FILTER_PARENTHESES, RULE_AFTER_STATEMENT

_RULE = re.compile(r"[ \t]*(?:enter|reenter|goal|leave|one|restart|maintainer|versions|calendar)\b[^\n]*[^{\n \t][ \t]*\n")
_TEST = re.compile(r"""[\w・-]+[ ](?:is[ ]not|is|contains|starts[ ]with|ends[ ]with|in|[<>]=?)[ ](?:"[^"\n]*"|\[[^\]\n]*\]|[\w.:%-]+)""")

_FARTHEST = 4_000
"""So many characters a line is lifted over: each fix holds all of them."""


def with_fixes(found: Iterable[Diagnostic], text: str) -> Iterator[Diagnostic]:
    """The findings, those of two rules with the fix that only the text shows."""
    for each in found:
        fix = None
        if each.fix is None and each.of is RULE_AFTER_STATEMENT:
            fix = _lifted(each.span, text)
        elif each.fix is None and each.of is FILTER_PARENTHESES:
            fix = _in_parentheses(each.span, text)
        yield replace(each, fix=fix) if fix else each


def _lifted(span: Span, text: str) -> Fix | None:
    """The line goes below the last rule at the head of its scenario; one that opens a block stays, and so does one inside of a block."""
    head = max((each.end() for each in re.finditer(r"^scenario\b[^\n]*\{[ \t]*\n", text[: span.start], re.MULTILINE)), default=0)
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    line = text[start:end]
    if not head or end < 0 or start - head > _FARTHEST or line.rstrip().endswith("{"):
        return None
    if text.count("{", head, start) != text.count("}", head, start):
        return None
    while (rule := _RULE.match(text, head)) and rule.end() <= start:
        head = rule.end()
    first = text.count("\n", 0, head) + 1
    place = Span(span.file, head, end + 1, first, 1, span.line + 1, 1)
    return Fix(place, f"{line}\n{text[head:start]}", safe=True)


def _in_parentheses(span: Span, text: str) -> Fix | None:
    """From behind `where` to the end of the test that the filter did not reach."""
    line = text.rfind("\n", 0, span.start) + 1
    where, test = text.rfind(" where ", line, span.start), _TEST.match(text, span.start)
    if where < 0 or test is None:
        return None
    start = where + len(" where ")
    place = Span(span.file, start, test.end(), span.line, start - line + 1, span.line, test.end() - line + 1)
    return Fix(place, f"({text[start : test.end()]})")
