"""What may stand here, as editors list it."""

from collections.abc import Iterator
from typing import Any

from lsprotocol import types

from engine.lsp.editor import Editor
from engine.lsp.findings import position
from engine.lsp.views import View, view_of
from grammar.editing.hovering import of_name, summary
from grammar.editing.meanings import meaning_of
from grammar.editing.occurrences import Target
from grammar.editing.offers import Offer, Offers, offers_at
from grammar.editing.snippets import FRAMES, STATEMENTS, TOP, Snippet

TRIGGERS = [".", '"', " ", "{"]
OPTIONS = types.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True)
KINDS = {
    "attribute": types.CompletionItemKind.Property,
    "account attribute": types.CompletionItemKind.Property,
    "event": types.CompletionItemKind.Event,
    "field": types.CompletionItemKind.Field,
    "level": types.CompletionItemKind.EnumMember,
    "mail": types.CompletionItemKind.File,
    "scenario": types.CompletionItemKind.Function,
    "stage": types.CompletionItemKind.EnumMember,
    "step": types.CompletionItemKind.Method,
    "text": types.CompletionItemKind.Value,
    "webhook": types.CompletionItemKind.Interface,
    "word": types.CompletionItemKind.Keyword,
}


def completion(editor: Editor, params: types.CompletionParams) -> types.CompletionList | None:
    """Names first, then words of the language, then whole blocks."""
    view = view_of(editor, params.text_document.uri, fresh=False)
    if view is None or view.is_template:
        return None
    found = offers_at(view.program, view.known_names(), view.draft.text, view.offset(params.position))
    if found is None:
        return None
    lines = view.draft.lines
    place = types.Range(position(lines.point(found.start)), params.position)
    items = [*_items(view, found, place), *_snippets(view, found, place)]
    return types.CompletionList(is_incomplete=False, items=items)


def _items(view: View, found: Offers, place: types.Range) -> Iterator[types.CompletionItem]:
    closes = found.quoted and view.draft.text[view.offset(place.end) :][:1] == '"'
    for number, offer in enumerate(found.items):
        text = offer.text if offer.sort != "text" else _quoted(offer.text, closes=closes)
        yield types.CompletionItem(
            label=offer.text,
            kind=KINDS.get(offer.sort, types.CompletionItemKind.Variable),
            detail=summary(offer.target, view.editor.language) if offer.target else None,
            documentation=_meaning(view, offer),
            sort_text=f"{'1' if offer.sort == 'word' else '0'}{number:05}",
            filter_text=text,
            text_edit=types.TextEdit(place, text),
            data={"uri": view.draft.uri, "target": list(offer.target)} if offer.target else None,
        )


def _quoted(text: str, *, closes: bool) -> str:
    said = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{said}' if closes else f'"{said}"'


def _meaning(view: View, offer: Offer) -> str | None:
    meaning = meaning_of(offer.text) if offer.sort == "word" else None
    return view.said((meaning.en, meaning.ja)) if meaning else None


# ── whole blocks ────────────────────────────────────────────────────────────────────────


def _snippets(view: View, found: Offers, place: types.Range) -> Iterator[types.CompletionItem]:
    if not view.editor.can.snippets or not found.is_line_start or found.quoted:
        return
    words = {offer.text for offer in found.items if offer.sort == "word"}
    known = TOP if {"scenario", "attribute"} <= words else STATEMENTS
    for snippet in known:
        if FRAMES.get(snippet.word, snippet.word) in words:
            yield _snippet(snippet, place)


def _snippet(snippet: Snippet, place: types.Range) -> types.CompletionItem:
    """The editor indents the further lines as the first one."""
    return types.CompletionItem(
        label=f"{snippet.word} …",
        kind=types.CompletionItemKind.Snippet,
        sort_text=f"2{snippet.word}",
        filter_text=snippet.word,
        insert_text_format=types.InsertTextFormat.Snippet,
        insert_text_mode=types.InsertTextMode.AdjustIndentation,
        text_edit=types.TextEdit(place, snippet.body),
    )


def resolve(editor: Editor, item: types.CompletionItem) -> types.CompletionItem:
    """The declaration of a name, when somebody looks at it in the list."""
    uri, target = _asked(item.data)
    view = view_of(editor, uri)
    declared = view.index.declarations(target) if view and target else []
    if view and declared:
        text = of_name(view.program, view.index, declared[0], editor.language)
        item.documentation = types.MarkupContent(types.MarkupKind.Markdown, text)
    return item


def _asked(data: Any) -> tuple[str, Target | None]:
    """What we said of the item when we listed it, as it comes back."""
    told = data if isinstance(data, dict) else getattr(data, "_asdict", dict)()
    parts = [str(part) for part in told.get("target") or ()]
    return str(told.get("uri", "")), Target(*parts) if len(parts) == len(Target._fields) else None
