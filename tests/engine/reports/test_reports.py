"""Reports on a small history that was played through the real engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from engine.clock import FrozenClock, LoadedDice
from engine.domain.instants import DAY, HOUR, from_iso
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.reports.health import has_log_bug, health
from engine.reports.leads import listed, one
from engine.reports.mails import mails
from engine.reports.scenarios import passages, places
from engine.reports.staircase import staircase
from engine.reports.story import chapters, messages
from engine.reports.uplift import uplifts
from engine.reports.waiting import find_handoffs, handoff_tallies, list_handoffs
from engine.store import control
from engine.store.database import Store, open_store
from engine.store.programs import Source, Stored, Template
from engine.store.writer import Priority
from engine.work.batch import Work, work_until_idle
from engine.work.deployments import compile_stored, deploy
from engine.work.programs import Programs
from tests.databases import fresh

START = from_iso("2026-11-02T09:00:00+00:00")
TEXT = """\
event download {
  asset: text
}
event won
score interest {
  on download give +20 points
  level warm at 40
}
team sales "Sales" {
  notify "mailto:sales@kumo.example"
  reject reasons ["too early"]
}
journey {
  stage known
  stage keen when score interest >= 20
  stage buyer on won
}
scenario measure {
  enter on download
  split test {
    50% nurtured {
      send hello
    }
    50% holdout
  }
  wait 1 day
}
scenario hand-over {
  enter when level interest is warm
  handoff to sales because "two downloads"
}
"""


class Played:
    """A store and what happens in it."""

    def __init__(self, folder: Path) -> None:
        self.clock = FrozenClock(START)
        self.store: Store = open_store(fresh(folder), self.clock, LoadedDice("reports"))
        bare = Stored(
            hash="",
            sources=[Source("all.nurture", TEXT)],
            settings={"zone": "UTC"},
            templates=[Template("hello", "d", "---\nsubject: hello\n---\nHi", ".md", "en")],
        )
        self.program = compile_stored(bare)
        deploy(self.store, structs.replace(bare, hash=self.program.hash))
        self.store.write(Priority.WORK, control.go_live)
        self.work = Work(self.store, Programs(compile_stored))
        self.count = 0

    def happens(self, lead: str, kind: str, **props: object) -> None:
        self.count += 1
        put(self.store, [Incoming(source="t", id=str(self.count), type=kind, lead=lead, props=props)])
        work_until_idle(self.work)

    def passes(self, time: int) -> None:
        self.clock.advance(time)
        work_until_idle(self.work)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Twelve leads of whom some read, some buy, and half are held out."""
    world = Played(tmp_path_factory.mktemp("reports"))
    for number in range(12):
        lead = f"lead{number:02}"
        world.happens(lead, "lead.changed", email=f"{lead}@x.example", name=f"Lead {number}")
        if number < 10:
            world.happens(lead, "download", asset="guide")
        if number < 3:
            world.happens(lead, "download", asset="guide")
        if number < 2:
            world.happens(lead, "won")
    world.happens("lead00", "handoff.accepted", id=_handoff(world, "lead00"), team="sales")
    world.happens("lead01", "handoff.rejected", id=_handoff(world, "lead01"), team="sales", reason="too early")
    world.passes(HOUR)
    yield world
    world.store.close()


def _handoff(world: Played, lead: str) -> str:
    with world.store.read() as tx:
        return next(found.id for found in list_handoffs(tx, everything=True, limit=50) if found.lead == lead)


def test_the_staircase_counts_each_lead_once_a_stage(played: Played) -> None:
    with played.store.read() as tx:
        stairs = staircase(tx, ["known", "keen", "buyer"])

    assert [("known", 12, 2, 10), ("keen", 10, 8, 2), ("buyer", 2, 2, 0)] == [
        (stair.stage, stair.reached, stair.staying, stair.passed) for stair in stairs
    ]
    assert all(stair.reached == stair.staying + stair.passed + stair.dropped for stair in stairs)


