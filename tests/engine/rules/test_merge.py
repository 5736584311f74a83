"""What stays of two leads that become one: of two runs, stages, passages and refusals, and what is told of it."""

from typing import TypeVar

import pytest

from engine.domain.effects import KeyShown, Recorded, RunMoved
from engine.domain.events import Kind
from engine.testing import Story
from tests.engine.rules.test_merging import ACCOUNTS, BASE, SAME, at_acme, known, merge

Did = TypeVar("Did")


def did(story: Story, lead: str, kind: type[Did]) -> list[Did]:
    return [one for _, one in story.world.effects(lead) if isinstance(one, kind)]


GROUP = BASE + """
scenario 甲 {
  enter on download
  one at a time in 育成
  wait 10 days
  send a
}
scenario 乙 {
  enter on page-view
  one at a time in 育成
  wait 10 days
  send b
}
"""


@pytest.mark.parametrize(("first", "goes_on"), [("匿名", "甲"), ("山田", "乙")])
def test_of_two_scenarios_of_a_group_the_one_that_began_first_goes_on(first: str, goes_on: str) -> None:
    story = Story(GROUP)
    does = {"匿名": "download", "山田": "page-view"}
    for name, at in ((first, "2026-11-02T10:00"), (next(one for one in does if one != first), "2026-11-02T11:00")):
        story.lead(name)
        story.happens(does[name], name, at)
    merge(story, "匿名", "山田")

    assert [goes_on] == [run.scenario for run in story.world.leads["山田"].runs]
    told = [(one.state, one.reason) for one in did(story, "山田", RunMoved)]
    assert ([("stopped", "merged"), ("standing", "merged")] if goes_on == "甲" else [("entered", "")]) == told[-2:]


def test_of_two_runs_that_stand_alike_this_leads_goes_on_and_the_other_is_told_to_have_stayed_behind() -> None:
    story = Story(SAME)
    for name in ("山田", "匿名"):
        story.lead(name)
    for name in ("山田", "匿名"):
        story.happens("download", name, "2026-11-02T10:00")
    merge(story, "匿名", "山田")

    assert [{"scenario": "育成", "lead": "匿名"}] == story.traces("stays-behind")
    assert [] == story.traces("goes-on")


def test_a_run_of_a_company_that_stays_behind_leaves_its_place_to_others() -> None:
    story = Story(ACCOUNTS.replace("reenter always", "reenter always\n  one at a time in 育成") + """
scenario 先客 {
  enter on page-view
  one at a time in 育成
  wait 10 days
}
""")
    at_acme(story, "b", "c")
    known(story, "a", email="a@other.example")
    story.happens("page-view", "a")
    story.happens("asked", "b", "2026-11-03T10:00")
    merge(story, "b", "a")
    story.happens("asked", "c", "2026-11-04T10:00")

    assert (["先客"], ["会社ごと"]) == tuple([run.scenario for run in story.world.leads[name].runs] for name in "ac")


@pytest.mark.parametrize(("gone", "back"), [("山田", "匿名"), ("匿名", "山田")])
def test_who_left_everything_as_either_has_left_though_the_other_was_let_in_again_since(gone: str, back: str) -> None:
    story = Story(SAME)
    for name in ("山田", "匿名"):
        story.lead(name)
        story.happens("unsubscribed", name, "2026-11-02T10:00", topic="")
    story.happens("suppression.lifted", back, "2026-11-02T11:00", topic="")
    before = story.world.leads[back].facts.suppressed
    merge(story, "匿名", "山田")

    assert ("", "unsubscribed") == (before, story.world.leads["山田"].facts.suppressed)


def test_what_is_unknown_of_both_is_no_key_they_share() -> None:
    story = Story(SAME)
    known(story, "山田", name="山田")
    known(story, "同名", name="山田")

    assert [] == [one.id for one in story.world.leads.values() if one.merged_into]


def test_an_attribute_that_a_scenario_sets_tells_who_somebody_is_and_each_key_is_shown_once() -> None:
    story = Story(SAME + """
scenario 名乗り {
  enter on page-view
  reenter always
  set lead.phone to "1"
}
""")
    known(story, "山田", phone="1", name="山田")
    known(story, "匿名", name="山田")
    for _ in range(2):
        story.happens("page-view", "山田")
        known(story, "山田", name="山田")
    story.happens("page-view", "匿名")

    assert "山田" == story.world.leads["匿名"].merged_into
    assert [("山田", "1")] == [(one.value.split("\x1f")[1], "1") for one in did(story, "山田", KeyShown)]


