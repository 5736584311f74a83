"""The outbox as people look at it: what waits, leaves, is in doubt or did not leave, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from engine.domain.instants import Instant
from engine.store import holds
from engine.store.holds import Scope
from engine.store.hot import Tx
from engine.store.schema import attempts, messages
from engine.store.states import OPEN, State

WAITING, HELD, LEAVING, DOUBTFUL, DEAD, SENT, SKIPPED, SHADOW = (
    "waiting", "held", "leaving", "doubtful", "dead", "sent", "skipped", "shadow",
)  # fmt: skip
STANDINGS = (WAITING, HELD, LEAVING, DOUBTFUL, DEAD, SENT, SKIPPED, SHADOW)
"""How people call what a message does."""
UNSETTLED = (WAITING, HELD, LEAVING, DOUBTFUL)

_m = messages.c
_is_held = and_(_m.state.in_(OPEN), holds.covering())
_is_dead = or_(_m.state == State.FAILED, and_(_m.state == State.SKIPPED, _m.reason.in_(("no-address", "too-late"))))
_CONDITIONS: dict[str, ColumnElement[bool]] = {
    WAITING: or_(and_(_m.state.in_(OPEN), ~holds.covering()), _m.state == State.RETURNED),
    HELD: or_(_is_held, _m.state == State.HELD),
    LEAVING: _m.state == State.FENCED,
    DOUBTFUL: _m.state == State.DOUBTFUL,
    DEAD: _is_dead,
    SENT: _m.state == State.SENT,
    SKIPPED: and_(_m.state == State.SKIPPED, ~_is_dead),
    SHADOW: _m.state == State.SHADOW,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which messages: "" stands for all. standings: any of them; domain: of the address; after: the id the last page ended with."""

    standings: tuple[str, ...] = ()
    scenario: str = ""
    template: str = ""
    lead: str = ""
    domain: str = ""
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A message. held: why a person holds it, None where nobody does. next_at: 0 where nothing looks at it again."""

    id: str
    lead: str
    kind: str
    state: str
    standing: str
    reason: str
    answer: str
    template: str
    target: str
    scenario: str
    step: str
    topic: str
    purpose: str
    from_at: Instant
    until_at: Instant
    next_at: Instant
    decided_at: Instant
    fenced_at: Instant
    settled_at: Instant
    attempts: int
    claims: int
    rule: str
    held: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one attempt. answer: the other side's words."""

    at: Instant
    number: int
    step: str
    reason: str
    answer: str


@dataclass(frozen=True, slots=True)
class Page:
    """more: there are others behind the last one."""

    items: tuple[Item, ...]
    more: bool
    counts: dict[str, int]


def page(tx: Tx, wanted: Wanted) -> Page:
    """The newest decided first."""
    query = _wanted(select(*messages.c, holds.because().label("because")), wanted)
    last = tx.execute(select(_m.decided_at, _m.id).where(_m.id == wanted.after)).first() if wanted.after else None
    if last is not None:
        query = query.where(or_(_m.decided_at < last.decided_at, and_(_m.decided_at == last.decided_at, _m.id < last.id)))
    rows = list(tx.execute(query.order_by(_m.decided_at.desc(), _m.id.desc()).limit(wanted.limit + 1)))
    return Page(tuple(_item(row) for row in rows[: wanted.limit]), len(rows) > wanted.limit, counts(tx))


def counts(tx: Tx) -> dict[str, int]:
    """How many messages stand how."""
    found: Counter[str] = Counter()
    for state, count in tx.execute(select(_m.state, func.count()).group_by(_m.state)):
        found[_STANDS[State(state)]] += count
    held = tx.execute(select(func.count()).select_from(messages).where(_is_held)).scalar_one() if holds.standing(tx) else 0
    dead = tx.execute(select(func.count()).select_from(messages).where(_m.state == State.SKIPPED, _is_dead)).scalar_one()
    found += Counter({HELD: held, DEAD: dead})
    found.subtract({WAITING: held, SKIPPED: dead})
    return {name: found[name] for name in STANDINGS if found[name]}


def find(tx: Tx, beginning: str) -> tuple[Item, ...]:
    """Those whose id begins so: a person types as little as is clear."""
    query = select(*messages.c, holds.because().label("because")).where(_m.id.startswith(beginning, autoescape=True))
    found = tuple(_item(row) for row in tx.execute(query.order_by(_m.id).limit(20)))
    return tuple(one for one in found if one.id == beginning) or found


def attempts_of(tx: Tx, id_: str) -> tuple[Attempt, ...]:
    """What came of each attempt that was no success at once, the oldest first."""
    query = select(attempts).where(attempts.c.message == id_).order_by(attempts.c.seq)
    return tuple(Attempt(row.at, row.number, row.step, row.reason, row.answer) for row in tx.execute(query))


_STANDS = {
    State.HELD: HELD,
    State.QUEUED: WAITING,
    State.CLAIMED: WAITING,
    State.FROZEN: WAITING,
    State.FENCED: LEAVING,
    State.SENT: SENT,
    State.FAILED: DEAD,
    State.DOUBTFUL: DOUBTFUL,
    State.RETURNED: WAITING,
    State.SKIPPED: SKIPPED,
    State.SHADOW: SHADOW,
}


def _wanted(query: Select[Any], wanted: Wanted) -> Select[Any]:
    conditions: Sequence[ColumnElement[bool]] = [_CONDITIONS[one] for one in wanted.standings]
    if conditions:
        query = query.where(or_(*conditions))
    for column, value in ((_m.scenario, wanted.scenario), (_m.template, wanted.template), (_m.lead, wanted.lead)):
        query = query.where(column == value) if value else query
    if wanted.domain:
        query = query.where(func.lower(_m.target).endswith(f"@{wanted.domain.lower()}", autoescape=True))
    return query


def _item(row: Any) -> Item:
    state = State(row.state)
    held = row.because if state in OPEN else None
    standing = HELD if held is not None else _STANDS[state]
    if state is State.SKIPPED and row.reason in ("no-address", "too-late"):
        standing = DEAD
    plain = {name: getattr(row, name) for name in Item.__dataclass_fields__ if name not in ("standing", "held", "next_at")}
    return Item(**plain, standing=standing, held=held, next_at=row.next_at or 0)


def count_open(tx: Tx, covers: Sequence[tuple[str, str]]) -> int:
    """How many messages that may still leave are covered by any of (scope, name)."""
    any_of = [
        func.lower(_m.target).endswith(f"@{name}", autoescape=True) if scope == Scope.DOMAIN else _OWN[Scope(scope)] == name
        for scope, name in covers
    ]
    waits = _m.state.in_((*OPEN, State.HELD, State.RETURNED))
    return int(tx.execute(select(func.count()).select_from(messages).where(waits, or_(*any_of))).scalar_one())


_OWN = {Scope.MESSAGE: _m.id, Scope.SCENARIO: _m.scenario, Scope.TEMPLATE: _m.template, Scope.LEAD: _m.lead}
