"""Leads that are one person, in the tables: whose a key is, and what goes over when one lead takes up another."""

from collections.abc import Iterable

from engine.domain.effects import KeyShown
from engine.domain.events import Event
from engine.domain.instants import Instant
from engine.rules.identity import answer
from engine.store import history, people, union
from engine.store.hot import Tx, one_by_one


def settle_keys(tx: Tx, shown: Iterable[tuple[str, Instant, KeyShown]]) -> list[Event]:
    """(lead, moment, key): a key nobody has shown yet is that lead's; what follows where another lead has shown it before."""
    news, ordered = list[Event](), list(shown)
    if ordered:
        one_by_one(tx)
    for lead, moment, one in ordered:
        key = (one.kind, one.value)
        owner = people.owners(tx, [key]).get(key)
        if owner is None:
            people.claim(tx, [(*key, lead)])
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