def test_a_merge_says_what_became_of_whom_and_why() -> None:
    story = Story(SAME)
    for name in ("山田", "匿名"):
        story.lead(name)
    merge(story, "匿名", "山田")
    merge(story, "山田", "匿名")

    assert [{"lead": "山田", "because": "by hand"}] == story.traces("goes-over", "匿名")
    assert [{"lead": "匿名"}] == story.traces("merged")
    assert "by hand" == story.world.leads["山田"].joined["匿名"].because
    assert [{"lead": "匿名"}] == story.traces("one-already")


def test_a_run_that_goes_on_with_the_person_is_told_to_stand_where_it_stood() -> None:
    story = Story(SAME)
    for name in ("山田", "匿名"):
        story.lead(name)
    story.happens("download", "匿名", "2026-11-02T10:00")
    merge(story, "匿名", "山田")
    step = story.world.leads["山田"].runs[0].places[0].step

    moves = [(one.state, one.step, one.reason) for one in did(story, "山田", RunMoved)]
    assert [("standing", step, "merged")] == moves
    assert [{"scenario": "育成", "lead": "匿名"}] == story.traces("goes-on")
    assert [("stopped", step, "merged")] == [(o.state, o.step, o.reason) for o in did(story, "匿名", RunMoved)][-1:]


def test_runs_of_two_groups_or_of_none_go_on_side_by_side() -> None:
    for text in (GROUP.replace("乙 {\n  enter on page-view\n  one at a time in 育成", "乙 {\n  enter on page-view\n  one at a time in 別"),
                 GROUP.replace("  one at a time in 育成\n", "")):  # fmt: skip
        story = Story(text)
        for name, kind in (("匿名", "download"), ("山田", "page-view")):
            story.lead(name)
            story.happens(kind, name)
        merge(story, "匿名", "山田")

        assert ["乙", "甲"] == [run.scenario for run in story.world.leads["山田"].runs]


@pytest.mark.parametrize("later", ["山田", "匿名"])
@pytest.mark.parametrize("after", ["entry", "end"])
def test_who_has_been_through_as_either_may_come_again_only_after_the_later_of_both(later: str, after: str) -> None:
    story = Story(BASE + f"""
scenario 一度 {{
  enter on download
  reenter 10 days after {after}
  send once
}}
""")
    for name in ("山田", "匿名"):
        story.lead(name)
    for name, at in (("匿名" if later == "山田" else "山田", "2026-11-02T10:00"), (later, "2026-11-09T10:00")):
        story.happens("download", name, at)
    merge(story, "匿名", "山田")
    for at in ("2026-11-13T10:00", "2026-11-20T10:00"):
        story.happens("download", "山田", at)

    assert "2026-11-20T10:00" == story.mails()[-1][1]
    assert 3 == len([one for one in story.world.mails if one.template == "once"])


def test_of_two_at_the_same_stage_none_moves() -> None:
    story = Story(BASE + """
journey {
  stage 認知
  stage 興味 on download
}
""")
    for name in ("山田", "匿名"):
        story.lead(name)
        story.happens("download", name)
    before = len(story.traces("stage"))
    merge(story, "匿名", "山田")

    assert before == len(story.traces("stage"))


def test_a_no_that_both_have_said_is_not_said_again() -> None:
    story = Story(SAME + "topic newsletter\n")
    for name in ("山田", "匿名"):
        story.lead(name)
        story.happens("unsubscribed", name, topic="")
        story.happens("unsubscribed", name, topic="newsletter")
    merge(story, "匿名", "山田")

    recorded = [one.event.type for one in did(story, "山田", Recorded)]
    assert Kind.UNSUBSCRIBED not in recorded
    assert {"newsletter": False} == story.world.leads["山田"].facts.consents


def test_what_this_one_was_told_by_its_account_is_not_told_again_where_the_other_was_told_nothing() -> None:
    story = Story(ACCOUNTS + "attribute account 階層: text optional\n")
    at_acme(story, "a")
    story.world.happen(Kind.ACCOUNT_CHANGED, "account:acme.example", {"階層": "A"})
    known(story, "b", name="b")
    merge(story, "b", "a")

    told = story.world.leads["a"].facts.account
    assert told is not None
    assert {"階層": "A"} == told.attributes
    assert [] == [one for one in did(story, "a", Recorded) if one.event.type == Kind.ACCOUNT_TOLD]
