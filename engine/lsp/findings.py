"""Findings as editors show them."""

from collections.abc import Callable, Iterable
from functools import cache

from lsprotocol import types

from engine.commands.rules import PLACES
from engine.lsp.drafts import uri_of
from grammar.diagnostics import Diagnostic, Language, Severity
from grammar.editing.lines import Lines, Point
from grammar.source import Span

SOURCE = "nurture"
SEVERITIES: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Hint,
}
Pages = Callable[[str], tuple[str, Lines]]
"""A file as the program calls it -> its address and its text."""


def shown(found: Diagnostic, pages: Pages, language: Language) -> types.Diagnostic:
    """One finding; its help stands below its sentence."""
    help_ = found.help(language)
    return types.Diagnostic(
        range=range_of(found.span, pages(found.span.file)[1]),
        message=f"{found.message(language)}\n{help_}" if help_ else found.message(language),
        severity=SEVERITIES[found.severity],
        code=found.rule,
        code_description=_page(found.name),
        source=SOURCE,
        tags=_tags(found.name),
        related_information=[_related(one.span, one.note(language), pages) for one in found.related] or None,
    )


def range_of(span: Span, lines: Lines) -> types.Range:
    """Where a span stands. One that only knows its line is that line."""
    if span.start == span.end == 0 and span.line > 1:
        start, end = lines.point(lines.start(span.line - 1)), lines.point(lines.end(span.line - 1))
    else:
        start, end = lines.point(span.start), lines.point(span.end)
    return types.Range(position(start), position(end))


def position(point: Point) -> types.Position:
    return types.Position(point.line, point.unit)


def covers(inner: types.Range, outer: types.Range) -> bool:
    """Whether the two touch."""
    one, other = (inner.start.line, inner.start.character), (inner.end.line, inner.end.character)
    return one <= (outer.end.line, outer.end.character) and (outer.start.line, outer.start.character) <= other


def by_file(findings: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """In the order in which they came."""
    found: dict[str, list[Diagnostic]] = {}
    for each in findings:
        found.setdefault(each.span.file, []).append(each)
    return found


@cache
def _page(name: str) -> types.CodeDescription | None:
    page = next((page for place in PLACES if (page := place / f"{name}.md").is_file()), None)
    return types.CodeDescription(href=uri_of(page)) if page else None


def _tags(name: str) -> list[types.DiagnosticTag] | None:
    faded = name.startswith(("unused-", "unreachable-"))
    return [types.DiagnosticTag.Unnecessary] if faded else None


def _related(span: Span, note: str, pages: Pages) -> types.DiagnosticRelatedInformation:
    uri, lines = pages(span.file)
    return types.DiagnosticRelatedInformation(types.Location(uri, range_of(span, lines)), note)
