"""Pairs that wait for a person's word, the likeliest first."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

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


def best(tx: Tx, most: int) -> Sequence[Waiting]:
    """The likeliest of those that nobody has decided on."""
    return [Waiting(row.one, row.other, row.because, row.at, row.score) for row in _BEST.all(tx, most)]


def count(tx: Tx) -> int:
    """How many wait."""
    return int(_COUNT.all(tx)[0].count)


def rate(tx: Tx, rows: Iterable[tuple[str, str, int]]) -> None:
    """(one, other, hundredths of bits), the smaller name first."""
    _SCORE.many(tx, [(bits, one, other) for one, other, bits in rows])
