"""What was told to those who run it: one row a cause, so that one of several workers tells it, and the others know."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, given
from engine.store.schema import alerts


class Told(NamedTuple):
    """at: when it was last told."""

    code: str
    at: Instant


_a = alerts.c
_new = insert(alerts).values(given("code", "at"))
_TAKE = Hot(
    _new.on_conflict_do_update(index_elements=[_a.code], set_={"at": _new.excluded["at"]}, where=_a.at <= bindparam("before")),
    *("code", "at", "before"),
)
_PUT_BACK = Hot(_new.on_conflict_do_update(index_elements=[_a.code], set_={"at": _new.excluded["at"]}), "code", "at")
_END = Hot(delete(alerts).where(_a.code == bindparam("of")), "of")
_UNDO = Hot(delete(alerts).where(_a.code == bindparam("of"), _a.at == bindparam("then")), "of", "then")
_ALL = Hot(select(_a.code, _a.at).order_by(_a.code))


def standing(tx: Tx) -> dict[str, Instant]:
    """When each was last told, of those that are not over."""
    return {row.code: int(row.at) for row in _ALL.all(tx)}


def take(tx: Tx, codes: Iterable[str], now: Instant, before: Instant) -> list[str]:
    """Of these causes those that are the caller's to tell: nobody has told them since `before`."""
    return [code for code in sorted(codes) if _TAKE.run(tx, code, now, before) == 1]


def end(tx: Tx, codes: Iterable[str]) -> list[str]:
    """Of these those whose end is the caller's to tell."""
    return [code for code in sorted(codes) if _END.run(tx, code) == 1]


def put_back(tx: Tx, before: Iterable[Told], codes: Iterable[str], now: Instant) -> None:
    """What the caller took and could not tell is anybody's again. before: as it stood."""
    for code in sorted(codes):
        _UNDO.run(tx, code, now)
    for one in sorted(before):
        _PUT_BACK.run(tx, *one)
