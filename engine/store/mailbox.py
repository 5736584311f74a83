"""How far a mailbox has been read, by the server's own numbers, and the soft bounces of an address that are still counted."""

from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, given
from engine.store.schema import bounces, mailbox


class Position(NamedTuple):
    """validity: of the folder's numbers; uid: the last one read; unmarked: read, and perhaps not marked yet on the server."""

    validity: int = 0
    uid: int = 0
    unmarked: tuple[int, ...] = ()


_m = mailbox.c
_READ = Hot(select(_m.validity, _m.uid, _m.unmarked).where(_m.name == bindparam("of")), "of")
_BEGIN = Hot(insert(mailbox).values(given("name")).on_conflict_do_nothing(), "name")
_MOVE = Hot(
    update(mailbox)
    .where(_m.name == bindparam("of"), _m.validity == bindparam("valid"), _m.uid == bindparam("last"))
    .values(given("validity", "uid", "unmarked")),
    *("validity", "uid", "unmarked", "of", "valid", "last"),
)
_MARKED = Hot(update(mailbox).where(_m.name == bindparam("of"), _m.uid == bindparam("last")).values(unmarked="[]"), "of", "last")
_BOUNCE = Hot(insert(bounces).values(given("address", "message", "at")).on_conflict_do_nothing(), "address", "message", "at")
_BOUNCES = Hot(select(bounces.c.message, bounces.c.at).where(bounces.c.address == bindparam("of")), "of")
_FORGET = Hot(delete(bounces).where(bounces.c.address == bindparam("of")), "of")


def position(tx: Tx, name: str) -> Position:
    """How far the folder has been read; from its beginning on for a new one."""
    row = _READ.first(tx, name)
    return Position() if row is None else Position(int(row.validity), int(row.uid), tuple(msgspec.json.decode(row.unmarked)))


def advance(tx: Tx, name: str, before: Position, after: Position) -> bool:
    """Goes on from where one stood; False where another has read meanwhile, and then nothing of it counts."""
    _BEGIN.run(tx, name)
    unmarked = msgspec.json.encode(after.unmarked).decode()
    return _MOVE.run(tx, after.validity, after.uid, unmarked, name, before.validity, before.uid) == 1


def marked(tx: Tx, name: str, now: Position) -> None:
    """The server shows what was read, unless more has been read since."""
    _MARKED.run(tx, name, now.uid)


def bounced_softly(tx: Tx, address: str, message: str, at: Instant) -> dict[str, Instant]:
    """Counts the bounce, each mail once; all that are counted of the address, by message."""
    _BOUNCE.run(tx, address, message, at)
    return {row.message: int(row.at) for row in _BOUNCES.all(tx, address)}


def forget_bounces(tx: Tx, address: str) -> None:
    """They have led to what they lead to."""
    _FORGET.run(tx, address)
