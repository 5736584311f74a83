"""Names: where they are declared, where they are used, and another name for them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from engine.lsp.drafts import uri_of
from engine.lsp.editor import Editor
from engine.lsp.findings import range_of
from engine.lsp.views import View, view_of
from engine.settings.workspace import CONFIG
from grammar.ast import key
from grammar.editing.occurrences import Occurrence
from grammar.editing.renaming import Sentence, cannot, places, read_in, refused
from grammar.source import Name, Span


def definition(editor: Editor, params: types.DefinitionParams) -> list[types.Location] | None:
    """Where the name under the cursor is declared; of a mail its template, of a webhook its line in the settings."""
    found = _found(editor, params)
    if found is None:
        return None
    view, name = found
    declared = [each for target in name.targets for each in view.index.declarations(target)]
    return [*_elsewhere(view, name), *_locations(view, (each.name.span for each in declared))]


def references(editor: Editor, params: types.ReferenceParams) -> list[types.Location] | None:
    """Where the name under the cursor stands, in templates too."""
    found = _found(editor, params)
    if found is None:
        return None
    view, name = found
    wanted = {each.name.span: each for target in name.targets for each in view.index.of(target)}
    spans = [span for span, each in wanted.items() if params.context.include_declaration or not each.declares]
    return [*_locations(view, spans), *(place for _, place in _in_templates(view, name))]


def highlight(editor: Editor, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
    """The same name in this file."""
    found = _found(editor, params)
    if found is None:
        return None
    view, name = found
    same = {each.name.span: each for target in name.targets for each in view.index.of(target) if each.name.span.file == view.name}
    kinds = types.DocumentHighlightKind
    return [
        types.DocumentHighlight(range_of(span, view.draft.lines), kinds.Write if each.declares else kinds.Read)
        for span, each in sorted(same.items())
    ]


# ── another name ────────────────────────────────────────────────────────────────────────


def prepare_rename(editor: Editor, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """The name that would be changed; the reason if it cannot be."""
    found = _found(editor, params)
    if found is None:
        return None
    view, name = found
    if view.is_template:
        return None
    _refuse(view, cannot(name, view.index, view.program))
    return types.PrepareRenamePlaceholder(range_of(name.name.span, view.draft.lines), str(name.name))


def rename(editor: Editor, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits of all files, or the reason why not."""
    found = _found(editor, params)
    if found is None:
        return None
    view, name = found
    new = params.new_name.strip()
    _refuse(view, cannot(name, view.index, view.program) or refused(name, new, view.index))
    if name.sort == "mail":
        return _rename_mail(view, name, new)
    _refuse(view, _written_meanwhile(view, name))
    edits = _edits(view, places(name, view.index), new)
    for template, place in _in_templates(view, name):
        _refuse(view, _not_in_template(name, new, template))
        edits.setdefault(place.uri, []).append(types.TextEdit(place.range, new))
    missing = _unfound(view, name, edits)
    _refuse(view, missing)
    return _whole(view, edits)


def _written_meanwhile(view: View, name: Occurrence) -> Sentence | None:
    """Edits are for the text that was read: a file that somebody else has written since is read again first."""
    for file in dict.fromkeys(place.span.file for place in places(name, view.index)):
        if view.folder is not None and view.folder.has_changed(file) and view.editor.drafts.of(view.folder.root / file) is None:
            view.editor.disk_changed([view.folder.root / file])
            return f"`{file}` has been changed by somebody else: try again", f"`{file}` がほかで変更されました。もう一度お試しください"
    return None


def _edits(view: View, names: Iterable[Name], new: str) -> dict[str, list[types.TextEdit]]:
    edits: dict[str, list[types.TextEdit]] = {}
    pages = view.pages()
    for name in names:
        uri, lines = pages(name.span.file)
        edits.setdefault(uri, []).append(types.TextEdit(range_of(name.span, lines), new))
    return edits


def _whole(view: View, edits: dict[str, list[types.TextEdit]], *files: types.RenameFile) -> types.WorkspaceEdit:
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = []
    for uri, each in edits.items():
        draft = view.editor.drafts.get(uri)
        there = types.OptionalVersionedTextDocumentIdentifier(uri, draft.version if draft else None)
        changes.append(types.TextDocumentEdit(there, each))
    if view.editor.can.document_changes:
        return types.WorkspaceEdit(document_changes=[*changes, *files])
    return types.WorkspaceEdit(changes=edits)


