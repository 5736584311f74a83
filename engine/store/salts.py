"""A salt for each day: what is marked under it can be told apart that day, and never be undone once the salt is gone."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from engine.domain.instants import DAY, Instant
from engine.store.hot import Hot, Tx, given
from engine.store.schema import salts

KEPT = 2 * DAY
"""Two, so that what comes around midnight is still known by the day it began."""

_THERE = Hot(insert(salts).values(given("day", "salt")).on_conflict_do_nothing(), "day", "salt")
_READ = Hot(select(salts.c.salt).where(salts.c.day == bindparam("of")), "of")
_FORGET = Hot(delete(salts).where(salts.c.day < bindparam("before")), "before")


def salt_of(tx: Tx, now: Instant, fresh: str) -> str:
    """The salt of the day; the first who asks makes it of what is fresh, and forgets the old ones."""
    day = now // DAY * DAY
    row = _READ.first(tx, day)
    if row is None:
        _FORGET.run(tx, day - KEPT + DAY)
        _THERE.run(tx, day, fresh)
        row = _READ.first(tx, day)
    return str(row[0]) if row is not None else fresh
