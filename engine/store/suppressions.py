"""The list of suppressed addresses as people keep it: who closed what and why, and what was opened again."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Text, bindparam, delete, insert, literal_column, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.domain.addresses import address_key, domain_of
from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, forbidding, given
from engine.store.noted import Wish, note
from engine.store.schema import addresses, suppression_moves
from engine.store.words import among

LISTED = "listed"
"""The reason of an address that was put on the list by hand."""


class Closing(NamedTuple):
    """An address, or with `@` before it a whole domain. topic: "" for everything; because, who: of a person who closed it by hand."""

    address: str
    topic: str
    reason: str
    at: Instant
    because: str = ""
    who: str = ""


class Move(NamedTuple):
    """act: closed or opened, by hand."""

    address: str
    topic: str
    act: str
    reason: str
    because: str
    who: str
    at: Instant


_a = addresses.c
_COLUMNS = [_a[name] for name in Closing._fields]
_CLOSE = Hot(upsert(addresses).values(given(*Closing._fields)).on_conflict_do_nothing(), *Closing._fields)
_OPEN = Hot(delete(addresses).where(_a.address == bindparam("of"), _a.topic == bindparam("about")), "of", "about")
_MOVE = Hot(insert(suppression_moves).values(given(*Move._fields)), *Move._fields)
_MOVES = Hot(
    select(*(suppression_moves.c[name] for name in Move._fields))
    .where(or_(suppression_moves.c.address == bindparam("of"), suppression_moves.c.address == bindparam("domain")))
    .order_by(suppression_moves.c.seq),
    *("of", "domain"),
)
_OF = Hot(
    select(*_COLUMNS).where(or_(_a.address == bindparam("of"), _a.address == bindparam("domain"))).order_by(_a.topic, _a.address.desc()),
    *("of", "domain"),
)
_PAGE = Hot(
    select(*_COLUMNS)
    .where(
        or_(_a.address > bindparam("after"), (_a.address == bindparam("same")) & (_a.topic > bindparam("topic"))),
        or_(bindparam("any", type_=Text) == literal_column("''"), among(_a.reason, "reasons")),
    )
    .order_by(_a.address, _a.topic)
    .limit(bindparam("limit")),
    *("after", "same", "topic", "any", "reasons", "limit"),
)


def close(tx: Tx, one: Closing) -> bool:
    """Puts it on the list and writes that down; False where it stands there already, and the first reason stays."""
    forbidding(tx)
    one = one._replace(address=address_key(one.address))
    if _CLOSE.run(tx, *one) != 1:
        return False
    note(tx, [Wish(one.address, one.topic, one.reason, one.at)])
    _MOVE.run(tx, one.address, one.topic, "closed", one.reason, one.because, one.who, one.at)
    return True


def reopen(tx: Tx, one: Closing) -> bool:
    """Takes it off the list and writes that down. one: as it stands there, but with who opens it, why and when."""
    forbidding(tx)
    if _OPEN.run(tx, one.address, one.topic) != 1:
        return False
    note(tx, [Wish(one.address, one.topic, "", one.at)])
    _MOVE.run(tx, one.address, one.topic, "opened", one.reason, one.because, one.who, one.at)
    return True


def note_opened(tx: Tx, one: Closing) -> None:
    """Writes down that it was opened by hand, where the list itself did not hold it."""
    _MOVE.run(tx, one.address, one.topic, "opened", one.reason, one.because, one.who, one.at)


def of_address(tx: Tx, address: str) -> list[Closing]:
    """What closes the address: its own, and what closes its whole domain."""
    return [Closing(*row) for row in _OF.all(tx, address_key(address), domain_of(address))]


def moves_of(tx: Tx, address: str) -> list[Move]:
    """What was done by hand about the address and its domain, in order."""
    return [Move(*row) for row in _MOVES.all(tx, address_key(address), domain_of(address))]


def page(tx: Tx, after: Closing | None, reasons: str, limit: int) -> Sequence[Closing]:
    """The list by address, from behind `after` on. reasons: a JSON list, "" for all."""
    address, topic = (after.address, after.topic) if after else ("", "")
    return [Closing(*row) for row in _PAGE.all(tx, address, address, topic, reasons, reasons or "[]", limit)]
