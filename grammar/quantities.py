"""Numbers and times as they are written elsewhere: in words, with commas, in quotes, from one to another."""

import re
from collections.abc import Callable, Sequence
from datetime import time
from decimal import Decimal

from grammar import habit_rules
from grammar import syntax_rules as rules
from grammar.chunks import AMBIGUOUS, DECLARATIONS
from grammar.diagnostics import Fix
from grammar.lexer import Token, lex
from grammar.machine import fits
from grammar.node import Node, changed
from grammar.phrases import written
from grammar.place import Place, Repair, joined, spelled, word
from grammar.source import Span
from grammar.values import Number, TimeValue

_IN_WORDS = {
    **{each: 1 + place for place, each in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])},
    **dict.fromkeys(("a", "an"), 1),
}
_FIGURES = {figure: 1 + place for place, figure in enumerate("一二三四五六七八九十")}
_JAPANESE = re.compile("([一二三四五六七八九十])(分間?|時間|日間?|週間?)")
_UNITS = {"分": "minutes", "時": "hours", "日": "days", "週": "weeks"}
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}


def _number(amount: int | Decimal, span: Span, text: str = "") -> Token:
    return Token("NUMBER", text or str(amount), span, Number(Decimal(amount), span=span))


def number_in_words(place: Place) -> Repair | None:
    """`wait three days`, `wait 三日`."""
    token = place.token
    if "NUMBER" not in place.expected or not place.is_word:
        return None
    if match := _JAPANESE.fullmatch(token.text):
        made = (_number(_FIGURES[match[1]], token.span), word(_UNITS[match[2][0]], token.span))
        end = place.at + 1
    elif token.text in _IN_WORDS and place.tokens[place.at + 1].text.removesuffix("s") in (*_MINUTES, "busines", "time"):
        made = (_number(_IN_WORDS[token.text], token.span), place.tokens[place.at + 1])
        end = place.at + 2
    else:
        return None
    if not place.would_take(*made):
        return None
    span, instead = joined(token.span, place.tokens[end - 1].span), spelled(made)
    said = spelled(place.tokens[place.at : end])
    return Repair(rules.STUCK_UNIT.at(span, word=said, instead=instead, fix=Fix(span, instead, safe=True)), place.at, end, made)


def two_units(place: Place) -> Repair | None:
    """`wait 1 hour 30 minutes`, `wait 2 days and 3 hours`."""
    at = place.at + (place.token.text == "and")
    more = place.tokens[at : at + 2]
    first = place.tokens[place.at - 2 : place.at]
    if len(more) < 2 or len(first) < 2 or more[0].kind != "NUMBER" or first[0].kind != "NUMBER":
        return None
    long, short = (_MINUTES.get(pair[1].text.removesuffix("s"), 0) for pair in (first, more))
    if not long or not short or long <= short:
        return None
    amount = int(first[0].text) * long // short + int(more[0].text)
    made = (_number(amount, first[0].span), word(more[1].text.removesuffix("s") + "s", more[1].span))
    span, instead = joined(first[0].span, more[1].span), spelled(made)
    told = rules.STUCK_UNIT.at(span, word=spelled(place.tokens[place.at - 2 : at + 2]), instead=instead, fix=Fix(span, instead))
    return Repair(told, place.at - 2, at + 2, made)


def thousands(place: Place) -> Repair | None:
    """`1,000`."""
    tokens, at = place.tokens, place.at
    if place.token.text != "," or place.previous.kind not in ("NUMBER", "SIGNED"):
        return None
    end, text = at, place.previous.text
    while end + 1 < len(tokens) and tokens[end].text == "," and _joins(tokens[end - 1 : end + 2]):
        text, end = text + tokens[end + 1].text, end + 2
    if end == at:
        return None
    span = joined(place.previous.span, tokens[end - 1].span)
    made = Token(place.previous.kind, text, span, Number(Decimal(text), span=span))
    machine = place.before(at - 1)
    if machine is None or not fits(machine, (made, tokens[end])):
        return None
    return Repair(habit_rules.THOUSANDS.at(span, instead=text, fix=Fix(span, text, safe=True)), at - 1, end, (made,))


