"""What is under the cursor, in a box."""

from lsprotocol import types

from engine.lsp.editor import Editor
from engine.lsp.findings import range_of
from engine.lsp.views import View, view_of
from grammar.diagnostics import Diagnostic
from grammar.editing.hovering import Told, of_name, told
from grammar.editing.renaming import asked_at
from grammar.source import Span


def hover(editor: Editor, params: types.HoverParams) -> types.Hover | None:
    """The name, the word or the duration; below it a test that shows what a finding at this place says."""
    view = view_of(editor, params.text_document.uri)
    if view is None:
        return None
    offset = view.offset(params.position)
    found = _in_template(view, offset) if view.is_template else told(view.program, view.index, view.name, offset, editor.language)
    parts = [_mail(view, found, offset) or found.text] if found else []
    parts += (_example(each, editor) for each in view.findings(offset, offset) if each.witness)
    if not parts:
        return None
    content = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts))
    return types.Hover(content, range_of(found.span, view.draft.lines) if found else None)


def _in_template(view: View, offset: int) -> Told | None:
    """The attribute a template reads."""
    asked, name = asked_at(view.draft.text, offset), view.name_at(offset)
    if asked is None or name is None:
        return None
    return Told(of_name(view.program, view.index, name, view.editor.language), Span(view.name, *asked[2:], 0, 0, 0, 0))


def _mail(view: View, found: Told, offset: int) -> str:
    """Of a mail also what its template says at its head."""
    name = view.index.at(view.name, offset)
    template = view.program.template(name.name) if name and name.sort == "mail" else None
    if template is None:
        return ""
    subject = str(getattr(template, "subject", ""))
    links = ", ".join(f"`{link.name}`" for link in template.links)
    lines = [
        f"{view.said(('subject', '件名'))}: {subject}" if subject else "",
        f"{view.said(('purpose', '目的'))}: {template.purpose}" + (f" · {template.topic}" if template.topic else ""),
        f"{view.said(('links', 'リンク'))}: {links}" if links else "",
    ]
    head, _, rest = found.text.partition("\n\n")
    return "\n\n".join(each for each in (head, *lines, rest) if each)


def _example(found: Diagnostic, editor: Editor) -> str:
    witness = found.witness
    return f"{witness.heading(editor.language)}\n\n```nurture\n{witness.text.rstrip()}\n```" if witness else ""
