"""Comments and blank lines put at random into a text, wherever a line can end, and where they stand in it."""

from random import Random

from grammar.lexer import Token, lex

WORDS = ("c", "", "日本語のコメント", "} end", '"quote', "[", "] {", "　全角", "# twice", "x {")
_LOOSE = frozenset(("_NL", ",", "(", ")", "{", "}"))


def sprinkled(text: str, seed: int) -> str:
    """The text with up to twelve comments more: behind lines, on lines of their own, inside of lists, in empty blocks."""
    dice = Random(seed)
    tokens = lex(text, "").tokens
    ends = [*_line_ends(tokens), len(text)]
    lists = _in_lists(tokens)
    put: list[tuple[int, str]] = []
    for number in range(dice.randint(1, 12)):
        comment = f"#{dice.choice(('', ' '))}{dice.choice(WORDS)} {number}"
        blank = dice.choice(("", " ", "  ", "\t", "        "))
        way = dice.random()
        if way < 0.4:
            put.append((dice.choice(ends), blank + comment))
        elif way < 0.75 or not lists:
            put.append((dice.choice(ends), dice.choice(("\n", "\n\n", "\r\n")) + blank + comment))
        else:
            put.append((dice.choice(lists), dice.choice(("", "\n", "\n\n")) + blank + comment + "\n"))
    for place, comment in sorted(put, reverse=True):
        text = text[:place] + comment + text[place:]
    return text


def shaken(text: str, seed: int) -> str:
    """The same words, comments and blank lines with other blanks: between words, before and behind lines, line ends, list by list."""
    dice = Random(seed)
    tokens = lex(text, "").tokens
    end = dice.choice(("\n", "\r\n"))
    lists = set(_in_lists(tokens))
    parts: list[str] = []
    done = 0
    for piece in sorted([*(token.span for token in tokens if token.kind != "_NL"), *(each.span for each in lex(text, "").comments)]):
        parts.append(_gap(text[done : piece.start], dice, end, breaks=done in lists))
        parts.append(text[piece.start : piece.end])
        done = piece.end
    return "".join([*parts, _gap(text[done:], dice, end, breaks=False)])


def _gap(blank: str, dice: Random, end: str, *, breaks: bool) -> str:
    """Line breaks stay, in number; a line that was indented stays so, for words in column 0 are declarations."""
    if "\n" in blank:
        indent = dice.choice((" ", "  ", "\t", "       ")) if blank.rpartition("\n")[2] else ""
        return "".join(dice.choice(("", " ", "\t ")) + end for _ in range(blank.count("\n"))) + indent
    if breaks and dice.random() < 0.2:
        return f" {end} "
    return dice.choice((" ", "  ", "\t", "    ")) if blank else ""


def standing(text: str) -> list[tuple[int, str]]:
    """Each comment with how many words stand before it. Signs that the layout may drop or add are not counted, and an item
    of a list is one word: a comment in the middle of it goes behind it."""
    lexed = lex(text, "")
    words = _words(lexed.tokens)
    return [(sum(place < comment.span.start for place in words), comment.text) for comment in lexed.comments]


def _words(tokens: list[Token]) -> list[int]:
    places: list[int] = []
    opened = fresh = False
    for token in tokens:
        if token.kind not in _LOOSE and (fresh or not opened or token.kind == "]"):
            places.append(token.span.start)
            fresh = False
        opened = token.kind == "[" or (opened and token.kind not in "]{")
        fresh = fresh or token.kind in ("[", ",")
    return places


def _line_ends(tokens: list[Token]) -> list[int]:
    return [token.span.start for token in tokens if token.kind == "_NL"]


def _in_lists(tokens: list[Token]) -> list[int]:
    """Behind each sign and item of a list."""
    places: list[int] = []
    opened = False
    for token in tokens:
        opened = token.kind == "[" or (opened and token.kind not in "]{")
        if opened:
            places.append(token.span.end)
    return places
