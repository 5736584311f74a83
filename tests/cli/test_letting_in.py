"""Those for whom a condition held before its scenario was there come in one by one; so do those an import brings."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from engine.commands.deploying import start_if_first
from engine.commands.importing import Taking, foresee
from engine.domain.instants import HOUR, MINUTE, from_iso, to_iso
from engine.doors.imports import ImportReport, take_in
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.doors.leads_csv import read_leads
from engine.doors.mapping import Column, Mapping
from engine.work.batch import work_until_idle
from tests.cli.deployed import Deployed

WORDS = 'attribute 業種: text optional "業種"\nevent download\n'
REVIVE = f"""{WORDS}
scenario 掘り起こし {{
  enter when lead.業種 is "IT" including those already in at most 2 per hour
  send first
}}
"""
CARDS = f"""{WORDS}
scenario 名刺 {{
  enter by import at most 2 per hour if lead.業種 is "IT"
  reenter 30 days after end
  send first
}}
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Deployed]:
    made = Deployed(tmp_path / "kumo")
    yield made
    made.store.close()


def five(world: Deployed) -> list[str]:
    """Five leads of the trade, known before."""
    names = [f"lead{number}" for number in range(5)]
    for name in names:
        world.happens("lead.changed", name, email=f"{name}@lead.example", 業種="IT")
    return names


def mails_by_hour(world: Deployed) -> list[str]:
    """When the mails of all were decided, in order."""
    return [to_iso(at, "UTC")[11:16] for (at,) in world.rows("SELECT decided_at FROM messages ORDER BY decided_at")]


# ── those already in ────────────────────────────────────────────────────────────────────


def test_those_already_in_come_in_at_the_rate_that_is_said(world: Deployed) -> None:
    world.apply(WORDS)
    five(world)
    plan = world.apply(REVIVE)
    world.follow()
    world.until("2026-11-03T09:00:00+00:00")

    assert [("掘り起こし", 5, 2 * HOUR)] == [(one.scenario, one.leads, one.lasts) for one in plan.letting_in]
    assert {} == plan.true_now
    assert ["09:00", "09:30", "10:00", "10:30", "11:00"] == mails_by_hour(world)


def test_without_those_words_they_stay_out_and_the_plan_counts_them(world: Deployed) -> None:
    world.apply(WORDS)
    five(world)
    plan = world.apply(REVIVE.replace(" including those already in at most 2 per hour", ""))
    world.follow()
    world.until("2026-11-03T09:00:00+00:00")

    assert {"掘り起こし": 5} == plan.true_now
    assert [] == mails_by_hour(world)


def test_the_words_put_in_later_take_those_who_are_in_by_then(world: Deployed) -> None:
    world.apply(REVIVE.replace(" including those already in at most 2 per hour", ""))
    world.happens("lead.changed", "甲", live=False, email="a@lead.example", 業種="IT")
    before = world.sent("甲")
    world.apply(REVIVE)
    world.follow()
    world.until("2026-11-03T09:00:00+00:00")

    assert [] == before
    assert ["first"] == [template for template, _ in world.sent("甲")]


