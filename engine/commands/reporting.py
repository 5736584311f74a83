"""`nurture report`: everything a report shows, read in one snapshot."""

from dataclasses import dataclass
from pathlib import Path

from engine.app import current_program, store_at
from engine.reports.experiments import SplitTest, split_tests
from engine.reports.health import Aside, Health, asides, count_of_reviews, health
from engine.reports.mails import Mails, mails
from engine.reports.scenarios import Passage, Place, passages, places
from engine.reports.staircase import Stair, staircase
from engine.reports.uplift import Uplift, uplifts
from engine.reports.waiting import HandoffTally, handoff_tallies
from engine.reports.webhooks import WebhookTally, webhook_tallies
from engine.rules.program import Program
from engine.store.hot import Tx


@dataclass(frozen=True, slots=True)
class Report:
    """labels: of scenarios, by name. scenario: "" for all of them. zone: of the program's calendar."""

    scenario: str
    labels: dict[str, str]
    stairs: tuple[Stair, ...]
    passages: tuple[Passage, ...]
    places: tuple[Place, ...]
    mails: Mails
    handoffs: tuple[HandoffTally, ...]
    webhooks: tuple[WebhookTally, ...]
    uplifts: tuple[Uplift, ...]
    tests: tuple[SplitTest, ...]
    asides: tuple[Aside, ...]
    reviews: int
    health: Health
    zone: str


def report(folder: Path, *, scenario: str = "") -> Report:
    """Of the workspace at or above a folder."""
    with store_at(folder) as (_, store), store.read() as tx:
        return report_of(tx, current_program(tx), scenario=scenario)


def report_of(tx: Tx, program: Program | None, *, scenario: str = "") -> Report:
    """Of any store: a workspace's, or a demo's."""
    stages = [stage.name for stage in program.journey.stages] if program else []
    scenarios = program.scenarios if program else {}
    runs = passages(tx, list(scenarios))
    return Report(
        scenario=scenario,
        labels={name: one.label for name, one in scenarios.items() if one.label},
        stairs=staircase(tx, stages),
        passages=tuple(one for one in runs if not scenario or one.scenario == scenario),
        places=places(tx, scenario),
        mails=mails(tx, scenario),
        handoffs=handoff_tallies(tx),
        webhooks=webhook_tallies(tx, scenario),
        uplifts=tuple(one for one in uplifts(tx, stages) if not scenario or one.scenario == scenario),
        tests=split_tests(tx, scenario),
        asides=asides(tx),
        reviews=count_of_reviews(tx),
        health=health(tx),
        zone=program.zone if program else "UTC",
    )
