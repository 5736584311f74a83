"""Characters outside of texts, names and comments that look like others, read as the ones that were meant."""

import re
from bisect import bisect_right
from collections.abc import Callable

from grammar import character_rules as characters
from grammar.diagnostics import MOST_FINDINGS, Diagnostic, Fix
from grammar.look_alikes import CONTROLS, PAIRS, QUOTES, SIGNS, SPACES, TURNS, UNSEEN, WIDE, named
from grammar.source import Span

FILLER = "\u034f"
"""Stands for what cannot be seen in the middle of a word; the lexer takes it out of the name."""

_HALF = re.compile("[\ud800-\udfff]")


def _set(characters: object) -> str:
    return re.escape("".join(map(str, characters)))  # type: ignore[call-overload]


_LOOSE = _set(each for each in SIGNS if each != "ー")
_BLANK, _HIDDEN = _set(each for each in SPACES if each != "\r"), _set(UNSEEN)
_ALWAYS = _set([*TURNS, *CONTROLS])
_ANY = re.compile(f"[{_set(WIDE)}{_set(QUOTES)}{_LOOSE}{_BLANK}{_HIDDEN}{_ALWAYS}\u3000]|ー[0-9]|\r(?!\n)")
_QUOTED = "|".join(f'[{opens}][^{opens}"\n]*[{closes}]|[{opens}][^{opens}{closes}"\n]*"' for opens, closes in PAIRS)
_PIECE = re.compile(
    rf'(?P<text>"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|\#[^\n]*)|(?P<comment>＃[^\n]*)|(?P<minus>(?<!\w)ー(?=[0-9]))'
    rf"|[^\W\d][\w・\-]*(?P<inside>[{_HIDDEN}]+(?=[\w・\-]))?"
    rf'|(?P<quotes>{_QUOTED})|(?P<mixed>"[^"\n]*?[”„“’](?=[^"\n]*(?:\n|\Z)))'
    rf"|(?P<space>\u3000+)|(?P<wide>[{_set(WIDE)}]+)|(?P<loose>[{_LOOSE}])|(?P<quote>[{_set(QUOTES)}]+)"
    rf"|(?P<blank>[{_BLANK}]+|(?:\r(?!\n))+)|(?P<hidden>[{_HIDDEN}]+)|(?P<always>[{_ALWAYS}]+)"
)
_BREAK = re.compile("\n")
_UNWANTED = re.compile(f"[{_ALWAYS}]+")


