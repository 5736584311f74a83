"""The journey as a staircase: who stands on a stage, who passed it, who dropped out of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engine.store.hot import Tx
from engine.store.schema import stage_moves


@dataclass(frozen=True, slots=True)
class Stair:
    """Leads, each counted once per stage: reached = staying + passed + dropped."""

    stage: str
    reached: int
    staying: int
    passed: int
    dropped: int

    @property
    def through(self) -> float | None:
        """The share of those who reached it that went on; None where nobody reached it."""
        return self.passed / self.reached if self.reached else None


@dataclass(slots=True)
class Climb:
    """One lead's way: the stages it stood on, where it stands, whether it dropped out there."""

    seen: set[str]
    here: str = ""
    dropped: bool = False


def staircase(tx: Tx, stages: Sequence[str]) -> tuple[Stair, ...]:
    """One stair per stage, in the journey's order; stages no program names any more follow."""
    climbs = climbs_of(tx)
    others = sorted({stage for climb in climbs.values() for stage in climb.seen} - set(stages))
    return tuple(_stair(stage, list(climbs.values())) for stage in [*stages, *others])


def climbs_of(tx: Tx) -> dict[str, Climb]:
    """Lead -> its way, for all that ever stood on a stage."""
    climbs: dict[str, Climb] = defaultdict(lambda: Climb(set()))
    query = select(stage_moves.c.lead, stage_moves.c.before, stage_moves.c.after, stage_moves.c.dropped)
    for row in tx.execute(query.order_by(stage_moves.c.seq)):
        climb = climbs[row.lead]
        climb.here = (row.after or row.before) if row.dropped else row.after
        climb.dropped = bool(row.dropped)
        climb.seen |= {stage for stage in (row.before, climb.here) if stage}
    return climbs


def _stair(stage: str, climbs: Sequence[Climb]) -> Stair:
    reached = [climb for climb in climbs if stage in climb.seen]
    here = [climb for climb in reached if climb.here == stage]
    dropped = sum(1 for climb in here if climb.dropped)
    return Stair(stage, len(reached), len(here) - dropped, len(reached) - len(here), dropped)