def test_a_scenario_says_how_its_runs_ended(played: Played) -> None:
    with played.store.read() as tx:
        measure, hand_over = passages(tx, ["measure", "hand-over"])
        standing = places(tx)

    assert 10 == measure.entered == measure.standing + measure.ends["holdout"]
    assert measure.standing == sum(place.standing for place in standing if place.scenario == "measure")
    assert (3, 3) == (hand_over.entered, hand_over.ends["finished"])


def test_nurtured_stands_against_the_holdout(played: Played) -> None:
    with played.store.read() as tx:
        found = uplifts(tx, ["known", "keen", "buyer"])
        measure = passages(tx, ["measure"])[0]

    assert {"measure"} == {one.scenario for one in found}
    assert "keen" in {one.stage for one in found}
    keen = next(one for one in found if one.stage == "keen")
    assert (measure.ends["holdout"], 10) == (keen.holdout.total, keen.holdout.total + keen.nurtured.total)
    assert keen.difference.low <= keen.difference.value <= keen.difference.high


def test_handoffs_are_counted_with_their_reasons(played: Played) -> None:
    with played.store.read() as tx:
        tally = handoff_tallies(tx)[0]
        waiting = list_handoffs(tx, everything=False, limit=10)
        same = find_handoffs(tx, waiting[0].id[:6])

    assert (3, 1, 1, 1) == (tally.raised, tally.waiting, tally.accepted, tally.rejected)
    assert (("too early", 1),) == tally.reasons
    assert ["lead02"] == [one.lead for one in waiting]
    assert waiting == same


def test_mails_are_counted_and_a_reaction_once_a_mail(played: Played) -> None:
    with played.store.read() as tx:
        key = next(one.key for lead in range(10) for one in messages(tx, [f"lead{lead:02}"]) if one.kind == "mail")
        reader = next(f"lead{lead:02}" for lead in range(10) if any(m.kind == "mail" for m in messages(tx, [f"lead{lead:02}"])))
    for _ in range(3):
        played.happens(reader, "mail.opened", template="hello", scenario="measure", key=key)
    with played.store.read() as tx:
        tally = mails(tx).tallies[0]

    assert ("measure", "hello", 1) == (tally.scenario, tally.template, tally.opened)
    assert tally.decided == tally.waiting > 0


def test_a_story_tells_what_came_and_which_rule_spoke(played: Played) -> None:
    with played.store.read() as tx:
        story = chapters(tx, ["lead02"])

    assert ["lead.changed", "download", "download"] == [one.event.type for one in story if one.event is not None][:3]
    assert "all.nurture:6" in {line.rule for one in story for line in one.lines if line.what == "points"}
    assert "all.nurture:30" in {line.rule for one in story for line in one.lines if line.what == "handoff"}


def test_leads_are_listed_by_their_newest_activity(played: Played) -> None:
    with played.store.read() as tx:
        page = listed(tx, limit=3)
        keen = listed(tx, stage="keen", limit=50)
        full = one(tx, "lead00")

    assert (12, 3) == (page.total, len(page.lines))
    assert 8 == keen.total
    assert full is not None
    assert ("Lead 0", "buyer", {"interest": "warm"}) == (full.line.name, full.line.stage, full.line.levels)


def test_a_lead_nobody_knows_is_none(played: Played) -> None:
    with played.store.read() as tx:
        assert None is one(tx, "nobody")


def test_the_health_of_a_database(played: Played) -> None:
    with played.store.read() as tx:
        found = health(tx)

    assert ("live", False, "ok", 12, 0) == (found.mode, found.stopped, found.sound, found.leads, found.waiting)


@pytest.mark.parametrize(
    ("version", "bug"),
    [("3.44.5", True), ("3.44.6", False), ("3.45.0", True), ("3.50.7", False), ("3.51.2", True), ("3.51.3", False), ("3.53.4", False)],
)
def test_sqlite_without_the_repair_is_known(version: str, *, bug: bool) -> None:
    assert bug == has_log_bug(version)


def test_time_moves_the_runs_on(played: Played) -> None:
    played.passes(2 * DAY)
    with played.store.read() as tx:
        measure = passages(tx, ["measure"])[0]

    assert 0 == measure.standing
