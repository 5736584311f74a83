"""What first-time writers get wrong, one function per mistake: what it was, and how to read on."""

import re
from collections.abc import Callable

from grammar import syntax_rules as rules
from grammar.amounts import AMOUNTS
from grammar.borrowed import borrowed, wide_word
from grammar.diagnostics import Fix
from grammar.habits import HABITS, bare_event, block_without_braces
from grammar.layout import LAYOUT
from grammar.lexer import Token
from grammar.likeness import nearest_word
from grammar.machine import fits
from grammar.one_slip import ONE_SLIP, one_too_many, said_twice
from grammar.phrases import phrase, told, written
from grammar.place import Place, Repair, as_written, end_of, joined, listed, sign, start_of, word
from grammar.preferring import sources_in_words
from grammar.quantities import QUANTITIES, name_with_space
from grammar.slips import SLIPS, TENSES
from grammar.source import Name, Span
from grammar.values import Text

Mistake = Callable[[Place], Repair | None]
_RULES = frozenset(("enter", "reenter", "goal", "leave", "one", "restart", "maintainer", "versions", "calendar"))
_INSTEAD = {
    "within": ("up", "to"), "until": ("up", "to"), "upto": ("up", "to"), "goto": ("go", "to"), "elif": ("else", "if"),
    "elseif": ("else", "if"), "equals": ("is",), "then": (), "with": (), "maximum": ("at", "most"), "max": ("at", "most"),
    **TENSES,
}  # fmt: skip
_PAIRS = (("at", "most"), ("at", "least"), ("up", "to"), ("to", "stage"), ("to", "scenario"), ("one", "of"))


def rule_after_statement(place: Place) -> Repair | None:
    """`leave` after a step."""
    if place.at != place.line or place.token.text not in _RULES or "step" not in place.expected:
        return None
    return Repair(rules.RULE_AFTER_STATEMENT.at(place.token.span, word=place.token.text))


def missing_limit(place: Place) -> Repair | None:
    """`wait for EVENT` without an end."""
    if not {"up", "without"} <= place.expected or not (place.ends_line or place.token.text in ("{", "timeout")):
        return None
    span = joined(place.tokens[place.line].span, place.previous.span)
    where = end_of(place.previous.span)
    return place.insert(rules.NO_LIMIT.at(span, fix=Fix(where, " up to 7 days")), *_words("without limit", where))


def missing_else(place: Place) -> Repair | None:
    """`send x within 1 day`."""
    if place.expected != {"else"} or place.token.text in ("else", "esle", "elese"):
        return None
    where = end_of(place.previous.span)
    finding = rules.NO_ELSE.at(joined(place.tokens[place.line].span, place.previous.span), fix=Fix(where, " else skip"))
    return place.insert(finding, *_words("else skip", where))


def _words(text: str, span: Span) -> list[Token]:
    return [word(each, span) for each in text.split()]


def and_with_or(place: Place) -> Repair | None:
    """`a and b or c`."""
    other = {"and": "or", "or": "and"}.get(place.token.text, "")
    earlier = {token.text for token in place.tokens[place.line : place.at]}
    if other not in place.expected or other not in earlier:
        return None
    return place.replace(rules.AND_WITH_OR.at(place.token.span), word(other, place.token.span))


def filter_without_parentheses(place: Place) -> Repair | None:
    """`on download where kind is "a" and asset is "b"`."""
    tokens = place.tokens
    wheres = [index for index in range(place.line, place.at) if tokens[index].text == "where"]
    if not wheres or tokens[wheres[-1] + 1].kind == "(":
        return None
    joiner = place.token if place.token.text in ("and", "or") else tokens[place.at - 2]
    if joiner.text not in ("and", "or"):
        return None
    start = wheres[-1] + 1
    origin = place.before(start)
    for end in range(place.at + 1, place.line_end + 1):
        inside = (sign("(", tokens[start].span), *tokens[start:end], sign(")", tokens[end].span))
        if origin is not None and fits(origin, (*inside, tokens[end])):
            fix = Fix(joined(tokens[start].span, tokens[end - 1].span), f"({as_written(tokens[start:end])})")
            return Repair(rules.FILTER_PARENTHESES.at(joiner.span, joiner=joiner.text, fix=fix), start, end, inside)
    return Repair(rules.FILTER_PARENTHESES.at(joiner.span, joiner=joiner.text))