def _joins(tokens: Sequence[Token]) -> bool:
    before, comma, after = tokens
    side_by_side = before.span.end == comma.span.start and comma.span.end == after.span.start
    return side_by_side and after.kind == "NUMBER" and len(after.text) == 3


def from_to(place: Place) -> Repair | None:
    """`wait 3-5 days`, `between 1-3`."""
    number, token = place.previous, place.token
    if number.kind != "NUMBER" or token.kind != "SIGNED" or token.text[0] != "-" or number.span.end != token.span.start:
        return None
    most, span = token.text[1:], joined(number.span, token.span)
    said = f"{number.text}{token.text}"
    made: tuple[Token, ...]
    if place.tokens[place.at - 2].text == "between":
        instead, made = f"{number.text} and {most}", (number, word("and", token.span), _number(Decimal(most), token.span, most))
    else:
        instead, made = most, (_number(Decimal(most), token.span, most),)
    machine = place.before(place.at - 1)
    if machine is None or not fits(machine, (*made, *place.tokens[place.at + 1 : place.at + 2])):
        return None
    english, japanese = written(instead)
    told = rules.BORROWED.at(span, word=said, how=english, how_ja=japanese, fix=Fix(span, instead))
    return Repair(told, place.at - 1, place.at + 1, made)


def quoted_value(place: Place) -> Repair | None:
    """`wait "3 days"`, `send x at "10:00"`."""
    token = place.token
    if token.kind != "STRING" or "STRING" in place.expected or len(token.text) > 30:
        return None
    inner = lex(token.text[1:-1], "")
    made = tuple(replaced(each, token.span) for each in inner.tokens)
    if inner.findings or not made or made[0].kind == "NAME" or not place.would_take(*made, *place.tokens[place.at + 1 : place.at + 2]):
        return None
    instead = token.text[1:-1]
    told = habit_rules.QUOTED_VALUE.at(token.span, word=instead, instead=instead, fix=Fix(token.span, instead, safe=True))
    return place.replace(told, *made)


def replaced(token: Token, span: Span) -> Token:
    """The same token at another place."""
    value = token.value
    if isinstance(value, str):
        return word(token.text, span)
    return Token(token.kind, token.text, span, changed(value, span=span) if isinstance(value, Node) else None)


def from_time_to_time(place: Place) -> Repair | None:
    """`between 9:00-18:00`."""
    tokens, at = place.tokens, place.at
    joiner = next((each for each in ("and", "to") if each in place.expected), "")
    if place.previous.kind != "TIME" or not joiner or "TIME" in place.expected:
        return None
    if place.token.kind == "TIME" and place.token.span.start <= place.previous.span.end + 1:
        end, last = at + 1, place.token.text
    elif place.token.kind == "SIGNED" and len(tokens) > at + 2 and tokens[at + 1].text == ":" and tokens[at + 2].kind == "NUMBER":
        end, last = at + 3, f"{place.token.text[1:]}:{tokens[at + 2].text}"
    else:
        return None
    hour, minute = (int(each) for each in last.split(":"))
    if hour > 23 or minute > 59:
        return None
    span = joined(place.previous.span, tokens[end - 1].span)
    instead = f"{place.previous.text} {joiner} {last}"
    clock = Token("TIME", last, tokens[end - 1].span, TimeValue(time(hour, minute), span=tokens[end - 1].span))
    said = f"{place.previous.text}-{last}"
    english, japanese = written(instead)
    told = rules.BORROWED.at(span, word=said, how=english, how_ja=japanese, fix=Fix(span, instead, safe=True))
    return Repair(told, at, end, (word(joiner, place.token.span), clock))


