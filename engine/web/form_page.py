"""A form as HTML: one column, labels above, every mistake beside its field; no script, nothing loaded from elsewhere."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape

from starlette.responses import HTMLResponse, Response

from engine.domain.papers import ConsentBox, Form, FormField
from engine.web.form_words import FORM, say
from engine.web.pages import HEADERS, STYLE, sender_line, shell

LOOK = (
    STYLE
    + """
.field{margin:0 0 1.5rem}
.field>label{display:block;font-weight:600;margin:0 0 .25rem}
.field .note{font-weight:400;opacity:.75;font-size:.85rem;margin-left:.5rem}
.field input,.field select,.field textarea{display:block;width:100%;min-height:3rem;padding:.6rem .75rem;font:inherit;
color:FieldText;background:Field;border:1px solid #6b7280;border-radius:.5rem}
.field input:focus-visible,.field select:focus-visible{outline:3px solid #f5a623;outline-offset:1px}
.field [aria-invalid]{border:2px solid #b3261e}
.error{margin:.35rem 0 0;color:#b3261e;font-weight:600;font-size:.95rem}
.wrong{border:2px solid #b3261e;border-radius:.6rem;padding:1rem 1.25rem;margin:0 0 1.5rem}
.wrong h2{font-size:1.05rem;margin:0 0 .5rem}
.wrong ul{margin:0;padding-left:1.25rem}
form>button{margin-top:1.5rem}
.trap{position:absolute;left:-10000px;top:auto;width:1px;height:1px;overflow:hidden}
.button{display:block;text-align:center;min-height:3rem;margin:0 0 .75rem;padding:.6rem 1rem;font-weight:600;border-radius:.6rem;
background:#0b57d0;color:#fff;text-decoration:none}
@media (prefers-color-scheme:dark){.error{color:#f2b8b5}.wrong,.field [aria-invalid]{border-color:#f2b8b5}}
"""
)
_HASH = b64encode(sha256(LOOK.encode()).digest()).decode()
TRAP = "homepage"
"""A field nobody sees, which only a robot fills in."""
SENT, CAME_FROM = "sent", "came-from"
FILLED = {"email": "email", "name": "name", "company": "organization", "phone": "tel"}
"""What a browser knows of its owner (`autocomplete`), by attribute."""
_TYPES = {"email": "email", "phone": "tel"}
_SORTS = {"number": "text", "date": "date", "datetime": "datetime-local"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a form. origins: sites that may show it inside of theirs; elsewhere: where it stands in the other language."""

    language: str
    sender: str
    origins: tuple[str, ...] = ()
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the fields. sent: the name of this form on this screen; wrong: (field, sentence); note: what stands above all."""

    sent: str
    values: Mapping[str, str] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    wrong: Sequence[tuple[str, str]] = ()
    note: str = ""
    came_from: str = ""


def form_page(form: Form, filled: Filled, frame: Frame, *, status: int = 200) -> Response:
    """The form, with what was filled in so far."""
    language = frame.language
    parts = [f"<p>{escape(form.text.said(language))}</p>\n"] if form.text else []
    parts += [f'<div class="wrong" role="alert"><p>{escape(filled.note)}</p></div>\n'] if filled.note else []
    parts += [_summary(filled, language)] if filled.wrong else []
    first = filled.wrong[0][0] if filled.wrong else ""
    parts.append('<form method="post" novalidate>\n')
    parts += [_field(one, filled, language, has_focus=one.name == first) for one in form.fields]
    parts += [_box(one, filled, language) for one in form.consents]
    parts.append(_hidden(filled, language))
    parts.append(f'<button type="submit">{say("send", language)}</button>\n</form>\n')
    if frame.elsewhere:
        other = "en" if language == "ja" else "ja"
        link = f'<a href="{escape(frame.elsewhere)}" lang="{other}" hreflang="{other}">{say("switch", language)}</a>'
        parts.append(f'<p class="small">{link}</p>\n')
    title = form.title.said(language)
    return page(title, "".join(parts), frame, status=status)


def page(title: str, body: str, frame: Frame, *, status: int = 200) -> Response:
    """A page under that title. body: HTML."""
    text = shell(frame.language, escape(title), f"{sender_line(frame.sender)}<h1>{escape(title)}</h1>\n{body}", LOOK)
    return HTMLResponse(text, status, headers(frame))


def headers(frame: Frame) -> dict[str, str]:
    """Nobody may show it inside another page but the sites that were named."""
    around = " ".join(frame.origins) or "'none'"
    policy = f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; frame-ancestors {around}; base-uri 'none'"
    return HEADERS | {"Content-Security-Policy": policy, "Content-Language": frame.language, "Vary": "Accept-Language"}


def label_of(asked: FormField, language: str) -> str:
    """What the field is called."""
    if asked.label is not None:
        return asked.label.said(language)
    return say(asked.name, language) if asked.name in FORM else asked.name


def _summary(filled: Filled, language: str) -> str:
    lines = "".join(f'<li><a href="#{_id(name)}">{escape(said)}</a></li>\n' for name, said in filled.wrong)
    return f'<div class="wrong" role="alert"><h2>{say("wrong", language)}</h2>\n<ul>\n{lines}</ul></div>\n'


def _id(name: str) -> str:
    return f"field-{sha256(name.encode()).hexdigest()[:8]}"


def _field(asked: FormField, filled: Filled, language: str, *, has_focus: bool) -> str:
    id_, label = _id(asked.name), escape(label_of(asked, language))
    wrong = next((said for name, said in filled.wrong if name == asked.name), "")
    told = f' aria-invalid="true" aria-describedby="{id_}-error"' if wrong else ""
    told += ' autofocus' if has_focus else ""
    told += "" if asked.is_optional or asked.sort == "yesno" else ' aria-required="true"'
    error = f'<p class="error" id="{id_}-error">{escape(wrong)}</p>\n' if wrong else ""
    if asked.sort == "yesno":
        box = _tick(f"a.{asked.name}", label, is_on=asked.name in filled.values, more=f'{told} id="{id_}"')
        return f'<div class="field">{box}{error}</div>\n'
    note = f'<span class="note">{say("optional", language)}</span>' if asked.is_optional else ""
    control = _choice(asked, filled, language, told) if asked.sort == "choice" else _input(asked, filled, told)
    return f'<div class="field"><label for="{id_}">{label}{note}</label>\n{control}{error}</div>\n'


def _input(asked: FormField, filled: Filled, told: str) -> str:
    kind = _TYPES.get(asked.name) or _SORTS.get(asked.sort, "text")
    known = f' autocomplete="{FILLED[asked.name]}"' if asked.name in FILLED else ""
    known += ' inputmode="decimal"' if asked.sort == "number" else ""
    value = escape(filled.values.get(asked.name, ""))
    return f'<input id="{_id(asked.name)}" type="{kind}" name="a.{escape(asked.name)}" value="{value}"{known}{told}>\n'


def _choice(asked: FormField, filled: Filled, language: str, told: str) -> str:
    chosen = filled.values.get(asked.name, "")
    lines = [f'<option value="">{say("choose", language)}</option>']
    for value in map(str, asked.choices):
        is_on = " selected" if value == chosen else ""
        lines.append(f'<option value="{escape(value)}"{is_on}>{escape(value)}</option>')
    return f'<select id="{_id(asked.name)}" name="a.{escape(asked.name)}"{told}>\n{"".join(lines)}\n</select>\n'


def _box(box: ConsentBox, filled: Filled, language: str) -> str:
    return _tick(f"c.{box.topic}", escape(box.words.said(language)), is_on=box.topic in filled.ticked)


def _tick(name: str, label: str, *, is_on: bool, more: str = "") -> str:
    box = f'<input type="checkbox" name="{escape(name)}" value="yes"{" checked" if is_on else ""}{more}>'
    return f'<label class="choice">{box}<span>{label}</span></label>\n'


def _hidden(filled: Filled, language: str) -> str:
    trap = f'<label>{say("trap", language)}<input type="text" name="{TRAP}" value="" tabindex="-1" autocomplete="off"></label>'
    came = f'<input type="hidden" name="{CAME_FROM}" value="{escape(filled.came_from)}">\n'
    return f'<div class="trap" aria-hidden="true">{trap}</div>\n<input type="hidden" name="{SENT}" value="{escape(filled.sent)}">\n{came}'
