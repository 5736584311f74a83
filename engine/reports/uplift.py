"""Nurtured against not nurtured: what a holdout tells, with how sure it is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import func, select

from engine.domain.instants import Instant
from engine.reports.intervals import Interval, Share, difference, ratio
from engine.store.hot import Tx
from engine.store.schema import events, runs, stage_moves

Groups: TypeAlias = tuple[dict[str, Instant], dict[str, Instant]]
"""Nurtured and held out: each lead with the moment it first entered the scenario."""


@dataclass(frozen=True, slots=True)
class Uplift:
    """Leads that reached a stage, or did something, after they had entered a scenario. factor: None where the holdout has none."""

    scenario: str
    stage: str
    nurtured: Share
    holdout: Share
    difference: Interval
    factor: Interval | None


def uplifts(tx: Tx, stages: Sequence[str]) -> tuple[Uplift, ...]:
    """For every scenario with a holdout and every stage that anyone reached after entering it."""
    arrivals = _arrivals(tx)
    return tuple(
        _uplift(scenario, stage, members, arrivals)
        for scenario, members in sorted(groups(tx).items())
        for stage in stages
        if any(_came(arrivals, lead, stage, since) for group in members for lead, since in group.items())
    )


def uplifts_of_event(tx: Tx, event: str) -> tuple[Uplift, ...]:
    """For every scenario with a holdout: who did that after entering it, whether or not it moves a stage."""
    done = {(lead, event): at for lead, at in who_did(tx, event).items()}
    return tuple(_uplift(scenario, event, members, done) for scenario, members in sorted(groups(tx).items()))


def who_did(tx: Tx, event: str) -> dict[str, Instant]:
    """Lead -> the last time that happened to it."""
    query = select(events.c.subject, func.max(events.c.at).label("last")).where(events.c.type == event).group_by(events.c.subject)
    return {row.subject: row.last for row in tx.execute(query)}


def _uplift(
    scenario: str,
    stage: str,
    members: Groups,
    arrivals: dict[tuple[str, str], Instant],
) -> Uplift:
    nurtured, holdout = (Share(sum(_came(arrivals, lead, stage, since) for lead, since in group.items()), len(group)) for group in members)
    return Uplift(scenario, stage, nurtured, holdout, difference(nurtured, holdout), ratio(nurtured, holdout))


def groups(tx: Tx) -> dict[str, Groups]:
    """Scenario -> (nurtured, holdout), each lead with its first entry. A lead once held out stays in the holdout."""
    query = select(runs.c.scenario, runs.c.lead, runs.c.state, runs.c.entered_at).order_by(runs.c.entered_at)
    out: dict[str, dict[str, Instant]] = defaultdict(dict)
    all_: dict[str, dict[str, Instant]] = defaultdict(dict)
    for row in tx.execute(query):
        all_[row.scenario].setdefault(row.lead, row.entered_at)
        if row.state == "holdout":
            out[row.scenario].setdefault(row.lead, all_[row.scenario][row.lead])
    return {scenario: ({lead: at for lead, at in all_[scenario].items() if lead not in held}, held) for scenario, held in out.items()}


def _arrivals(tx: Tx) -> dict[tuple[str, str], Instant]:
    """(lead, stage) -> the last time it came there."""
    query = select(stage_moves.c.lead, stage_moves.c.after, stage_moves.c.moment)
    rows = tx.execute(query.where(stage_moves.c.dropped == 0).order_by(stage_moves.c.seq))
    return {(row.lead, row.after): row.moment for row in rows}


def _came(arrivals: dict[tuple[str, str], Instant], lead: str, stage: str, since: Instant) -> bool:
    return arrivals.get((lead, stage), since - 1) >= since
