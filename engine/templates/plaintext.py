"""The text part: from the same HTML, in its order, so that a condition around a paragraph is around it here."""

import re
from html.parser import HTMLParser

from engine.templates.pieces import CLOSE, OPEN, Pieces

_BREAKS = {
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6"), 2),
    **dict.fromkeys(("ul", "ol", "blockquote", "table", "pre", "hr"), 2),
    **dict.fromkeys(("div", "li", "tr", "dt", "dd", "section", "center"), 1),
}
_TABLE = frozenset({"table", "thead", "tbody", "tr", "td", "th"})
_SILENT = frozenset({"style", "script", "head", "title"})
_COMMENT = re.compile(r"piece (\d+)")
_LINE_ENDS = re.compile(r"[ \t\r]+\n")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\r\n]+")
_HEADINGS = {"h1": "■ ", "h2": "■ ", "h3": "◆ ", "h4": "◆ "}
_DASHES = "-" * 40


def to_text(html: str, pieces: Pieces) -> str:
    """The text of HTML with marks in it; marks stay."""
    writer = _Writer(pieces)
    writer.feed(html)
    writer.close()
    return "".join(writer.out).strip("\n")


class _Writer(HTMLParser):
    """Line breaks are owed and paid before the next word: what is left out takes its own along."""

    def __init__(self, pieces: Pieces) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces = pieces
        self.out: list[str] = []
        self.owed = 0
        self.lists: list[int] = []
        self.targets: list[tuple[str, int]] = []
        self.silent = 0
        self.quotes = 0
        self.is_action = False
        self.between_cells = False
        self.at_line_start = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.silent += tag in _SILENT
        if tag in _TABLE:
            self.between_cells = tag not in ("td", "th")
        if tag == "p":
            self.is_action = "action" in attributes.get("class", "")
        inside_item = bool(self.lists) and tag in ("p", "ul", "ol")
        self._owe(1 if inside_item else _BREAKS.get(tag, 0))
        match tag:
            case "br":
                self.owed += 1
            case "hr":
                self._write(_DASHES)
                self._owe(2)
            case "ul" | "ol":
                self.lists.append(int(attributes.get("start") or 1) if tag == "ol" else 0)
            case "li":
                self._write(self._bullet())
            case "blockquote":
                self.quotes += 1
            case "img":
                self._write(attributes.get("alt", ""))
            case "a":
                self.targets.append((attributes.get("href", ""), len(self.out)))
            case "td" | "th":
                self._write("" if self.owed or self.at_line_start else " | ")
            case _:
                self._write(_HEADINGS.get(tag, ""))

    def _bullet(self) -> str:
        indent = "  " * (len(self.lists) - 1)
        if not self.lists or not self.lists[-1]:
            return f"{indent}- "
        self.lists[-1] += 1
        return f"{indent}{self.lists[-1] - 1}. "

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT
        if tag in _TABLE:
            self.between_cells = tag != "table"
        if tag == "a" and self.targets:
            self._end_link(*self.targets.pop())
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "blockquote":
            self.quotes -= 1
        self._owe(1 if self.lists and tag in ("p", "ul", "ol") else _BREAKS.get(tag, 0))

    def _end_link(self, target: str, start: int) -> None:
        words = "".join(self.out[start:]).strip()
        target = target.removeprefix("mailto:").removeprefix("tel:")
        if not target or target == words or target.startswith("#"):
            return
        if words.startswith(("https://", "http://")):
            del self.out[start:]
            self._write(target)
            return
        if self.is_action:
            self._owe(1)
            self._write(target)
        else:
            # Between these brackets every mail program sees where the address ends (RFC 3986, appendix C).
            self._write(f" <{target}> ")

    def handle_data(self, data: str) -> None:
        if self.silent or (self.between_cells and data.isspace()):
            return
        text = _SPACES.sub(" ", data.replace("\xa0", " "))
        follows_space = self.owed or self.at_line_start or (self.out and self.out[-1].endswith(" "))
        self._write(text.lstrip(" ") if follows_space else text)

    def handle_comment(self, data: str) -> None:
        """A statement pays nothing, so the breaks before what it encloses stand inside it.

        Only a loop pays at both ends: before it, and inside it after each turn.
        """
        if piece := _COMMENT.fullmatch(data):
            code = self.pieces.pieces[int(piece[1])].code
            if self.owed and (code.startswith("for ") or code == "endfor"):
                self._pay()
                self.at_line_start = True
            self.out.append(f"{OPEN}{piece[1]}{CLOSE}")

    def _owe(self, breaks: int) -> None:
        if not self.at_line_start:
            self.owed = max(self.owed, breaks)

    def _pay(self) -> None:
        if self.owed:
            self.out.append("\n" * self.owed + "> " * self.quotes)
            self.owed = 0

    def _write(self, text: str) -> None:
        if not text or self.silent:
            return
        self._pay()
        self.out.append(text)
        self.at_line_start = False


def tidy(text: str) -> str:
    """A rendered text: no blanks at the end of a line, never two blank lines together, one line end at the close."""
    return _BLANK_LINES.sub("\n\n", _LINE_ENDS.sub("\n", text)).strip() + "\n"
