"""One editor and what it works on: its drafts, the workspaces they belong to, and what was told of them."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types

from engine.domain.errors import Problem
from engine.lsp.drafts import Draft, Drafts, path_of, uri_of
from engine.lsp.findings import SOURCE, Pages, by_file, shown
from engine.lsp.folders import Folder, load, root_of, roots_in, surroundings
from engine.settings.workspace import CONFIG
from grammar.diagnostics import Diagnostic, Language
from grammar.editing.carrying import carried
from grammar.editing.lines import Lines
from grammar.editing.occurrences import Index, Occurrence, Target, index_of
from grammar.editing.renaming import asked_at
from grammar.file import SourceFile
from grammar.folder import SUFFIX
from grammar.incremental import Draft as Reader
from grammar.model import Workspace
from grammar.parse import ParseResult
from grammar.source import key
from grammar.workspace import assemble

MOMENT = 0.01
"""Seconds after a keystroke until the file is read again."""
PAUSE = 0.2
"""Seconds without a keystroke before the whole workspace is checked."""

Publish = Callable[[str, Sequence[types.Diagnostic], int | None], None]
Tell = Callable[[Problem, Language], str]
Fail = Callable[[BaseException], None]


@dataclass
class Editor:
    """publish: shows the findings of a file; tell: a problem of the settings as a sentence; fail: what went wrong beside a request;
    say: a word for the log."""

    publish: Publish
    tell: Tell
    fail: Fail
    say: Callable[[str], None]
    language: Language = "en"
    takes_document_changes: bool = False
    renames_files: bool = False
    takes_snippets: bool = False
    hears_of_files: bool = False
    drafts: Drafts = field(default_factory=Drafts)
    folders: dict[Path, Folder] = field(default_factory=dict)
    _unread: set[str] = field(default_factory=set)
    _readers: dict[str, Reader] = field(default_factory=dict)
    _loading: dict[Path, "asyncio.Task[None]"] = field(default_factory=dict)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _checking: dict[Path, "asyncio.Task[None]"] = field(default_factory=dict)
    _published: dict[Path, set[str]] = field(default_factory=dict)

    # ── what the editor does ────────────────────────────────────────────────────────────

    def begin(self, folders: Iterable[Path]) -> None:
        """Reads the workspaces in the folders the editor shows."""
        for root in roots_in(folders):
            self._load(root)

    def opened(self, item: types.TextDocumentItem) -> None:
        self._took(self.drafts.open(item))

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Read a moment later: who types wants the proposals first, and several letters at once are read once."""
        draft = self.drafts.change(params.text_document.uri, params.text_document.version, params.content_changes)
        if draft is not None:
            if not self._unread:
                self.start(self._read_soon())
            self._unread.add(draft.uri)

    def closed(self, uri: str) -> None:
        """Its text is that of the disk again."""
        draft = self.drafts.close(uri)
        self._readers.pop(uri, None)
        folder = self.folder_of(draft) if draft is not None else None
        if draft is None:
            return
        if folder is None or draft.path is None:
            self.publish(uri, [], None)
        else:
            folder.drop(draft.path)
            if folder.is_template(draft.path):
                self._surround(folder)
            self._check_soon(folder)

    def disk_changed(self, paths: Iterable[Path]) -> None:
        """Files came, went or were written by somebody else."""
        for path in paths:
            if path.name == CONFIG:
                self._moved(path)
            elif (root := root_of(path)) and (folder := self.folders.get(root)):
                if self.drafts.of(path) is None:
                    folder.drop(path)
                if folder.is_template(path):
                    self._surround(folder)
                self._check_soon(folder)

    # ── what others ask ─────────────────────────────────────────────────────────────────

    def folder_of(self, draft: Draft) -> Folder | None:
        """The workspace the draft belongs to, if it has been read."""
        root = root_of(draft.path) if draft.path else None
        return self.folders.get(root) if root else None

    async def settled(self) -> None:
        """Waits until the workspaces that are being read have been."""
        if self._loading:
            await asyncio.wait([*self._loading.values()])

    def view(self, uri: str, *, fresh: bool = True) -> "View | None":
        """A draft as part of its program; None if the editor never opened it.

        fresh: the program as it is now; else it may be that of a letter ago, which for names to propose is as good.
        """
        if fresh:
            self._read_now()
        draft = self.drafts.get(uri)
        if draft is None:
            return None
        folder = self.folder_of(draft)
        program = self.program_of(draft)
        index = folder.index() if folder else index_of(program)
        return View(self, draft, folder, program, index)

    def program_of(self, draft: Draft) -> Workspace:
        """The program the draft is part of; one without a workspace is a program of its own."""
        folder = self.folder_of(draft)
        return folder.program() if folder else assemble([self._alone(draft)])

    def name_of(self, draft: Draft) -> str:
        """How the program calls the draft."""
        folder = self.folder_of(draft)
        return folder.name(draft.path) if folder and draft.path else draft.uri

    def findings_at(self, view: "View", start: int, end: int) -> list[Diagnostic]:
        """The findings of the draft's very text that touch a stretch of it."""
        folder, name = view.folder, view.name
        if folder is not None and folder.checked.get(name) == view.draft.text:
            found: Iterable[Diagnostic] = folder.findings.get(name, ())
        else:
            found = (one for one in view.program.reading if one.span.file == name)
        return [one for one in found if one.span.start <= end and start <= one.span.end]

    def page(self, folder: Folder | None, name: str) -> tuple[str, Lines]:
        """The address and the text of a file of a program."""
        path = folder.root / name if folder else None
        draft = self.drafts.of(path) if path else self.drafts.get(name)
        if draft is not None:
            return draft.uri, draft.lines
        result = folder.results.get(name) if folder else None
        text = result.file.text if result else _text(path)
        return uri_of(path) if path else name, Lines(text, self.drafts.units)

    # ── reading and checking ────────────────────────────────────────────────────────────

    async def _read_soon(self) -> None:
        await asyncio.sleep(MOMENT)
        self._read_now()

    def _read_now(self) -> None:
        while self._unread:
            draft = self.drafts.get(self._unread.pop())
            if draft is not None:
                self._took(draft)

    def _took(self, draft: Draft) -> None:
        """A draft is new: what it says by itself is told at once, the rest after a pause."""
        folder = self.folder_of(draft)
        if folder is not None:
            folder.put(draft)
            self._show_at_once(folder, draft)
            self._check_soon(folder)
            return
        self._show_alone(draft)
        root = root_of(draft.path) if draft.path else None
        if root is not None:
            self._load(root)

    def _show_alone(self, draft: Draft) -> None:
        if draft.path is None or draft.path.suffix == SUFFIX:
            self._show(None, draft.uri, self._alone(draft).diagnostics)

    def _alone(self, draft: Draft) -> ParseResult:
        return self._readers.setdefault(draft.uri, Reader(draft.uri)).read(draft.text)

    def _show_at_once(self, folder: Folder, draft: Draft) -> None:
        name = self.name_of(draft)
        result = folder.results.get(name)
        if result is not None:
            older = (one for one in folder.findings.get(name, ()) if one.rule[0] != "E")
            self._show(folder, name, [*result.diagnostics, *carried(older, folder.checked.get(name, ""), draft.text)])

    def _load(self, root: Path) -> None:
        if root not in self._loading and root not in self.folders:
            self._loading[root] = self.start(self._read(root))

    async def _read(self, root: Path) -> None:
        try:
            folder = await asyncio.to_thread(load, root)
        finally:
            self._loading.pop(root, None)
        self.folders[root] = folder
        for draft in self.drafts:
            if self.folder_of(draft) is folder:
                folder.put(draft)
        await self._check(folder)

    def start(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Does something beside the requests."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.fail(error)

    def _check_soon(self, folder: Folder) -> None:
        if (waiting := self._checking.get(folder.root)) is not None:
            waiting.cancel()
        self._checking[folder.root] = self.start(self._check_later(folder))

    async def _check_later(self, folder: Folder) -> None:
        await asyncio.sleep(PAUSE)
        await self._check(folder)

    async def _check(self, folder: Folder) -> None:
        """Beside the loop, so that typing never waits; what was changed meanwhile is checked again anyway."""
        if not self.hears_of_files:
            self._look_again(folder)
        program = folder.program()
        found = await asyncio.to_thread(folder.judged, program)
        # What has lasted a whole check will last: the collector need not look at it again.
        gc.freeze()
        if program is folder.program():
            folder.findings = by_file(found)
            folder.checked = {file.path: file.text for file in program.files}
            self._show_all(folder)

    def _look_again(self, folder: Folder) -> None:
        """An editor that does not tell which files others have written: whoever writes here sees it at the next pause."""
        for name in [name for name in folder.results if folder.has_changed(name)]:
            if self.drafts.of(folder.root / name) is None:
                folder.drop(folder.root / name)

    def _surround(self, folder: Folder) -> None:
        folder.surround(surroundings(folder.root))
        for draft in self.drafts:
            if draft.path is not None and folder.is_template(draft.path):
                folder.put(draft)

    def _moved(self, config: Path) -> None:
        """`nurture.toml` came, went or changed."""
        root = config.parent
        if root in self.folders and config.is_file():
            self._surround(self.folders[root])
            self._check_soon(self.folders[root])
            return
        if root in self.folders:
            gone = self.folders.pop(root)
            for name in self._published.pop(root, set()):
                self.publish(self.page(gone, name)[0], [], None)
        for draft in self.drafts:
            self._took(draft)
        if config.is_file():
            self._load(root)

    # ── telling ─────────────────────────────────────────────────────────────────────────

    def _show_all(self, folder: Folder) -> None:
        """Every file with findings, and those that had some before."""
        names = set(folder.findings) | self._published.get(folder.root, set())
        self._published[folder.root] = set()
        for name in sorted(names):
            self._show(folder, name, folder.findings.get(name, ()))
        self._show_problem(folder)

    def _show(self, folder: Folder | None, name: str, found: Iterable[Diagnostic]) -> None:
        page = cached(lambda file: self.page(folder, file))
        uri, _ = page(name)
        told = [shown(one, page, self.language) for one in found]
        draft = self.drafts.get(uri)
        self.publish(uri, told, draft.version if draft else None)
        if folder is not None and told:
            self._published.setdefault(folder.root, set()).add(name)

    def _show_problem(self, folder: Folder) -> None:
        """What is wrong with the settings stands in their file."""
        problem = folder.around.problem
        if problem is None:
            return
        line = problem.values.get("where", "").rpartition(":")[2]
        at = max(int(line) - 1, 0) if line.isdigit() else 0
        span = types.Range(types.Position(at, 0), types.Position(at + 1, 0))
        told = types.Diagnostic(span, self.tell(problem, self.language), types.DiagnosticSeverity.Error, problem.code, source=SOURCE)
        self.publish(uri_of(folder.root / CONFIG), [told], None)
        self._published.setdefault(folder.root, set()).add(CONFIG)


@dataclass(frozen=True, slots=True)
class View:
    """What a request is about: a draft, the program it is part of, and the names of that program."""

    editor: Editor
    draft: Draft
    folder: Folder | None
    program: Workspace
    index: Index

    @property
    def name(self) -> str:
        return self.editor.name_of(self.draft)

    @property
    def file(self) -> SourceFile | None:
        """The draft as it was read; None for a template."""
        return next((file for file in self.program.files if file.path == self.name), None)

    @property
    def is_template(self) -> bool:
        return self.draft.path is not None and self.draft.path.suffix != SUFFIX

    def name_at(self, offset: int) -> Occurrence | None:
        """The name at that place; in a template that of the attribute it reads."""
        if not self.is_template:
            return self.index.at(self.name, offset)
        asked = asked_at(self.draft.text, offset)
        sort = "account attribute" if asked and asked[0] == "account" else "attribute"
        return next(iter(self.index.declarations(Target(sort, key(asked[1])))), None) if asked else None

    def known_names(self) -> Index:
        """The names to propose: also those of declarations that cannot be read just now, as they were before."""
        return self.folder.known_names() if self.folder else self.index

    def offset(self, at: types.Position) -> int:
        return self.draft.lines.offset(at.line, at.character)

    def pages(self) -> Pages:
        """Addresses and texts of the program's files, each looked up once."""
        return cached(lambda file: self.editor.page(self.folder, file))

    def said(self, both: tuple[str, str]) -> str:
        """The sentence in the language of the editor."""
        return both[1] if self.editor.language == "ja" else both[0]


def cached(page: Pages) -> Pages:
    """Each file looked up once."""
    known: dict[str, tuple[str, Lines]] = {}
    return lambda file: known.get(file) or known.setdefault(file, page(file))


def _text(path: Path | None) -> str:
    try:
        return path.read_text("utf-8-sig") if path else ""
    except (OSError, UnicodeDecodeError):
        return ""


def files_of(events: Iterable[types.FileEvent]) -> list[Path]:
    """The files that changed on disk."""
    return [path for event in events if (path := path_of(event.uri)) is not None]
