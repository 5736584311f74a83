"""What follows from text that could not be read: names that may be declared there, and what was read only by mending."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from grammar.checks import duplicates, mails, templates
from grammar.diagnostics import Diagnostic
from grammar.file import Broken
from grammar.file_rules import FILE_RULES
from grammar.model import Workspace
from grammar.source import Span, key

_WORD = re.compile(r"[^\W\d][\w・\-]*")


class Spoilt:
    """The places of a program that were not read, or read only by mending a mistake."""

    def __init__(self, workspace: Workspace) -> None:
        errors = [found for found in workspace.reading if found.severity == "error"]
        self._mended = _Stretches(found.span for found in errors)
        self._names = _names(workspace, errors)
        self._all = any(found.of in FILE_RULES for found in errors)

    def explains(self, found: Diagnostic) -> bool:
        """Whether the finding says nothing of its own: one report a cause."""
        return self._mended.touch(found.span) or (_is_of_a_name(found) and (self._all or self._may_declare(found)))

    def _may_declare(self, found: Diagnostic) -> bool:
        return any(self._is_lost(name, word) for name, word in found.words)

    def _is_lost(self, name: str, word: str) -> bool:
        """Of a path, such as `lead.industry`, what stands before the point is no name that anybody declares."""
        parts = {"name": [key(word)], "path": key(word).split(".")[1:]}.get(name, [])
        return not self._names.isdisjoint(parts)


def _is_of_a_name(found: Diagnostic) -> bool:
    if found.of in duplicates.RULES:
        return False
    return found.rule[0] == "N" or found.of in (mails.NEVER_SENT, mails.MISSING, templates.UNKNOWN)


def words_of_broken(workspace: Workspace, *, without: Broken) -> set[str]:
    """Every word of the declarations that could not be read, but one."""
    lost = [file.text[part.span.start : part.span.end] for file in workspace.files for part in file.broken if part is not without]
    return {key(word) for text in lost for word in _WORD.findall(text)}


def _names(workspace: Workspace, errors: Iterable[Diagnostic]) -> set[str]:
    """Every word of the declarations that could not be read, and of the lines whose meaning was only guessed."""
    texts = {file.path: file.text for file in workspace.files}
    guessed = {(found.span.file, found.span.line) for found in errors if found.fix is None or not found.fix.safe}
    lost = [texts[file.path][part.span.start : part.span.end] for file in workspace.files for part in file.broken]
    for path in {path for path, _ in guessed}:
        lines = texts.get(path, "").split("\n")
        lost += (lines[line - 1] for file, line in guessed if file == path and line <= len(lines))
    return {key(word) for text in lost for word in _WORD.findall(text)}


class _Stretches:
    """Spans by file, so that a place can be held against all of them at once."""

    def __init__(self, spans: Iterable[Span]) -> None:
        by_file: dict[str, list[tuple[int, int]]] = {}
        for span in spans:
            by_file.setdefault(span.file, []).append((span.start, span.end))
        self._files = {file: _sorted(found) for file, found in by_file.items()}

    def touch(self, span: Span) -> bool:
        """Whether one of them has a letter in common with that place."""
        starts, reach = self._files.get(span.file, ([], []))
        before = bisect_left(starts, span.end)
        return before > 0 and reach[before - 1] > span.start


def _sorted(found: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Where they start, in order, and how far those up to each reach."""
    found.sort()
    return [start for start, _ in found], list(accumulate((end for _, end in found), max))
