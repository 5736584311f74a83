"""Leads that are one person, in the tables: whose a key is, and what goes over when one lead takes up another."""

from collections.abc import Iterable, Sequence

from engine.domain.effects import GaveBack, KeyShown
from engine.domain.events import Event
from engine.domain.instants import Instant
from engine.rules.identity import answer
from engine.store import giving_back, history, people, union
from engine.store.hot import Tx, one_by_one


def settle_keys(tx: Tx, shown: Iterable[tuple[str, Instant, KeyShown]]) -> list[Event]:
    """(lead, moment, key): a key nobody has shown yet is that lead's, unless it is a claim; what follows where another has shown it."""
    news, ordered = list[Event](), list(shown)
    if ordered:
        one_by_one(tx)
    for lead, moment, one in ordered:
        key = (one.kind, one.value)
        owner = people.owners(tx, [key]).get(key)
        if owner is None and one.is_claim:
            continue
        if owner is None:
            people.claim(tx, [(*key, lead)])
        elif owner != lead and people.are_apart(tx, lead, owner):
            continue
        elif owner != lead and (joining := answer(one, owner)) is not None:
            news.append(joining)
        elif owner != lead:
            people.review(tx, lead, owner, one.because, moment)
    return news


def take_over(tx: Tx, theirs: str, ours: str, moment: Instant) -> None:
    """Everything another lead is known by, waits for and has on its way is this one's from now on."""
    people.take_over(tx, theirs, ours)
    union.take_over(tx, theirs, ours, moment)
    history.take_over(tx, theirs, ours)


def give_back(tx: Tx, ours: Sequence[str], said: GaveBack, moment: Instant) -> None:
    """The other is known by, waits for and has on its way what it brought; the same rule never joins the two again."""
    one_by_one(tx)
    people.give_back(tx, ours[0], said.lead, said.with_)
    for mine in ours:
        for theirs in said.with_:
            people.keep_apart(tx, mine, theirs, moment)
    giving_back.give_back(tx, ours, said, moment)
