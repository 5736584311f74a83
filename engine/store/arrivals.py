"""Arrivals: events that are on disk and answered for, before anybody has asked who it was. They are taken apart in order."""

from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, insert, literal_column, select, update

from engine.domain.instants import Instant
from engine.store.database import WORK_BELL, ring
from engine.store.hot import Hot, Tx, given
from engine.store.schema import arrivals


class Arrival(NamedTuple):
    """received: of its first event; each of the others came a microsecond after the one before. number: of events; text: they, as JSON.

    sender: whose messages they are, still as they came, and how these are read; "" for events that were read before.
    """

    received: Instant
    number: int
    text: str
    sender: str


class Depth(NamedTuple):
    """events: that wait to be taken apart; size: their bytes; oldest: receipt of the first of them; aside: that wait for a person."""

    events: int = 0
    size: int = 0
    oldest: Instant = 0
    aside: int = 0


_c = arrivals.c
_READY = _c.aside == literal_column("0")
_FIELDS = ("received", "count", "size", "events", "sender")
_ADD = Hot(insert(arrivals).values(given(*_FIELDS)), *_FIELDS)
_NEXT = Hot(select(_c.received, _c.count, _c.events, _c.sender).where(_READY).order_by(_c.received).limit(bindparam("limit")), "limit")
_REMOVE = Hot(delete(arrivals).where(_c.received == bindparam("key")), "key")
_ASIDE = Hot(update(arrivals).where(_c.received == bindparam("key")).values(given("aside")), "aside", "key")
_BACK = Hot(update(arrivals).where(_c.aside == literal_column("1")).values(given("aside")), "aside")
_OLDEST = Hot(select(_c.received).where(_READY).order_by(_c.received).limit(literal_column("1")))
_DEPTH = Hot(
    select(
        _c.aside,
        func.sum(_c.count).label("events"),
        func.sum(_c.size).label("size"),
        func.min(_c.received).label("oldest"),
    ).group_by(_c.aside)
)


def add(tx: Tx, received: Instant, count: int, events: str, sender: str = "") -> None:
    """From this commit on they count as received at that moment."""
    _ADD.run(tx, received, count, len(events), events, sender)
    ring(tx, WORK_BELL)


def following(tx: Tx, limit: int) -> list[Arrival]:
    """The next ones, the oldest first."""
    return [Arrival(*row) for row in _NEXT.all(tx, limit)]


def remove(tx: Tx, taken: list[Arrival]) -> None:
    """They are taken apart."""
    _REMOVE.many(tx, [(one.received,) for one in taken])


def oldest(tx: Tx) -> Instant:
    """Receipt of the first that waits, 0 where none does."""
    row = _OLDEST.first(tx)
    return int(row[0]) if row is not None else 0


def depth(tx: Tx) -> Depth:
    """How much waits."""
    rows: dict[int, Any] = {row.aside: row for row in _DEPTH.all(tx)}
    ready, aside = rows.get(0), rows.get(1)
    waiting = Depth() if ready is None else Depth(int(ready.events), int(ready.size), int(ready.oldest))
    return waiting._replace(aside=int(aside.events)) if aside is not None else waiting


def set_aside(tx: Tx, one: Arrival) -> None:
    """It waits for a person; the others go on."""
    _ASIDE.run(tx, 1, one.received)


def take_back(tx: Tx) -> int:
    """What was set aside is tried again; how many rows."""
    ring(tx, WORK_BELL)
    return _BACK.run(tx, 0)
