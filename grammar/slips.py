"""What is got wrong in the lines of tests: the tense, and the order of lead, moment and what is expected."""

from collections.abc import Sequence

from grammar import syntax_rules as rules
from grammar.diagnostics import Diagnostic, Fix
from grammar.lexer import Token
from grammar.machine import fits
from grammar.place import Place, Repair, joined, spelled, word
from grammar.source import Span

TENSES = {
    "opened": ("opens",), "clicked": ("clicks",), "replied": ("replies",), "complained": ("complains",), "bounced": ("bounces",),
    "unsubscribed": ("unsubscribes",), "consented": ("consents",), "accepted": ("accepts",), "rejected": ("rejects",),
    "finished": ("finishes",), "failed": ("fails",), "moved": ("moves",), "gets": ("is", "given"), "merges": ("is", "merged"),
    "becomes": ("has",),
}  # fmt: skip
"""What happens is played as it happens; what is said of it afterwards is a condition."""


def did_for_does(place: Place) -> Repair | None:
    """`at day 1 山田 did download`, with nothing of how long ago."""
    tokens = place.tokens
    if not place.ends_line or tokens[place.line].text != "at":
        return None
    where = next((index for index in range(place.line, place.at) if tokens[index].text == "did"), None)
    machine = place.before(where) if where is not None else None
    if where is None or machine is None:
        return None
    does = word("does", tokens[where].span)
    if not fits(machine, (does, *tokens[where + 1 : place.at + 1])):
        return None
    fix = Fix(does.span, "does")
    finding = _unexpected(does.span, "did", ("`does`, or how long ago it was", "`does`、または `2 days ago` のような時点"), fix)
    return Repair(finding, where, where + 1, (does,))


def moment_behind(place: Place) -> Repair | None:
    """`expect no email by day 30`: the moment comes first."""
    first, end = place.line, place.line_end
    start = place.at if place.token.text in ("at", "by") else place.at - 1
    moment = place.tokens[start:end]
    if place.tokens[first].text != "expect" or len(moment) < 3 or moment[0].text not in ("at", "by") or moment[1].text != "day":
        return None
    expected = place.tokens[first + 1 : start]
    machine = place.before(first + 1)
    if machine is None or not fits(machine, (*moment, *expected, place.tokens[end])):
        return None
    meant = spelled((*moment, *expected))
    span = joined(place.tokens[first + 1].span, moment[-1].span)
    words = (f"the moment first: `expect {meant}`", f"先に時点を書きます：`expect {meant}`")
    finding = _unexpected(joined(moment[0].span, moment[-1].span), spelled(moment), words, Fix(span, meant))
    return Repair(finding, first + 1, end, (*moment, *expected))


def lead_in_front(place: Place) -> Repair | None:
    """`expect 山田 tagged "x"`: the lead comes last."""
    first, end = place.line, place.line_end
    if place.tokens[first].text != "expect" or place.at != first + 2:
        return None
    lead, expected = place.tokens[first + 1], place.tokens[place.at : end]
    if not expected:
        return None
    machine = place.before(first + 1)
    behind = next((each for each in ("for", "to") if machine and _fits_behind(place, expected, each, lead)), "")
    if not behind:
        return None
    span = joined(lead.span, expected[-1].span)
    meant = f"{spelled(expected)} {behind} {lead.text}"
    words = (f"the lead last: `expect {meant}`", f"リードは最後に書きます：`expect {meant}`")
    finding = _unexpected(lead.span, lead.text, words, Fix(span, meant))
    return Repair(finding, first + 1, end, (*expected, word(behind, lead.span), lead))


def _fits_behind(place: Place, expected: Sequence[Token], behind: str, lead: Token) -> bool:
    machine = place.before(place.line + 1)
    return machine is not None and fits(machine, (*expected, word(behind, lead.span), lead, place.tokens[place.line_end]))


def _unexpected(span: Span, said: str, words: tuple[str, str], fix: Fix) -> Diagnostic:
    return rules.UNEXPECTED.at(span, word=said, expected=words[0], expected_ja=words[1], fix=fix)


SLIPS = (did_for_does, moment_behind, lead_in_front)
