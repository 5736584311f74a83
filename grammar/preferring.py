"""`prefer` as one would say it: sources between which stand words, or brackets around them."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from grammar import syntax_rules as rules
from grammar.diagnostics import Fix
from grammar.lexer import Token
from grammar.machine import fits
from grammar.place import Place, Repair, joined, sign, spelled

_BETWEEN = ("and", "or", "&", "と", "か", "over", "then", "before", "to", ">", "[", "]", ",")
"""What writers put between sources, or around them."""


def sources_in_words(place: Place) -> Repair | None:
    """`prefer "crm" and "form"`, `prefer "crm" over "form"`, `prefer ["crm", "form"]`, `… for company and phone`."""
    start, end = place.line + 1, place.line_end
    if place.tokens[start - 1].text != "prefer" or place.token.text not in _BETWEEN:
        return None
    said = place.tokens[start:end]
    made = tuple(_listed(one for one in said if one.text not in _BETWEEN))
    machine = place.before(start)
    if not made or machine is None or not fits(machine, (*made, place.tokens[end])):
        return None
    instead = spelled(made)
    how = f"put commas between them, the source you trust most first: `prefer {instead}`"
    how_ja = f"いちばん信じる経路から順に、コンマで並べます：`prefer {instead}`"
    # Of `and` nobody knows whether an order was meant: it is mended only when asked.
    fix = Fix(joined(said[0].span, said[-1].span), instead)
    return Repair(rules.BORROWED.at(place.token.span, word=place.token.text, how=how, how_ja=how_ja, fix=fix), start, end, made)


def _listed(items: Iterable[Token]) -> Iterator[Token]:
    """With a comma between two texts, and between two names."""
    tokens = [*items]
    yield from tokens[:1]
    for before, token in pairwise(tokens):
        if before.kind == token.kind and "for" not in (before.text, token.text):
            yield sign(",", token.span)
        yield token
