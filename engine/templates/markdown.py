"""Markdown as mails need it.

A line break is a line break, emphasis works beside Japanese punctuation, and a link alone in its paragraph is a button.
"""

import re
from functools import lru_cache
from unicodedata import category, east_asian_width

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from engine.templates.pieces import CLOSE, MARK, OPEN, Pieces

_ANY_MARK = f"({OPEN}\\d+{CLOSE})"
_LIST_IN_LOOP = re.compile(rf"{_ANY_MARK}\s*<(ul|ol)>((?:(?!<[uo]l).)*?)</\2>\s*{_ANY_MARK}", re.DOTALL)

LINE = "data-line"
"""Carries a link's line from here to where links are collected; never reaches a mail."""


def to_html(text: str, pieces: Pieces, first_line: int) -> str:
    """The HTML of a Markdown text with marks in it. first_line: where it begins in its file."""
    html = str(_markdown().render(text, {"first_line": first_line, "pieces": pieces}))
    return _LIST_IN_LOOP.sub(lambda found: _one_list(found, pieces), html)


def _one_list(found: re.Match[str], pieces: Pieces) -> str:
    """A loop around a list item makes one list of many items, not many lists of one."""
    begin, kind, items, end = found.groups()
    codes = [pieces.pieces[int(mark[1])].code for mark in map(MARK.fullmatch, (begin, end)) if mark]
    if not codes[0].startswith("for ") or codes[1] != "endfor":
        return found[0]
    return f"<{kind}>{begin}{items}{end}</{kind}>\n"


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True, "breaks": True})
    # A text indented by accident is still a text.
    markdown.enable(["table", "strikethrough"]).disable("code")
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    # Which links may stand in a mail is judged once, for Markdown and HTML alike.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.inline.ruler.at("emphasis", _emphasis)
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    markdown.block.ruler.before("fence", "statement", _statement_line, {"alt": interrupts})
    markdown.core.ruler.push("links", _finish_links)
    return markdown


def _statement_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that holds nothing but `{% … %}` parts paragraphs and makes none."""
    line = state.src[state.bMarks[start] : state.eMarks[start]].strip()
    pieces: Pieces = state.env["pieces"]
    marks = list(MARK.finditer(line))
    if not marks or MARK.sub("", line).strip() or not all(map(pieces.is_statement, marks)):
        return False
    if not silent:
        state.line = start + 1
        token = state.push("html_block", "", 0)
        token.content = line
        token.map = [start, state.line]
    return True


def _finish_links(state: StateCore) -> None:
    """Give each link its line, and each paragraph that is one link its class."""
    first: int = state.env.get("first_line", 1)
    for place, token in enumerate(state.tokens):
        if token.type == "inline" and token.children:
            _set_lines(token.children, first + (token.map[0] if token.map else 0))
            if _is_one_link(token.children) and state.tokens[place - 1].type == "paragraph_open":
                state.tokens[place - 1].attrJoin("class", "action")


def _set_lines(children: list[Token], line: int) -> None:
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "link_open":
            child.attrSet(LINE, str(line))


def _is_one_link(children: list[Token]) -> bool:
    parts = [child for child in children if not (child.type == "text" and not child.content.strip())]
    while len(parts) > 2 and parts[0].type == "strong_open" and parts[-1].type == "strong_close":
        parts = parts[1:-1]
    links = [child for child in parts if child.type == "link_open"]
    pictures = any(child.type == "image" for child in parts)
    return len(links) == 1 and not pictures and parts[0].type == "link_open" and parts[-1].type == "link_close"


def _emphasis(state: StateInline, silent: bool) -> bool:
    """`**重要。**次は` is bold: CommonMark asks for a space there, which Japanese does not write.

    Only the reading of the delimiters differs: beside an East Asian character, punctuation counts as a letter.
    """
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    if marker == "*" and not (opens and closes):
        before = state.src[state.pos - 1 : state.pos] or " "
        after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1] or " "
        if _is_east_asian(before) or _is_east_asian(after):
            opens = opens or not after.isspace()
            closes = closes or not before.isspace()
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        place = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(marker), scanned.length, place, -1, opens, closes))
    state.pos += scanned.length
    return True


def _is_east_asian(character: str) -> bool:
    return east_asian_width(character) in "WF" or category(character) == "Lo" or character == "\ue001"
