"""Braces by the indentation: where they do not close what they should, the columns of the lines tell which one is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from grammar import syntax_rules as rules
from grammar.chunks import DECLARATIONS, Chunk
from grammar.diagnostics import Diagnostic, Fix
from grammar.lexer import Token
from grammar.place import end_of, line_break, sign, start_of

_JOINED = ("else", "timeout", "past")


def aligned(tokens: Sequence[Token], *, inner: bool) -> Chunk | None:
    """One declaration with its braces put in and left out as the lines stand; `None` if it does not look like one.

    inner: leave out a `}` too that stands on a line after something else.
    """
    lines = _lines(tokens)
    if not lines or lines[0][0].text not in DECLARATIONS or lines[0][0].span.column != 1 or lines[0][-1].kind != "{":
        return None
    outline = _Outline(inner=inner)
    for line, below in zip_longest(lines, lines[1:]):
        if not outline.add(line, below[0] if below else None):
            return None
    outline.close(0)
    return Chunk(outline.tokens[:-1], outline.findings)


def _lines(tokens: Sequence[Token]) -> list[list[Token]]:
    lines: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind != "_NL":
            lines[-1].append(token)
        elif lines[-1]:
            lines.append([])
    return lines if lines[-1] else lines[:-1]


@dataclass(slots=True)
class _Block:
    """A `{` that is open, the column of its line, and the column of the first line in it."""

    opener: Token
    indent: int
    body: int = 0


@dataclass(slots=True)
class _Outline:
    inner: bool
    tokens: list[Token] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)

    def add(self, line: list[Token], below: Token | None) -> bool:
        """Takes a line, `below` being the first of the next; `False` if it stands outside of everything."""
        if self.tokens and not self.blocks:
            if line[0].kind != "}":
                return False
            self._stray(line[0])
            return len(line) == 1
        column = line[0].span.column
        if line[0].kind == "}" and self.blocks:
            line = self._closing(line, column, below)
        elif line[0].text in _JOINED and self.blocks and not self._follows_brace(column):
            line, column = self._joined(line, column)
        else:
            self._deeper(column)
            self.close(column)
        self._put(line, column)
        return True

    def _closing(self, line: list[Token], column: int, below: Token | None) -> list[Token]:
        """What is left to read of a line that starts with `}`, which closes the block of its column, if there is one."""
        if self._goes_on(line[0], below):
            self._stray(line[0])
            return line[1:]
        if any(block.indent == column for block in self.blocks):
            self.close(column + 1)
            self.blocks.pop()
            return line
        last = self.blocks[-1]
        closed_next = below is not None and below.kind == "}" and below.span.column == last.indent
        if last.indent < column < last.body and len(self.blocks) > 1 and not closed_next:
            self.blocks.pop()  # a little out of line, but there is nothing else it could close
            return line
        self._stray(line[0])
        return line[1:]

    def _goes_on(self, brace: Token, below: Token | None) -> bool:
        """Whether the block of a `}` still goes on below: nothing has stood in it yet, or it is the whole declaration."""
        last, column = self.blocks[-1], brace.span.column
        if below is None or below.kind == "}":
            return False
        if last.indent == column and not last.body:
            return below.span.column > column
        return column == self.blocks[0].indent < below.span.column and below.span.line == brace.span.line + 1

    def _follows_brace(self, column: int) -> bool:
        """Whether the line above is the `}` that belongs before this one: then only the line break is wrong."""
        last = self.tokens[-2]
        return last.kind == "}" and last.span.column == column

    def _joined(self, line: list[Token], column: int) -> tuple[list[Token], int]:
        """`else` without the `}` before it; and the column of the block that it closes."""
        self.close(column + 1)
        here = start_of(line[0].span)
        word = line[0].text
        self.findings.append(rules.MISSING_WORD.at(line[0].span, missing="}", word=word, fix=Fix(here, "} ")))
        return [sign("}", here), *line], self.blocks.pop().indent

    def _deeper(self, column: int) -> None:
        """A line further right than the one above, which opens nothing: its `{` is missing."""
        block = self.blocks[-1] if self.blocks else None
        if block is None:
            return
        if not block.body:
            block.body = column
        elif column > block.body + 1 and self.tokens[-2].kind not in "{}":
            here = end_of(self.tokens[-2].span)
            self.findings.append(rules.NO_BRACE.at(here, fix=Fix(here, " {")))
            brace = sign("{", here)
            self.tokens.insert(-1, brace)
            self.blocks.append(_Block(brace, block.body, column))

    def close(self, column: int) -> None:
        """Ends the blocks that a line in that column no longer belongs to."""
        while self.blocks and column <= self.blocks[-1].indent:
            block = self.blocks.pop()
            if block.opener.span.start < block.opener.span.end:  # one that is missing itself has been reported
                fix = Fix(end_of(self.tokens[-1].span), "\n" + " " * (block.indent - 1) + "}")
                self.findings.append(rules.UNCLOSED_BRACE.at(block.opener.span, fix=fix))
            here = end_of(self.tokens[-1].span)
            self.tokens += sign("}", here), line_break(here)

    def _put(self, line: list[Token], column: int) -> None:
        """The line itself, and the block that it opens."""
        open_here: list[Token] = []
        for place, token in enumerate(line):
            if token.kind == "{":
                open_here.append(token)
            elif token.kind == "}" and open_here:
                open_here.pop()
            elif token.kind == "}" and place and self.inner:
                self._stray(token)
                continue
            self.tokens.append(token)
        if line:
            self.tokens.append(line_break(end_of(line[-1].span)))
        if open_here and open_here[-1] is line[-1]:
            self.blocks.append(_Block(line[-1], column))

    def _stray(self, brace: Token) -> None:
        self.findings.append(rules.STRAY_BRACE.at(brace.span, fix=Fix(brace.span, "")))
