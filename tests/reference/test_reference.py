"""The engine and a naive reading of the language agree on random programs and histories.

The short form plays a few hundred; `make reference` plays ten thousand.
"""

import os

from hypothesis import HealthCheck, given, settings

from engine.domain.instants import HOUR, from_iso
from engine.testing import Story
from tests.reference.naive import DAY, Program, World
from tests.reference.programs import DAYS, histories, programs, text_of

PLAYED = int(os.environ.get("NURTURE_TEST_PROGRAMS", "300"))
MIDNIGHT = "2026-11-02T00:00"


@given(programs(), histories)
@settings(max_examples=PLAYED, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_engine_does_what_a_naive_reader_expects(program: Program, history: list[tuple[int, str]]) -> None:
    world = World(program)
    world.play(history, DAYS * DAY)
    story = Story(text_of(program), start=MIDNIGHT)
    story.lead()
    start = from_iso(MIDNIGHT, story.zone)
    for hour, event in history:
        story.world.happen(event, "山田", {}, start + hour * HOUR)
    story.world.run_until(start + DAYS * DAY * HOUR)
    lead = story.world.leads["山田"]
    mails = [(mail.template, (mail.sent - start) // HOUR) for mail in story.world.mails]

    assert world.mails == mails
    assert (world.tags, world.score()) == (set(lead.facts.tags), story.points("s"))
    assert sorted(run.scenario.name for run in world.runs) == sorted(run.scenario for run in lead.runs)
