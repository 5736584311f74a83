"""Full-width characters outside of texts, names and comments, read as the ones that were meant."""

import re

from grammar import syntax_rules as rules
from grammar.diagnostics import Diagnostic, Fix
from grammar.source import Span

_INSTEAD = {
    **{wide: chr(ord(wide) - 0xFEE0) for wide in "！＃％（）＊＋，－．／：；＜＝＞？［］｛｝｜０１２３４５６７８９"},
    "\u3000": " ", "\u00a0": " ", "“": '"', "”": '"', "„": '"', "＂": '"', "「": '"', "」": '"', "『": '"', "』": '"',
    "、": ",", "。": ".", "【": "[", "】": "]", "〔": "[", "〕": "]", "−": "-", "×": "*",
}  # fmt: skip
_WIDE = "".join(_INSTEAD)
_ANY = re.compile(f"[{re.escape(_WIDE)}]")
_PIECE = re.compile(
    rf'"(?:[^"\\\n]|\\.)*"|#[^\n]*|(?P<comment>＃[^\n]*)|[^\W\d][\w・\-]*'
    rf"|(?P<quotes>[“„「『＂][^“”„「」『』＂\"\n]*[”」』＂])"
    rf"|(?P<space>[\u3000\u00a0]+)|(?P<wide>(?:(?![\u3000\u00a0])[{re.escape(_WIDE)}])+)"
)


def is_wide(text: str) -> bool:
    """Whether any of its characters may be replaced."""
    return _ANY.search(text) is not None


def narrowed(text: str, path: str, start: int, end: int) -> tuple[str, list[Diagnostic]]:
    """The text with each such character from start to end replaced by one ordinary character, so that all offsets stay."""
    if not _ANY.search(text, start, end):
        return text, []
    parts: list[str] = []
    findings: list[Diagnostic] = []
    done = 0
    for match in _PIECE.finditer(text, start, end):
        if match.lastgroup is None:
            continue
        wide = match.group()[:1] if match.lastgroup == "comment" else match.group()
        instead = f'"{wide[1:-1]}"' if match.lastgroup == "quotes" else "".join(map(_INSTEAD.__getitem__, wide))
        span = _span(text, path, match.start(), match.start() + len(wide))
        findings.append(_finding(wide, instead, span))
        parts += text[done : span.start], instead
        done = span.end
    parts.append(text[done:])
    return "".join(parts), findings


def _finding(wide: str, instead: str, span: Span) -> Diagnostic:
    fix = Fix(span, instead, safe=True)
    if not instead.strip():
        return rules.FULL_WIDTH_SPACE.at(span, fix=fix)
    return rules.FULL_WIDTH.at(span, word=wide, instead=instead, fix=fix)


def _span(text: str, path: str, start: int, end: int) -> Span:
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Span(path, start, end, line, column, line, column + end - start)
