"""Findings as a JUnit file, for build servers that show nothing else: one test case a file, one failure a finding."""

import re
from collections.abc import Mapping, Sequence

from grammar.diagnostics import Diagnostic, Language

_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for."""


def as_junit(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    """Every file that was read is a test case. Errors and warnings are failures; hints stand in its output."""
    names = sorted({*sources, *(found.span.file for found in diagnostics)})
    cases = {name: [found for found in diagnostics if found.span.file == name] for name in names}
    failing = sum(any(found.severity != "info" for found in own) for own in cases.values())
    counts = f'tests="{len(names)}" failures="{failing}" errors="0"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="nurture check" {counts}>']
    lines.append(f'  <testsuite name="nurture check" {counts} skipped="0" time="0">')
    for name, own in cases.items():
        lines += _case(name, own, language)
    return "\n".join([*lines, "  </testsuite>", "</testsuites>"]) + "\n"


def _case(name: str, found: Sequence[Diagnostic], language: Language) -> list[str]:
    head = f'    <testcase classname="nurture.check" name="{_quoted(name)}" file="{_quoted(name)}" time="0"'
    if not found:
        return [f"{head}/>"]
    failures = [_failure(each, language) for each in found if each.severity != "info"]
    hints = "\n".join(_told(each, language) for each in found if each.severity == "info")
    output = [f"      <system-out>{_quoted(hints)}</system-out>"] if hints else []
    return [f"{head}>", *failures, *output, "    </testcase>"]


def _failure(found: Diagnostic, language: Language) -> str:
    message, kind = _quoted(found.message(language)), f"{found.rule} {found.name}"
    return f'      <failure type="{kind}" message="{message}">{_quoted(_told(found, language))}</failure>'


def _told(found: Diagnostic, language: Language) -> str:
    span, help_text = found.span, found.help(language)
    lines = [f"{span.file}:{span.line}:{span.column}: {found.severity}[{found.rule}] {found.message(language)}"]
    lines += [help_text] if help_text else []
    lines += [f"{each.span.file}:{each.span.line}:{each.span.column}: {each.note(language)}" for each in found.related]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return "".join(_SIGNS.get(letter, letter) for letter in _FORBIDDEN.sub("\ufffd", text))
