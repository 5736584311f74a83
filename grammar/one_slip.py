"""One slip of the hand in a line: something twice, two things swapped, one left out or one too many; all else on the line is right."""

from collections.abc import Callable, Iterable, Iterator

from grammar import syntax_rules as rules
from grammar.diagnostics import Diagnostic, Fix
from grammar.lexer import Token
from grammar.machine import fits
from grammar.place import KINDS, Place, Repair, end_of, joined, listed, sign, spelled, stand_in, start_of, word

_SIGNS = frozenset(("{", "}", "(", ")", "[", "]", ",", ":", "=", ".", "<", ">"))
_BRACKETS = frozenset("[](){}")
_WHOLE = frozenset(("unsubscribed", "holdout"))
"""Words that say something by themselves: none of them is what a writer leaves out."""
_BACK = 3
"""So far before the place where it stopped fitting the slip may be."""


def _near(place: Place) -> Iterator[int]:
    """This token and the few before it on the line, the nearest first."""
    yield from range(place.at, max(place.at - _BACK, place.line, place.mark) - 1, -1)


def _line_fits(place: Place, start: int, end: int, *instead: Token) -> bool:
    """Whether the whole line is right with those tokens in the place of the ones from `start` to `end`."""
    machine = place.before(start)
    return machine is not None and fits(machine, (*instead, *place.tokens[end : place.line_end + 1]))


def said_twice(place: Place) -> Repair | None:
    """`does does download`, `in holdout in holdout of x`."""
    tokens = place.tokens
    for length in (1, 2, 3):
        for at in (*_near(place), place.at - length):
            again = tokens[at : at + length]
            before = tokens[max(at - length, place.line) : at]
            if not again or [each.text for each in again] != [each.text for each in before] or tokens[at].kind == "_NL":
                continue
            if _line_fits(place, at, at + length):
                span = joined(again[0].span, again[-1].span)
                gap = joined(end_of(before[-1].span), span)
                finding = rules.TWICE.at(span, word=spelled(again), fix=Fix(gap, ""))
                return Repair(finding, at, at + length, ())
    return None


def swapped(place: Place) -> Repair | None:
    """`score 関心 20 <`."""
    for at in _near(place):
        if at + 1 >= place.line_end:
            continue
        one, other = place.tokens[at : at + 2]
        if one.text == other.text or {one.kind, other.kind} & _BRACKETS or not _line_fits(place, at, at + 2, other, one):
            continue
        span = joined(one.span, other.span)
        instead = spelled((other, one))
        finding = rules.SWAPPED.at(span, word=one.text, other=other.text, instead=instead, fix=Fix(span, instead))
        return Repair(finding, at, at + 2, (other, one))
    return None


def name_left_out(place: Place) -> Repair | None:
    """`email to 山田`: the name of the mail is missing, and `to` was taken for it."""
    return _left_out(place, [at for at in _near(place) if at < place.at and _taken_for_name(place, place.tokens[at])])


def _taken_for_name(place: Place, token: Token) -> bool:
    return token.type == "NAME" and place.machine.knows(token.text)


def _left_out(place: Place, places: Iterable[int]) -> Repair | None:
    for at in places:
        token = place.tokens[at]
        for kind, (english, japanese) in KINDS.items():
            made = stand_in(kind, token.span)
            if token.kind == "_NL" or made is None or not _line_fits(place, at, at, made):
                continue
            finding = rules.LEFT_OUT.at(token.span, missing=english, missing_ja=japanese, word=token.text)
            return Repair(finding, at, at, (made,))
    return None


def sign_left_out(place: Place) -> Repair | None:
    """`does download kind = "a" }`: `{` is missing."""
    for at in _near(place):
        machine = place.before(at)
        if machine is None or at == place.line:
            continue
        here = end_of(place.tokens[at - 1].span)
        found = [text for text in sorted(machine.expected()) if text in _SIGNS and _line_fits(place, at, at, sign(text, here))]
        if len(found) == 1:
            return Repair(_missing_sign(found[0], place, at), at, at, (sign(found[0], here),))
    return None


def _missing_sign(text: str, place: Place, at: int) -> Diagnostic:
    if place.tokens[at].kind != "_NL":
        return _missing(text, place.tokens[at])
    here = end_of(place.tokens[at - 1].span)
    said = f"`{text}`"
    return rules.LINE_ENDS.at(here, expected=said, expected_ja=said, fix=Fix(here, f" {text}" if text == "}" else text))


def _missing(text: str, before: Token) -> Diagnostic:
    gap = "" if text in ("(", "[", ".") else " "
    fix = Fix(start_of(before.span), text + gap)
    return rules.MISSING_WORD.at(before.span, missing=text, word=before.text, fix=fix)


def left_out(place: Place) -> Repair | None:
    """`send x 10:00`: one keyword, put before, makes the whole line right; or something of the writer's own does, as in `if clicked {`."""
    if place.ends_line:
        return None
    for at in _near(place):
        repair = _word_left_out(place, at) or _left_out(place, [at])
        if repair is not None:
            return repair
    return None


def _word_left_out(place: Place, at: int) -> Repair | None:
    machine, token = place.before(at), place.tokens[at]
    where = start_of(token.span)
    words = sorted(text for text in (machine.expected() if machine else ()) if text[0].islower() and text not in (token.text, *_WHOLE))
    found = [text for text in words if _line_fits(place, at, at, word(text, where))]
    if len({text.rstrip("s") for text in found}) != 1:
        return None
    return Repair(_missing(found[-1], token), at, at, (word(found[-1], where),))


def one_too_many(place: Place) -> Repair | None:
    """Without this one thing the line is right."""
    if place.ends_line:
        return None
    for at in _near(place):
        token, machine = place.tokens[at], place.before(at)
        if machine is None or token.kind in ("_NL", "{") or not _line_fits(place, at, at + 1):
            continue
        english, japanese = listed(machine.expected())
        finding = rules.UNEXPECTED.at(token.span, word=token.text, expected=english, expected_ja=japanese)
        return Repair(finding, at, at + 1, ())
    return None


ONE_SLIP: tuple[Callable[[Place], Repair | None], ...] = (
    name_left_out,
    swapped,
    sign_left_out,
    left_out,
)
