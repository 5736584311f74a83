"""What came of a demo: the figures of its report, as plain data that two plays can be compared by."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.reports.mails import Mails, mails
from engine.reports.staircase import Stair, staircase
from engine.reports.uplift import Uplift, uplifts_of_event, who_did
from engine.reports.waiting import HandoffTally, handoff_tallies
from engine.rules.program import Program
from engine.store import subjects
from engine.store.hot import Tx


@dataclass(frozen=True, slots=True)
class Figures:
    """outcomes: event -> how many leads it happened to; groups: nurtured against held out, by the first of these events."""

    leads: int
    stairs: tuple[Stair, ...]
    mails: Mails
    handoffs: tuple[HandoffTally, ...]
    outcomes: dict[str, int]
    groups: tuple[Uplift, ...]

    def numbers(self) -> dict[str, float]:
        """Flat and in the order they are read in: `part/name/what` -> number. Shares are of 1."""
        tallies, found = self.mails.tallies, {"leads": float(self.leads)}
        for what in ("sent", "opened", "clicked", "skipped"):
            found[f"mails/{what}"] = float(sum(getattr(one, what) for one in tallies))
        found |= {f"stage/{stair.stage}": float(stair.reached) for stair in self.stairs}
        for team in sorted(self.handoffs, key=lambda one: one.team):
            found |= {f"handoff/{team.team}/{what}": float(getattr(team, what)) for what in ("raised", "accepted", "rejected", "overdue")}
        found |= {f"outcome/{event}": float(count) for event, count in self.outcomes.items()}
        for one in self.groups:
            found |= {f"group/{one.stage}/nurtured": one.nurtured.value, f"group/{one.stage}/holdout": one.holdout.value}
        return found


def figures_of(tx: Tx, program: Program, events: Sequence[str]) -> Figures:
    """Read in one snapshot. events: outcomes to count, the one that groups are compared by first."""
    return Figures(
        leads=subjects.count(tx),
        stairs=staircase(tx, [stage.name for stage in program.journey.stages]),
        mails=mails(tx),
        handoffs=handoff_tallies(tx),
        outcomes={event: len(who_did(tx, event)) for event in events},
        groups=uplifts_of_event(tx, events[0]),
    )
