"""A file that is being written: what an edit does not touch is not read again."""

from grammar.moving import Move
from grammar.parse import ParseResult, parts_of, read_stretch, together, without_collector
from grammar.stretches import Part, Stretch
from grammar.widths import writable

_Key = tuple[str, str]
"""The text of a stretch, and the word that follows."""


class Draft:
    """One file in an editor. `read` gives what `parse` would give, to the last span."""

    def __init__(self, path: str = "") -> None:
        self.path = path
        self._known: dict[_Key, tuple[Stretch, Part]] = {}

    def read(self, text: str) -> ParseResult:
        """The whole text as it is now. Of its declarations only those are read that were not in the text before."""
        read: dict[_Key, tuple[Stretch, Part]] = {}

        def again(text: str, path: str, stretch: Stretch) -> Part:
            key = text[stretch.start : stretch.end], stretch.following
            known = read.get(key) or self._known.get(key)
            part = _moved(*known, stretch) if known else read_stretch(text, path, stretch)
            read[key] = stretch, part
            return part

        text = writable(text)
        with without_collector():
            result = together(text, self.path, [part for _, part in parts_of(text, self.path, again)])
        self._known = read
        return result


def _moved(before: Stretch, part: Part, now: Stretch) -> Part:
    move = Move(now.start - before.start, now.line - before.line)
    if not move.chars and not move.lines:
        return part
    return Part(
        tuple(map(move.node, part.declarations)),
        tuple(map(move.comment, part.comments)),
        tuple(map(move.node, part.broken)),
        tuple(map(move.finding, part.findings)),
        part.runs_on,
    )