def half_of_the_day(place: Place) -> Repair | None:
    """`at 3:30 pm`."""
    before, half = place.previous, place.token.text.casefold()
    if before.kind != "TIME" or half not in ("am", "pm", "a.m", "p.m") or not isinstance(before.value, TimeValue):
        return None
    clock = before.value.value
    if clock.hour > 12:
        return None
    meant = clock.replace(hour=clock.hour % 12 + (12 if half == "pm" else 0))
    span, instead = joined(before.span, place.token.span), f"{meant:%H:%M}"
    told = rules.HOUR_AS_TIME.at(span, word=spelled((before, place.token)), instead=instead, fix=Fix(span, instead, safe=True))
    return Repair(told, place.at - 1, place.at + 1, (Token("TIME", instead, span, TimeValue(meant, span=span)),))


def figure_as_name(place: Place) -> Repair | None:
    """`step 1 {`."""
    token = place.token
    if token.kind != "NUMBER" or place.expected != {"NAME"} or place.previous.text not in ("step", "branch", "scenario", "stage", "split"):
        return None
    instead = f"{place.previous.text}-{token.text}"
    told = rules.DIGIT_NAME.at(token.span, word=token.text, instead=instead, fix=Fix(token.span, instead))
    return place.replace(told, word(instead, token.span))


def points_too_many(place: Place) -> Repair | None:
    """`score 関心 > 50 points`, `level hot at 80 points`, `wait +3 days`."""
    token, before = place.token, place.previous
    counts = token.text in ("points", "point", "pts", "点") and before.kind in ("NUMBER", "DECIMAL", "SIGNED")
    if counts and place.would_take(*place.tokens[place.at + 1 : place.at + 2]):
        gap = joined(before.span, token.span)
        told = habit_rules.SIGN_TOO_MANY.at(token.span, word=token.text, instead=before.text, fix=Fix(gap, before.text, safe=True))
        return place.replace(told)
    if token.kind == "SIGNED" and token.text[0] == "+" and "NUMBER" in place.expected and "SIGNED" not in place.expected:
        bare = token.text[1:]
        told = habit_rules.SIGN_TOO_MANY.at(token.span, word="+", instead=bare, fix=Fix(token.span, bare, safe=True))
        return place.replace(told, _number(Decimal(bare), token.span, bare))
    return None


def path_of_mail(place: Place) -> Repair | None:
    """`send wp-thanks.md`."""
    if place.token.text != "." or place.previous.kind != "NAME" or place.tokens[place.at + 1].text not in ("md", "html", "htm", "txt"):
        return None
    end = place.at + 2
    if not place.would_take(place.tokens[end]):
        return None
    span, instead = joined(place.previous.span, place.tokens[end - 1].span), place.previous.text
    return Repair(habit_rules.TEMPLATE_PATH.at(span, instead=instead, fix=Fix(span, instead, safe=True)), place.at, end, ())


def name_with_space(place: Place) -> Repair | None:
    """`step お礼 メール {`, `on form submitted`: a word that only begins declarations begins a name as well."""
    tokens, at = place.tokens, place.at
    if place.previous.type != "NAME" or not place.is_word or place.machine.knows(place.token.text) or at - 1 == place.line:
        return None
    end = at + 1
    while tokens[end].kind == "NAME" and not place.machine.knows(tokens[end].text) and end < at + 3:
        end += 1
    parts = [token.text for token in tokens[at - 1 : end]]
    # `segment a 営業` is a name with its label.
    labelled = "STRING" in place.expected and parts[0].isascii() != parts[1].isascii()
    if labelled or (place.machine.knows(parts[0]) and parts[0] not in DECLARATIONS - AMBIGUOUS):
        return None
    name = ("-" if all(part.isascii() for part in parts) else "").join(parts)
    span = joined(place.previous.span, tokens[end - 1].span)
    machine = place.before(at - 1)
    if machine is None or not fits(machine, (word(name, span), *tokens[end : place.line_end + 1])):
        return None
    return Repair(habit_rules.NAME_WITH_SPACE.at(span, instead=name, fix=Fix(span, name)), at - 1, end, (word(name, span),))


QUANTITIES: tuple[Callable[[Place], Repair | None], ...] = (
    number_in_words,
    two_units,
    thousands,
    from_to,
    quoted_value,
    from_time_to_time,
    half_of_the_day,
    figure_as_name,
    points_too_many,
    path_of_mail,
)
