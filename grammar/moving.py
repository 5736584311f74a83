"""The same trees and findings further down or up in the text: what was read is kept while lines above it change."""

from dataclasses import replace
from typing import Any

from grammar.build import Parts
from grammar.diagnostics import Diagnostic
from grammar.node import Node, parts_of
from grammar.source import Comment, Name, Span


class Move:
    """By so many characters and lines; columns stay, for only whole lines are moved."""

    def __init__(self, chars: int, lines: int) -> None:
        self.chars = chars
        self.lines = lines

    def span(self, span: Span) -> Span:
        file, start, end, line, column, end_line, end_column = span
        chars, lines = self.chars, self.lines
        return Span(file, start + chars, end + chars, line + lines, column, end_line + lines, end_column)

    def node(self, node: Any) -> Any:
        """A tree of its own, as far as anything in it has a place."""
        parts = [getattr(node, part) for part in parts_of(node.__class__)]
        moved = [self.value(part) if isinstance(part, Node | tuple | Name) else part for part in parts]
        return node.__class__(*moved, span=self.span(node.span))

    def value(self, value: Any) -> Any:
        if isinstance(value, Span):
            return self.span(value)
        if isinstance(value, Node):
            return self.node(value)
        if isinstance(value, Name):
            return Name(str(value), self.span(value.span))
        if isinstance(value, Parts):
            return Parts.of(self.span(value.span), map(self.value, value))
        return tuple(map(self.value, value)) if isinstance(value, tuple) else value

    def comment(self, comment: Comment) -> Comment:
        return Comment(text=comment.text, own_line=comment.own_line, span=self.span(comment.span))

    def finding(self, found: Diagnostic) -> Diagnostic:
        """Of reading: it has no witness."""
        fix = found.fix and replace(found.fix, span=self.span(found.fix.span))
        related = tuple(replace(each, span=self.span(each.span)) for each in found.related)
        return replace(found, span=self.span(found.span), fix=fix, related=related)
