"""What an editor may do to a text: the offered fixes, and laying it out."""

from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from engine.commands.formatting import laid
from engine.lsp.editor import Editor
from engine.lsp.findings import position, range_of, shown
from engine.lsp.views import View, view_of
from grammar.allowance_rules import ALLOWANCE_RULES
from grammar.diagnostics import Diagnostic
from grammar.editing.carrying import changed_part
from grammar.fixes import fixed

FIX_ALL = "source.fixAll.nurture"
KINDS = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll, FIX_ALL]


def code_actions(editor: Editor, params: types.CodeActionParams) -> Sequence[types.CodeAction] | None:
    """The fixes of the findings in that stretch; all certain ones of the file at once."""
    view = view_of(editor, params.text_document.uri)
    if view is None:
        return None
    only = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()]
    lines = view.draft.lines
    start = lines.offset(params.range.start.line, params.range.start.character)
    end = lines.offset(params.range.end.line, params.range.end.character)
    found: list[types.CodeAction] = []
    if _wanted(types.CodeActionKind.QuickFix.value, only):
        findings = view.findings(start, end)
        found += [*_quick_fixes(view, findings), *_allowing(view, findings)]
    if _wanted(FIX_ALL, only):
        found += _fix_all(view)
    return found


def _wanted(kind: str, only: list[str]) -> bool:
    return not only or any(kind == each or kind.startswith(f"{each}.") for each in only)


def _quick_fixes(view: View, findings: Iterable[Diagnostic]) -> Iterator[types.CodeAction]:
    pages = view.pages()
    for found in findings:
        fix = found.fix
        if fix is not None:
            uri, lines = pages(fix.span.file)
            edit = types.TextEdit(range_of(fix.span, lines), fix.replacement)
            yield types.CodeAction(
                title=_title(view, fix.replacement, lines.text[fix.span.start : fix.span.end]),
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[shown(found, pages, view.editor.language)],
                is_preferred=fix.safe,
                edit=types.WorkspaceEdit(changes={uri: [edit]}),
            )


def _allowing(view: View, findings: Iterable[Diagnostic]) -> Iterator[types.CodeAction]:
    """A comment above the line that allows what is no error; the reason is for the person to write."""
    pages = view.pages()
    for found in findings:
        if found.severity == "error" or found.of in ALLOWANCE_RULES:
            continue
        _, lines = pages(found.span.file)
        start = lines.start(lines.point(found.span.start).line)
        line = lines.text[start : lines.end(lines.point(start).line)]
        indent = line[: len(line) - len(line.lstrip())]
        at = position(lines.point(start))
        edit = types.TextEdit(types.Range(at, at), f"{indent}# allow {found.rule} because \n")
        yield types.CodeAction(
            title=view.said((f"allow {found.rule} here, for a reason", f"ここでは {found.rule} を許可する（理由を書く）")),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown(found, pages, view.editor.language)],
            edit=types.WorkspaceEdit(changes={view.draft.uri: [edit]}),
        )


def _title(view: View, new: str, old: str) -> str:
    new, old = (" ".join(text.split()) for text in (new, old))
    if not new and old:
        return view.said((f"remove `{old}`", f"`{old}` を消す"))
    if not new:
        return view.said(("break the line here", "ここで改行する"))
    if not old:
        return view.said((f"put in `{new}`", f"`{new}` を入れる"))
    return view.said((f"write `{new}` instead of `{old}`", f"`{old}` を `{new}` にする"))


def _fix_all(view: View) -> Iterator[types.CodeAction]:
    findings = view.findings(0, len(view.draft.text))
    text, done = fixed(view.draft.text, findings)
    if done:
        edit = types.WorkspaceEdit(changes={view.draft.uri: [*_difference(view, text)]})
        title = view.said((f"put in all {len(done)} certain fixes", f"確実な修正 {len(done)} 件をすべて行う"))
        yield types.CodeAction(title=title, kind=FIX_ALL, edit=edit)


def formatting(editor: Editor, params: types.DocumentFormattingParams) -> Sequence[types.TextEdit] | None:
    """The file laid out the one way; one with mistakes stays as it is, which is said in the log."""
    view = view_of(editor, params.text_document.uri)
    if view is None or view.file is None or view.draft.path is None:
        return None
    made = laid(view.draft.path, view.draft.text.encode())
    if made.state in ("broken", "unproven"):
        editor.say(view.said((f"`{view.name}` has mistakes and stays as it is", f"`{view.name}` には誤りがあるため、そのままにします")))
        return None
    return [*_difference(view, made.after)]


def _difference(view: View, after: str) -> Iterator[types.TextEdit]:
    """One edit, of what differs."""
    before, lines = view.draft.text, view.draft.lines
    if before != after:
        start, end, new_end = changed_part(before, after)
        place = types.Range(position(lines.point(start)), position(lines.point(end)))
        yield types.TextEdit(place, after[start:new_end])
