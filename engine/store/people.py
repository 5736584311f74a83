"""Who is who (keys) and where nothing may go any more (addresses)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Text, bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from engine.domain.addresses import address_key, domain_of
from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, forbidding, given, one_of
from engine.store.inbox import json_list
from engine.store.noted import Wish, note
from engine.store.schema import addresses, keys, reviews
from engine.store.words import among, but_not, first_of

Key: TypeAlias = tuple[str, str]
"""(kind, value), normalised."""

EVERYTHING = ""
"""The topic that stands for all mail."""

LEAD = "lead"
"""Every lead has the key (`lead`, its id)."""

WISHES = ("unsubscribed", "complained", "erased")
"""Reasons that are the person's own, not the address's."""

OPEN, MERGED, APART = "open", "merged", "apart"
"""States of a pair: nobody has looked yet; they are one; a person says that they are two."""

_OWNERS = Hot(
    select(keys.c.value, keys.c.lead, keys.c.came).where(keys.c.kind == bindparam("of"), among(keys.c.value, "values")),
    "of",
    "values",
)
_CLAIM = Hot(insert(keys).values(given("kind", "value", "lead")).on_conflict_do_nothing(), "kind", "value", "lead")
_KEYS_OF = Hot(select(keys.c.kind, keys.c.value).where(keys.c.lead == bindparam("of")).order_by(keys.c.kind, keys.c.value), "of")
_REVIEW = Hot(
    insert(reviews).values(given("one", "other", "because", "at")).on_conflict_do_nothing(),
    "one",
    "other",
    "because",
    "at",
)
_REVIEWS = Hot(
    select(reviews.c.one, reviews.c.other, reviews.c.because, reviews.c.at)
    .where(reviews.c.state == OPEN)
    .order_by(reviews.c.at, reviews.c.one)
)
_SUPPRESS = Hot(
    insert(addresses).values(given("address", "topic", "reason", "at")).on_conflict_do_nothing(),
    "address",
    "topic",
    "reason",
    "at",
)
_ALLOW = Hot(
    delete(addresses).where(addresses.c.address == bindparam("of"), addresses.c.topic == bindparam("about")),
    "of",
    "about",
)
_SUPPRESSIONS = Hot(
    select(addresses.c.topic, addresses.c.reason)
    .where(or_(addresses.c.address == bindparam("of"), addresses.c.address == bindparam("domain")))
    .order_by(addresses.c.topic, addresses.c.address),
    *("of", "domain"),
)


_MOVE_KEYS = Hot(
    update(keys).where(keys.c.lead == bindparam("of")).values(lead=bindparam("to"), came=first_of(keys.c.came, "from")),
    *("to", "from", "of"),
)
_BRING = Hot(
    update(keys).where(keys.c.kind == bindparam("of"), keys.c.value == bindparam("said")).values(came=bindparam("from", type_=Text)),
    *("from", "of", "said"),
)
_RETURN_KEYS = Hot(
    update(keys)
    .where(keys.c.lead == bindparam("of"), among(keys.c.came, "ids"))
    .values(lead=bindparam("to"), came=but_not(keys.c.came, "self")),
    *("to", "self", "of", "ids"),
)
_self = keys.alias("self")
_SELVES = Hot(
    select(keys.c.value)
    .join(_self, _self.c.lead == keys.c.lead)
    .where(keys.c.kind == LEAD, _self.c.kind == LEAD, _self.c.value == bindparam("of"))
    .order_by(keys.c.value),
    "of",
)
_ORIGIN = Hot(select(keys.c.lead, keys.c.came).where(keys.c.kind == bindparam("of"), keys.c.value == bindparam("said")), "of", "said")
_STATE = Hot(
    select(reviews.c.state).where(reviews.c.one == bindparam("first"), reviews.c.other == bindparam("second")), "first", "second"
)
_WISHES = Hot(
    select(addresses.c.topic, addresses.c.reason, addresses.c.at).where(
        addresses.c.address == bindparam("about"), one_of(addresses.c.reason, WISHES)
    ),
    "about",
)
_REVIEWS_OF = Hot(
    select(reviews.c.one, reviews.c.other, reviews.c.because, reviews.c.at, reviews.c.state).where(
        or_(reviews.c.one == bindparam("first"), reviews.c.other == bindparam("second"))
    ),
    "first",
    "second",
)
_CLOSE = Hot(
    update(reviews).where(reviews.c.one == bindparam("first"), reviews.c.other == bindparam("second")).values(state=bindparam("now")),
    *("now", "first", "second"),
)


def owners(tx: Tx, wanted: Iterable[Key], came: dict[Key, str] | None = None) -> dict[Key, str]:
    """The lead that each key belongs to; unknown keys are missing. came: is given the leads that brought keys by a merge."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, value in wanted:
        by_kind[kind].add(value)
    found = {(kind, row.value): row for kind, values in by_kind.items() for row in _OWNERS.all(tx, kind, json_list(sorted(values)))}
    if came is not None:
        came |= {key: row.came for key, row in found.items() if row.came}
    return {key: row.lead for key, row in found.items()}


def claim(tx: Tx, rows: Iterable[tuple[str, str, str]]) -> None:
    """Notes (kind, value, lead); a key that has an owner keeps it."""
    _CLAIM.many(tx, sorted(rows))


def bring(tx: Tx, rows: Iterable[tuple[str, str, str]]) -> None:
    """Notes (kind, value, lead): that lead has shown the key, though it is another one by a merge."""
    _BRING.many(tx, [(lead, kind, value) for kind, value, lead in sorted(rows)])


