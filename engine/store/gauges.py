"""What a monitor wants to see of the database: how much waits, and how old the oldest of it is."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from engine.domain.instants import SECOND, Instant
from engine.store import arrivals, tidying
from engine.store.arrivals import Depth
from engine.store.control import Control
from engine.store.control import read as read_control
from engine.store.hot import Tx
from engine.store.schema import events, inbox, messages, stumbles, subjects
from engine.store.states import OPEN, State
from engine.store.tidying import Standing

WAITING = (*OPEN, State.HELD, State.RETURNED, State.FENCED, State.DOUBTFUL)
"""States that ask for something to happen still."""


@dataclass(frozen=True, slots=True)
class Gauges:
    """Ages and lags in seconds, 0 where nothing waits. outbox: (kind, state) -> how many, of those that wait.

    skew: by how much this machine's clock is ahead of the database's; 0 where both are one.

    tidied: the newest run of what keeps the horizon; tidied_age: since it began.
    """

    control: Control
    revision: str
    arrived: Depth
    arrived_age: float
    queue: int
    queue_age: float
    due_lag: float
    outbox: dict[tuple[str, str], int]
    outbox_age: float
    aside: int
    skew: float
    tidied: Standing
    tidied_age: float


def gauges(tx: Tx, now: Instant) -> Gauges:
    """Read in one snapshot; now: by this machine's clock."""
    there, arrived, tidied = _clock(tx, now), arrivals.depth(tx), tidying.read(tx)
    return Gauges(
        control=read_control(tx),
        revision=revision(tx),
        arrived=arrived,
        arrived_age=max(0.0, (there - arrived.oldest) / SECOND) if arrived.oldest else 0.0,
        queue=int(tx.execute(select(func.count()).select_from(inbox).where(inbox.c.aside == 0)).scalar_one()),
        queue_age=_age(tx, _oldest_event(), there),
        due_lag=_age(tx, select(func.min(subjects.c.due)).where(subjects.c.due.is_not(None)), there),
        outbox={(str(kind), str(state)): int(count) for kind, state, count in tx.execute(_COUNTS)},
        outbox_age=_age(tx, select(func.min(messages.c.from_at)).where(messages.c.state.in_(OPEN), messages.c.next_at.is_not(None)), there),
        aside=int(tx.execute(select(func.count()).select_from(stumbles).where(stumbles.c.aside == 1)).scalar_one()),
        skew=(now - there) / SECOND,
        tidied=tidied,
        tidied_age=max(0.0, (there - tidied.began) / SECOND) if tidied.began else 0.0,
    )


def revision(tx: Tx) -> str:
    """Of the tables."""
    return str(tx.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


_COUNTS = (
    select(messages.c.kind, messages.c.state, func.count())
    .where(messages.c.state.in_(WAITING))
    .group_by(messages.c.kind, messages.c.state)
)


def _oldest_event() -> Select[Any]:
    """The ledger numbers events as they come: the lowest number in the inbox has waited longest."""
    first = select(func.min(inbox.c.seq)).where(inbox.c.aside == 0).scalar_subquery()
    return select(events.c.received).where(events.c.seq == first)


def _age(tx: Tx, oldest: Select[Any], now: Instant) -> float:
    since = tx.execute(oldest).scalar()
    return max(0.0, (now - int(since)) / SECOND) if since else 0.0


def _clock(tx: Tx, now: Instant) -> Instant:
    """The database's own; a file has none."""
    if tx.dialect.name != "postgresql":
        return now
    return int(tx.exec_driver_sql("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint").scalar_one())
