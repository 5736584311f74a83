"""Takes a template's own syntax out of a text and puts it back.

While a text is turned from Markdown into HTML, each `{{ … }}` and `{% … %}` is one mark of private-use characters,
which no step in between knows. What comes back has delimiters that no text contains, so nothing turns into syntax.
"""

import re
from dataclasses import dataclass, field

from engine.templates.reading import PARSER
from engine.templates.sandbox import DELIMITERS

OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")

_COMMENT = re.compile(r"<!--piece (\d+)-->")
_FOR = re.compile(r"for\s+(\w+)\s+in\s+(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """What stood between the delimiters. is_value: `{{ … }}`, else `{% … %}`."""

    code: str
    is_value: bool


@dataclass(slots=True)
class Pieces:
    """The pieces taken out of one template, by the number in their mark."""

    pieces: list[Piece] = field(default_factory=list)

    def add(self, code: str, *, is_value: bool = True) -> str:
        """Keep a piece; returns its mark."""
        self.pieces.append(Piece(code, is_value))
        return f"{OPEN}{len(self.pieces) - 1}{CLOSE}"

    def take(self, text: str) -> str:
        """The text with marks instead of syntax. Comments go; `{% raw %}` becomes the text it protects."""
        out: list[str] = []
        code: list[str] = []
        for _, token, value in PARSER.lexer.tokeniter(text, None):
            if token in ("variable_begin", "block_begin"):
                code = []
            elif token in ("variable_end", "block_end"):
                out.append(self.add("".join(code).strip(), is_value=token == "variable_end"))
            elif token == "data":
                out.append(value)
            elif not token.startswith(("raw", "comment")):
                code.append(value)
        return "".join(out)

    def is_statement(self, mark: re.Match[str]) -> bool:
        return not self.pieces[int(mark[1])].is_value

    def shown(self, text: str) -> str:
        """The text as its author wrote it."""
        return MARK.sub(lambda mark: self._shown(self.pieces[int(mark[1])]), text)

    @staticmethod
    def _shown(piece: Piece) -> str:
        return f"{{{{ {piece.code} }}}}" if piece.is_value else f"{{% {piece.code} %}}"

    def put_back(self, text: str) -> str:
        """The text with its syntax, between delimiters no text can contain."""
        text = _COMMENT.sub(lambda comment: f"{OPEN}{comment[1]}{CLOSE}", text)
        return MARK.sub(lambda mark: self._written(self.pieces[int(mark[1])]), text)

    @staticmethod
    def _written(piece: Piece) -> str:
        kind = "variable" if piece.is_value else "block"
        code = piece.code
        if loop := _FOR.fullmatch(code):
            # A loop walks through a list of bounded length or not at all.
            code = f"for {loop[1]} in ({loop[2]})|items_of"
        return f"{DELIMITERS[kind, 'start']} {code} {DELIMITERS[kind, 'end']}"


def as_comment(mark: re.Match[str]) -> str:
    """A statement where HTML allows no text, between the rows of a table for one."""
    return f"<!--piece {mark[1]}-->"


def literal(text: str) -> str:
    """A text as the template language writes it between quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
