"""How much of what left came back: what the engine looks at to stop by itself."""

from typing import NamedTuple

from sqlalchemy import bindparam, case, distinct, func, literal_column, select

from engine.domain.events import Kind
from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, one_of
from engine.store.outbox import PERSONAL
from engine.store.schema import events, messages
from engine.store.words import text_at

DELIVERY = "delivery"
"""The source of what a server said at once, before the mail had left."""

_m, _e = messages.c, events.c
# The conditions of the indexes stand there as literals, or no database uses them.
_LEFT = Hot(
    select(func.count()).where(_m.fenced_at > literal_column("0"), _m.fenced_at >= bindparam("since"), _m.kind == PERSONAL),
    "since",
)
_mail = func.coalesce(text_at(_e.props, "message"), _e.source + "/" + _e.id)
_unfenced = case((_e.source == literal_column(f"'{DELIVERY}'"), literal_column("1")), else_=literal_column("0"))
_CAME_BACK = Hot(
    select(_e.type, func.count(distinct(_mail)), func.sum(_unfenced))
    .where(
        one_of(_e.type, (Kind.MAIL_BOUNCED, Kind.MAIL_COMPLAINED)),
        _e.received >= bindparam("since"),
        _e.live == literal_column("1"),
    )
    .group_by(_e.type),
    "since",
)


class Returns(NamedTuple):
    """mails: how many left, or were turned away for a dead address; bounces, complaints: how many of them, each mail once."""

    mails: int
    bounces: int
    complaints: int


def since(tx: Tx, moment: Instant) -> Returns:
    """What left and what came back from that moment on: one walk along each index."""
    left = int(_LEFT.first(tx, moment)[0])
    found = {row[0]: row for row in _CAME_BACK.all(tx, moment)}
    bounced, complained = found.get(Kind.MAIL_BOUNCED), found.get(Kind.MAIL_COMPLAINED)
    turned_away = int(bounced[2]) if bounced is not None else 0
    return Returns(left + turned_away, int(bounced[1]) if bounced is not None else 0, int(complained[1]) if complained is not None else 0)
