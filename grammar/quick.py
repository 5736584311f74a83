"""A stretch without a mistake, read line by line: each takes the parser from one place to another, as such lines did before."""

from typing import Any

from grammar.file import Declaration
from grammar.limits import MOST_LINES
from grammar.pieces import Line, glued, line_of
from grammar.proof import proven
from grammar.routes import LONGEST, routes
from grammar.source import Comment, Span
from grammar.steps import Origin, done
from grammar.stretches import Part, Stretch

_MOST_PIECES = 100
_MOST_OPEN = 150
"""Beyond these, whether it is too deep is looked at token by token."""


def read_at_once(text: str, path: str, stretch: Stretch) -> Part | None:
    """All declarations of a stretch; `None` if anything in it is not plainly right."""
    if text.count("\n", stretch.start, stretch.end) > MOST_LINES:
        return None
    reader = _Reader(text, path, stretch)
    return reader.part() if reader.read() else None


class _Reader:
    def __init__(self, text: str, path: str, stretch: Stretch) -> None:
        self.lines = text[stretch.start : stretch.end].split("\n")
        self.rest = iter(self.lines)
        self.origin = Origin(path, stretch.start, stretch.line)
        self.routes = routes()
        self.declarations: list[Declaration] = []
        self.doubtful: list[Declaration] = []
        self.comments: list[Comment] = []

    def part(self) -> Part:
        findings = tuple(found for each in self.doubtful for found in proven(each))
        return Part(tuple(self.declarations), tuple(self.comments), (), findings)

    def read(self) -> bool:
        """Whether all lines were right."""
        if self.lines[-1].endswith("\r"):
            return False
        origin, start = self.origin, self.routes.start
        stand, doubt = start, False
        stack: list[Any] = []
        for text in self.rest:
            line = line_of(text)
            shape, _, _, comment, _ = line
            if comment >= 0:
                self._comment(text, comment, origin.start, origin.number)
            if len(shape) > _MOST_PIECES or len(stack) > _MOST_OPEN:
                return False
            if shape:
                step = stand.steps.get(shape) or self.routes.step(stand, shape)
                if step is None:
                    line = self._glued(line)
                    step = self.routes.step(stand, line.shape) if line.is_glued else None
                if step is None:
                    return False
                done(step, line, origin, stack)
                stand, doubt = step.next, doubt or step.doubt
                if stand is start:
                    self._declared(stack.pop(), doubt=doubt)
                    doubt = False
            origin.start += line.places[-1] + 1
            origin.number += line.ends
        return stand is start

    def _declared(self, declaration: Declaration, *, doubt: bool) -> None:
        self.declarations.append(declaration)
        if doubt:
            self.doubtful.append(declaration)

    def _glued(self, line: Line) -> Line:
        """The line and those with which its `[ ]` goes on."""
        start, number = self.origin.start, self.origin.number
        while self.routes.runs_on(line.shape) and len(line.pieces) < LONGEST and (text := next(self.rest, None)) is not None:
            other = line_of(text)
            number += 1
            if other.comment >= 0:
                self._comment(text, other.comment, start + line.places[-1] + 1, number)
            if not self.routes.may_follow(other.shape):
                break
            line = glued(line, other)
        return line

    def _comment(self, text: str, place: int, start: int, number: int) -> None:
        span = Span(self.origin.path, start + place, start + len(text), number, place + 1, number, len(text) + 1)
        self.comments.append(Comment(text=text[place:].rstrip(), own_line=not text[:place].strip(), span=span))
