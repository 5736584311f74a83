"""What an editor is shown of the findings: file by file, and nothing that is over."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types

from engine.domain.errors import Problem
from engine.lsp.drafts import Draft, Drafts, uri_of
from engine.lsp.findings import SOURCE, Pages, shown
from engine.lsp.folders import Folder
from engine.settings.workspace import CONFIG
from grammar.diagnostics import Diagnostic, Language
from grammar.editing.carrying import carried
from grammar.editing.lines import Lines

Publish = Callable[[str, Sequence[types.Diagnostic], int | None], None]
Tell = Callable[[Problem, Language], str]


@dataclass
class Teller:
    """publish: shows the findings of a file. tell: a problem of the settings as a sentence."""

    publish: Publish
    tell: Tell
    language: Language
    drafts: Drafts = field(default_factory=Drafts)
    _shown: dict[Path, set[str]] = field(default_factory=dict)
    _last: dict[str, list[Diagnostic]] = field(default_factory=dict)

    def show(self, folder: Folder | None, name: str, found: Iterable[Diagnostic]) -> None:
        """The findings of one file, instead of those before; a file that is not open is not told the same twice."""
        page, found = self.pages(folder), list(found)
        uri, _ = page(name)
        draft = self.drafts.get(uri)
        if draft is None and self._last.get(uri) == found:
            return
        self._last[uri] = found
        told = [shown(one, page, self.language) for one in found]
        self.publish(uri, told, draft.version if draft else None)

    def show_at_once(self, folder: Folder, draft: Draft, name: str) -> None:
        """What the text says by itself, and what is still true of the last whole check."""
        result = folder.results.get(name)
        if result is not None:
            older = (one for one in folder.findings.get(name, ()) if one.rule[0] != "E")
            self.show(folder, name, [*result.diagnostics, *carried(older, folder.checked.get(name, ""), draft.text)])
            self._shown.setdefault(folder.root, set()).add(name)

    def show_all(self, folder: Folder) -> None:
        """Every file with findings, and those that had some before."""
        before = self._shown.get(folder.root, set())
        self._shown[folder.root] = set(folder.findings)
        for name in sorted(before | self._shown[folder.root]):
            self.show(folder, name, folder.findings.get(name, ()))
        self._show_problem(folder)

    def forget(self, folder: Folder) -> None:
        """The workspace is none any more."""
        for name in self._shown.pop(folder.root, set()):
            self.show(folder, name, ())

    def _show_problem(self, folder: Folder) -> None:
        """What is wrong with the settings stands in their file."""
        problem = folder.around.problem
        if problem is None:
            return
        line = problem.values.get("where", "").rpartition(":")[2]
        at = max(int(line) - 1, 0) if line.isdigit() else 0
        span = types.Range(types.Position(at, 0), types.Position(at + 1, 0))
        told = types.Diagnostic(span, self.tell(problem, self.language), types.DiagnosticSeverity.Error, problem.code, source=SOURCE)
        self._last.pop(uri_of(folder.root / CONFIG), None)
        self.publish(uri_of(folder.root / CONFIG), [told], None)
        self._shown.setdefault(folder.root, set()).add(CONFIG)

    # ── files ───────────────────────────────────────────────────────────────────────────

    def page(self, folder: Folder | None, name: str) -> tuple[str, Lines]:
        """The address and the text of a file of a program."""
        path = folder.root / name if folder else None
        draft = self.drafts.of(path) if path else self.drafts.get(name)
        if draft is not None:
            return draft.uri, draft.lines
        result = folder.results.get(name) if folder else None
        text = result.file.text if result else _text(path)
        return uri_of(path) if path else name, Lines(text, self.drafts.units)

    def pages(self, folder: Folder | None) -> Pages:
        """Each file looked up once."""
        known: dict[str, tuple[str, Lines]] = {}
        return lambda file: known.get(file) or known.setdefault(file, self.page(folder, file))


def _text(path: Path | None) -> str:
    try:
        return path.read_text("utf-8-sig") if path else ""
    except (OSError, UnicodeDecodeError):
        return ""