def _rename_mail(view: View, name: Occurrence, new: str) -> types.WorkspaceEdit:
    """A mail is called after its file: the file moves with it."""
    template = view.program.template(name.name)
    old = Path(template.path) if template else Path()
    if not view.editor.can.rename_files:
        said = f"rename the file `{old.name}` first: this editor does not let us", f"先にファイル `{old.name}` の名前を変えてください"
        _refuse(view, said)
    if view.program.template(new) is not None and key(new) != name.targets[0].key:
        _refuse(view, (f"there is a template `{new}` already", f"テンプレート `{new}` はもうあります"))
    move = types.RenameFile(uri_of(old), uri_of(old.with_stem(new)))
    return _whole(view, _edits(view, places(name, view.index), new), move)


def _not_in_template(name: Occurrence, new: str, template: str) -> Sentence | None:
    if new.isidentifier():
        return None
    said = f"the template `{template}` reads `{name.name}`, and `{new}` cannot be read in a template"
    return said, f"テンプレート `{template}` が `{name.name}` を使っていますが、`{new}` はテンプレートに書けません"


def _unfound(view: View, name: Occurrence, edits: dict[str, list[types.TextEdit]]) -> Sentence | None:
    """A template that reads the value in a way we do not see must not be left behind."""
    for path in _readers(view, name):
        draft = view.editor.drafts.of(path)
        if (draft.uri if draft else uri_of(path)) not in edits:
            said = f"the template `{path.name}` reads `{name.name}`: change it there first"
            return said, f"テンプレート `{path.name}` が `{name.name}` を使っています。先にそちらを直してください"
    return None


def _refuse(view: View, why: Sentence | None) -> None:
    if why is not None:
        raise Refused(view.said(why))


class Refused(JsonRpcException):
    """A wish that cannot be fulfilled, with the reason: shown to the person, and no failure of ours."""

    CODE = -32803
    """RequestFailed of the protocol."""

    def __init__(self, message: str) -> None:
        super().__init__(message=message, code=self.CODE)


class Asked(Protocol):
    """A place in a file."""

    text_document: types.TextDocumentIdentifier
    position: types.Position


# ── places ──────────────────────────────────────────────────────────────────────────────


def _found(editor: Editor, params: Asked) -> tuple[View, Occurrence] | None:
    view = view_of(editor, params.text_document.uri)
    found = view.name_at(view.offset(params.position)) if view else None
    return (view, found) if view and found else None


def _locations(view: View, spans: Iterable[Span]) -> list[types.Location]:
    pages = view.pages()
    found = ((pages(span.file), span) for span in spans)
    return [types.Location(uri, range_of(span, lines)) for (uri, lines), span in found]


def _elsewhere(view: View, name: Occurrence) -> Iterator[types.Location]:
    """What is declared in no scenario file."""
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    if name.sort == "mail" and (template := view.program.template(name.name)):
        yield types.Location(uri_of(Path(template.path)), start)
    systems = view.program.systems
    if name.sort == "webhook" and systems and view.folder:
        line = next((line for each, line in systems.webhooks.items() if key(each) == name.targets[0].key), 0)
        if line:
            at = types.Position(line - 1, 0)
            yield types.Location(uri_of(view.folder.root / CONFIG), types.Range(at, at))


ROOTS = {"attribute": "lead", "account attribute": "account"}
"""How templates begin what they read of a sort of name."""


def _in_templates(view: View, name: Occurrence) -> Iterator[tuple[str, types.Location]]:
    """The places in templates that read the name, each with the template's file."""
    for path in _readers(view, name):
        uri, lines = view.editor.teller.page(view.folder, str(path))
        for start, end in read_in(lines.text, _root(name), str(name.name)):
            span = Span(str(path), start, end, 0, 0, 0, 0)
            yield path.name, types.Location(uri, range_of(span, lines))


def _readers(view: View, name: Occurrence) -> Iterator[Path]:
    """The templates that ask for it."""
    root = _root(name)
    for facts in (view.program.templates or {}).values() if root else ():
        asked = {key(one.path.split(".")[1]) for one in facts.variables if one.path.startswith(f"{root}.")}
        if name.targets[0].key in asked:
            yield Path(facts.path)


def _root(name: Occurrence) -> str:
    if name.sort == "field" and any(target.owner.startswith("event ") for target in name.targets):
        return "entry"
    return ROOTS.get(name.sort, "")
