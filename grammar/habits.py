"""Habits of programming and of writing letters: colons and commas at the end of a line, parentheses, `then`, conditions over two lines."""

from collections.abc import Callable

from grammar import character_rules as characters
from grammar import habit_rules
from grammar import syntax_rules as rules
from grammar.diagnostics import Fix
from grammar.lexer import Token
from grammar.machine import fits
from grammar.place import KINDS, Place, Repair, as_written, end_of, joined, line_break, sign, spelled, stand_in, start_of, word

_JOINERS = ("and", "or")
_OPENERS = (":", "then", "do")
_ENDINGS = (".", ",")
_ROUND = {"(": "{", ")": "}", "]": "}"}
_MISSING = ("if", "while", "when", "and", "or", "not")


def goes_on(place: Place) -> Repair | None:
    """A line that starts with `and`, or ends with it."""
    if place.at == place.line and place.token.text in _JOINERS and place.at > max(place.mark, 1):
        machine = place.before(place.at - 1)
        return _one_line(place, place.at - 1) if machine and place.token.text in machine.expected() else None
    if not place.ends_line or place.at + 1 >= len(place.tokens):
        return None
    after = place.tokens[place.at + 1]
    starts = after.text in _JOINERS and after.text in place.expected
    ends = place.previous.text in _JOINERS and after.kind != "_NL" and place.would_take(after)
    return _one_line(place, place.at) if starts or ends else None


def _one_line(place: Place, at: int) -> Repair:
    """Without the line's end that stands there."""
    before, line_end, after = place.tokens[at - 1 : at + 2]
    gap = joined(end_of(before.span), start_of(after.span))
    # A comment in the gap would be lost.
    bare = line_end.span.start == before.span.end and after.span.line == before.span.end_line + 1
    joiner = after if after.text in _JOINERS else before
    told = habit_rules.GOES_ON.at(joiner.span, fix=Fix(gap, " ", safe=True) if bare else None)
    return Repair(told, at, at + 1, ())


def round_block(place: Place) -> Repair | None:
    """`if x (` … `)`."""
    token = place.token
    meant = _ROUND.get(token.text, "")
    if not meant or place.at + 1 >= len(place.tokens) or place.tokens[place.at + 1].kind != "_NL":
        return None
    brace = sign(meant, token.span)
    if not place.would_take(brace, place.tokens[place.at + 1]):
        return None
    return place.replace(habit_rules.ROUND_BLOCK.at(token.span, word=token.text, instead=meant, fix=Fix(token.span, meant)), brace)


def opens_otherwise(place: Place) -> Repair | None:
    """`if x:` and `if x then` at the end of a line."""
    token = place.token
    if token.text not in _OPENERS or "{" not in place.expected or place.tokens[place.at + 1].kind != "_NL":
        return None
    gap = joined(end_of(place.previous.span), token.span)
    return place.replace(rules.NO_BRACE.at(token.span, fix=Fix(gap, " {")), sign("{", token.span))


def sign_between(place: Place) -> Repair | None:
    """`tag: "vip"`, `wait = 3 days`, `if x then {`."""
    token, at = place.token, place.at
    if token.text not in (":", "=", "then", "do") or token.text in place.expected or at == place.line:
        return None
    after = place.tokens[at + 1]
    if after.kind == "_NL" or not place.would_take(*place.tokens[at + 1 : at + 3]):
        return None
    near = [each for each in place.tokens[at + 1 : at + 3] if each.kind != "_NL"]
    instead = spelled((place.previous, *near))
    gap = joined(end_of(place.previous.span), start_of(after.span))
    certain = place.would_take(*place.tokens[at + 1 : place.line_end + 1])
    return place.replace(habit_rules.SIGN_TOO_MANY.at(token.span, word=token.text, instead=instead, fix=Fix(gap, " ", safe=certain)))


def like_a_call(place: Place) -> Repair | None:
    """`send(x)`, `scenario s() {`."""
    tokens, at = place.tokens, place.at
    if place.token.text != "(" or at == place.line:
        return None
    end = next((index for index in range(at, place.line_end) if tokens[index].text == ")"), None)
    if end is None or not place.would_take(*tokens[at + 1 : end], *tokens[end + 1 : place.line_end + 1]):
        return None
    inner = as_written(tokens[at + 1 : end])
    written = f" {inner}" if inner else ""
    gap = joined(end_of(place.previous.span), tokens[end].span)
    instead = spelled(tokens[place.line : at]) + written
    span = joined(tokens[at].span, tokens[end].span)
    told = habit_rules.SIGN_TOO_MANY.at(span, word="( )", instead=instead, fix=Fix(gap, written, safe=True))
    return Repair(told, at, end + 1, tuple(tokens[at + 1 : end]))


def sign_at_end(place: Place) -> Repair | None:
    """`send x.`, `a: text,`."""
    token = place.token
    if token.text not in _ENDINGS or "_NL" not in place.expected or place.tokens[place.at + 1].kind != "_NL":
        return None
    instead = spelled(place.tokens[place.line : place.at])
    return place.replace(habit_rules.SIGN_TOO_MANY.at(token.span, word=token.text, instead=instead, fix=Fix(token.span, "", safe=True)))


