"""Lines being written: indentation, braces, blank lines as the author had them, and every comment in its place."""

import re
from collections.abc import Iterable, Sequence

from grammar.lists import Commented, Lists
from grammar.node import Node
from grammar.source import Comment
from grammar.width import width

INDENT = "  "
WIDTH = 120
_WORDS = re.compile(r"""("(?:[^"\\\n]|\\.)*")|(\#[^\n]*)|\{|(?P<word>[^\s"#{]+)""", re.VERBOSE)


class Writer:
    """Writes a text piece by piece. Places are offsets in `source`, from which blank lines and comments are taken."""

    def __init__(self, source: str = "", comments: Iterable[Comment] = ()) -> None:
        self.lines: list[str] = []
        self.depth = 0
        self.source = source
        self.lists = Lists(source, comments)
        self.comments = self.lists.outside
        self.seen = 0
        self.piece = ""
        self.full = False  # the last line has a comment and takes no other
        self.opened = False  # the last line opens a block

    def text(self) -> str:
        """All that was written, ending in one line break; comments that are left come last."""
        self._comments_before(len(self.source) + 1)
        return "\n".join(self.lines) + "\n" if self.lines else ""

    def start(self, node: Node, text: str) -> None:
        """Begins the line of a node."""
        self._comments_before(node.span.start)
        self._blank_line(node.span.start)
        self.piece = INDENT * self.depth
        self.write(text)

    def write(self, text: str) -> None:
        """Goes on in the line; a list that has comments in it gets a line for each item."""
        if not self.lists.inside:
            self.piece += text
            return
        for part in self.lists.cut(text):
            if isinstance(part, Commented):
                self._items(part)
            else:
                self.piece += part

    def end(self) -> None:
        """Ends the line."""
        self._put(self.piece)
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
        self.opened = True

    def first_line(self, node: Node) -> Node:
        """Stands for the first line of the node's block, where the tree has only what the line says."""
        start = node.span.start
        for found in _WORDS.finditer(self.source, start, max(node.span.end, start)):
            if found.group() == "{":
                start = found.end()
            elif start > node.span.start and found["word"]:
                start = found.start()
                break
        return Node(span=node.span._replace(start=start))

    def close(self, node: Node) -> None:
        """Closes the block whose node ends with its brace; the line goes on."""
        self._comments_before(max(node.span.end - 1, 0))
        self.depth -= 1
        self.piece = INDENT * self.depth + "}"

    def listing(self, items: Sequence[str]) -> None:
        """`[a, b]`, with a line for each if they do not fit on one."""
        comments = self.lists.following()
        flat = f"[{', '.join(items)}]"
        if comments or width(self.piece + flat) > WIDTH:
            self._items(Commented(tuple(items), comments))
        else:
            self.piece += flat

    def _items(self, node: Commented) -> None:
        self._put(self.piece + "[")
        self.depth += 1
        for place in range(len(node.items) + 1):
            for each in node.comments:
                if each.after == place:
                    self._comment(each.comment)
            if place < len(node.items):
                self._put(INDENT * self.depth + node.items[place] + ",")
        self.depth -= 1
        self.piece = INDENT * self.depth + "]"

    def _put(self, line: str) -> None:
        self.lines.append(line)
        self.full = self.opened = False

    def _comments_before(self, place: int) -> None:
        while self.seen < len(self.comments) and self.comments[self.seen].span.start < place:
            comment = self.comments[self.seen]
            self.seen += 1
            if comment.own_line:
                self._blank_line(comment.span.start)
            self._comment(comment)

    def _comment(self, comment: Comment) -> None:
        """Behind the last line, or where the author gave it one, or the last line has one already, on a line of its own."""
        if comment.own_line or self.full or not self.lines:
            self._put(INDENT * self.depth + comment.text)
        else:
            self.lines[-1] += "  " + comment.text
        self.full = True

    def _blank_line(self, place: int) -> None:
        """One blank line where the author had any, but none right after a brace or at the start."""
        line_start = self.source.rfind("\n", 0, place) + 1
        above = self.source[self.source.rfind("\n", 0, max(line_start - 1, 0)) + 1 : max(line_start - 1, 0)]
        if line_start > 0 and not above.strip() and self.lines and self.lines[-1] and not self.opened:
            self._put("")
