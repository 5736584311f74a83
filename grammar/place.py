"""The place at which a text stopped fitting, and what is done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from grammar.diagnostics import Diagnostic
from grammar.lexer import Token
from grammar.machine import Machine, Trial, fits
from grammar.source import Name, Span
from grammar.values import Number, Percent, Text, TimeValue

VALUE_KINDS = frozenset(("STRING", "NUMBER", "DECIMAL", "SIGNED", "PERCENT", "DATE", "TIME"))
KINDS = {
    "NAME": ("a name", "名前"),
    "STRING": ("a text in quotes", '"テキスト"'),
    "NUMBER": ("a number", "数"),
    "DECIMAL": ("a number", "数"),
    "SIGNED": ("a number with its sign", "符号付きの数"),
    "PERCENT": ("a percentage", "百分率"),
    "DATE": ("a date", "日付"),
    "TIME": ("a time", "時刻"),
    "_NL": ("the end of the line", "行末"),
}
_MOST = 6
_FIRST = (
    "send", "wait", "if", "step", "tag", "task", "handoff", "give", "stop", "split", "enter", "goal", "leave",
    "is", "in", "contains", ">", ">=", "on", "when", "tagged", "lead", "clicked", "opened", "did", "score", "stage", "at", "expect",
)  # fmt: skip
"""What is meant most often is named first where not everything can be."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A finding, and how to read on: `tokens` in the place of those from `start` to `end`; `None`: not at all."""

    finding: Diagnostic
    start: int = 0
    end: int = 0
    tokens: tuple[Token, ...] | None = None


@dataclass
class Place:
    """The token at `at` does not fit. `machine` stands before it, `origin` stands before the token at `mark`."""

    tokens: Sequence[Token]
    at: int
    machine: Machine
    mark: int
    origin: Machine
    expected: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.expected = self.machine.expected()

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    @cached_property
    def previous(self) -> Token:
        """The token before; at the very start the token itself."""
        return self.tokens[max(self.at - 1, 0)]

    @cached_property
    def line(self) -> int:
        """Where the line starts."""
        start = self.at
        while start > 0 and self.tokens[start - 1].kind != "_NL":
            start -= 1
        return start

    @cached_property
    def line_end(self) -> int:
        """Where the line's end stands."""
        end = self.at
        while end < len(self.tokens) - 1 and self.tokens[end].kind != "_NL":
            end += 1
        return end

    @property
    def is_word(self) -> bool:
        return self.token.kind == "NAME"

    @property
    def ends_line(self) -> bool:
        return self.token.kind == "_NL"

    def ahead(self, count: int) -> tuple[Token, ...]:
        """The next tokens, this one first."""
        return tuple(self.tokens[self.at : self.at + count])

    def would_take(self, *tokens: Token) -> bool:
        """Whether these could stand here."""
        return fits(self.machine, tokens)

    def before(self, index: int) -> Trial | None:
        """What the machine could try before an earlier token."""
        if index < self.mark:
            return None
        machine = self.origin.trial()
        return machine if all(machine.take(token) for token in self.tokens[self.mark : index]) else None

    def insert(self, finding: Diagnostic, *tokens: Token) -> Repair:
        """Read these before the token."""
        return Repair(finding, self.at, self.at, tokens)

    def replace(self, finding: Diagnostic, *tokens: Token) -> Repair:
        """Read these instead of the token."""
        return Repair(finding, self.at, self.at + 1, tokens)


def word(text: str, span: Span) -> Token:
    """A word as a token."""
    return Token("NAME", text, span, Name(text, span))


def sign(text: str, span: Span) -> Token:
    """A brace, bracket or other sign as a token."""
    return Token(text, text, span)


def line_break(span: Span) -> Token:
    """The end of a line as a token."""
    return Token("_NL", "\n", span)


def stand_in(kind: str, span: Span) -> Token | None:
    """Something of that kind, for what is missing."""
    match kind:
        case "NAME":
            return word("…", span)
        case "STRING":
            return Token(kind, '"…"', span, Text("…", span=span))
        case "NUMBER" | "SIGNED":
            return Token(kind, "1", span, Number(Decimal(1), span=span))
        case "PERCENT":
            return Token(kind, "1%", span, Percent(Decimal(1), span=span))
        case "TIME":
            return Token(kind, "10:00", span, TimeValue(time(10), span=span))
        case _:
            return None


def start_of(span: Span) -> Span:
    """The empty place right before."""
    return span._replace(end=span.start, end_line=span.line, end_column=span.column)


def end_of(span: Span) -> Span:
    """The empty place right after."""
    return span._replace(start=span.end, line=span.end_line, column=span.end_column)


def joined(first: Span, last: Span) -> Span:
    """From the start of one to the end of the other."""
    return first._replace(end=last.end, end_line=last.end_line, end_column=last.end_column)


def spelled(tokens: Sequence[Token]) -> str:
    """Tokens of one line as they would be written."""
    text = " ".join(token.text for token in tokens)
    for tight in (" .", " ,", " ]", " )", " :"):
        text = text.replace(tight, tight[1:])
    for tight in (". ", "[ ", "( "):
        text = text.replace(tight, tight[0])
    return text


def as_written(tokens: Sequence[Token]) -> str:
    """Tokens that stand side by side in one line, with the blanks between them."""
    parts = [tokens[0].text] if tokens else []
    for before, token in pairwise(tokens):
        parts += " " * (token.span.start - before.span.end), token.text
    return "".join(parts)


def listed(expected: frozenset[str]) -> tuple[str, str]:
    """What may stand there, in English and in Japanese."""
    kinds = [KINDS[each] for each in KINDS if each in expected]
    rest = expected - KINDS.keys() - {"$END"}
    ranked = sorted(rest) if len(rest) <= _MOST else [each for each in _FIRST if each in rest] + sorted(rest - {*_FIRST})
    words = [f"`{each}`" for each in ranked]
    more = len(kinds) + len(words) > _MOST
    room = max(_MOST - len(kinds), 0)
    english = list(dict.fromkeys(kind[0] for kind in kinds)) + words[:room]
    japanese = list(dict.fromkeys(kind[1] for kind in kinds)) + words[:room]
    dots = " …" if more else ""
    return ", ".join(english) + dots, "、".join(japanese) + dots