def block_without_braces(place: Place) -> Repair | None:
    """`if x send y`."""
    at, end = place.at, place.line_end
    if "{" not in place.expected or not place.is_word or place.token.text in place.expected:
        return None
    here, last = place.token.span, place.tokens[end - 1].span
    inner = (sign("{", here), line_break(here), *place.tokens[at:end], line_break(end_of(last)), sign("}", end_of(last)))
    if place.tokens[end - 1].kind == "{" or not place.machine.knows(place.token.text) or not place.would_take(*inner):
        return None
    said = as_written(place.tokens[at:end])
    how = ("put it between `{` and `}`, on a line of its own", "`{` と `}` の間に、一行で書いてください")
    span = joined(here, last)
    told = rules.BORROWED.at(span, word=said, how=how[0], how_ja=how[1], fix=Fix(span, f"{{\n{said}\n}}"))
    return Repair(told, at, end, inner)


def condition_left_out(place: Place) -> Repair | None:
    """`} else if {`."""
    if place.previous.text not in _MISSING or place.token.kind not in ("{", "_NL") or "NAME" not in place.expected:
        return None
    made = stand_in("STRING", place.token.span)
    tagged = word("tagged", place.token.span)
    if made is None or place.ends_line or not place.would_take(tagged, made, place.token):
        return None
    told = rules.LEFT_OUT.at(place.token.span, word=place.token.text, missing="a condition", missing_ja="条件")
    return place.insert(told, tagged, made)


def list_without_brackets(place: Place) -> Repair | None:
    """`in ("IT", "製造業")`, `one of "a", "b"`."""
    start, at = place.at, place.at
    tokens, end = place.tokens, place.line_end
    opens = place.token.text in ("(", "{")
    after_is = place.previous.text == "is" and opens
    if "[" not in place.expected and not after_is:
        return None
    values: list[Token] = []
    at += opens
    while at < end and tokens[at].kind in KINDS:
        values.append(tokens[at])
        at += 1 + (tokens[at + 1].text == ",")
    if opens:
        at += 1
    made = [each for value in values for each in (value, sign(",", value.span))][:-1]
    head = (word("in", place.previous.span),) if after_is else ()
    start -= after_is
    machine = place.before(start)
    inside = (*head, sign("[", place.token.span), *made, sign("]", place.token.span))
    if not values or machine is None or not fits(machine, (*inside, *tokens[at : end + 1])):
        return None
    span = joined(tokens[start].span, tokens[at - 1].span)
    instead = spelled(inside)
    return Repair(habit_rules.NO_BRACKETS.at(span, instead=instead, fix=Fix(span, instead, safe=True)), start, at, inside)


def else_without_brace(place: Place) -> Repair | None:
    """`else` below a block that nothing closes."""
    token = place.token
    brace = sign("}", start_of(token.span))
    if token.text != "else" or place.at != place.line or not place.would_take(brace, token):
        return None
    told = rules.MISSING_WORD.at(token.span, missing="}", word="else", fix=Fix(start_of(token.span), "} "))
    return place.insert(told, brace)


def bare_event(place: Place) -> Repair | None:
    """`if download {`."""
    tokens, at = place.tokens, place.at
    if place.previous.type != "NAME" or at - 2 < place.line or tokens[at - 2].text not in _MISSING:
        return None
    if place.token.text not in ("{", "and", "or", ")") or "contains" not in place.expected:
        return None
    instead, span = f"did {place.previous.text}", place.previous.span
    english, japanese = f"for an event write `{instead}`", f"イベントなら `{instead}` と書いてください"
    told = rules.BORROWED.at(span, word=place.previous.text, how=english, how_ja=japanese, fix=Fix(span, instead))
    return Repair(told, at - 1, at, (word("did", span), place.previous))


def joined_by_comma(place: Place) -> Repair | None:
    """`if tagged "a", tagged "b" {`."""
    span = place.token.span
    if place.token.text != "," or "and" not in place.expected:
        return None
    if not place.would_take(word("and", span), *place.tokens[place.at + 1 : place.at + 3]):
        return None
    how = ("join conditions with `and` or with `or`", "条件は `and` か `or` でつないでください")
    told = rules.BORROWED.at(span, word=",", how=how[0], how_ja=how[1], fix=Fix(span, " and"))
    return place.replace(told, word("and", span))


def numbered_line(place: Place) -> Repair | None:
    """`1. send x`."""
    after = place.tokens[place.at + 1 : place.at + 3]
    if place.token.kind not in ("NUMBER", "DECIMAL") or place.at != place.line or len(after) < 2 or after[0].text != ".":
        return None
    if after[1].text not in place.expected:
        return None
    span = joined(place.token.span, start_of(after[1].span))
    told = characters.ODD_CHARACTER.at(
        span,
        word=f"{place.token.text}.",
        hint_en="a line starts with its word, without a number",
        hint_ja="行は、番号を付けずに語から始めます",
        fix=Fix(span, ""),
    )
    return Repair(told, place.at, place.at + 2, ())


HABITS: tuple[Callable[[Place], Repair | None], ...] = (
    goes_on,
    round_block,
    opens_otherwise,
    list_without_brackets,
    sign_between,
    like_a_call,
    sign_at_end,
    joined_by_comma,
    condition_left_out,
    else_without_brace,
    numbered_line,
)
