"""Holds that people lay on messages: on one, or on all of a scenario, a template, a lead or a domain. The fence asks for them."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, exists, func, literal, literal_column, not_, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.domain.instants import Instant
from engine.store.database import DELIVERY_BELL, ring
from engine.store.hot import Hot, Tx, forbidding, given, one_of
from engine.store.inbox import json_list
from engine.store.schema import holds, messages
from engine.store.states import OPEN
from engine.store.words import among

HELD = "hold: "
"""How the reason of a message begins that waits for the end of a hold."""

STUCK = "no-progress"
"""Why the engine itself holds a message."""


class Scope(StrEnum):
    MESSAGE = "message"
    SCENARIO = "scenario"
    TEMPLATE = "template"
    LEAD = "lead"
    DOMAIN = "domain"


class HoldRow(NamedTuple):
    """by: `person` or `engine`."""

    scope: str
    name: str
    because: str
    by: str
    at: Instant


_m, _h = messages.c, holds.c
_OWN = {Scope.MESSAGE: _m.id, Scope.SCENARIO: _m.scenario, Scope.TEMPLATE: _m.template, Scope.LEAD: _m.lead}


def _of(scope: Scope) -> ColumnElement[bool]:
    return _h.scope == literal_column(f"'{scope}'")


def _covers(scope: Scope) -> ColumnElement[bool]:
    """A hold of that scope covers the message. A domain is the end of its address, in any case."""
    if scope is Scope.DOMAIN:
        ending = func.lower(func.substr(_m.target, func.length(_m.target) - func.length(_h.name)))
        return _of(scope) & (ending == "@" + _h.name)
    return _of(scope) & (_h.name == _OWN[scope])


def covering() -> ColumnElement[bool]:
    """Some hold covers the message: a few looks by key, and one along the domains that are held."""
    return or_(*(exists(select(literal(1)).where(_covers(scope)).correlate(messages)) for scope in Scope))


def because() -> Any:
    """Why the message is held, in one column; nothing where it is not."""
    reasons = [select(_h.because).where(_covers(scope)).limit(1).correlate(messages).scalar_subquery() for scope in Scope]
    return func.coalesce(*reasons)


_LAY = Hot(
    upsert(holds)
    .values(given("scope", "name", "because", "by", "at"))
    .on_conflict_do_update(index_elements=["scope", "name"], set_={"because": bindparam("because"), "at": bindparam("at")}),
    *("scope", "name", "because", "by", "at"),
)
_LIFT = Hot(delete(holds).where(_h.scope == bindparam("of"), _h.name == bindparam("called")), "of", "called")
_ALL = Hot(select(_h.scope, _h.name, _h.because, _h.by, _h.at).order_by(_h.at.desc(), _h.scope, _h.name))
_HELD = Hot(select(_m.id, because().label("because")).where(among(_m.id, "ids"), covering()), "ids")
_free = (
    select(_m.id)
    .where(_m.next_at.is_not(None), one_of(_m.state, OPEN), _m.owner == "", func.substr(_m.reason, 1, len(HELD)) == HELD, not_(covering()))
    .limit(bindparam("most"))
)
_WAKE = Hot(
    update(messages).where(_m.id.in_(_free)).values(next_at=bindparam("now"), reason="", claims=0),
    *("now", "most"),
)


def lay(tx: Tx, rows: Sequence[HoldRow]) -> None:
    """From this commit on nothing they cover passes the fence. A hold that is there already gets the new reason."""
    forbidding(tx)
    _LAY.many(tx, rows)


def lift(tx: Tx, rows: Iterable[tuple[str, str]]) -> int:
    """(scope, name): ends these holds; how many there were. Who waited for one is woken by `wake`."""
    return _LIFT.many(tx, list(rows))


def wake(tx: Tx, now: Instant, most: int) -> int:
    """Messages that no hold covers any more are looked at now; how many, `most` at once."""
    count = _WAKE.run(tx, now, most)
    if count:
        ring(tx, DELIVERY_BELL)
    return count


def standing(tx: Tx) -> list[HoldRow]:
    """Every hold, the newest first."""
    return [HoldRow(*row) for row in _ALL.all(tx)]


def reasons(tx: Tx, ids: Iterable[str]) -> dict[str, str]:
    """Of these messages those that are held: id -> why."""
    return {row.id: row.because for row in _HELD.all(tx, json_list(sorted(ids)))}
