"""What a request is about: a draft, the program it is part of, and the names of that program."""

from collections.abc import Iterable
from dataclasses import dataclass

from lsprotocol import types

from engine.lsp.drafts import Draft
from engine.lsp.editor import Editor
from engine.lsp.findings import Pages
from engine.lsp.folders import Folder
from grammar.diagnostics import Diagnostic
from grammar.editing.occurrences import Index, Occurrence, Target, index_of
from grammar.editing.renaming import asked_at
from grammar.file import SourceFile
from grammar.folder import SUFFIX
from grammar.model import Workspace
from grammar.source import key


@dataclass(frozen=True, slots=True)
class View:
    """name: how the program calls the draft. folder: its workspace; None for a file outside of any."""

    editor: Editor
    draft: Draft
    folder: Folder | None
    program: Workspace
    index: Index
    name: str

    @property
    def file(self) -> SourceFile | None:
        """The draft as it was read; None for a template."""
        return next((file for file in self.program.files if file.path == self.name), None)

    @property
    def is_template(self) -> bool:
        return self.draft.path is not None and self.draft.path.suffix != SUFFIX

    def offset(self, at: types.Position) -> int:
        return self.draft.lines.offset(at.line, at.character)

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

    def findings(self, start: int, end: int) -> list[Diagnostic]:
        """The findings of the draft's very text that touch a stretch of it."""
        if self.folder is not None and self.folder.checked.get(self.name) == self.draft.text:
            found: Iterable[Diagnostic] = self.folder.findings.get(self.name, ())
        else:
            found = (one for one in self.program.reading if one.span.file == self.name)
        return [one for one in found if one.span.start <= end and start <= one.span.end]

    def pages(self) -> Pages:
        """Addresses and texts of the program's files."""
        return self.editor.teller.pages(self.folder)

    def said(self, both: tuple[str, str]) -> str:
        """The sentence in the language of the editor."""
        return both[1] if self.editor.language == "ja" else both[0]


def view_of(editor: Editor, uri: str, *, fresh: bool = True) -> View | None:
    """A draft as part of its program; None if the editor never opened it.

    fresh: the program as it is now; else it may be that of a letter ago, which for names to propose is as good.
    """
    if fresh:
        editor.read_now()
    draft = editor.drafts.get(uri)
    if draft is None:
        return None
    folder, program = editor.folder_of(draft), editor.program_of(draft)
    return View(editor, draft, folder, program, folder.index() if folder else index_of(program), editor.name_of(draft))
