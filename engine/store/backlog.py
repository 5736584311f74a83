"""What a stop has dammed up: mails that wait, and how they leave evenly once it is undone."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update

from engine.domain.instants import HOUR, MINUTE, Instant
from engine.store.hot import Hot, Tx, Values, given, one_of
from engine.store.outbox import PERSONAL
from engine.store.schema import messages
from engine.store.states import OPEN

SOON = MINUTE
"""While all is stopped a mail is looked at again after half a minute; whatever is looked at by then has waited."""

_m = messages.c
_is_waiting = (_m.kind == PERSONAL, _m.owner == "", one_of(_m.state, OPEN))
_WAITING = Hot(
    select(_m.id, _m.until_at)
    .where(*_is_waiting, _m.next_at <= bindparam("until"), _m.from_at <= bindparam("now"))
    .order_by(_m.next_at, _m.id),
    *("until", "now"),
)
_MOVE = Hot(update(messages).where(_m.id == bindparam("key"), *_is_waiting).values(given("next_at")), "next_at", "key")


def waiting(tx: Tx, now: Instant) -> list[tuple[str, Instant]]:
    """(id, until) of each mail to a lead that could leave now, those who wait longest first."""
    return [(row.id, row.until_at) for row in _WAITING.all(tx, now + SOON, now)]


def evenly(found: Sequence[tuple[str, Instant]], now: Instant, per_hour: int) -> list[Values]:
    """(next_at, id): so many an hour. One whose time is over before its turn is looked at then, and judged anew."""
    return [(min(now + number * HOUR // per_hour, until), id_) for number, (id_, until) in enumerate(found)]


def move(tx: Tx, rows: Sequence[Values]) -> None:
    """(next_at, id): when delivery looks at each; one that is on its way just now stays as it is."""
    _MOVE.many(tx, rows)
