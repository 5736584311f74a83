"""How far an import has come that is not at its end: in the transaction that took its rows, so that a killed one counts nothing twice."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, given
from engine.store.schema import imports


class Mark(NamedTuple):
    """rows: so many of the file are taken; the others as in the report of an import."""

    rows: int = 0
    taken: int = 0
    again: int = 0
    erased: int = 0
    new: int = 0


_COLUMNS = ("id", "at", *Mark._fields)
_c = imports.c
_READ = Hot(select(_c.rows, _c.taken, _c.again, _c.erased, _c.new).where(_c.id == bindparam("of")), "of")
_SET = Hot(
    insert(imports)
    .values(given(*_COLUMNS))
    .on_conflict_do_update(index_elements=["id"], set_={name: bindparam(name) for name in _COLUMNS if name != "id"}),
    *_COLUMNS,
)
_END = Hot(delete(imports).where(_c.id == bindparam("of")), "of")


def mark_of(tx: Tx, id_: str) -> Mark:
    """Nothing is taken where nobody began. id_: a digest of the file, and of how it is read."""
    row = _READ.first(tx, id_)
    return Mark(*row) if row else Mark()


def mark(tx: Tx, id_: str, at: Instant, reached: Mark) -> None:
    """So far it has come."""
    _SET.run(tx, id_, at, *reached)


def end(tx: Tx, id_: str) -> None:
    """It is at its end: the same file again begins anew."""
    _END.run(tx, id_)
