"""Findings as a SARIF 2.1.0 log (OASIS), with what GitHub's code scanning asks for beyond the schema.

GitHub shows a rule by `shortDescription` and `help.markdown`, sorts by `precision` and `problem.severity`, and takes `%SRCROOT%`
for the top of the repository. `primaryLocationLineHash` is left to its upload step, which computes it itself and warns of any other.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from grammar.diagnostics import AREAS, Area, Diagnostic, Fix, Language, Related, Rule, Severity
from grammar.fingerprints import fingerprints
from grammar.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_WEIGHTS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}
_CERTAIN: frozenset[Area] = frozenset(("E", "N", "T"))
"""Areas whose findings follow from the text alone."""


def as_sarif(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    """A log of one run; its rules are those that were broken, in the order of their ids."""
    rules = sorted({found.rule: found.of for found in diagnostics}.items())
    places = {name: place for place, (name, _) in enumerate(rules)}
    marks = fingerprints(diagnostics, sources)
    run = {
        "tool": {"driver": {"name": "nurture", "rules": [_rule(rule, language) for _, rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "the top of the repository"}}},
        "results": [
            {
                **_result(found, language),
                **_suppressions(found, diagnostics),
                "ruleIndex": places[found.rule],
                "partialFingerprints": {"nurture/v1": mark},
            }
            for found, mark in zip(diagnostics, marks, strict=True)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


# ── rules ───────────────────────────────────────────────────────────────────────────────


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    area: Area = next(one for one in AREAS if one == rule.id[0])
    sentence = _open(rule.ja if language == "ja" else rule.en)
    advice = _open(rule.help_ja if language == "ja" else rule.help_en)
    more = "詳しくは" if language == "ja" else "more:"
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": sentence},
        "fullDescription": {"text": advice or sentence},
        "help": {
            "text": "\n\n".join(part for part in (sentence, advice, f"{more} nurture rule {rule.id}") if part),
            "markdown": "\n\n".join(part for part in (f"**{sentence}**", advice, f"{more} `nurture rule {rule.id}`") if part),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["nurture", AREAS[area][0]],
            "precision": "very-high" if area in _CERTAIN else "high",
            "problem.severity": _WEIGHTS[rule.severity],
        },
    }


def _open(template: str) -> str:
    """The sentence of a rule, before anybody's words are in it."""
    return re.sub(r"\{\w+\}", "…", template)


# ── results ─────────────────────────────────────────────────────────────────────────────


def _result(found: Diagnostic, language: Language) -> dict[str, Any]:
    advice = found.help(language)
    told: dict[str, Any] = {
        "ruleId": found.rule,
        "level": _LEVELS[found.severity],
        "message": {"text": found.message(language) + (f" ({advice})" if advice else "")},
        "locations": [_location(found.span)],
    }
    if (witness := found.witness) is not None:
        told["message"]["markdown"] = f"{told['message']['text']}\n\n{witness.heading(language)}:\n\n```nurture\n{witness.text}```\n"
        told["properties"] = {"test": witness.text, "played": witness.played}
    if found.related:
        told["relatedLocations"] = [_related(number, each, language) for number, each in enumerate(found.related, 1)]
    if found.fix is not None:
        told["fixes"] = [_fix(found.fix, language)]
    return told


def _suppressions(found: Diagnostic, all_: Sequence[Diagnostic]) -> dict[str, Any]:
    """The schema wants them on every result of a run or on none."""
    if not any(each.allowed for each in all_):
        return {}
    if found.allowed is None:
        return {"suppressions": []}
    told = {"kind": "inSource", "status": "accepted", "justification": found.allowed.reason, "location": _location(found.allowed.span)}
    return {"suppressions": [told]}


def _related(number: int, related: Related, language: Language) -> dict[str, Any]:
    return {"id": number, **_location(related.span), "message": {"text": related.note(language)}}


def _fix(fix: Fix, language: Language) -> dict[str, Any]:
    change = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.replacement}}
    told = f"`{fix.replacement}` と書く" if language == "ja" else f"write `{fix.replacement}`"
    return {
        "description": {"text": told},
        "artifactChanges": [{"artifactLocation": _artifact(fix.span), "replacements": [change]}],
    }


def _location(span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(span), "region": _region(span)}}


def _artifact(span: Span) -> dict[str, str]:
    """A path is a URI here: a space or a Japanese letter in it is written with percent signs."""
    return {"uri": quote(span.file), "uriBaseId": ROOT}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
