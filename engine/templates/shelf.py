"""Remembers the facts of templates by content hash, so that nothing is read twice that has not changed."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.templates.facts import TemplateFacts, from_plain, to_plain
from engine.templates.sources import TemplateSource, read_source

FORMAT = 2

Inspect = Callable[[TemplateSource], TemplateFacts]
"""How facts are worked out when they are not remembered: `engine.templates.inspection.inspect`, loaded when needed."""


class Shelf:
    """Facts of templates, kept in one JSON file. A file that is damaged, missing or read-only only costs time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = _load(file)
        self._used: dict[str, dict[str, Any]] = {}

    def facts(self, folder: Path, name: str, language: str, inspect: Inspect) -> TemplateFacts:
        """The facts of a template; `inspect` is called only for one that is new or has changed."""
        source = read_source(folder, name, language)
        if not isinstance(source, TemplateSource):
            return TemplateFacts(name, str(folder / f"{name}.md"), errors=(source,))
        facts = self._remembered(source) or inspect(source)
        self._used[source.digest] = to_plain(facts)
        return facts

    def _remembered(self, source: TemplateSource) -> TemplateFacts | None:
        try:
            facts = from_plain(self._known[source.digest])
        except (KeyError, TypeError, AttributeError):
            return None
        # The same text may have moved to another folder since.
        return facts if facts.path == source.path else None

    def save(self) -> None:
        """Write what was asked for since opening; what nobody asked for is forgotten."""
        if self._used == self._known:
            return
        draft = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_text(json.dumps({"format": FORMAT, "facts": self._used}, ensure_ascii=False), "utf-8")
            draft.replace(self._file)
        except OSError:
            draft.unlink(missing_ok=True)


def _load(file: Path) -> dict[str, dict[str, Any]]:
    try:
        plain = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(plain, dict) or plain.get("format") != FORMAT or not isinstance(plain.get("facts"), dict):
        return {}
    known: dict[str, dict[str, Any]] = plain["facts"]
    return known
