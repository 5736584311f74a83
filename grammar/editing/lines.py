"""Places of a text as editors count them: lines from 0, and along a line the units of UTF-8, UTF-16 or UTF-32."""

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

Units = Literal["utf-8", "utf-16", "utf-32"]
_BREAK = re.compile(r"\r\n|\n|\r")


class Point(NamedTuple):
    """A place between two characters."""

    line: int
    unit: int


class Lines:
    """A text with the beginnings of its lines. Places beyond the end of a line or of the text are taken back to it."""

    __slots__ = ("_ends", "_starts", "text", "units")

    def __init__(self, text: str, units: Units = "utf-16") -> None:
        breaks = list(_BREAK.finditer(text))
        self.text = text
        self.units = units
        self._starts = [0, *(found.end() for found in breaks)]
        self._ends = [*(found.start() for found in breaks), len(text)]

    def __len__(self) -> int:
        return len(self._starts)

    def point(self, offset: int) -> Point:
        """Where the character of that number stands."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._starts, offset) - 1
        return Point(line, _width(self.text[self._starts[line] : offset], self.units))

    def offset(self, line: int, unit: int) -> int:
        """The number of the character that stands there."""
        if line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[max(line, 0)], self._ends[max(line, 0)]
        said = self.text[start:end]
        if self.units == "utf-32" or said.isascii():
            return start + min(max(unit, 0), len(said))
        for place, character in enumerate(said):
            if unit <= 0:
                return start + place
            unit -= _width(character, self.units)
        return end

    def start(self, line: int) -> int:
        """The number of the line's first character."""
        return self._starts[min(max(line, 0), len(self) - 1)]

    def end(self, line: int) -> int:
        """The number of the character behind its last one, before the line break."""
        return self._ends[min(max(line, 0), len(self) - 1)]


def _width(text: str, units: Units) -> int:
    if units == "utf-32" or text.isascii():
        return len(text)
    if units == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > "\uffff" for character in text)