def writable(text: str) -> str:
    """The text with halves of characters, which no file can hold, as characters that were lost."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)
    return text


def is_wide(text: str) -> bool:
    """Whether any of its characters may be replaced."""
    return _ANY.search(text) is not None


def is_veiled(text: str) -> bool:
    """Whether anything stands in it that may stand in no text and no comment either."""
    return _UNWANTED.search(text) is not None


def narrowed(text: str, path: str, stretch: tuple[int, int, int]) -> tuple[str, list[Diagnostic]]:
    """The text with each such character replaced by one ordinary character, so that all offsets stay.

    stretch: the offsets where the lines that are looked at start and end, and the number of the first.
    """
    start, end, _ = stretch
    if not _ANY.search(text, start, end):
        return text, []
    reader = _Reader(text, path, stretch)
    # A byte order mark at the very start is none of the text.
    first = 1 if start == 0 and text.startswith("\ufeff") else start
    for match in _PIECE.finditer(text, first, end):
        if match.lastgroup is not None:
            reader.take(match.lastgroup, match)
    return reader.readable(), reader.findings


class _Reader:
    def __init__(self, text: str, path: str, stretch: tuple[int, int, int]) -> None:
        start, end, self.line = stretch
        self.text = text
        self.path = path
        self.starts = [start, *(match.end() for match in _BREAK.finditer(text, start, end))]
        self.parts: list[str] = []
        self.done = 0
        self.findings: list[Diagnostic] = []

    def readable(self) -> str:
        return "".join([*self.parts, self.text[self.done :]])

    def take(self, kind: str, match: re.Match[str]) -> None:
        start, end = match.span(kind)
        if kind == "text":
            self._within(start, end)
        elif kind == "comment":
            self._within(start, end)
            self._put(start, start + 1, "#", self._wide("＃", "#", start))
        else:
            found = match.group(kind)
            instead, finding = _HOW[kind](self, found, start)
            self._put(start, end, instead, finding)

    def _put(self, start: int, end: int, instead: str, finding: Diagnostic) -> None:
        if start >= self.done:
            self.parts += self.text[self.done : start], instead
            self.done = end
            if len(self.findings) <= MOST_FINDINGS:
                self.findings.append(finding)

    def _within(self, start: int, end: int) -> None:
        """What may stand in no text and no comment either."""
        for match in _UNWANTED.finditer(self.text, start, end):
            self._put(match.start(), match.end(), *self._unseen(match.group(), match.start()))

    def span(self, start: int, end: int) -> Span:
        row = bisect_right(self.starts, start) - 1
        line, column = self.line + row, start - self.starts[row] + 1
        return Span(self.path, start, end, line, column, line, column + end - start)

    # ── what each of them is ────────────────────────────────────────────────────────────

    def _wide(self, wide: str, instead: str, start: int) -> Diagnostic:
        span = self.span(start, start + len(wide))
        return characters.FULL_WIDTH.at(span, word=wide, instead=instead, fix=Fix(span, instead, safe=True))

    def _figures(self, wide: str, start: int) -> tuple[str, Diagnostic]:
        instead = "".join(map(WIDE.__getitem__, wide))
        return instead, self._wide(wide, instead, start)

    def _space(self, wide: str, start: int) -> tuple[str, Diagnostic]:
        span = self.span(start, start + len(wide))
        return " " * len(wide), characters.FULL_WIDTH_SPACE.at(span, fix=Fix(span, " " * len(wide), safe=True))

    def _quoted(self, whole: str, start: int) -> tuple[str, Diagnostic]:
        mark = whole[-1] if whole[0] == '"' else whole[0]
        span, instead = self.span(start, start + len(whole)), f'"{whole[1:-1]}"'
        en, ja = QUOTES[mark]
        fix = Fix(span, instead, safe=True)
        return instead, characters.LOOK_ALIKE.at(span, word=mark, what=en, what_ja=ja, instead=instead, fix=fix)

    def _quote(self, marks: str, start: int) -> tuple[str, Diagnostic]:
        """Those that stand alone: whether a text starts or ends here, the lexer tells."""
        span, instead = self.span(start, start + len(marks)), '"' * len(marks)
        en, ja = QUOTES[marks[0]]
        fix = Fix(span, instead, safe=True)
        return instead, characters.LOOK_ALIKE.at(span, word=marks[0], what=en, what_ja=ja, instead=instead, fix=fix)

    def _loose(self, sign: str, start: int) -> tuple[str, Diagnostic]:
        instead, (en, ja) = SIGNS[sign]
        span = self.span(start, start + 1)
        fix = Fix(span, instead, safe=True)
        return instead, characters.LOOK_ALIKE.at(span, word=sign, what=en, what_ja=ja, instead=instead, fix=fix)

    def _blank(self, blank: str, start: int) -> tuple[str, Diagnostic]:
        span = self.span(start, start + len(blank))
        en, ja = named(blank[0], SPACES[blank[0]])
        instead = " " * len(blank)
        return instead, characters.ODD_SPACE.at(span, what=en, what_ja=ja, fix=Fix(span, instead, safe=True))

    def _hidden(self, hidden: str, start: int) -> tuple[str, Diagnostic]:
        span = self.span(start, start + len(hidden))
        en, ja = named(hidden[0], UNSEEN[hidden[0]])
        return " " * len(hidden), characters.INVISIBLE.at(span, what=en, what_ja=ja, fix=Fix(span, "", safe=True))

    def _inside(self, hidden: str, start: int) -> tuple[str, Diagnostic]:
        """In the middle of a word, which stays one word."""
        return FILLER * len(hidden), self._hidden(hidden, start)[1]

    def _unseen(self, letters: str, start: int) -> tuple[str, Diagnostic]:
        span, letter = self.span(start, start + len(letters)), letters[0]
        called = TURNS.get(letter) or CONTROLS[letter]
        en, ja = named(letter, called)
        return " " * len(letters), characters.INVISIBLE.at(span, what=en, what_ja=ja, fix=Fix(span, "", safe=True))


_HOW: dict[str, Callable[[_Reader, str, int], tuple[str, Diagnostic]]] = {
    "minus": _Reader._loose,
    "inside": _Reader._inside,
    "quotes": _Reader._quoted,
    "mixed": _Reader._quoted,
    "space": _Reader._space,
    "wide": _Reader._figures,
    "loose": _Reader._loose,
    "quote": _Reader._quote,
    "blank": _Reader._blank,
    "hidden": _Reader._hidden,
    "always": _Reader._unseen,
}
