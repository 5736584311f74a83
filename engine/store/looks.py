"""Who is still to be compared, and with whom: the tables behind the queue of pairs.

A lead that changed is `unseen`. First it is taken down (its portrait, its blocks, what it adds to the census), then compared with those
who stand in its blocks. Whoever writes here holds the one row of `looks`, so that no lead is counted twice.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from engine.domain.documents import LEAD
from engine.store.hot import Hot, Tx, given
from engine.store.inbox import json_list
from engine.store.schema import blocks, census, looks, portraits, subjects, unseen
from engine.store.words import among


class Standing(NamedTuple):
    """how: by which rules the leads are taken down; marking: 1 while everybody is being marked, behind `last`; leads: taken down."""

    how: str
    marking: int
    last: str
    leads: int


class Mark(NamedTuple):
    """A lead that changed. version: of that change; where it changes again, what was read for the one before is void."""

    lead: str
    version: int


class Card(NamedTuple):
    """What is written down of a lead. told: JSON; counts: keys of the census; keys: of its blocks; name: where it stands in them."""

    lead: str
    told: str
    counts: tuple[int, ...]
    keys: tuple[int, ...]
    name: str


_READ = Hot(select(looks.c.how, looks.c.marking, looks.c.last, looks.c.leads))
_LOCK = Hot(select(looks.c.how, looks.c.marking, looks.c.last, looks.c.leads).with_for_update())
_BEGIN = Hot(update(looks).values(how=bindparam("now"), marking=1, last=""), "now")
_STAND = Hot(update(looks).values(given("marking", "last")), "marking", "last")
_GROW = Hot(update(looks).values(leads=looks.c.leads + bindparam("more")), "more")

_new = insert(unseen).values(given("lead", "version"))
_NOTE = Hot(
    _new.on_conflict_do_update(index_elements=[unseen.c.lead], set_={"version": _new.excluded["version"], "taken": 0}), "lead", "version"
)
_NEXT = Hot(
    select(unseen.c.lead, unseen.c.version)
    .where(unseen.c.taken == bindparam("step"))
    .order_by(unseen.c.taken, unseen.c.lead)
    .limit(bindparam("most")),
    *("step", "most"),
)
_OF = Hot(select(unseen.c.lead, unseen.c.version, unseen.c.taken).where(among(unseen.c.lead, "ids")), "ids")
_TAKEN = Hot(update(unseen).where(unseen.c.lead == bindparam("of")).values(taken=1), "of")
_SEEN = Hot(delete(unseen).where(unseen.c.lead == bindparam("of")), "of")
_LEFT = Hot(select(func.count().label("count")).select_from(unseen))
_PAGE = Hot(
    select(subjects.c.id, subjects.c.version)
    .where(subjects.c.id > bindparam("after"), subjects.c.kind == LEAD)
    .order_by(subjects.c.id)
    .limit(bindparam("most")),
    *("after", "most"),
)

_CARDS = Hot(select(portraits.c.lead, portraits.c.told).where(among(portraits.c.lead, "ids")), "ids")
_COUNTED = Hot(select(portraits.c.lead, portraits.c.counts).where(among(portraits.c.lead, "ids")), "ids")
_DROP_BLOCKS = Hot(delete(blocks).where(blocks.c.lead == bindparam("of")), "of")
_DROP_CARD = Hot(delete(portraits).where(portraits.c.lead == bindparam("of")), "of")
_CARD = Hot(insert(portraits).values(given("lead", "told", "counts")), "lead", "told", "counts")
_BLOCK = Hot(insert(blocks).values(given("key", "name", "lead")).on_conflict_do_nothing(), "key", "name", "lead")
_more = insert(census).values(given("key", "count"))
_COUNT = Hot(
    _more.on_conflict_do_update(index_elements=[census.c.key], set_={"count": census.c.count + _more.excluded["count"]}), "key", "count"
)
_NONE = Hot(delete(census).where(census.c.key == bindparam("of"), census.c.count <= 0), "of")
_OFTEN = Hot(select(census.c.count).where(census.c.key == bindparam("of")), "of")

_b = blocks.c
_FIRST = Hot(
    select(_b.name, _b.lead).where(_b.key == bindparam("of")).order_by(_b.key, _b.name, _b.lead).limit(bindparam("most")), "of", "most"
)
_place = tuple_(bindparam("name"), bindparam("lead"))
_BEHIND = Hot(
    select(_b.name, _b.lead)
    .where(_b.key == bindparam("of"), tuple_(_b.name, _b.lead) > _place)
    .order_by(_b.key, _b.name, _b.lead)
    .limit(bindparam("most")),
    *("of", "name", "lead", "most"),
)
_BEFORE = Hot(
    select(_b.name, _b.lead)
    .where(_b.key == bindparam("of"), tuple_(_b.name, _b.lead) < _place)
    .order_by(_b.key.desc(), _b.name.desc(), _b.lead.desc())
    .limit(bindparam("most")),
    *("of", "name", "lead", "most"),
)


# ── who is to be looked at ──────────────────────────────────────────────────────────────


def read(tx: Tx) -> Standing:
    """As it stands in this transaction."""
    return Standing(*_READ.first(tx))


def lock(tx: Tx) -> Standing:
    """The same, and nobody else writes here until this transaction ends."""
    return Standing(*_LOCK.first(tx))


def begin(tx: Tx, how: str) -> None:
    """Everybody is to be looked at by other rules than before."""
    _BEGIN.run(tx, how)


def mark_page(tx: Tx, last: str, most: int) -> int:
    """The leads behind id `last` are unseen. How many they were."""
    found = [Mark(row.id, row.version) for row in _PAGE.all(tx, last, most)]
    note(tx, found)
    is_more = len(found) == most
    _STAND.run(tx, int(is_more), found[-1].lead if is_more else "")
    return len(found)


def note(tx: Tx, marks: Iterable[Mark]) -> None:
    """These leads have changed in what they tell of themselves."""
    _NOTE.many(tx, sorted(marks))


def next_of(tx: Tx, step: int, most: int) -> list[Mark]:
    """Who comes next. step: 0 for those to be taken down, 1 for those to be compared."""
    return [Mark(row.lead, row.version) for row in _NEXT.all(tx, step, most)]


def still(tx: Tx, marks: Iterable[Mark], step: int) -> list[Mark]:
    """Those that have not changed since they were read."""
    wanted = list(marks)
    found = {(row.lead, row.version) for row in _OF.all(tx, json_list([one.lead for one in wanted])) if row.taken == step}
    return [one for one in wanted if tuple(one) in found]


def waiting_among(tx: Tx, leads: Collection[str]) -> set[str]:
    """Those of them that will be compared later."""
    return {row.lead for row in _OF.all(tx, json_list(sorted(leads)))}


def left(tx: Tx) -> int:
    """How many changes are not compared yet."""
    return int(_LEFT.first(tx).count)


def seen(tx: Tx, leads: Iterable[str]) -> None:
    """Nothing is left to do about these."""
    _SEEN.many(tx, [(lead,) for lead in sorted(leads)])


# ── what is known of them ───────────────────────────────────────────────────────────────


def take_down(tx: Tx, cards: Sequence[Card], gone: Sequence[str]) -> None:
    """Writes these down in the place of what was there; of those who are gone nothing stays."""
    leads = [card.lead for card in cards]
    counts = _forget(tx, [*leads, *gone])
    counts.update(key for card in cards for key in card.counts)
    _CARD.many(tx, [(card.lead, card.told, json.dumps(card.counts)) for card in cards])
    _BLOCK.many(tx, sorted((key, card.name, card.lead) for card in cards for key in card.keys))
    _count(tx, counts)
    _GROW.run(tx, len(cards))
    _TAKEN.many(tx, [(lead,) for lead in leads])
    seen(tx, gone)


def forget(tx: Tx, leads: Collection[str]) -> int:
    """Nothing of these is compared any more. How many there were."""
    lock(tx)
    before = len(_COUNTED.all(tx, json_list(sorted(leads))))
    _count(tx, _forget(tx, leads))
    return before


def _forget(tx: Tx, leads: Collection[str]) -> Counter[int]:
    """The census without them, as what is to be added to it."""
    less: Counter[int] = Counter()
    old = _COUNTED.all(tx, json_list(sorted(leads)))
    for row in old:
        less.subtract(json.loads(row.counts))
    _DROP_BLOCKS.many(tx, [(row.lead,) for row in old])
    _DROP_CARD.many(tx, [(row.lead,) for row in old])
    if old:
        _GROW.run(tx, -len(old))
    return less


def _count(tx: Tx, counts: Mapping[int, int]) -> None:
    changed = sorted((key, count) for key, count in counts.items() if count)
    _COUNT.many(tx, changed)
    _NONE.many(tx, [(key,) for key, count in changed if count < 0])


def told_of(tx: Tx, leads: Collection[str]) -> dict[str, str]:
    """What is written down of these leads; who is unknown is missing."""
    return {row.lead: row.told for row in _CARDS.all(tx, json_list(sorted(leads)))}


def often(tx: Tx, keys: Collection[int]) -> dict[int, int]:
    """How many leads share each of these values."""
    return {key: row.count for key in sorted(keys) if (row := _OFTEN.first(tx, key)) is not None}


def beside(tx: Tx, key: int, card: tuple[str, str], large: int, near: int) -> set[str]:
    """Who is compared with a lead (its name, its id) by one block: all of it, or of a large one only so many on both sides by name."""
    found = _FIRST.all(tx, key, large + 1)
    if len(found) > large:
        found = [*_BEHIND.all(tx, key, *card, near), *_BEFORE.all(tx, key, *card, near)]
    return {row.lead for row in found} - {card[1]}
