"""The sheet a mail is written on: masthead, content, and the footer the law asks for."""

import re
from functools import lru_cache
from pathlib import Path

from css_inline import CSSInliner

from engine.templates.pieces import Pieces

_HERE = Path(__file__).parent
_FONTS = {
    "ja": '"Hiragino Sans", "Hiragino Kaku Gothic ProN", "Noto Sans JP", Meiryo, sans-serif',
    "en": '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
}
_LEADING = {"ja": "1.85", "en": "1.65"}
_ASK = {"ja": "お問い合わせ：", "en": "Questions: "}
_LEAVE = {"ja": "配信停止はこちら", "en": "Unsubscribe"}
_CHOOSE = {"ja": "受信設定", "en": "What you get from us"}
_BODY, _END = re.compile(r"<body[^>]*>"), re.compile(r"</body>")
_BUTTON = 'class="action"'
_PIECE = re.compile(r"<!--piece (\d+)-->")
_BUTTON_OR_PIECE = re.compile(r'(class="action"|<!--piece \d+-->)')
_FILLER = "\u034f\u200c\u00a0" * 48
"""Keeps a mail program from filling its preview with the first words of the body."""


def footer(language: str, pieces: Pieces, *, is_marketing: bool) -> str:
    """The footer's paragraphs. Without a postal address or a way to leave, a marketing mail is held."""
    name = pieces.add("sender.name")
    if is_marketing:
        address, leave = pieces.add("sender.postal_address"), pieces.add("unsubscribe_url")
        asked = f"<br>{_ASK[language]}{pieces.add('sender.inquiries')}"
        inquiries = f"{_statement(pieces, 'if sender.inquiries')}{asked}{_statement(pieces, 'endif')}"
        choose = f'<br><a href="{pieces.add("preferences_url")}">{_CHOOSE[language]}</a>'
        # A mail that was prepared before there was such a page is written as it was.
        chosen = f"{_statement(pieces, 'if preferences_url')}{choose}{_statement(pieces, 'endif')}"
        lines = [f"<p>{name}<br>{address}{inquiries}</p>", f'<p><a href="{leave}">{_LEAVE[language]}</a>{chosen}</p>']
    else:
        here = _statement(pieces, "if sender.postal_address")
        lines = [f"<p>{name}{here}<br>{pieces.add('sender.postal_address')}{_statement(pieces, 'endif')}</p>"]
    return "\n".join(lines)


def _statement(pieces: Pieces, code: str) -> str:
    mark = pieces.add(code, is_value=False)
    return f"<!--piece {mark[1:-1]}-->"


def lay_out(content: str, footer_lines: str, language: str, pieces: Pieces) -> str:
    """A whole HTML document around a mail's content, its styles written into its elements."""
    style = _file("layout.css").replace("FONTS", _FONTS[language]).replace("LEADING", _LEADING[language])
    cell = f'<table class="footer" role="presentation"><tr><td class="footer-cell">{footer_lines}</td></tr></table>'
    parts = {
        "LANGUAGE": language,
        "SUBJECT": pieces.add("subject"),
        "STYLE": style,
        "PREHEADER": preheader(pieces),
        "MASTHEAD": pieces.add("sender.name"),
        "FOOTER": cell,
        "PIXEL": pixel(pieces),
        "CONTENT": _with_first_button(content, pieces),
    }
    html = _file("layout.html")
    for name, part in parts.items():
        html = html.replace(name, part, 1)
    return _inliner().inline(html)


def finish_document(html: str, pieces: Pieces) -> str:
    """A mail that brings its own whole HTML: it gets what mail needs and keeps its looks."""
    html = _BODY.sub(lambda body: body[0] + preheader(pieces), html, count=1)
    html = _END.sub(lambda end: pixel(pieces) + end[0], html, count=1)
    return _inliner().inline(html)


def _with_first_button(content: str, pieces: Pieces) -> str:
    """The first button a reader sees stands out: the first of all, and until one stands outside a condition, each one."""
    depth, is_found, out = 0, False, []
    for part in _BUTTON_OR_PIECE.split(content):
        if part == _BUTTON and not is_found:
            is_found = depth == 0
            out.append('class="action action-first"')
            continue
        if piece := _PIECE.fullmatch(part):
            code = pieces.pieces[int(piece[1])].code
            depth += code.startswith(("if ", "for ")) - code.startswith("end")
        out.append(part)
    return "".join(out)


def preheader(pieces: Pieces) -> str:
    """The line a mail program shows beside the subject, hidden in the mail itself."""
    start, end = _statement(pieces, "if preheader"), _statement(pieces, "endif")
    return f'{start}<div class="preheader" aria-hidden="true">{pieces.add("preheader")}{_FILLER}</div>{end}'


def pixel(pieces: Pieces) -> str:
    """The picture whose loading is an open; none where no address for it is given."""
    start, end = _statement(pieces, "if open_pixel_url"), _statement(pieces, "endif")
    return f'{start}<img class="pixel" src="{pieces.add("open_pixel_url")}" width="1" height="1" alt="">{end}'


@lru_cache(maxsize=2)
def _file(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    # Mail programs that know @media read it from the head; nothing is ever fetched.
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
