"""What waits for people: handoffs and tasks."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Row, func, select

from engine.domain.instants import Instant
from engine.store.hot import Tx
from engine.store.schema import handoffs, messages, tasks

OPEN = ("", "open", "raised", "shadow")
"""States in which somebody still has to do something."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """accept_by, closed_at: 0 where there is none. rule: `file:line` of the statement that asked for it."""

    id: str
    lead: str
    team: str
    member: str
    scenario: str
    step: str
    because: str
    reasons: tuple[str, ...]
    accept_by: Instant
    state: str
    reason: str
    raised_at: Instant
    closed_at: Instant
    rule: str


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    lead: str
    text: str
    team: str
    member: str
    scenario: str
    step: str
    due: Instant
    state: str
    outcome: str
    opened_at: Instant
    closed_at: Instant
    rule: str


def list_handoffs(tx: Tx, *, everything: bool, limit: int) -> tuple[Handoff, ...]:
    """The newest first; only the open ones unless `everything`."""
    query = select(handoffs).order_by(handoffs.c.raised_at.desc(), handoffs.c.id).limit(limit)
    if not everything:
        query = query.where(handoffs.c.state.in_(OPEN))
    return tuple(_handoff(row) for row in tx.execute(query))


def find_handoffs(tx: Tx, beginning: str) -> tuple[Handoff, ...]:
    """Those whose id begins so: a person types as little as is clear."""
    query = select(handoffs).where(handoffs.c.id.startswith(beginning, autoescape=True)).order_by(handoffs.c.id)
    found = tuple(_handoff(row) for row in tx.execute(query))
    return tuple(one for one in found if one.id == beginning) or found


def list_tasks(tx: Tx, *, everything: bool, limit: int) -> tuple[Task, ...]:
    """Those due first; only the open ones unless `everything`."""
    query = select(tasks).order_by(tasks.c.due, tasks.c.opened_at.desc(), tasks.c.id).limit(limit)
    if not everything:
        query = query.where(tasks.c.state.in_(OPEN))
    return tuple(_task(row) for row in tx.execute(query))


def find_tasks(tx: Tx, beginning: str) -> tuple[Task, ...]:
    """Those whose id begins so."""
    query = select(tasks).where(tasks.c.id.startswith(beginning, autoescape=True)).order_by(tasks.c.id)
    found = tuple(_task(row) for row in tx.execute(query))
    return tuple(one for one in found if one.id == beginning) or found


def count_of_open(tx: Tx) -> tuple[int, int]:
    """Open handoffs and open tasks."""
    counts = [
        int(tx.execute(select(func.count()).select_from(table).where(table.c.state.in_(OPEN))).scalar_one()) for table in (handoffs, tasks)
    ]
    return counts[0], counts[1]


def notices_of(tx: Tx, handoff: Handoff) -> Sequence[tuple[str, str, str]]:
    """(kind, to whom, state) of what was sent about a handoff."""
    query = select(messages.c.kind, messages.c.target, messages.c.state).where(
        messages.c.lead == handoff.lead, messages.c.key.contains(handoff.id, autoescape=True)
    )
    return [(row.kind, row.target, row.state) for row in tx.execute(query)]


def _handoff(row: Row[Any]) -> Handoff:
    return Handoff(
        id=row.id,
        lead=row.lead,
        team=row.team,
        member=row.member,
        scenario=row.scenario,
        step=row.step,
        because=row.because,
        reasons=tuple(msgspec.json.decode(row.reasons, type=list[str])),
        accept_by=row.accept_by,
        state=row.state,
        reason=row.reason,
        raised_at=row.raised_at,
        closed_at=row.closed_at,
        rule=row.rule,
    )


def _task(row: Row[Any]) -> Task:
    return Task(
        id=row.id,
        lead=row.lead,
        text=row.text,
        team=row.team,
        member=row.member,
        scenario=row.scenario,
        step=row.step,
        due=row.due,
        state=row.state,
        outcome=row.outcome,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        rule=row.rule,
    )


@dataclass(frozen=True, slots=True)
class HandoffTally:
    """Handoffs of one team by how they ended. reasons: of rejections, how many each."""

    team: str
    raised: int
    waiting: int
    accepted: int
    rejected: int
    overdue: int
    reasons: tuple[tuple[str, int], ...]


def handoff_tallies(tx: Tx) -> tuple[HandoffTally, ...]:
    """By team, the busiest first."""
    query = select(handoffs.c.team, handoffs.c.state, handoffs.c.reason, func.count())
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for team, state, reason, count in tx.execute(query.group_by(handoffs.c.team, handoffs.c.state, handoffs.c.reason)):
        counts[team]["waiting" if state in OPEN else state] += count
        if state == "rejected":
            reasons[team][reason] += count
    return tuple(
        HandoffTally(
            team=team,
            raised=found.total(),
            waiting=found["waiting"],
            accepted=found["accepted"],
            rejected=found["rejected"],
            overdue=found["overdue"],
            reasons=tuple(sorted(reasons[team].items(), key=lambda one: (-one[1], one[0]))),
        )
        for team, found in sorted(counts.items(), key=lambda one: (-one[1].total(), one[0]))
    )
