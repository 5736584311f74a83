"""Phrases from elsewhere on a line: found where the line stops fitting, and read as what they are called here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from functools import cache

from grammar import syntax_rules as rules
from grammar.diagnostics import Diagnostic, Fix
from grammar.lexer import Token
from grammar.machine import fits
from grammar.place import Place, Repair, as_written, joined, sign, spelled, start_of, word
from grammar.sayings import LIKELY, SAME, TOLD
from grammar.source import Span
from grammar.values import Number, TimeValue

_KINDS = {"N": ("NAME",), "T": ("STRING",), "1": ("NUMBER", "DECIMAL"), "+1": ("SIGNED",), "@": ("TIME",)}
_WORDS = {
    "U": frozenset(("minute", "minutes", "hour", "hours", "day", "days", "week", "weeks")),
    "W": frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")),
}
_BACK = 6
"""So far before the place where it stopped fitting a phrase may start."""
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Saying:
    """A phrase. meant: None if no line can be offered; how: then what to do."""

    said: tuple[str, ...]
    meant: tuple[str, ...] | None
    safe: bool = False
    how: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a phrase stands, and what stands for its letters."""

    start: int
    end: int
    held: Mapping[str, list[Token]]


@cache
def _sayings() -> Mapping[str, tuple[_Saying, ...]]:
    """By the first word, the longest first."""
    every = [_Saying(tuple(said.split()), tuple(meant.split()), safe=True) for said, meant in SAME.items()]
    every += [_Saying(tuple(said.split()), tuple(meant.split())) for said, meant in LIKELY.items()]
    every += [_Saying(tuple(said.split()), None, how=how) for said, how in TOLD.items()]
    by_word: dict[str, list[_Saying]] = {}
    for saying in sorted(every, key=lambda each: (-_weight(each.said), -len(each.said))):
        first = saying.said[1] if saying.said[0] == "^" else saying.said[0]
        for each in [first] if first in _KINDS else first.casefold().split("|"):
            by_word.setdefault(each, []).append(saying)
    return {each: tuple(sayings) for each, sayings in by_word.items()}


def _weight(said: Sequence[str]) -> int:
    """How many words are those of the phrase itself."""
    return sum(element not in _KINDS and element not in ("^", "$") for element in said)


def phrase(place: Place) -> Repair | None:
    """`wait for 3 days`, `send an email wp-thanks`, `} elif`."""
    found = [each for each in _around(place) if each[0].meant is not None]
    for whole in (True, False):
        for saying, at in found:
            repair = _meant(place, saying, at, whole=whole)
            if repair is not None:
                return repair
    return None


def told(place: Place) -> Repair | None:
    """`send x and y`: what cannot be put right in place."""
    for saying, at in _around(place):
        if saying.meant is None and (saying.said[0] != "^" or place.at == place.line):
            span = joined(place.tokens[at.start].span, place.tokens[at.end - 1].span)
            said = _short(as_written(place.tokens[at.start : at.end]))
            return Repair(rules.BORROWED.at(span, word=said, how=saying.how[0], how_ja=saying.how[1]))
    return None


def _around(place: Place) -> Iterator[tuple[_Saying, _Found]]:
    for start in range(place.at, max(place.at - _BACK, place.line, place.mark) - 1, -1):
        token = place.tokens[start]
        kind = next((letter for letter, kinds in _KINDS.items() if token.kind in kinds), "")
        for key in dict.fromkeys((token.text.casefold(), kind)):
            for saying in _sayings().get(key, ()):
                at = _matched(place, saying.said, start)
                if at is not None and at.end >= place.at - (saying.meant is not None):
                    yield saying, at


def _matched(place: Place, said: Sequence[str], start: int) -> _Found | None:
    held: dict[str, list[Token]] = {}
    at = start
    for element in said:
        token = place.tokens[at]
        if element == "^":
            if at != place.line:
                return None
        elif element == "$" or (element[0] == ">" and len(element) > 1):
            if not (token.kind == "_NL" if element == "$" else token.text in element[1:].split("|")):
                return None
        elif not _is(token, element):
            return None
        else:
            held.setdefault(element, []).append(token)
            at += 1
    return _Found(start, at, held)


def _is(token: Token, element: str) -> bool:
    if element in _KINDS:
        return token.kind in _KINDS[element]
    if element in _WORDS:
        return token.text in _WORDS[element]
    return token.kind != "_NL" and token.text.casefold() in element.casefold().split("|")


def _meant(place: Place, saying: _Saying, at: _Found, *, whole: bool) -> Repair | None:
    tokens = place.tokens
    span = joined(tokens[at.start].span, tokens[max(at.end - 1, at.start)].span)
    said = _short(as_written(tokens[at.start : at.end]))
    machine = place.before(at.start)
    meant = _made(saying.meant or (), at, tokens[at.start :])
    rest = tokens[at.end : place.line_end + 1 if whole else max(at.end, place.at) + 1]
    if machine is None or not fits(machine, (*meant, *rest)):
        return None
    if not meant:
        span = joined(span, start_of(tokens[at.end].span))
    found = _said(said, span, spelled(meant), safe=saying.safe)
    return Repair(found, at.start, at.end, tuple(meant))


def _said(said: str, span: Span, meant: str, *, safe: bool) -> Diagnostic:
    english, japanese = written(meant) if meant else ("leave it out", "削除してください")
    return rules.BORROWED.at(span, word=said, how=english, how_ja=japanese, fix=Fix(span, meant, safe=safe))


def written(meant: str) -> tuple[str, str]:
    """What to do: write that."""
    return f"write `{meant}`", f"`{meant}` と書いてください"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _made(meant: Sequence[str], at: _Found, tokens: Sequence[Token]) -> list[Token]:
    """The tokens of what was meant; what the letters stand for stays where it is."""
    held = {letter: list(found) for letter, found in at.held.items()}
    last = tokens[0].span
    made: list[Token] = []
    for element in meant:
        token = _one(element, held, tokens, last)
        last = token.span
        made.append(token)
    return made


def _one(element: str, held: dict[str, list[Token]], tokens: Sequence[Token], span: Span) -> Token:
    if element == "+1":
        return _signed((held.get("+1") or held["1"]).pop(0))
    if held.get(element):
        return held[element].pop(0)
    if element[0] == "=" and len(element) > 1:
        return tokens[int(element[1:])]
    if re.fullmatch("[0-9]+", element):
        return Token("NUMBER", element, span, Number(Decimal(element), span=span))
    if element == "10:00":
        return Token("TIME", element, span, TimeValue(time(10), span=span))
    return word(element, span) if element[0].isalpha() else sign(element, span)


def _signed(token: Token) -> Token:
    text = token.text if token.kind == "SIGNED" else f"+{token.text}"
    return Token("SIGNED", text, token.span, Number(Decimal(text), span=token.span))
