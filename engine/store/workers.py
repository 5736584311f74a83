"""Workers that share a database, and the claims of those whose session is gone.

A worker's place is a lock of its session, which the server ends with it. Claims bear the place of whoever made them. A claim that is
taken over too early loses nothing but work: the fence asks whose a message is, and whoever lost it sends nothing.
"""

from sqlalchemy import bindparam, delete, func, select, update

from engine.domain.instants import Instant
from engine.store.database import DELIVERY_BELL, ring
from engine.store.hot import Hot, Tx, one_of
from engine.store.listening import WORKER
from engine.store.schema import messages, workers
from engine.store.states import OPEN

_m = messages.c
_PLACES = Hot(select(workers.c.place).order_by(workers.c.place))
_FORGET = Hot(delete(workers).where(workers.c.place == bindparam("of")), "of")
_LET_GO = Hot(
    update(messages)
    .where(_m.next_at > bindparam("now"), func.substr(_m.owner, 1, bindparam("length")) == bindparam("by"), one_of(_m.state, OPEN))
    .values(owner="", lease=0, next_at=bindparam("at_once")),
    *("now", "length", "by", "at_once"),
)


def take_over(tx: Tx, now: Instant) -> int:
    """Lets go what workers had claimed whose session is gone; how many messages. What was fenced stays so."""
    count = 0
    for (place,) in _PLACES.all(tx):
        if _is_gone(tx, int(place)):
            count += _LET_GO.run(tx, now, len(place) + 1, f"{place}.", now)
            _FORGET.run(tx, place)
    if count:
        ring(tx, DELIVERY_BELL)
    return count


def _is_gone(tx: Tx, place: int) -> bool:
    """Nobody has its lock; until this transaction is over nobody will."""
    return bool(tx.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({WORKER}, {place})").scalar())