def equals(place: Place) -> Repair | None:
    """`lead.業種 = "IT"` in a condition, `set lead.x = 1`."""
    if place.token.text != "=":
        return None
    meant = next((each for each in ("is", "to", ":") if each in place.expected), "")
    if not meant:
        return None
    span = place.token.span
    finding = rules.EQUALS.at(span, word="=", instead=meant, fix=Fix(span, meant, safe=True))
    return place.replace(finding, _keyword(meant, span))


def is_for_equals(place: Place) -> Repair | None:
    """`given lead a { 業種 is "IT" }`."""
    if place.token.text not in ("is", ":") or "=" not in place.expected:
        return None
    span = place.token.span
    return place.replace(rules.IS_FOR_GIVES.at(span, fix=Fix(span, "=", safe=True)), sign("=", span))


def name_in_quotes(place: Place) -> Repair | None:
    """`send "wp-thanks"`."""
    value = place.token.value
    if not isinstance(value, Text) or "NAME" not in place.expected or "STRING" in place.expected:
        return None
    span = place.token.span
    if place.at == place.line and not place.would_take(word(value.value, span), *place.tokens[place.at + 1 : place.at + 2]):
        return None
    name = word(value.value, span)
    bare = _as_name(value.value)
    # Where a text may follow the name, it may be the name that is missing.
    certain = not place.would_take(name, place.token)
    fix = Fix(span, bare, safe=certain) if bare == value.value or place.tokens[place.line].text == "send" else None
    finding = rules.QUOTED_NAME.at(span, instead=bare, fix=fix)
    return place.replace(finding, Token("NAME", value.value, span, Name(value.value, span)))


def _as_name(text: str) -> str:
    """The name that a text could be: of a mail without folder and ending, of anything else without what no name has."""
    file = re.sub(r"\.(?:md|html?|txt)$", "", text)
    last = file.rpartition("/")[2] if file != text else text
    return "-".join(re.findall(r"[\w・-]+", last)) or "name"


def instead_of(place: Place) -> Repair | None:
    """`wait for x within 7 days`: a word of the language, but not the one that stands here."""
    if place.token.text not in _INSTEAD:
        return None
    said = _INSTEAD[place.token.text]
    tokens = tuple(word(each, place.token.span) for each in said)
    if not place.would_take(*tokens, *place.tokens[place.at + 1 : place.at + 2]):
        return None
    meant = " ".join(said)
    fix = Fix(place.token.span, meant) if meant else None
    english, japanese = written(meant) if meant else ("leave it out", "削除してください")
    return place.replace(rules.BORROWED.at(place.token.span, word=place.token.text, how=english, how_ja=japanese, fix=fix), *tokens)


def mistyped(place: Place) -> Repair | None:
    """`sned wp-thanks`."""
    if not place.is_word or place.machine.knows(place.token.text):
        return None
    meant = nearest_word(place.token.text, (each for each in place.expected if each.isascii() and each.islower()))
    if not meant:
        return None
    span = place.token.span
    certain = place.token.text.casefold() == meant
    finding = rules.MISTYPED.at(span, word=place.token.text, suggestion=meant, fix=Fix(span, meant, safe=certain))
    return place.replace(finding, word(meant, span))