def test_where_no_rate_is_said_a_hundred_an_hour_come_in(world: Deployed) -> None:
    world.apply(WORDS)
    five(world)
    plan = world.apply(REVIVE.replace(" at most 2 per hour", ""))

    assert [4 * HOUR // 100] == [one.lasts for one in plan.letting_in]


def test_who_does_not_meet_the_condition_any_more_when_its_turn_is_stays_out(world: Deployed) -> None:
    world.apply(WORDS)
    names = five(world)
    world.apply(REVIVE)
    world.follow()
    last = max(names, key=lambda name: max(world.lead(name).admitted.values()))
    world.happens("lead.changed", last, 業種="小売")
    world.until("2026-11-03T09:00:00+00:00")

    assert 4 == len(mails_by_hour(world))
    assert [] == world.sent(last)


def test_an_unchanged_deployment_is_no_other_one_and_a_changed_one_lets_nobody_in_twice(world: Deployed) -> None:
    text = REVIVE.replace("send first", "send first\n  wait 1 day").replace("  send", "  reenter always\n  send", 1)
    world.apply(WORDS)
    five(world)
    first = world.apply(text)
    again = world.plan(text).plan
    world.follow()
    world.until("2026-11-02T10:10:00+00:00")
    world.apply(text.replace("wait 1 day", "wait 2 days"))
    world.follow()
    world.until("2026-11-06T09:00:00+00:00")

    assert again is not None and again.before == again.after
    assert {} == again.true_now
    assert first.after != again.after  # the moment of the deployment is part of it
    assert ["09:00", "09:30", "10:00", "10:30", "11:00"] == mails_by_hour(world)


def test_who_is_new_after_the_deployment_comes_in_by_news_alone(world: Deployed) -> None:
    """History that is imported later starts nothing; the words speak of those who were in at the deployment."""
    world.apply(REVIVE)
    world.happens("lead.changed", "甲", live=False, email="a@lead.example", 業種="IT")
    world.happens("lead.changed", "乙", email="b@lead.example", 業種="IT")
    world.apply(REVIVE.replace("send first", 'send first\n  tag "済"'))
    world.follow()
    world.until("2026-11-04T09:00:00+00:00")

    assert [] == world.sent("甲")
    assert ["first"] == [template for template, _ in world.sent("乙")]


def test_history_taken_in_before_the_first_deployment_was_there_before_it(world: Deployed) -> None:
    known = [{"email": f"{n}@lead.example", "業種": "IT" if n < 3 else "小売"} for n in range(5)]
    put(world.store, [Incoming(source="crm", id=one["email"], type="lead.changed", live=False, props=dict(one)) for one in known])
    world.clock.advance(MINUTE)
    (world.folder / "all.nurture").write_text(REVIVE)
    start_if_first(world.store, world.folder)
    work_until_idle(world.work)
    world.until("2026-11-03T09:00:00+00:00")

    assert ["09:01", "09:31", "10:01"] == mails_by_hour(world)


def test_explain_says_that_its_turn_will_come(world: Deployed) -> None:
    world.apply(WORDS)
    world.happens("lead.changed", "甲", email="a@lead.example", 業種="IT")
    world.apply(REVIVE)
    world.follow()
    traces = [trace for (trace,) in world.rows("SELECT trace FROM journal WHERE subject = '甲' AND trace LIKE '%admitted%'")]

    assert 1 == len(traces) and "all.nurture:5" in traces[0]


# ── by import ───────────────────────────────────────────────────────────────────────────


def table(world: Deployed, rows: str, name: str = "cards.csv") -> Path:
    path = world.folder / name
    path.write_text(f"email,業種\n{rows}", encoding="utf-8")
    return path


def imports(world: Deployed, rows: str, name: str = "cards.csv") -> ImportReport:
    """As `nurture import leads` does it, on the clock that is turned by hand."""
    mapping = Mapping(keys={"email": "email"}, attributes={"業種": Column(column="業種")})
    report = take_in(read_leads(table(world, rows, name), mapping, zone="UTC", lets_in=True), partial(put, world.store))
    work_until_idle(world.work)
    return report


THREE = "a@lead.example,IT\nb@lead.example,IT\nc@lead.example,小売\n"


def test_leads_of_an_import_enter_one_by_one_though_it_is_history(world: Deployed) -> None:
    world.apply(CARDS)
    report = imports(world, THREE)
    world.until("2026-11-03T09:00:00+00:00")

    assert (3, 3, 3) == (report.read, report.taken, report.new)
    assert ["09:00", "09:30"] == mails_by_hour(world)


def test_the_same_file_again_starts_nothing_twice_whenever_it_was_written(world: Deployed) -> None:
    world.apply(CARDS.replace("30 days after end", "always"))
    imports(world, THREE)
    world.until("2026-11-03T09:00:00+00:00")
    path = table(world, THREE)
    path.touch()
    imports(world, THREE)
    world.until("2026-11-04T09:00:00+00:00")

    assert 2 == len(mails_by_hour(world))


def test_a_lead_that_another_table_brings_again_enters_as_reenter_says(world: Deployed) -> None:
    world.apply(CARDS)
    imports(world, "a@lead.example,IT\n")
    world.until("2026-11-10T09:00:00+00:00")
    imports(world, "a@lead.example,IT\n", "spring.csv")
    world.until("2026-11-11T09:00:00+00:00")
    too_soon = len(mails_by_hour(world))
    world.until("2026-12-10T09:00:00+00:00")
    imports(world, "a@lead.example,IT\n", "autumn.csv")
    world.until("2026-12-11T09:00:00+00:00")

    assert [1, 2] == [too_soon, len(mails_by_hour(world))]


def test_a_file_of_addresses_alone_brings_its_leads(tmp_path: Path, world: Deployed) -> None:
    world.apply(CARDS.replace(' if lead.業種 is "IT"', ""))
    mapping = Mapping(keys={"email": "email"}, attributes={})
    path = tmp_path / "list.csv"
    path.write_text("email\na@lead.example\n")
    take_in(read_leads(path, mapping, zone="UTC", lets_in=True), partial(put, world.store))
    work_until_idle(world.work)
    world.until("2026-11-02T10:00:00+00:00")

    assert ["09:00"] == mails_by_hour(world)


def test_the_dry_run_says_how_many_would_come_in_by_the_import(world: Deployed) -> None:
    world.apply(CARDS)
    world.clock.set(from_iso("2026-11-02T09:00:00+00:00"))
    found = foresee(world.folder, Taking(table(world, THREE), live=False, is_table=True), lambda read: None)

    assert found.foreseen is not None
    assert {"名刺": 2} == dict(found.foreseen.brought)
    assert [] == mails_by_hour(world)
