"""The partitions, and who has them: a worker locks some rows for as long as its transaction lasts, and passes over those of others.

Only where several workers share a database; it is asked nowhere else.
"""

from collections.abc import Iterable

from sqlalchemy import ARRAY, ColumnElement, Integer, any_, bindparam, cast, exists, literal_column, or_, select

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx
from engine.store.inbox import READY
from engine.store.schema import PARTS, inbox, part_of, parts, subjects

AT_ONCE = 16
"""Partitions a worker takes together: few enough that others find some, enough that a small batch pays."""

_one: ColumnElement[int] = literal_column("1")
_is_past = subjects.c.due < bindparam("until")
_SOMETHING = Hot(
    select(_one).where(or_(exists(select(_one).where(inbox.c.aside == READY)), exists(select(_one).where(_is_past)))),
    "until",
)
_TAKE = Hot(
    select(parts.c.part)
    .where(
        or_(
            exists(select(_one).where(inbox.c.part == parts.c.part, inbox.c.aside == READY)),
            exists(select(_one).where(subjects.c.part == parts.c.part, _is_past)),
        )
    )
    .order_by((parts.c.part - cast(bindparam("start"), Integer) + literal_column(str(PARTS))) % literal_column(str(PARTS)))
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True),
    *("until", "start", "limit"),
)
_wanted = select(parts.c.part).where(parts.c.part == any_(cast(bindparam("wanted"), ARRAY(Integer)))).order_by(parts.c.part)
_AWAIT = Hot(_wanted.with_for_update(), "wanted")
_TAKE_THESE = Hot(_wanted.with_for_update(skip_locked=True), "wanted")


def take(tx: Tx, until: Instant, start: int) -> tuple[int, ...]:
    """Some partitions in which something waits, or is due before `until`, and which nobody else has; beginning at number `start`.

    Where nothing waits at all it reads one row.
    """
    if _SOMETHING.first(tx, until) is None:
        return ()
    return tuple(row.part for row in _TAKE.all(tx, until, start, AT_ONCE))


def take_of(tx: Tx, ids: Iterable[str]) -> tuple[int, ...]:
    """Those of these subjects that nobody else has."""
    return tuple(row.part for row in _TAKE_THESE.all(tx, _parts_of(ids)))


def await_of(tx: Tx, ids: Iterable[str]) -> tuple[int, ...]:
    """All of those, in ascending order, once the others have given them back."""
    return tuple(row.part for row in _AWAIT.all(tx, _parts_of(ids)))


def _parts_of(ids: Iterable[str]) -> list[int]:
    return sorted({part_of(id_) for id_ in ids})
