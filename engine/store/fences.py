"""The fence: the last look before a message leaves, and why it said no."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, literal, literal_column, not_, or_, select, update

from engine.domain.instants import Instant
from engine.store import holds
from engine.store.control import BY_ITSELF, GOES
from engine.store.hot import Hot, Tx, fencing, one_of
from engine.store.outbox import PERSONAL
from engine.store.schema import addresses, control, messages, runs, subjects
from engine.store.states import State
from engine.store.words import domain_at, number_at, text_at

VOIDING = ("left", "goal", "removed")
"""States of a run that take its waiting mails along. One that stops by its own word has sent them first."""

_m = messages.c
_now: ColumnElement[Any] = bindparam("now")


def _is_mine(now: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(_m.owner == bindparam("by"), _m.lease > now, _m.state == State.FROZEN)


def _is_voided() -> ColumnElement[bool]:
    ended = select(literal(1)).where(runs.c.lead == _m.lead, runs.c.run == _m.run, one_of(runs.c.state, VOIDING), _m.kind == PERSONAL)
    return exists(ended)


def _closing() -> Any:
    """Why nothing may go to the message's address or its domain. A mail one has asked for passes an unsubscription, never a bounce."""
    return (
        select(addresses.c.reason)
        .where(
            or_(addresses.c.address == _m.target, addresses.c.address == domain_at(_m.target)),
            or_(addresses.c.topic == "", addresses.c.topic == _m.topic),
            or_(_m.purpose == "marketing", addresses.c.reason != "unsubscribed"),
        )
        .limit(1)
    )


JUDGEMENTS = ("hold", "held", "account_hold")
"""Where a judgement stands in a lead's document: a person's, a scenario's, and one on its account."""


def _hold() -> Any:
    """Why the lead is held just now. A judgement holds all mails to the lead, and nothing that goes to colleagues."""
    document = subjects.c.document

    def lasts(hold: str) -> ColumnElement[bool]:
        until = number_at(document, f"{hold}.until")
        return and_(text_at(document, hold).is_not(None), or_(until.is_(None), until == literal_column("0"), until > _now))

    because = func.coalesce(*(text_at(document, f"{name}.because") for name in JUDGEMENTS), literal_column("''"))
    personal = _m.kind == literal_column(f"'{PERSONAL}'")
    return select(because).where(subjects.c.id == _m.lead, personal, or_(*(lasts(name) for name in JUDGEMENTS)))


def _may_leave() -> ColumnElement[bool]:
    """Where the engine has stopped by itself only marketing mails wait."""
    goes = or_(control.c.stopped == GOES, and_(control.c.stopped == BY_ITSELF, _m.purpose != literal_column("'marketing'")))
    return exists(select(literal(1)).select_from(control).where(control.c.mode == "live", goes))


def the_fence() -> Hot:
    """The one statement that lets a message leave; it must hit one row."""
    return Hot(
        update(messages)
        .where(
            _m.id == bindparam("key"),
            _is_mine(_now),
            _m.from_at <= _now,
            _m.until_at > _now,
            not_(_is_voided()),
            not_(exists(_closing())),
            not_(exists(_hold())),
            not_(holds.covering()),
            _may_leave(),
        )
        .values(state=State.FENCED.value, fenced_at=_now),
        *("now", "key", "by"),
    )


_FENCE = the_fence()
_WHY_NOT = Hot(
    select(
        _is_mine(_now).label("mine"),
        (_m.from_at > _now).label("early"),
        (_m.until_at <= _now).label("late"),
        _is_voided().label("voided"),
        _closing().scalar_subquery().label("closed"),
        _hold().scalar_subquery().label("held"),
        holds.because().label("kept"),
        _may_leave().label("open"),
    ).where(_m.id == bindparam("key")),
    *("now", "key", "by"),
)


_STAND_STILL = """
    WITH lead AS (
        SELECT subjects.id FROM subjects JOIN messages ON messages.lead = subjects.id WHERE messages.id = %s FOR SHARE OF subjects
    ), run AS (
        SELECT runs.run FROM runs JOIN messages ON messages.lead = runs.lead AND messages.run = runs.run
        WHERE messages.id = %s FOR SHARE OF runs
    )
    SELECT (SELECT count(*) FROM lead) + (SELECT count(*) FROM run)
"""


def stand_still(tx: Tx, id_: str) -> None:
    """A hold or the end of a run that a worker commits just now is waited for, and seen; one that comes later comes after the fence."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(_STAND_STILL, (id_, id_))


def fence(tx: Tx, id_: str, owner: str, now: Instant) -> bool:
    """The last look: still mine, its time, its run, its address, the switch. True: it may leave, and may have left."""
    fencing(tx)
    stand_still(tx, id_)
    return _FENCE.run(tx, now, id_, owner) == 1


class Refusal(NamedTuple):
    """Why the fence said no."""

    mine: bool
    early: bool
    late: bool
    voided: bool
    closed: str
    held: str | None
    """Why the lead is held; None where it is not."""
    open: bool
    kept: str | None = None
    """Why a person holds the message; None where nobody does."""


def why_not(tx: Tx, id_: str, owner: str, now: Instant) -> Refusal:
    """What stood in the way, in the same transaction as the fence that refused."""
    row = _WHY_NOT.first(tx, now, id_, owner)
    if row is None:
        return Refusal(mine=False, early=False, late=False, voided=False, closed="", held=None, open=False)
    return Refusal(
        mine=bool(row.mine),
        early=bool(row.early),
        late=bool(row.late),
        voided=bool(row.voided),
        closed=row.closed or "",
        held=row.held,
        open=bool(row.open),
        kept=row.kept,
    )
