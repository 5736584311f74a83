"""The outline of a file, the names of a workspace, and what can be folded."""

from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from engine.lsp.editor import Editor
from engine.lsp.findings import range_of
from engine.lsp.views import view_of
from grammar.editing.lines import Lines
from grammar.editing.outline import Part, folds, outline
from grammar.source import key

KINDS: dict[str, types.SymbolKind] = {
    "attribute": types.SymbolKind.Property,
    "event": types.SymbolKind.Event,
    "field": types.SymbolKind.Field,
    "topic": types.SymbolKind.Key,
    "asset": types.SymbolKind.File,
    "form": types.SymbolKind.Struct,
    "series": types.SymbolKind.Array,
    "segment": types.SymbolKind.Class,
    "persona": types.SymbolKind.Class,
    "score": types.SymbolKind.Number,
    "level": types.SymbolKind.EnumMember,
    "checklist": types.SymbolKind.Boolean,
    "item": types.SymbolKind.EnumMember,
    "journey": types.SymbolKind.Enum,
    "stage": types.SymbolKind.EnumMember,
    "scenario": types.SymbolKind.Function,
    "step": types.SymbolKind.Method,
    "split": types.SymbolKind.Operator,
    "kpi": types.SymbolKind.Variable,
    "test": types.SymbolKind.Method,
    "team": types.SymbolKind.Interface,
    "policy": types.SymbolKind.Interface,
    "calendar": types.SymbolKind.Interface,
}
MOST = 300
"""So many names of a workspace are listed; whoever looks for one writes more of it."""


def document_symbols(editor: Editor, params: types.DocumentSymbolParams) -> Sequence[types.DocumentSymbol]:
    view = view_of(editor, params.text_document.uri)
    file = view.file if view else None
    return [_symbol(part, view.draft.lines) for part in outline(file)] if view and file else []


def _symbol(part: Part, lines: Lines) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=part.name or part.word,
        detail=" ".join(each for each in (part.word, part.label) if each),
        kind=_kind(part.word),
        range=range_of(part.span, lines),
        selection_range=range_of(part.place, lines),
        children=[_symbol(each, lines) for each in part.parts],
    )


def workspace_symbols(editor: Editor, params: types.WorkspaceSymbolParams) -> Sequence[types.WorkspaceSymbol]:
    """Declarations and what is named in them, if the name or the label contains what was asked for."""
    asked = key(params.query).casefold()
    found: list[types.WorkspaceSymbol] = []
    for folder in editor.folders.values():
        for file in folder.program().files:
            uri, lines = editor.teller.page(folder, file.path)
            for part, above in _flat(outline(file)):
                if asked in key(f"{part.name} {part.label}").casefold() and len(found) < MOST:
                    place = types.Location(uri, range_of(part.place, lines))
                    found.append(types.WorkspaceSymbol(place, part.name, _kind(part.word), container_name=above))
    return found


def _flat(parts: Iterable[Part], above: str = "") -> Iterator[tuple[Part, str]]:
    for part in parts:
        yield part, above
        yield from _flat(part.parts, part.name)


def folding(editor: Editor, params: types.FoldingRangeParams) -> Sequence[types.FoldingRange]:
    draft = editor.drafts.get(params.text_document.uri)
    kinds = types.FoldingRangeKind
    return [
        types.FoldingRange(fold.first, fold.last, kind=kinds.Comment if fold.is_comment else kinds.Region)
        for fold in (folds(draft.text) if draft else ())
    ]


def _kind(word: str) -> types.SymbolKind:
    return KINDS.get(word, types.SymbolKind.Object)
