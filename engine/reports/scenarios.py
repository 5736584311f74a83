"""Scenarios: who entered, who stands where, how runs ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select

from engine.store.hot import Tx
from engine.store.schema import runs

ENDS = ("goal", "finished", "left", "stopped", "removed", "holdout")


@dataclass(frozen=True, slots=True)
class Passage:
    """Runs of one scenario. ends: state -> how many ended so; standing: those under way."""

    scenario: str
    entered: int
    standing: int
    ends: dict[str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """How many runs stand at a step now."""

    scenario: str
    step: str
    standing: int


def passages(tx: Tx, scenarios: Sequence[str]) -> tuple[Passage, ...]:
    """One per scenario, in the program's order; scenarios no program names any more follow."""
    columns = [_count(runs.c.state == end).label(end) for end in ENDS]
    standing = _count(runs.c.state.not_in(ENDS)).label("standing")
    query = select(runs.c.scenario, func.count().label("entered"), standing, *columns).group_by(runs.c.scenario)
    found = {row["scenario"]: row for row in tx.execute(query).mappings()}
    nothing = dict.fromkeys(("entered", "standing", *ENDS), 0)
    return tuple(
        Passage(name, row["entered"], row["standing"], {end: row[end] for end in ENDS})
        for name in [*scenarios, *sorted(set(found) - set(scenarios))]
        for row in [found.get(name, nothing)]
    )


def places(tx: Tx, scenario: str = "") -> tuple[Place, ...]:
    """Where those who are under way stand; of all scenarios unless one is named."""
    query = select(runs.c.scenario, runs.c.step, func.count().label("standing")).where(runs.c.state.not_in(ENDS))
    if scenario:
        query = query.where(runs.c.scenario == scenario)
    query = query.group_by(runs.c.scenario, runs.c.step).order_by(runs.c.scenario, func.count().desc(), runs.c.step)
    return tuple(Place(row.scenario, row.step, row.standing) for row in tx.execute(query))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