def keys_of(tx: Tx, lead: str) -> list[Key]:
    """Everything a lead is known by."""
    return [(row.kind, row.value) for row in _KEYS_OF.all(tx, lead)]


def selves(tx: Tx, lead: str) -> list[str]:
    """The lead, and behind it all that are one person with it by now."""
    return [lead, *(row.value for row in _SELVES.all(tx, lead) if row.value != lead)]


def every_key(tx: Tx) -> Iterable[Any]:
    """Of everybody: rows with kind, value, lead."""
    return tx.execute(select(keys.c.kind, keys.c.value, keys.c.lead))


def emails_of(tx: Tx, lead: str) -> list[str]:
    """A lead's mail addresses."""
    return [value for kind, value in keys_of(tx, lead) if kind == "email"]


def find(tx: Tx, text: str) -> str | None:
    """The lead a person means by an id or a mail address."""
    wanted = [(LEAD, text), ("email", text.strip().lower())]
    found = owners(tx, wanted)
    return next((found[key] for key in wanted if key in found), None)


def shown_by(tx: Tx, text: str) -> str | None:
    """The lead that a person means, even where it is another one by a merge: the one that showed that id or address."""
    for kind, value in ((LEAD, text), ("email", text.strip().lower())):
        row = _ORIGIN.first(tx, kind, value)
        if row is not None:
            return str(row.came or row.lead)
    return None


def brought_by(tx: Tx, lead: str, ids: Iterable[str]) -> list[Key]:
    """The keys of a lead that these had shown before they became one with it."""
    wanted = set(ids)
    rows = tx.execute(select(keys.c.kind, keys.c.value, keys.c.came).where(keys.c.lead == lead).order_by(keys.c.kind, keys.c.value))
    return [(row.kind, row.value) for row in rows if row.came in wanted]


def are_apart(tx: Tx, one: str, other: str) -> bool:
    """Whether a person has said that the two are two."""
    row = _STATE.first(tx, min(one, other), max(one, other))
    return row is not None and row.state == APART


def review(tx: Tx, one: str, other: str, because: str, at: Instant) -> bool:
    """Two leads that may be one person: kept apart until somebody has looked. False for a pair that was brought up before."""
    return _REVIEW.run(tx, min(one, other), max(one, other), because, at) == 1


def open_reviews(tx: Tx) -> Sequence[tuple[str, str, str, Instant]]:
    """(one, other, because, at), oldest first."""
    return [(row.one, row.other, row.because, row.at) for row in _REVIEWS.all(tx)]


def take_over(tx: Tx, theirs: str, ours: str) -> None:
    """The keys of one lead are another's from now on. A wish to leave holds for all addresses of the person."""
    _MOVE_KEYS.run(tx, ours, theirs, theirs)
    addresses_of = emails_of(tx, ours)
    wishes = {(row.topic, row.reason, row.at) for address in addresses_of for row in _WISHES.all(tx, address_key(address))}
    suppress(tx, [(address, topic, reason, at) for address in addresses_of for topic, reason, at in wishes])
    _take_over_reviews(tx, theirs, ours)


def _take_over_reviews(tx: Tx, theirs: str, ours: str) -> None:
    """The pair itself is settled; where one of them stood beside a third lead, the person does."""
    for row in _REVIEWS_OF.all(tx, theirs, theirs):
        third = row.other if row.one == theirs else row.one
        if third != ours and row.state == APART:
            keep_apart(tx, ours, third, row.at)
            continue
        _CLOSE.run(tx, MERGED, row.one, row.other)
        if third != ours and row.state == OPEN:
            review(tx, ours, third, row.because, row.at)


def give_back(tx: Tx, ours: str, theirs: str, ids: Iterable[str]) -> None:
    """What these leads had brought is known of the first of them again. A wish to leave stays at every address."""
    _RETURN_KEYS.run(tx, theirs, theirs, ours, json_list(sorted(ids)))


def keep_apart(tx: Tx, one: str, other: str, at: Instant) -> None:
    """They are two: the pair is not brought up again, and no rule joins them."""
    review(tx, one, other, "", at)
    settle_review(tx, one, other, APART)


def settle_review(tx: Tx, one: str, other: str, state: str) -> bool:
    """What a person has said of the pair; False where it was never asked about."""
    return _CLOSE.run(tx, state, min(one, other), max(one, other)) == 1


def suppress(tx: Tx, rows: Iterable[tuple[str, str, str, Instant]]) -> None:
    """(address, topic or EVERYTHING, reason, at): no mail of that topic goes there any more. The first reason stays.

    `@example.jp` closes a whole domain. However an address is written here, it is the one that mails go to.
    """
    forbidding(tx)
    closing = sorted((address_key(address), topic, reason, at) for address, topic, reason, at in rows)
    _SUPPRESS.many(tx, closing)
    note(tx, (Wish(*row) for row in closing))


def allow(tx: Tx, address: str, topic: str) -> None:
    """The person wants this topic again. What holds for everything is final and stays."""
    if topic != EVERYTHING:
        _ALLOW.run(tx, address_key(address), topic)
        note(tx, [Wish(address_key(address), topic, "", 0)])


def suppressions(tx: Tx, address: str) -> dict[str, str]:
    """Topic (or EVERYTHING) -> reason, its own before that of its domain."""
    rows = _SUPPRESSIONS.all(tx, address_key(address), domain_of(address))
    return {row.topic: row.reason for row in rows}
