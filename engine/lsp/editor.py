"""One editor and what it works on: its drafts and the workspaces they belong to, read and checked as they change."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types

from engine.lsp.drafts import Draft, Drafts, path_of
from engine.lsp.findings import by_file
from engine.lsp.folders import Folder, load, root_of, roots_in, surroundings
from engine.lsp.telling import Teller
from engine.settings.workspace import CONFIG
from grammar.diagnostics import Language
from grammar.folder import SUFFIX
from grammar.incremental import Draft as Reader
from grammar.model import Workspace
from grammar.parse import ParseResult
from grammar.workspace import assemble

MOMENT = 0.01
"""Seconds after a keystroke until the file is read again."""
PAUSE = 0.2
"""Seconds without a keystroke before the whole workspace is checked."""

MANY = 20
"""If more files than that change at once, as when a branch is switched, the workspace is read anew beside the loop."""


@dataclass
class Can:
    """What this editor is able to do."""

    document_changes: bool = False
    rename_files: bool = False
    snippets: bool = False
    watch_files: bool = False


@dataclass
class Editor:
    """fail: takes what went wrong beside a request; say: a word for the log."""

    teller: Teller
    fail: Callable[[BaseException], None]
    say: Callable[[str], None]
    can: Can = field(default_factory=Can)
    folders: dict[Path, Folder] = field(default_factory=dict)
    _unread: set[str] = field(default_factory=set)
    _readers: dict[str, Reader] = field(default_factory=dict)
    _loading: dict[Path, "asyncio.Task[None]"] = field(default_factory=dict)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _waiting: dict[Path, "asyncio.Task[None]"] = field(default_factory=dict)
    _checking: set[Path] = field(default_factory=set)
    _changed_since: set[Path] = field(default_factory=set)

    @property
    def drafts(self) -> Drafts:
        return self.teller.drafts

    @property
    def language(self) -> Language:
        return self.teller.language

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
            self.teller.show(None, uri, ())
        else:
            self._as_on_disk(folder, draft.path)

    def disk_changed(self, paths: Iterable[Path]) -> None:
        """Files came, went or were written by somebody else."""
        changed: dict[Path, list[Path]] = {}
        for path in paths:
            if path.name == CONFIG:
                self._moved(path)
            elif (root := root_of(path)) and root in self.folders and self.drafts.of(path) is None:
                changed.setdefault(root, []).append(path)
        for root, files in changed.items():
            if len(files) > MANY:
                self.folders.pop(root)
                self._load(root)
            else:
                for path in files:
                    self._as_on_disk(self.folders[root], path)

    def _as_on_disk(self, folder: Folder, path: Path) -> None:
        folder.drop(path)
        if folder.is_template(path):
            self._surround(folder)
        self._check_soon(folder)

    # ── what others ask ─────────────────────────────────────────────────────────────────

    def folder_of(self, draft: Draft) -> Folder | None:
        """The workspace the draft belongs to, if it has been read."""
        root = root_of(draft.path) if draft.path else None
        return self.folders.get(root) if root else None

    def program_of(self, draft: Draft) -> Workspace:
        """The program the draft is part of; one without a workspace is a program of its own."""
        folder = self.folder_of(draft)
        return folder.program() if folder else assemble([self._alone(draft)])

    def name_of(self, draft: Draft) -> str:
        """How the program calls the draft."""
        folder = self.folder_of(draft)
        return folder.name(draft.path) if folder and draft.path else draft.uri

    async def settled(self) -> None:
        """Waits until the workspaces that are being read have been."""
        if self._loading:
            await asyncio.wait([*self._loading.values()])

    # ── reading ─────────────────────────────────────────────────────────────────────────

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

    async def _read_soon(self) -> None:
        await asyncio.sleep(MOMENT)
        self.read_now()

    def read_now(self) -> None:
        """Whatever was typed and has not been read."""
        while self._unread:
            draft = self.drafts.get(self._unread.pop())
            if draft is not None:
                self._took(draft)

    def _took(self, draft: Draft) -> None:
        """A draft is new: what it says by itself is told at once, the rest after a pause."""
        folder = self.folder_of(draft)
        if folder is not None:
            folder.put(draft)
            self.teller.show_at_once(folder, draft, self.name_of(draft))
            self._check_soon(folder)
            return
        if draft.path is None or draft.path.suffix == SUFFIX:
            self.teller.show(None, draft.uri, self._alone(draft).diagnostics)
        root = root_of(draft.path) if draft.path else None
        if root is not None:
            self._load(root)

    def _alone(self, draft: Draft) -> ParseResult:
        return self._readers.setdefault(draft.uri, Reader(draft.uri)).read(draft.text)

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
            self.teller.forget(self.folders.pop(root))
        for draft in self.drafts:
            self._took(draft)
        if config.is_file():
            self._load(root)

    # ── checking ────────────────────────────────────────────────────────────────────────

    def _check_soon(self, folder: Folder) -> None:
        """After a pause; while a check is running it is waited for, so that there is never more than one."""
        root = folder.root
        if root in self._checking:
            self._changed_since.add(root)
            return
        if (waiting := self._waiting.get(root)) is not None:
            waiting.cancel()
        self._waiting[root] = self.start(self._check_later(folder))

    async def _check_later(self, folder: Folder) -> None:
        await asyncio.sleep(PAUSE)
        self._waiting.pop(folder.root, None)
        await self._check(folder)

    async def _check(self, folder: Folder) -> None:
        """Beside the loop, so that typing never waits."""
        if not self.can.watch_files:
            self._look_again(folder)
        program = folder.program()
        self._checking.add(folder.root)
        try:
            found = await asyncio.to_thread(folder.judged, program)
        finally:
            self._checking.discard(folder.root)
        # What has lasted a whole check will last: the collector need not look at it again.
        gc.freeze()
        if self.folders.get(folder.root) is not folder:
            return
        if program is folder.program():
            folder.findings = by_file(found)
            folder.checked = {file.path: file.text for file in program.files}
            self.teller.show_all(folder)
        if folder.root in self._changed_since or program is not folder.program():
            self._changed_since.discard(folder.root)
            self._check_soon(folder)

    def _look_again(self, folder: Folder) -> None:
        """An editor that does not tell which files others have written: whoever writes here sees it at the next pause."""
        for name in [name for name in folder.results if folder.has_changed(name)]:
            if self.drafts.of(folder.root / name) is None:
                folder.drop(folder.root / name)


def files_of(events: Iterable[types.FileEvent]) -> list[Path]:
    """The files that changed on disk."""
    return [path for event in events if (path := path_of(event.uri)) is not None]
