"""Comments inside of `[ ]`: which item each belongs to, so that a list is laid out with its comments in place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grammar.source import Comment

_SIGNS = re.compile(r"""(?P<text>"(?:[^"\\\n]|\\.)*")|(?P<comment>\#[^\n]*)|(?P<sign>[\[\],])|(?P<word>[^\s"#\[\],]+)""", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Listed:
    """A comment in a list. after: how many items begin before it."""

    after: int
    comment: Comment


@dataclass(frozen=True, slots=True)
class Commented:
    """A list that has comments in it, and its items as they are written."""

    items: tuple[str, ...]
    comments: tuple[Listed, ...]


class Lists:
    """The lists of a file in order. The n-th `[` of the source is the n-th `[` of what is written of it."""

    def __init__(self, source: str, comments: Iterable[Comment]) -> None:
        self.outside = list(comments)
        self.inside: dict[int, list[Listed]] = {}
        self.passed = 0
        if self.outside and "[" in source:
            self._sort_out(source)

    def cut(self, text: str) -> Iterator[str | Commented]:
        """A piece of a line, with the commented lists in it taken apart."""
        done = 0
        for found in _SIGNS.finditer(text):
            if found.group() != "[":
                continue
            comments = self.following()
            if comments:
                items, end = _items(text, found.end())
                yield text[done : found.start()]
                yield Commented(items, comments)
                done = end
        yield text[done:]

    def following(self) -> tuple[Listed, ...]:
        """Goes on by one list, and gives the comments in it."""
        self.passed += 1
        return tuple(self.inside.get(self.passed - 1, ()))

    def _sort_out(self, source: str) -> None:
        by_place = {comment.span.start: comment for comment in self.outside}
        opened = -1
        depth = begun = 0
        fresh = False
        for found in _SIGNS.finditer(source):
            sign = found.group()
            comment = by_place.get(found.start()) if found.lastgroup == "comment" else None
            if sign == "[":
                opened, depth, begun, fresh = opened + 1, depth + 1, 0, True
            elif sign == "]":
                depth -= 1
            elif comment is not None and depth == 1:
                self.inside.setdefault(opened, []).append(Listed(begun, comment))
            elif sign == ",":
                fresh = True
            elif comment is None and fresh:
                begun, fresh = begun + 1, False
        listed = {id(each.comment) for found in self.inside.values() for each in found}
        self.outside = [comment for comment in self.outside if id(comment) not in listed]


def _items(text: str, start: int) -> tuple[tuple[str, ...], int]:
    """The items from behind a `[`, and where its `]` ends."""
    items: list[str] = []
    done = start
    for found in _SIGNS.finditer(text, start):
        if found.group() in (",", "]"):
            items.append(text[done : found.start()].strip())
            done = found.end()
        if found.group() == "]":
            break
    return tuple(items), done
