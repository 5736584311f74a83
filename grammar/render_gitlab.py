"""Findings as GitLab's Code Quality report, which a merge request shows beside its changes."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from grammar.diagnostics import Diagnostic, Language, Severity
from grammar.fingerprints import fingerprints

_SEVERITIES: Mapping[Severity, str] = {"error": "critical", "warning": "major", "info": "info"}


def as_gitlab(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    """A JSON array, empty if there is nothing. GitLab tells new findings from old ones by their fingerprints."""
    marks = fingerprints(diagnostics, sources)
    told = [_entry(found, mark, language) for found, mark in zip(diagnostics, marks, strict=True)]
    return json.dumps(told, ensure_ascii=False, indent=2)


def _entry(found: Diagnostic, mark: str, language: Language) -> dict[str, Any]:
    advice = found.help(language)
    return {
        "description": found.message(language) + (f" ({advice})" if advice else ""),
        "check_name": f"{found.rule} {found.name}",
        "fingerprint": mark,
        "severity": _SEVERITIES[found.severity],
        "location": {"path": found.span.file, "lines": {"begin": found.span.line, "end": found.span.end_line}},
    }
