"""From text to tokens. Wrong characters, times and dates are reported here and read as what was meant."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from grammar import character_rules as characters
from grammar import syntax_rules as rules
from grammar.diagnostics import Diagnostic, Fix
from grammar.source import Comment, Name, Span
from grammar.values import DateValue, Number, Percent, Text, TimeValue
from grammar.widths import FILLER, narrowed

LETTER = r"[\w・\-\u0300-\u036F\u3099\u309A]"
WORD = rf"[^\W\d]{LETTER}*"
TOKENS = rf"""
    (?P<blank>[ \t\f\ufeff]+)
  | (?P<comment>\#[^\n]*)
  | (?P<slashes>(?://|/\*|<!--|--(?=[ \t]))[^\n]*)
  | (?P<newline>\r?\n)
  | (?P<word>{WORD})
  | (?P<string>"(?:[^"\\\n]|\\.)*")
  | (?P<date>[0-9]{{4}}[-/][0-9]{{1,2}}[-/][0-9]{{1,2}}(?![\w/-]))
  | (?P<time>[0-9]{{1,2}}:[0-9]{{2}}(?![\w:]))
  | (?P<percent>[0-9]+(?:\.[0-9]+)?[ ]*%)
  | (?P<stuck>[+-]?[0-9]+{WORD})
  | (?P<signed>[+-][0-9]+(?:\.[0-9]+)?)
  | (?P<decimal>[0-9]+\.[0-9]+)
  | (?P<number>[0-9]+)
  | (?P<operator>==|!=|<>|&&|\|\||≧|≦|≥|≤|≠|=<|=>)
  | (?P<punctuation><=|>=|[{{}}()\[\],.:=<>])
  | (?P<single>'[^'\n]*')
  | (?P<open>"[^\n]*)
  | (?P<odd>[^\s\w"'#{{}}()\[\],.:=<>+-]+|.)
    """
"""All kinds of pieces that a text consists of, as a verbose regular expression."""
_TOKEN = re.compile(TOKENS, re.VERBOSE)
_ESCAPE = re.compile(r"\\(.)")
_MEANT = {
    "==": "is", "!=": "is not", "<>": "is not", "≠": "is not", "&&": "and", "||": "or",
    "≧": ">=", "≥": ">=", "=>": ">=", "≦": "<=", "≤": "<=", "=<": "<=",
}  # fmt: skip
_UNITS = {
    "分": "minutes", "分間": "minutes", "時間": "hours", "日": "days", "日間": "days", "週": "weeks", "週間": "weeks",
    "営業日": "business days", "営業時間": "business hours", "点": "points", "ポイント": "points", "回": "times",
    "min": "minutes", "mins": "minutes", "h": "hours", "d": "days", "w": "weeks", "pt": "points", "pts": "points",
}  # fmt: skip
_HOURS = {"am": 0, "pm": 12}
_STICKY = frozenset((
    "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
    "point", "points", "time", "times", "email", "emails", "people",
))  # fmt: skip


FIGURES = 15
"""Digits of a number."""
YEARS = range(1900, 2200)
"""In them lies whatever is planned or remembered; reckoning with dates beyond would end at the year 9999."""


class Token:
    """A piece of the text: `kind` as the lexer saw it, `type` as the parser took it, `value` what it stands for."""

    __slots__ = ("kind", "span", "text", "type", "value")

    def __init__(self, kind: str, text: str, span: Span, value: object = None) -> None:
        self.kind = kind
        self.type = kind
        self.text = text
        self.span = span
        self.value = value

    def __repr__(self) -> str:
        return f"Token({self.kind}, {self.text!r})"


@dataclass(slots=True)
class Lexed:
    """What the lexer found."""

    tokens: list[Token] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    runs_on: bool = False


def lex(text: str, path: str, stretch: tuple[int, int, int] | None = None) -> Lexed:
    """All tokens of whole lines of a text; line ends inside of `[ ]` are left out. `runs_on`: a `[` is still open.

    stretch: the offsets where the lines start and end, and the number of the first; None: the whole text.
    """
    start, end, line = stretch or (0, len(text), 1)
    readable, findings = narrowed(text, path, (start, end, line))
    lexer = _Lexer(readable, path, start, line)
    lexer.lexed.findings.extend(findings)
    lexer.run(start, end)
    return lexer.lexed


class _Lexer:
    def __init__(self, text: str, path: str, start: int, line: int) -> None:
        self.text = text
        self.path = path
        self.lexed = Lexed()
        self.line = line
        self.line_start = start
        self.bracket = -1

    def run(self, start: int, end: int) -> None:
        for match in _TOKEN.finditer(self.text, start, end):
            kind = match.lastgroup
            if kind == "word":
                self._word(match.start(), match.end())
            elif kind == "newline":
                self._newline(match.start(), match.end())
            elif kind != "blank" and kind is not None:
                getattr(self, f"_{kind}")(match.group(), self._span(match.start(), match.end()))
        self.lexed.runs_on = self.bracket >= 0

    def _span(self, start: int, end: int) -> Span:
        offset = 1 - self.line_start
        return Span(self.path, start, end, self.line, start + offset, self.line, end + offset)

    def _put(self, kind: str, text: str, span: Span, value: object = None) -> None:
        self.lexed.tokens.append(Token(kind, text, span, value))

    def _report(self, finding: Diagnostic) -> None:
        self.lexed.findings.append(finding)

    def _word(self, start: int, end: int) -> None:
        text = self.text[start:end]
        if not text.isascii():
            text = unicodedata.normalize("NFC", text).replace(FILLER, "")
        span = self._span(start, end)
        self.lexed.tokens.append(Token("NAME", text, span, Name(text, span)))

    def _newline(self, start: int, end: int) -> None:
        tokens = self.lexed.tokens
        if not tokens or tokens[-1].kind != "_NL":
            self._put("_NL", "\n", self._span(start, end))
        self.line += 1
        self.line_start = end

    def _comment(self, text: str, span: Span) -> None:
        own_line = not self.text[self.line_start : span.start].strip()
        self.lexed.comments.append(Comment(text=text.rstrip(), own_line=own_line, span=span))

    def _slashes(self, text: str, span: Span) -> None:
        mark = next(mark for mark in ("//", "/*", "<!--", "--") if text.startswith(mark))
        place = self._span(span.start, span.start + len(mark))
        hint = ("a comment starts with `#`", "コメントは `#` で始めます")
        fix = Fix(place, "#", safe=True)
        self._report(characters.ODD_CHARACTER.at(place, word=mark, hint_en=hint[0], hint_ja=hint[1], fix=fix))

    def _string(self, text: str, span: Span) -> None:
        inner = text[1:-1]
        if "\\" in inner:
            for found in _ESCAPE.finditer(inner):
                if found.group(1) not in '"\\n':
                    start = span.start + 1 + found.start()
                    place = self._span(start, start + 2)
                    fix = Fix(place, "\\" + found.group(), safe=True)
                    self._report(characters.BAD_ESCAPE.at(place, word=found.group(), fix=fix))
            inner = _ESCAPE.sub(_unescaped, inner)
        self._put("STRING", text, span, Text(inner, span=span))

    def _single(self, text: str, span: Span) -> None:
        quoted = '"' + text[1:-1].replace("\\", "\\\\").replace('"', '\\"') + '"'
        self._report(
            characters.ODD_CHARACTER.at(
                span,
                word="'",
                hint_en=f"texts stand in double quotes: `{quoted}`",
                hint_ja=f"テキストは二重引用符で囲みます: `{quoted}`",
                fix=Fix(span, quoted, safe=True),
            )
        )
        self._put("STRING", quoted, span, Text(text[1:-1], span=span))

    def _open(self, text: str, span: Span) -> None:
        body = text.rstrip()
        opens_block = body.endswith("{")
        if opens_block:
            body = body[:-1].rstrip()
        end = span.start + len(body)
        place = self._span(span.start, end)
        alone = '"' not in self.text[self.line_start : span.start]
        self._report(characters.UNCLOSED_TEXT.at(place, fix=Fix(self._span(end, end), '"') if alone else None))
        self._put("STRING", body, place, Text(body[1:], span=place))
        if opens_block:
            brace = span.start + len(text.rstrip()) - 1
            self._put("{", "{", self._span(brace, brace + 1))

    def _date(self, text: str, span: Span) -> None:
        year, month, day = (int(part) for part in re.split("[-/]", text))
        proper = f"{year:04}-{month:02}-{day:02}"
        try:
            value = date(year if year in YEARS else 0, month, day)
        except ValueError:
            self._report(rules.BAD_DATE.at(span, word=text))
            value = date(1970, 1, 1)
        else:
            if proper != text:
                self._report(rules.DATE_FORM.at(span, word=text, instead=proper, fix=Fix(span, proper, safe=True)))
        self._put("DATE", text, span, DateValue(value, span=span))

    def _time(self, text: str, span: Span) -> None:
        hour, minute = (int(part) for part in text.split(":"))
        if hour > 23 or minute > 59:
            self._report(rules.BAD_TIME.at(span, word=text))
            hour = minute = 0
        self._put("TIME", text, span, TimeValue(time(hour, minute), span=span))

    def _percent(self, text: str, span: Span) -> None:
        self._put("PERCENT", text, span, Percent(self._figures(text[:-1].rstrip(), span), span=span))

    def _signed(self, text: str, span: Span) -> None:
        self._put("SIGNED", text, span, Number(self._figures(text, span), span=span))

    def _decimal(self, text: str, span: Span) -> None:
        self._put("DECIMAL", text, span, Number(self._figures(text, span), span=span))

    def _number(self, text: str, span: Span) -> None:
        value = self._figures(text, span)
        self._put("NUMBER", text if len(text) <= FIGURES else str(value), span, Number(value, span=span))

    def _figures(self, text: str, span: Span) -> Decimal:
        if len(text) <= FIGURES:
            return Decimal(text)
        self._report(characters.TOO_LARGE.at(span, word=text, most=FIGURES))
        return Decimal(text[0] + "1" if text[0] in "+-" else 1)

    def _stuck(self, text: str, span: Span) -> None:
        """A number and a word without a space: `3days` and `3日` are meant as two, `3日後` as a name."""
        sign = text[0] if text[0] in "+-" else ""
        digits = re.match("[0-9]+", text[len(sign) :])
        figure = sign + (digits.group() if digits else "")
        rest = unicodedata.normalize("NFC", text[len(figure) :])
        if rest.lower() in _HOURS and len(figure) <= 2 and not sign:
            self._hour(text, span, int(figure) % 12 + _HOURS[rest.lower()] if int(figure) <= 12 else int(figure))
            return
        words = rest if rest in _STICKY else _UNITS.get(rest, "")
        if not words or len(figure) > FIGURES:
            self._digit_name(text, span)
            return
        instead = f"{figure} {words}"
        self._report(rules.STUCK_UNIT.at(span, word=text, instead=instead, fix=Fix(span, instead, safe=True)))
        self._put("SIGNED" if sign else "NUMBER", figure, span, Number(Decimal(figure), span=span))
        for word in words.split():
            self._put("NAME", word, span, Name(word, span))

    def _hour(self, text: str, span: Span, hour: int) -> None:
        """`10am`."""
        clock = time(hour % 24)
        instead = f"{clock:%H:%M}"
        self._report(rules.HOUR_AS_TIME.at(span, word=text, instead=instead, fix=Fix(span, instead, safe=True)))
        self._put("TIME", instead, span, TimeValue(clock, span=span))

    def _digit_name(self, text: str, span: Span) -> None:
        bare = text.lstrip("+-")
        rest = bare.lstrip("0123456789")
        instead = f"{rest}-{bare[: len(bare) - len(rest)]}" if rest.isascii() else f"n{bare}"
        self._report(rules.DIGIT_NAME.at(span, word=text, instead=instead, fix=Fix(span, instead)))
        name = unicodedata.normalize("NFC", text)
        self._put("NAME", name, span, Name(name, span))

    def _operator(self, text: str, span: Span) -> None:
        meant = _MEANT[text]
        self._report(rules.EQUALS.at(span, word=text, instead=meant, fix=Fix(span, meant, safe=True)))
        for word in meant.split():
            self._put(word if word in ("<=", ">=") else "NAME", word, span, Name(word, span))

    def _punctuation(self, text: str, span: Span) -> None:
        tokens = self.lexed.tokens
        if text == "[":
            self.bracket = len(tokens)
        elif text in "{}":
            self.bracket = -1
        elif text == "]" and self.bracket >= 0:
            tokens[self.bracket :] = [token for token in tokens[self.bracket :] if token.kind != "_NL"]
            self.bracket = -1
        self._put(text, text, span)

    def _odd(self, text: str, span: Span) -> None:
        if text == ";":
            hint = ("a line ends by itself", "文は改行で終わります")
        else:
            hint = ("put it in quotes, or remove it", "引用符で囲むか、削除してください")
        fix = Fix(span, "", safe=True) if text == ";" else None
        self._report(characters.ODD_CHARACTER.at(span, word=text, hint_en=hint[0], hint_ja=hint[1], fix=fix))


def said(quoted: str) -> str:
    """What a text in quotes says."""
    inner = quoted[1:-1]
    return _ESCAPE.sub(_unescaped, inner) if "\\" in inner else inner


def _unescaped(match: re.Match[str]) -> str:
    letter = match.group(1)
    if letter == "n":
        return "\n"
    return letter if letter in '"\\' else match.group()
