"""From text to tokens. Wrong characters, times and dates are reported here and read as what was meant."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from grammar import character_rules as characters
from grammar import habit_rules
from grammar import syntax_rules as rules
from grammar.diagnostics import Diagnostic, Fix
from grammar.oddities import BULLETS, GENERAL, GOES, HINTS, LONGEST_RUN, RUN, SHORT_DATE, amount_of, date_of
from grammar.source import Comment, Name, Span
from grammar.values import DateValue, Number, Percent, Text, TimeValue
from grammar.widths import FILLER, narrowed

LETTER = r"[\w・\-\u0300-\u036F\u3099\u309A]"
WORD = rf"[^\W\d]{LETTER}*"
TOKENS = rf"""
    (?P<blank>[ \t\f\ufeff]+)
  | (?P<comment>\#[^\n]*)
  | (?P<slashes>(?://|/\*|<!--|--(?=[ \t])|※)[^\n]*)
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
  | (?P<operator>===?|!==|!=|<>|&&|\|\||≧|≦|≥|≤|≠|=<|=>)
  | (?P<punctuation><=|>=|[{{}}()\[\],.:=<>])
  | (?P<single>'[^'\n]*')
  | (?P<open>"[^\n]*)
  | (?P<odd>[^\s\w"'#{{}}()\[\],.:=<>+-]+|.)
    """
"""All kinds of pieces that a text consists of, as a verbose regular expression."""
_TOKEN = re.compile(TOKENS, re.VERBOSE)
_ESCAPE = re.compile(r"\\(.)")
_MEANT = {
    "==": "is", "===": "is", "!==": "is not", "!=": "is not", "<>": "is not", "≠": "is not", "&&": "and", "||": "or",
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


_MOST_WHOLE = 300
"""So many addresses and paths of a stretch are put together."""
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
        self.whole: list[Token] = []
        self.no_run = 0

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
        if self.whole:
            self.lexed.tokens = _joined(self.lexed.tokens, self.whole)

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
        mark = next(mark for mark in ("//", "/*", "<!--", "--", "※") if text.startswith(mark))
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
            if self._minutes(text, span):
                return
            self._hour(text, span, int(figure) % 12 + _HOURS[rest.lower()] if int(figure) <= 12 else int(figure))
            return
        words = rest if rest in _STICKY else _UNITS.get(rest, "")
        if not words or len(figure) > FIGURES:
            if sign or not self._otherwise(text, span):
                self._digit_name(text, span)
            return
        instead = f"{figure} {words}"
        self._report(rules.STUCK_UNIT.at(span, word=text, instead=instead, fix=Fix(span, instead, safe=True)))
        self._put("SIGNED" if sign else "NUMBER", figure, span, Number(Decimal(figure), span=span))
        for word in words.split():
            self._put("NAME", word, span, Name(word, span))

    def _hour(self, text: str, span: Span, hour: int) -> None:
        """`10am`."""
        self._clock(text, span, time(hour % 24))

    def _clock(self, text: str, span: Span, clock: time) -> None:
        instead = f"{clock:%H:%M}"
        self._report(rules.HOUR_AS_TIME.at(span, word=text, instead=instead, fix=Fix(span, instead, safe=True)))
        self._put("TIME", instead, span, TimeValue(clock, span=span))

    def _otherwise(self, text: str, span: Span) -> bool:
        """`2026年11月22日`, `1h30m`, `1000円`, `3日待つ`, and the end of `12:30pm`."""
        if day := date_of(text):
            self._date(day, span)
            if self.lexed.tokens[-1].text == day:
                self._report(rules.DATE_FORM.at(span, word=text, instead=day, fix=Fix(span, day, safe=True)))
            return True
        meant = amount_of(text)
        for piece in meant.split():
            if piece.isdigit():
                self._put("NUMBER", piece, span, Number(self._figures(piece, span), span=span))
            else:
                self._put("NAME", piece, span, Name(piece, span))
        if meant:
            self._report(rules.STUCK_UNIT.at(span, word=text, instead=meant, fix=Fix(span, meant, safe=True)))
        return bool(meant)

    def _minutes(self, text: str, span: Span) -> bool:
        """The end of `12:30pm`, whose start was taken for a number."""
        before = self.lexed.tokens[-2:]
        if len(before) < 2 or before[0].kind != "NUMBER" or before[1].text != ":" or before[1].span.end != span.start:
            return False
        hour, minute = int(before[0].text), int(text[:2])
        if hour > 12 or minute > 59 or len(text) != 4:
            return False
        del self.lexed.tokens[-2:]
        whole = span._replace(start=before[0].span.start, column=before[0].span.column)
        self._clock(f"{before[0].text}:{text}", whole, time(hour % 12 + _HOURS[text[2:].lower()], minute))
        return True

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
        if text in "@/" and self._run(span):
            return
        if text == "!":
            gap = "not" if self.text[span.end : span.end + 1] == " " else "not "
            self._report(rules.EQUALS.at(span, word=text, instead="not", fix=Fix(span, gap, safe=True)))
            self._put("NAME", "not", span, Name("not", span))
            return
        starts = not self.lexed.tokens or self.lexed.tokens[-1].kind == "_NL"
        hint = (BULLETS.get(text) if starts else None) or HINTS.get(text, GENERAL)
        fix = Fix(span, "", safe=text in GOES) if text in GOES or (starts and text in BULLETS) else None
        self._report(characters.ODD_CHARACTER.at(span, word=text, hint_en=hint[0], hint_ja=hint[1], fix=fix))

    def _run(self, span: Span) -> bool:
        """`sales@example.jp`, `Asia/Tokyo`, `templates/wp-thanks.md`, `11/22`: whether it is one, and told."""
        if span.start < self.no_run or (self.whole and self.whole[-1].span.end >= span.end):
            return span.start >= self.no_run
        if len(self.whole) >= _MOST_WHOLE:
            return False
        start, first = span.start, max(self.line_start, span.start - LONGEST_RUN)
        while start > first and RUN.match(self.text[start - 1]):
            start -= 1
        match = RUN.match(self.text, start)
        if match is None or start == span.start or match.end() == span.end or match.end() - start >= LONGEST_RUN:
            ahead = RUN.match(self.text, span.start)
            self.no_run = ahead.end() if ahead else 0
            return False
        text = match.group().rstrip(".-+")
        place = self._span(start, start + len(text))
        if SHORT_DATE.fullmatch(text):
            self._short_date(text, place)
        elif text[0].isdigit() or "//" in text:
            self.no_run = match.end()
            return False
        elif re.search(r"\.(?:md|html?)$", text):
            name = re.sub(r"\.\w+$", "", text.rpartition("/")[2])
            self._report(habit_rules.TEMPLATE_PATH.at(place, instead=name, fix=Fix(place, name, safe=True)))
            self.whole.append(Token("NAME", name, place, Name(name, place)))
        else:
            quoted = f'"{text}"'
            self._report(rules.UNQUOTED.at(place, word=text, fix=Fix(place, quoted, safe="@" in text)))
            self.whole.append(Token("STRING", quoted, place, Text(text, span=place)))
        return True

    def _short_date(self, text: str, place: Span) -> None:
        month, day, *year = text.split("/")
        written = year[0] if year and len(year[0]) == 4 else f"20{year[0]}" if year else ""
        proper = f"{written or 'YYYY'}-{int(month):02}-{int(day):02}"
        fix = Fix(place, proper) if written else None
        self._report(rules.DATE_FORM.at(place, word=text, instead=proper, fix=fix))
        self.whole.append(Token("DATE", text, place, DateValue(date(1970, 1, 1), span=place)))


def _joined(tokens: list[Token], wholes: list[Token]) -> list[Token]:
    """With addresses and paths in the places of their pieces."""
    covered = {place for whole in wholes for place in range(whole.span.start, whole.span.end)}
    kept = [token for token in tokens if token.span.start not in covered]
    return sorted([*kept, *wholes], key=lambda token: token.span.start)


def said(quoted: str) -> str:
    """What a text in quotes says."""
    inner = quoted[1:-1]
    return _ESCAPE.sub(_unescaped, inner) if "\\" in inner else inner


def _unescaped(match: re.Match[str]) -> str:
    letter = match.group(1)
    if letter == "n":
        return "\n"
    return letter if letter in '"\\' else match.group()
