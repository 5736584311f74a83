"""A file cut into its declarations, by braces and by the words that start in column 0."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from grammar import syntax_rules as rules
from grammar.diagnostics import Diagnostic, Fix, Related
from grammar.file import Broken
from grammar.lexer import Token
from grammar.likeness import nearest_word
from grammar.source import Name, Span

DECLARATIONS = frozenset((
    "attribute", "event", "topic", "series", "identity", "account", "segment", "persona", "score", "checklist", "journey",
    "calendar", "policy", "team", "scenario", "moved", "changed", "kpi", "test",
    "asset", "form",
))  # fmt: skip
# These stand inside of blocks too; in column 0 they start a declaration only if they open a block.
AMBIGUOUS = frozenset(("account", "score", "calendar", "persona"))
_STATEMENTS = frozenset((
    "step", "send", "wait", "if", "else", "choose", "split", "together", "repeat", "go", "stop", "start", "pause", "resume",
    "handoff", "task", "reassign", "notify", "webhook", "tag", "untag", "set", "clear", "add", "give", "move", "mute",
    "unmute", "unsubscribe", "suppress", "enter", "reenter", "goal", "leave",
))  # fmt: skip
_JOINERS = ("and", "or")


@dataclass(slots=True)
class Chunk:
    """The tokens of one declaration, and what is wrong with its outline."""

    tokens: list[Token]
    findings: list[Diagnostic] = field(default_factory=list)
    lost: Span | None = None

    def broken(self) -> list[Broken]:
        """What stands for the declaration if it cannot be read."""
        if self.lost is not None:
            return [Broken(word="", span=self.lost)]
        if not self.tokens:
            return []
        head = self.tokens[0]
        names = (token.value for token in self.tokens[1:2] if isinstance(token.value, Name))
        last = self.tokens[-1].span
        span = head.span._replace(end=last.end, end_line=last.end_line, end_column=last.end_column)
        return [Broken(word=head.text, name=next(names, None), span=span)]


class Cutter:
    """The declarations of a stretch, one after the other. following: the word with which the next stretch starts."""

    def __init__(self, tokens: Sequence[Token], following: Token | None = None) -> None:
        self.tokens = tokens
        self.following = following
        self.place = 0
        self.start = 0
        self.opener: Token | None = None

    def __iter__(self) -> Iterator[Chunk]:
        while self.place < len(self.tokens):
            if self.tokens[self.place].kind == "_NL":
                self.place += 1
            else:
                self.start = self.place
                yield self._next()

    def again_with(self, brace: Token) -> None:
        """Cuts the last declaration again, with a `{` that was missing in it."""
        place = self.start
        while place < len(self.tokens) and self.tokens[place].span.start < brace.span.start:
            place += 1
        # A `:` that was meant as the brace goes.
        rest = place + (place < len(self.tokens) and self.tokens[place].span == brace.span)
        span = brace.span._replace(end=brace.span.start, end_line=brace.span.line, end_column=brace.span.column)
        self.tokens = [*self.tokens[:place], Token("{", "{", span), *self.tokens[rest:]]
        self.place = self.start

    def _next(self) -> Chunk:
        tokens, start = self.tokens, self.start
        if tokens[start].kind != "NAME" or tokens[start].text not in DECLARATIONS:
            self.place = _next_declaration(tokens, start)
            return _outside(tokens[start : self.place], self.opener)
        self.place, opened = _extent(tokens, start)
        chunk = Chunk(list(tokens[start : self.place]))
        self.opener = None
        if opened:
            _close(chunk, opened, tokens[self.place] if self.place < len(tokens) else self.following)
        else:
            self.opener = _suspect(chunk.tokens)
        return chunk


def _extent(tokens: Sequence[Token], start: int) -> tuple[int, list[Token]]:
    """Where the declaration ends, and the braces it leaves open."""
    opened: list[Token] = []
    place = start
    while place < len(tokens):
        token = tokens[place]
        if token.kind == "{" or (token.kind == "(" and _ends_line(tokens, place)):
            opened.append(token)
        elif opened and (token.kind == "}" or (token.kind == ")" and tokens[place - 1].kind == "_NL")):
            opened.pop()
        elif (token.kind == "_NL" and not opened and not _goes_on(tokens, place)) or (opened and place > start and starts(tokens, place)):
            break
        place += 1
    return place, opened


def _ends_line(tokens: Sequence[Token], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1].kind == "_NL"


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Whether a condition goes on below: the next line starts with `and`, or this one ends with it."""
    after = tokens[place + 1] if place + 1 < len(tokens) else tokens[place]
    return after.text in _JOINERS or (tokens[place - 1].text in _JOINERS and after.span.column > 1)


def starts(tokens: Sequence[Token], place: int) -> bool:
    """Whether a declaration starts here, even if a brace is still open."""
    token = tokens[place]
    if token.span.column != 1 or token.kind != "NAME" or token.text not in DECLARATIONS:
        return False
    if place and tokens[place - 1].kind != "_NL":
        return False  # the line goes on inside of `[ ]`
    return token.text not in AMBIGUOUS or _line_end(tokens, place).kind == "{" or _is_persona(tokens, place)


def _is_persona(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place].text == "persona" and place + 1 < len(tokens) and tokens[place + 1].text != "is"


def _line_end(tokens: Sequence[Token], place: int) -> Token:
    last = tokens[place]
    for token in tokens[place:]:
        if token.kind == "_NL":
            break
        last = token
    return last


