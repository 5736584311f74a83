"""How fast domains are mailed, and how much of a day's share is used: one row each, which whoever sends locks for a moment.

So a pace holds over all workers. A batch costs one read and one write for each domain that has a pace, none where nothing has one.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, given
from engine.store.schema import paces

ALL = ""
"""The row of the warm-up, which counts all mails."""

_p = paces.c


class PaceRow(NamedTuple):
    """name: a domain, or ALL. next_free, promised: when the next may leave, and up to when others wait. taken: of that day's share."""

    name: str
    next_free: Instant
    promised: Instant
    day: str
    taken: int


_THERE = Hot(insert(paces).values(given("name")).on_conflict_do_nothing(), "name")
_LOCK = Hot(
    select(_p.name, _p.next_free, _p.promised, _p.day, _p.taken).where(_p.name == bindparam("called")).with_for_update(),
    "called",
)
_WRITE = Hot(
    update(paces).where(_p.name == bindparam("called")).values(given("next_free", "promised", "day", "taken")),
    *("next_free", "promised", "day", "taken", "called"),
)


def lock(tx: Tx, names: Iterable[str]) -> dict[str, PaceRow]:
    """These rows, for this transaction alone; always in the same order, so that no two wait for each other."""
    wanted = sorted(set(names))
    _THERE.many(tx, [(name,) for name in wanted])
    return {name: PaceRow(*_LOCK.first(tx, name)) for name in wanted}


def write(tx: Tx, rows: Sequence[PaceRow]) -> None:
    """What they stand at now."""
    _WRITE.many(tx, [(row.next_free, row.promised, row.day, row.taken, row.name) for row in rows])
