"""Lines being written: indentation, braces, blank lines as the author had them, and every comment in its place."""

from collections.abc import Iterable, Sequence

from grammar.source import Comment, Node
from grammar.width import width

INDENT = "  "
WIDTH = 120


class Writer:
    """Writes a text piece by piece. Places are offsets in `source`, from which blank lines and comments are taken."""

    def __init__(self, source: str = "", comments: Iterable[Comment] = ()) -> None:
        self.lines: list[str] = []
        self.depth = 0
        self.source = source
        self.comments = list(comments)
        self.seen = 0
        self.piece = ""

    def text(self) -> str:
        """All that was written, ending in one line break; comments that are left come last."""
        self._comments_before(len(self.source) + 1)
        return "\n".join(self.lines) + "\n" if self.lines else ""

    def start(self, node: Node, text: str) -> None:
        """Begins the line of a node."""
        self._comments_before(node.span.start)
        self._blank_line(node.span.start)
        self.piece = INDENT * self.depth + text

    def write(self, text: str) -> None:
        """Goes on in the line."""
        self.piece += text

    def end(self) -> None:
        """Ends the line."""
        self.lines.append(self.piece)
        self.piece = ""

    def line(self, node: Node, text: str) -> None:
        """A node that is one line."""
        self.start(node, text)
        self.end()

    def open(self, text: str = " {") -> None:
        """Opens a block."""
        self.write(text)
        self.end()
        self.depth += 1

    def close(self, node: Node) -> None:
        """Closes the block whose node ends with its brace; the line goes on."""
        self._comments_before(max(node.span.end - 1, 0))
        self.depth -= 1
        self.piece = INDENT * self.depth + "}"

    def listing(self, items: Sequence[str]) -> None:
        """`[a, b]`, with a line for each if they do not fit on one."""
        flat = f"[{', '.join(items)}]"
        if width(self.piece + flat) <= WIDTH:
            self.write(flat)
            return
        self.write("[")
        self.end()
        for item in items:
            self.lines.append(INDENT * (self.depth + 1) + item + ",")
        self.piece = INDENT * self.depth + "]"

    def _comments_before(self, place: int) -> None:
        while self.seen < len(self.comments) and self.comments[self.seen].span.start < place:
            comment = self.comments[self.seen]
            self.seen += 1
            if comment.own_line or not self.lines or "\n" in self.lines[-1]:
                self._blank_line(comment.span.start)
                self.lines.append(INDENT * self.depth + comment.text)
            else:
                self.lines[-1] += "  " + comment.text

    def _blank_line(self, place: int) -> None:
        """One blank line where the author had any, but none right after a brace or at the start."""
        line_start = self.source.rfind("\n", 0, place) + 1
        above = self.source[self.source.rfind("\n", 0, max(line_start - 1, 0)) + 1 : max(line_start - 1, 0)]
        if line_start > 0 and not above.strip() and self.lines and self.lines[-1] and not self._after_brace():
            self.lines.append("")

    def _after_brace(self) -> bool:
        code = self.lines[-1].rstrip()
        return code.endswith("{") or " {  #" in code
