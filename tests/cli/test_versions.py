"""`versions pin`: who is under way finishes on the version it entered with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.deployed import Deployed

WORDS = 'event download\nattribute 業種: text optional "業種"\nsegment IT while lead.業種 is "IT"\n'
BEFORE = f"""{WORDS}
scenario 育成 {{
  enter on download
  versions pin
  step お礼 {{
    send first
    wait 3 days
    if in segment IT {{
      send second
    }}
  }}
}}
"""
AFTER = f"""{WORDS}
scenario 育成 {{
  enter on download
  versions pin
  step 新しい道 {{
    send third
  }}
}}
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Deployed]:
    """A workspace in which one lead waits in the first version."""
    made = Deployed(tmp_path / "kumo")
    made.apply(BEFORE)
    made.happens("lead.changed", "山田", email="yamada@lead.example", 業種="IT")
    made.happens("download", "山田")
    yield made
    made.store.close()


def test_who_is_under_way_finishes_on_its_version_and_new_runs_take_the_new_one(world: Deployed) -> None:
    world.apply(AFTER)
    world.happens("lead.changed", "鈴木", email="suzuki@lead.example")
    world.happens("download", "鈴木")
    world.until("2026-11-06T09:00:00+00:00")

    assert [("first", "2026-11-02T09:00"), ("second", "2026-11-05T09:00")] == world.sent("山田")
    assert ["third"] == [template for template, _ in world.sent("鈴木")]
    assert [] == world.lead("山田").runs


def test_the_plan_says_how_many_stay_on_which_version(world: Deployed) -> None:
    plan = world.plan(AFTER).plan

    assert plan is not None
    assert [("育成", plan.before, 1)] == [(one.scenario, one.version, one.runs) for one in plan.staying]
    assert () == plan.uprooted


def test_a_run_stays_on_its_version_over_several_deployments_and_however_late_it_follows(world: Deployed) -> None:
    first = world.apply(AFTER).before
    world.happens("lead.changed", "鈴木", email="suzuki@lead.example")
    third = world.apply(AFTER.replace("send third", 'tag "済"'))
    world.follow()
    world.apply(AFTER.replace("send third", "wait 9 days"))
    world.until("2026-11-06T09:00:00+00:00")

    assert [first] == [one.version for one in third.staying]
    assert ["first", "second"] == [template for template, _ in world.sent("山田")]


def test_a_version_nobody_stands_in_is_let_go_at_the_next_deployment(world: Deployed) -> None:
    held = world.apply(AFTER)
    world.until("2026-11-06T09:00:00+00:00")
    bare = world.apply(AFTER)

    assert () == bare.staying
    assert held.after != bare.after
    assert bare.after == world.plan(AFTER).plan.after  # type: ignore[union-attr]


def test_what_decides_says_the_file_line_and_version_of_the_old_text(world: Deployed) -> None:
    version = world.apply(AFTER).before
    world.until("2026-11-06T09:00:00+00:00")
    rules = [rule for (rule,) in world.rows("SELECT rule FROM messages WHERE template = 'second'")]

    assert [f"all.nurture@{version[:8]}:12"] == rules


def test_a_deployment_that_takes_away_what_the_old_text_names_is_refused_and_says_what(world: Deployed) -> None:
    without = AFTER.replace('segment IT while lead.業種 is "IT"\n', "")
    found = world.plan(without)

    assert found.plan is None
    assert [("育成", 1)] == [(one.edition.scenario, one.runs) for one in found.refusals]
    assert ["there is no segment `IT`"] == [one.message() for refusal in found.refusals for one in refusal.findings]


def test_what_an_old_text_names_may_go_once_nobody_stands_in_it(world: Deployed) -> None:
    world.until("2026-11-06T09:00:00+00:00")
    plan = world.apply(AFTER.replace('segment IT while lead.業種 is "IT"\n', ""))

    assert () == plan.staying


def test_a_pinned_scenario_that_is_deleted_is_finished_by_who_stands_in_it(world: Deployed) -> None:
    plan = world.apply(WORDS)
    world.happens("download", "山田")
    world.until("2026-11-06T09:00:00+00:00")

    assert () == plan.uprooted
    assert ["first", "second"] == [template for template, _ in world.sent("山田")]


def test_the_new_file_says_whether_who_is_under_way_stays(world: Deployed) -> None:
    """Taking `versions pin` out puts everybody on the new text; putting it in keeps them on the old one."""
    follow = BEFORE.replace("  versions pin\n", "").replace("send second", "send third")
    plan = world.apply(follow)
    pinned = world.apply(AFTER)
    world.until("2026-11-06T09:00:00+00:00")

    assert () == plan.staying
    assert [(pinned.before, 1)] == [(one.version, one.runs) for one in pinned.staying]
    assert ["first", "third"] == [template for template, _ in world.sent("山田")]


def test_a_scenario_that_says_the_same_as_before_needs_no_older_text(world: Deployed) -> None:
    plan = world.apply(BEFORE.replace("  send first", "  # thanks first\n    send first"))

    assert () == plan.staying


def test_segments_and_scores_mean_what_they_mean_today(world: Deployed) -> None:
    """An older text of a scenario is followed; there is one version of facts."""
    world.apply(AFTER.replace('is "IT"', 'is "金融"'))
    world.until("2026-11-06T09:00:00+00:00")

    assert ["first"] == [template for template, _ in world.sent("山田")]