def mistyped_before(place: Place) -> Repair | None:
    """`stge is 興味`: the slip was taken for a name, and what follows does not fit."""
    for index in range(place.at - 1, max(place.at - 4, place.mark - 1), -1):
        token = place.tokens[index]
        machine = place.before(index)
        if token.kind != "NAME" or token.type != "NAME" or machine is None:
            continue
        meant = nearest_word(token.text, (each for each in machine.expected() if each.isascii() and each.islower()))
        meant_token = word(meant, token.span)
        if meant and fits(machine, (meant_token, *place.tokens[index + 1 : place.at + 1])):
            finding = rules.MISTYPED.at(token.span, word=token.text, suggestion=meant, fix=Fix(token.span, meant))
            return Repair(finding, index, index + 1, (meant_token,))
    return None


def missing_word(place: Place) -> Repair | None:
    """`send x 10:00`: one keyword, put before, makes the line right."""
    where = start_of(place.token.span)
    found = [
        text
        for text in sorted(place.expected)
        if not text.isupper() and text not in ("_NL", "{", "}") and place.would_take(_keyword(text, where), *place.ahead(2))
    ]
    if {text.rstrip("s") for text in found} == {found[0].rstrip("s")} if found else False:
        found = found[-1:]
    if place.ends_line:
        return None
    if not found:
        pairs = [pair for pair in _PAIRS if place.would_take(*(word(each, where) for each in pair), *place.ahead(2))]
        found = [" ".join(pair) for pair in pairs]
    if len(found) != 1:
        return None
    missing = found[0]
    finding = rules.MISSING_WORD.at(
        place.token.span, missing=missing, word=place.token.text, fix=Fix(where, f"{missing} ")
    )
    return place.insert(finding, *(_keyword(each, where) for each in missing.split()))


def _keyword(text: str, span: Span) -> Token:
    return word(text, span) if text[0].isalpha() else sign(text, span)


def unquoted(place: Place) -> Repair | None:
    """`tagged VIP`."""
    if not place.is_word or "STRING" not in place.expected or "NAME" in place.expected:
        return None
    end = place.at + 1
    while place.tokens[end].kind == "NAME" and not place.machine.knows(place.tokens[end].text):
        end += 1
    text = _text(place, end)
    inner = text.text[1:-1]
    certain = place.would_take(text, place.tokens[end]) and not place.machine.knows(place.token.text)
    finding = rules.UNQUOTED.at(text.span, word=inner, fix=Fix(text.span, text.text, safe=certain))
    return Repair(finding, place.at, end, (text,))


def _text(place: Place, end: int) -> Token:
    words = place.tokens[place.at : end]
    inner = " ".join(token.text for token in words)
    span = joined(words[0].span, words[-1].span)
    return Token("STRING", f'"{inner}"', span, Text(inner, span=span))


def too_much(place: Place) -> Repair | None:
    """One thing too many: without it the line is right."""
    if place.ends_line or place.token.kind in ("{", "}") or place.at + 1 >= len(place.tokens):
        return None
    if not place.would_take(place.tokens[place.at + 1]):
        return None
    return place.replace(_unexpected(place).finding)


def _unexpected(place: Place) -> Repair:
    english, japanese = listed(place.expected)
    rule, span = (rules.UNEXPECTED, place.token.span)
    if place.ends_line:
        rule, span = (rules.LINE_ENDS, end_of(place.previous.span))
    return Repair(rule.at(span, word=place.token.text, expected=english, expected_ja=japanese))


MISTAKES: tuple[Mistake, ...] = (
    said_twice,
    wide_word,
    phrase,
    *SLIPS,
    sources_in_words,
    *HABITS,
    *QUANTITIES,
    told,
    *LAYOUT,
    *AMOUNTS,
    bare_event,
    rule_after_statement,
    missing_limit,
    missing_else,
    and_with_or,
    filter_without_parentheses,
    equals,
    is_for_equals,
    name_in_quotes,
    instead_of,
    borrowed,
    mistyped,
    mistyped_before,
    block_without_braces,
    name_with_space,
    *ONE_SLIP,
    missing_word,
    unquoted,
    one_too_many,
    too_much,
)


def diagnose(place: Place) -> Repair:
    """What is wrong here."""
    for mistake in MISTAKES:
        repair = mistake(place)
        if repair is not None:
            return repair
    return _unexpected(place)
