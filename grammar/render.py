"""Findings as something to read or to hand on: text, one line each, JSON, GitHub annotations. Further formats have files of their own."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grammar.diagnostics import Diagnostic, Fix, Justification, Language, Related, Severity
from grammar.quoting import marked
from grammar.source import Span
from grammar.width import folded
from grammar.witness import Witness

FORMAT_VERSION = 1
Renderer = Callable[[Sequence[Diagnostic], Mapping[str, str], Language], str]
TELLS_ALLOWED = frozenset(("json", "sarif"))
"""Formats that carry what was allowed, marked as such; to the others it is not given."""
_SEVERITIES: Mapping[Severity, tuple[str, str]] = {
    "error": ("error", "エラー"),
    "warning": ("warning", "警告"),
    "info": ("info", "情報"),
}
COLUMNS = 80


# ── text ────────────────────────────────────────────────────────────────────────────────


def as_text(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    """Each finding with its line and a mark below the place; `sources` are the files' texts by path."""
    return "\n\n".join(_block(found, sources, language) for found in diagnostics)


def as_concise(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    """One line for each finding: `file:line:column: severity[rule] sentence`."""
    return "\n".join(
        f"{found.span.file}:{found.span.line}:{found.span.column}: "
        f"{_severity(found, language)}[{found.rule}] {found.message(language)}"
        for found in diagnostics
    )


def summary(diagnostics: Sequence[Diagnostic], language: Language = "en") -> str:
    """`2 errors, 1 warning`; empty if there are no findings."""
    parts = []
    for severity, (english, japanese) in _SEVERITIES.items():
        count = sum(found.severity == severity for found in diagnostics)
        if count and language == "ja":
            parts.append(f"{japanese} {count} 件")
        elif count:
            plural = "s" if count > 1 and severity != "info" else ""
            parts.append(f"{count} {english}{plural}")
    return ("、" if language == "ja" else ", ").join(parts)


def _severity(found: Diagnostic, language: Language) -> str:
    return _SEVERITIES[found.severity][language == "ja"]


def _block(found: Diagnostic, sources: Mapping[str, str], language: Language) -> str:
    head = f"{_severity(found, language)}[{found.rule}] {found.name}: {found.message(language)}"
    lines = ["\n  ".join(folded(head, COLUMNS - 2))]
    lines.append(f"  --> {found.span.file}:{found.span.line}:{found.span.column}")
    margin = " " * len(str(found.span.line))
    lines += marked(sources.get(found.span.file, ""), found.span, margin)
    notes = [found.help(language)] if found.help(language) else []
    for related in found.related:
        place = f"{related.span.file}:{related.span.line}:{related.span.column}"
        notes.append(f"{place}: {related.note(language)}")
    for note in notes:
        first, *more = folded(note, COLUMNS - len(margin) - 4)
        lines += [f" {margin} = {first}", *(f" {margin}   {line}" for line in more)]
    if found.witness is not None:
        lines.append(f" {margin} = {found.witness.heading(language)}:")
        lines += [f" {margin}   {line}" for line in found.witness.text.splitlines()]
    return "\n".join(lines)


# ── JSON ────────────────────────────────────────────────────────────────────────────────


def as_json(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    """`{"format_version": 1, "diagnostics": [ … ], "allowed": [ … ]}`; lines and columns from 1, ends exclusive."""
    found = [_entry(each, language) for each in diagnostics if each.allowed is None]
    allowed = [_entry(each, language) | _why(each.allowed) for each in diagnostics if each.allowed]
    document = {"format_version": FORMAT_VERSION, "diagnostics": found, "allowed": allowed}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _why(justification: Justification) -> dict[str, Any]:
    return {"because": justification.reason, "by": _where(justification.span)}


def _entry(found: Diagnostic, language: Language) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "name": found.name,
        "severity": found.severity,
        **_where(found.span),
        "message": found.message(language),
        "help": found.help(language),
        "fix": _fix(found.fix),
        "related": [_related(each, language) for each in found.related],
        "witness": _witness(found.witness),
    }


def _witness(witness: Witness | None) -> dict[str, Any] | None:
    """played: the simulator has confirmed it."""
    if witness is None:
        return None
    places = {"reaches": [_where(one) for one in witness.reaches], "misses": [_where(one) for one in witness.misses]}
    return {"test": witness.text, "played": witness.played, **places}


def _where(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    return None if fix is None else {**_where(fix.span), "replacement": fix.replacement, "safe": fix.safe}


def _related(related: Related, language: Language) -> dict[str, Any]:
    return {**_where(related.span), "message": related.note(language)}


# ── GitHub ──────────────────────────────────────────────────────────────────────────────

_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def as_github(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    """One workflow command for each finding, which GitHub shows beside the line."""
    return "\n".join(_command(found, language) for found in diagnostics)


def _command(found: Diagnostic, language: Language) -> str:
    span = found.span
    properties = {"file": span.file, "line": span.line, "endLine": span.end_line, "col": span.column}
    if span.line == span.end_line:
        properties["endColumn"] = span.end_column
    properties["title"] = f"{found.rule} {found.name}"
    listed = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
    help_text = found.help(language)
    text = found.message(language) + (f"\n{help_text}" if help_text else "")
    return f"::{_COMMANDS[found.severity]} {listed}::{_escaped(text, '')}"


def _escaped(text: str, more: str) -> str:
    for letter in "%\r\n" + more:
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text


# Whoever is no machine waits for none of these to be loaded.


def _as_sarif(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    from grammar.render_sarif import as_sarif

    return as_sarif(diagnostics, sources, language)


def _as_gitlab(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    from grammar.render_gitlab import as_gitlab

    return as_gitlab(diagnostics, sources, language)


def _as_markdown(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    from grammar.render_markdown import as_markdown

    return as_markdown(diagnostics, sources, language)


def _as_junit(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    from grammar.render_junit import as_junit

    return as_junit(diagnostics, sources, language)


FORMATS: Mapping[str, Renderer] = {
    "text": as_text,
    "concise": as_concise,
    "json": as_json,
    "github": as_github,
    "sarif": _as_sarif,
    "gitlab": _as_gitlab,
    "markdown": _as_markdown,
    "junit": _as_junit,
}
