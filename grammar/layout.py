"""Mistakes of lines and braces: what stands on the wrong line."""

from collections.abc import Callable

from grammar import syntax_rules as rules
from grammar.diagnostics import Fix
from grammar.place import Place, Repair, as_written, end_of, joined, line_break, sign, start_of

_JOINED = ("else", "timeout", "past", "{")


def belongs_above(place: Place) -> Repair | None:
    """`else` or `{` on a line of its own."""
    tokens, at = place.tokens, place.at
    if place.ends_line and at + 1 < len(tokens) and tokens[at + 1].text in _JOINED:
        at += 1
    if tokens[at].text not in _JOINED or at < 2 or tokens[at - 1].kind != "_NL":
        return None
    before = tokens[at - 2]
    if tokens[at].text != "{" and before.text != "}":
        return None
    span = tokens[at].span
    gap = joined(end_of(before.span), start_of(span))
    instead = f"{before.text} {tokens[at].text}"
    # A comment in the gap would be lost.
    bare = tokens[at - 1].span.start == before.span.end and span.line == before.span.end_line + 1
    fix = Fix(gap, " ", safe=tokens[at].text == "{" or before.span.column == span.column) if bare else None
    finding = rules.ELSE_LINE.at(span, word=tokens[at].text, instead=instead, fix=fix)
    return Repair(finding, at - 1, at, ())


def block_on_one_line(place: Place) -> Repair | None:
    """`if x { send y }`."""
    tokens, at = place.tokens, place.at
    if place.previous.kind == "{" and place.expected == {"_NL"}:
        opener = at - 1
    elif place.token.kind == "}" and place.would_take(line_break(place.token.span), place.token):
        opener = at
    else:
        return None
    end = _closing(place, at)
    if end is None:
        span = joined(tokens[opener].span, tokens[place.line_end - 1].span)
        finding = rules.ONE_LINE.at(span, fix=Fix(end_of(tokens[opener].span), "\n"))
        return place.insert(finding, line_break(place.token.span))
    first = tokens[opener].span if opener < at else tokens[end].span
    inner = [line_break(start_of(place.token.span)), *tokens[at:end], line_break(start_of(tokens[end].span))]
    gap = joined(end_of(tokens[opener].span), start_of(tokens[end].span)) if opener < at else start_of(tokens[end].span)
    broken = f"\n{as_written(tokens[at:end])}\n" if opener < at else "\n"
    fix = Fix(gap, broken, safe=True) if at < end or opener == at else None
    finding = rules.ONE_LINE.at(joined(first, tokens[end].span), fix=fix)
    return Repair(finding, at, end, tuple(inner if opener < at else inner[1:]))


def _closing(place: Place, at: int) -> int | None:
    """The brace that closes on the same line."""
    depth = 0
    for index in range(at, place.line_end):
        if place.tokens[index].kind == "{":
            depth += 1
        elif place.tokens[index].kind == "}":
            depth -= 1
            if depth < 0:
                return index
    return None


def two_on_a_line(place: Place) -> Repair | None:
    """`send a send b`."""
    if place.at == place.line or not place.is_word or "_NL" not in place.expected:
        return None
    here = start_of(place.token.span)
    if not place.would_take(line_break(here), *place.ahead(2)) or place.token.text in ("and", "or"):
        return None
    return place.insert(rules.TWO_STATEMENTS.at(place.token.span, word=place.token.text, fix=Fix(here, "\n", safe=True)), line_break(here))


def missing_brace(place: Place) -> Repair | None:
    """`if x` without `{`."""
    if not place.ends_line or "{" not in place.expected:
        return None
    here = end_of(place.previous.span)
    return place.insert(rules.NO_BRACE.at(here, fix=Fix(here, " {")), sign("{", here))


LAYOUT: tuple[Callable[[Place], Repair | None], ...] = (
    belongs_above,
    block_on_one_line,
    two_on_a_line,
    missing_brace,
)
