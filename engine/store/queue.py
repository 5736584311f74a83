"""Pairs that wait for a person's word, the likeliest first."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, or_, select, update

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx
from engine.store.people import OPEN
from engine.store.schema import reviews


class Waiting(NamedTuple):
    """because: what brought the pair up; score: hundredths of bits that speak for one person, 0 where nobody has weighed it yet."""

    one: str
    other: str
    because: str
    at: Instant
    score: int


_SCORE = Hot(
    update(reviews).where(reviews.c.one == bindparam("first"), reviews.c.other == bindparam("second")).values(score=bindparam("bits")),
    *("bits", "first", "second"),
)
_BEST = Hot(
    select(reviews.c.one, reviews.c.other, reviews.c.because, reviews.c.at, reviews.c.score)
    .where(reviews.c.state == OPEN)
    .order_by(reviews.c.score.desc(), reviews.c.at, reviews.c.one, reviews.c.other)
    .limit(bindparam("most")),
    "most",
)
_COUNT = Hot(select(func.count().label("count")).select_from(reviews).where(reviews.c.state == OPEN))


_BY = Hot(select(reviews.c.one, reviews.c.other).where(reviews.c.state == OPEN, reviews.c.because == bindparam("why")), "why")
_OPEN_OF = Hot(
    select(reviews.c.one, reviews.c.other).where(
        reviews.c.state == OPEN,
        reviews.c.because == bindparam("why"),
        or_(reviews.c.one == bindparam("first"), reviews.c.other == bindparam("second")),
    ),
    *("why", "first", "second"),
)
_UNLIKELIEST = Hot(
    select(reviews.c.one, reviews.c.other)
    .where(reviews.c.state == OPEN, reviews.c.because == bindparam("why"))
    .order_by(reviews.c.score, reviews.c.at.desc())
    .limit(bindparam("most")),
    *("why", "most"),
)
_FORGET = Hot(
    delete(reviews).where(reviews.c.one == bindparam("first"), reviews.c.other == bindparam("second"), reviews.c.state == OPEN),
    *("first", "second"),
)


def best(tx: Tx, most: int) -> Sequence[Waiting]:
    """The likeliest of those that nobody has decided on."""
    return [Waiting(row.one, row.other, row.because, row.at, row.score) for row in _BEST.all(tx, most)]


def count(tx: Tx) -> int:
    """How many wait."""
    return int(_COUNT.all(tx)[0].count)


def brought_by(tx: Tx, because: str) -> set[tuple[str, str]]:
    """The pairs that wait for that reason."""
    return {(row.one, row.other) for row in _BY.all(tx, because)}


def open_of(tx: Tx, lead: str, because: str) -> set[tuple[str, str]]:
    """The pairs of one lead that wait for that reason."""
    return {(row.one, row.other) for row in _OPEN_OF.all(tx, because, lead, lead)}


def trim(tx: Tx, because: str, most: int) -> int:
    """Where more than `most` wait, the least likely of that reason go. How many went."""
    over = count(tx) - most
    if over <= 0:
        return 0
    gone = {(row.one, row.other) for row in _UNLIKELIEST.all(tx, because, over)}
    forget(tx, gone)
    return len(gone)


def forget(tx: Tx, pairs: Iterable[tuple[str, str]]) -> None:
    """Nobody is asked about these any more; where they look alike again, somebody is."""
    _FORGET.many(tx, sorted(pairs))


def rate(tx: Tx, rows: Iterable[tuple[str, str, int]]) -> None:
    """(one, other, hundredths of bits), the smaller name first."""
    _SCORE.many(tx, [(bits, one, other) for one, other, bits in rows])