def _next_declaration(tokens: Sequence[Token], start: int) -> int:
    """The next word in column 0 that starts a declaration."""
    for place in range(start + 1, len(tokens)):
        token = tokens[place]
        if token.kind == "NAME" and token.text in DECLARATIONS and token.span.column == 1:
            return place
    return len(tokens)


def _close(chunk: Chunk, opened: list[Token], following: Token | None) -> None:
    """Reports the brace that was most likely forgotten, and closes what is open."""
    guilty = _suspect(chunk.tokens) or opened[-1]
    last = chunk.tokens[-1].span
    related = []
    if following is not None:
        related.append(
            Related(following.span, f"`{following.text}` starts here", f"ここで `{following.text}` が始まっています")
        )
    if guilty.span.start < guilty.span.end:  # one that is missing itself has been reported
        chunk.findings.append(rules.UNCLOSED_BRACE.at(guilty.span, related=related, fix=_closing(chunk.tokens, guilty)))
    end = last._replace(start=last.end, line=last.end_line, column=last.end_column)
    while chunk.tokens[-1].kind == "_NL":
        chunk.tokens.pop()
    missing = len(opened)
    while missing and (opener := _suspect(chunk.tokens)) and _close_by_indent(chunk.tokens, opener):
        missing -= 1
    for _ in range(missing):
        chunk.tokens += Token("_NL", "\n", end), Token("}", "}", end)


def _closing(tokens: Sequence[Token], opener: Token) -> Fix:
    """A `}` before the first line below that stands no further right than the line with the `{`, else after all."""
    indent = next(token.span.column for token in tokens if token.span.line == opener.span.line)
    for before, token in pairwise(tokens):
        if before.kind == "_NL" and token.span.start > opener.span.end and token.span.column <= indent and token.kind != "_NL":
            here, column = token.span, token.span.column
            place = here._replace(end=here.start, end_line=here.line, end_column=column)
            return Fix(place, " " * (indent - column) + "}\n" + " " * (column - 1))
    last = next(token.span for token in reversed(tokens) if token.kind != "_NL")
    return Fix(last._replace(start=last.end, line=last.end_line, column=last.end_column), "\n" + " " * (indent - 1) + "}")


def _close_by_indent(tokens: list[Token], opener: Token) -> bool:
    """Puts the `}` before the first line below that stands no further right than the line with the `{`."""
    start = next(place for place, token in enumerate(tokens) if token is opener)
    indent = next(token.span.column for token in tokens if token.span.line == opener.span.line)
    for place in range(start + 1, len(tokens)):
        if tokens[place - 1].kind == "_NL" and tokens[place].span.column <= indent:
            here = tokens[place - 1].span
            span = here._replace(end=here.start, end_line=here.line, end_column=here.column)
            tokens[place:place] = [Token("}", "}", span), Token("_NL", "\n", span)]
            return True
    return False


def _suspect(tokens: Sequence[Token]) -> Token | None:
    """The first `{` whose `}` stands further left than the line that opened it: its own is missing."""
    indents: list[tuple[Token, int]] = []
    line = column = 0
    for token in tokens:
        if token.span.line != line and token.kind != "_NL":
            line, column = token.span.line, token.span.column
        if token.kind == "{":
            indents.append((token, column))
        elif token.kind == "}" and indents:
            opener, indent = indents.pop()
            if token.span.line != opener.span.line and column != indent:
                return opener
    return None


def _outside(tokens: Sequence[Token], opener: Token | None) -> Chunk:
    """What stands between declarations: a mistyped word, a brace too many, or lines that lost their scenario."""
    first = tokens[0]
    if first.kind == "NAME":
        meant = nearest_word(first.text, DECLARATIONS) if _looks_declared(tokens) else ""
        if meant:
            finding = rules.UNKNOWN_DECLARATION.at(
                first.span, word=first.text, suggestion=meant, fix=Fix(first.span, meant)
            )
            return Chunk([Token("NAME", meant, first.span, Name(meant, first.span)), *_trimmed(tokens)[1:]], [finding])
    last = tokens[-1].span
    lost = first.span._replace(end=last.end, end_line=last.end_line, end_column=last.end_column)
    brace = next((token for token in _unmatched(tokens)), None)
    if brace is not None:
        return Chunk([], [_stray(brace, opener)], lost)
    rule = rules.OUTSIDE if first.text in _STATEMENTS else rules.UNKNOWN_DECLARATION
    return Chunk([], [rule.at(first.span, word=first.text)], lost)


def _stray(brace: Token, opener: Token | None) -> Diagnostic:
    related = () if opener is None else (Related(opener.span, "look here", "このあたりを確認してください"),)
    return rules.STRAY_BRACE.at(brace.span, related=related, fix=Fix(brace.span, ""))


def _looks_declared(tokens: Sequence[Token]) -> bool:
    return tokens[0].span.column == 1 or (len(tokens) > 1 and tokens[-1].kind == "}")


def _trimmed(tokens: Sequence[Token]) -> list[Token]:
    kept = list(tokens)
    while kept and kept[-1].kind == "_NL":
        kept.pop()
    return kept


def _unmatched(tokens: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        if token.kind == "{":
            depth += 1
        elif token.kind == "}":
            depth -= 1
            if depth < 0:
                yield token
                return
