"""One report a cause: a name that does not exist is told once, however often it is used."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from grammar.checks import mails, members, unknown
from grammar.diagnostics import Diagnostic, Related, Rule

ONCE: frozenset[Rule] = frozenset((*unknown.RULES, *members.RULES, mails.NEVER_SENT, mails.MISSING))
"""Rules whose findings of the same words have one cause."""

SHOWN = 3
"""So many of the other places are shown; of the rest only the number."""


def gathered(found: Iterable[Diagnostic], once: Container[Rule] = ONCE) -> Iterator[Diagnostic]:
    """The findings in their order; those of one cause as the first of them, with the others as related places.

    once: the rules whose findings of the same words have one cause.
    """
    groups: dict[object, list[Diagnostic]] = {}
    for each in found:
        cause: object = (each.of.id, each.words) if each.of in once else id(each)
        groups.setdefault(cause, []).append(each)
    for first, *others in groups.values():
        yield replace(first, related=(*first.related, *_places(others))) if others else first


def _places(others: list[Diagnostic]) -> Iterator[Related]:
    rest = len(others) - SHOWN
    for number, each in enumerate(others[:SHOWN], 1):
        if number == SHOWN and rest > 0:
            yield Related(each.span, f"and here, and in {rest} more places", f"ここにも。ほかに {rest} か所あります")
        else:
            yield Related(each.span, "and here", "ここにも")
