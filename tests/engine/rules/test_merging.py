"""Two leads that are one person: by a rule of identity, by hand, crosswise, in a chain, and with what each had begun."""

from typing import TypeVar

import pytest

from engine.domain.accounts import Account
from engine.domain.effects import KeyShown, Recorded, RunMoved
from engine.domain.events import Kind
from engine.testing import Story, run_tests

BASE = """
event download
event page-view
score 関心 {
  on page-view give +1 points
  on download give +10 points at most 1 time per day
}
"""
SAME = BASE + """
identity {
  same when email
  same when phone and name
}
scenario 育成 {
  enter on download
  send thanks
  wait 3 days
  send case
}
"""
MINUTE = 60_000_000
Did = TypeVar("Did")


def did(story: Story, lead: str, kind: type[Did]) -> list[Did]:
    return [one for _, one in story.world.effects(lead) if isinstance(one, kind)]


def known(story: Story, lead: str, **attributes: object) -> None:
    story.world.happen(Kind.LEAD_CHANGED, lead, attributes)


def merge(story: Story, lead: str, into: str) -> None:
    story.world.merge(lead, into, story.world.now + MINUTE)


def test_two_leads_that_show_the_same_phone_and_name_are_one() -> None:
    story = Story(SAME)
    known(story, "山田", phone="03-1234-5678", name="山田 太郎")
    story.happens("page-view", "匿名", "2026-11-02T10:00")
    story.world.happen(Kind.LEAD_CHANGED, "匿名", {"phone": "+81 (0)3 1234 5678"})
    before = story.points("関心")
    story.world.happen(Kind.LEAD_CHANGED, "匿名", {"name": "山田太郎"})

    assert (0, 1) == (before, story.points("関心"))
    assert "山田" == story.world.leads["匿名"].merged_into
    assert [{"lead": "山田", "because": "phone and name"}] == story.traces("goes-over", "匿名")


def test_one_of_two_keys_alone_joins_nobody() -> None:
    story = Story(SAME)
    known(story, "山田", phone="03-1234-5678", name="山田")
    known(story, "鈴木", phone="03-1234-5678", name="鈴木")
    known(story, "同名", name="山田")

    assert [] == [one.id for one in story.world.leads.values() if one.merged_into]


def test_a_lead_that_gets_the_address_of_another_is_that_one() -> None:
    story = Story(SAME)
    story.lead("山田")
    story.happens("page-view", "匿名", "2026-11-02T10:00")
    story.world.happen(Kind.LEAD_CHANGED, "匿名", {"email": "山田@LEAD.example"})

    assert (1, ["匿名"]) == (story.points("関心"), story.world.leads["山田"].merged)


def test_without_rules_nobody_is_joined() -> None:
    story = Story(BASE)
    story.lead("山田")
    story.world.happen(Kind.LEAD_CHANGED, "匿名", {"email": "山田@lead.example"})

    assert "" == story.world.leads["匿名"].merged_into


def test_what_comes_to_a_joined_lead_later_counts_once_for_the_other() -> None:
    story = Story(SAME)
    for name in ("山田", "匿名"):
        story.lead(name)
    merge(story, "匿名", "山田")
    story.happens("download", "匿名", "2026-11-03T10:00")
    story.happens("download", "山田", "2026-11-03T11:00")
    story.arrives_late("page-view", "2026-11-03T09:00", "匿名")

    assert 11 == story.points("関心")
    assert [("thanks", "2026-11-03T10:00")] == story.mails()
    assert [] == story.mails("匿名")


def test_a_chain_of_three_is_one_person() -> None:
    story = Story(SAME)
    for name in ("一", "二", "三"):
        story.lead(name)
        story.happens("page-view", name)
    merge(story, "三", "二")
    merge(story, "二", "一")
    story.happens("page-view", "三", "2026-11-03T10:00")

    assert (4, ["三", "二"]) == (story.points("関心", "一"), story.world.leads["一"].merged)


def test_a_lead_joined_to_one_that_is_another_already_goes_all_the_way() -> None:
    story = Story(SAME)
    for name in ("一", "二", "三"):
        story.lead(name)
        story.happens("page-view", name)
    merge(story, "二", "一")
    merge(story, "三", "二")

    assert (3, ["三", "二"]) == (story.points("関心", "一"), story.world.leads["一"].merged)


def test_two_joined_crosswise_are_one_and_nothing_goes_round() -> None:
    """Both letters are on their way before either arrives: the first by name stays."""
    story = Story(SAME)
    for name in ("甲", "乙"):
        story.lead(name)
        story.happens("download", name)
    story.world.cross(("甲", "乙"), ("乙", "甲"))
    story.until("2026-11-10T10:00")

    first, second = sorted(("甲", "乙"))
    assert (10, [second]) == (story.points("関心", first), story.world.leads[first].merged)
    assert first == story.world.leads[second].merged_into
    assert ["case"] == [one.template for one in story.world.mails if one.template == "case"]


def test_three_joined_in_a_ring_are_one() -> None:
    story = Story(SAME)
    for name in ("a", "b", "c"):
        story.lead(name)
        story.happens("page-view", name)
    story.world.cross(("a", "b"), ("b", "c"), ("c", "a"))
    story.happens("page-view", "c", "2026-11-03T10:00")

    assert (4, ["b", "c"]) == (story.points("関心", "a"), story.world.leads["a"].merged)


def test_a_lead_is_not_joined_to_itself_nor_twice() -> None:
    story = Story(SAME)
    for name in ("山田", "匿名"):
        story.lead(name)
    merge(story, "山田", "山田")
    merge(story, "匿名", "山田")
    merge(story, "匿名", "山田")
    merge(story, "山田", "匿名")

    assert ("", ["匿名"]) == (story.world.leads["山田"].merged_into, story.world.leads["山田"].merged)


def test_who_said_no_by_either_lead_has_said_no_even_if_the_other_said_yes_later() -> None:
    for first, second in (("山田", "匿名"), ("匿名", "山田")):
        story = Story(SAME + "topic newsletter\n")
        for name in ("山田", "匿名"):
            story.lead(name)
        story.happens("unsubscribed", first, "2026-11-02T10:00", topic="newsletter")
        story.happens("consented", second, "2026-11-02T11:00", topic="newsletter")
        merge(story, "匿名", "山田")

        assert {"newsletter": False} == story.world.leads["山田"].facts.consents


GIVING = BASE + """
scenario 加点 {
  enter on download
  give +7 points to 関心
  wait 1 day
  give +5 points to 関心
  wait for page-view without limit
}
"""


def test_points_of_an_act_that_both_runs_did_count_once() -> None:
    story = Story(GIVING)
    for name, at in (("山田", "2026-11-02T10:00"), ("匿名", "2026-11-02T11:00")):
        story.lead(name)
        story.happens("download", name, at)
    story.until("2026-11-04T10:00")
    before = [story.points("関心", name) for name in ("山田", "匿名")]
    merge(story, "匿名", "山田")

    assert ([22, 22], 22) == (before, story.points("関心"))
    assert 1 == len(story.world.leads["山田"].runs)


ACTS = """
event download
event call
team 営業 {
  notify "mailto:s@x.example"
}
scenario 架電 {
  enter on download
  task "電話" for 営業 within 2 days {
    done {
      send called
    }
  }
}
"""


def test_the_task_of_the_further_run_is_waited_for_and_the_other_withdrawn() -> None:
    story = Story(ACTS)
    for name, at in (("山田", "2026-11-02T10:00"), ("匿名", "2026-11-02T11:00")):
        story.lead(name)
        story.happens("download", name, at)
    merge(story, "匿名", "山田")
    open_tasks = len(story.world.leads["山田"].waiting)
    story.happens(Kind.TASK_DONE, "匿名", "2026-11-03T10:00", team="営業")

    assert (1, [("called", "2026-11-03T10:00")]) == (open_tasks, story.mails())


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


def test_the_further_stage_stays_and_the_move_is_told() -> None:
    story = Story(BASE + """
journey {
  stage 認知
  stage 興味 on download
}
""")
    for name in ("山田", "匿名"):
        story.lead(name)
    story.happens("download", "匿名")
    merge(story, "匿名", "山田")

    assert ("興味", {"before": "認知", "after": "興味"}) == (story.stage(), story.traces("stage")[-1])


def test_a_condition_that_becomes_true_by_a_merge_fires_once_and_one_that_was_true_of_either_does_not() -> None:
    story = Story(BASE + """
scenario 温 {
  enter when score 関心 >= 2
  send warm
}
scenario 熱 {
  enter when score 関心 >= 1
  reenter always
  send hot
}
""")
    for name in ("山田", "匿名"):
        story.lead(name)
        story.happens("page-view", name, "2026-11-02T10:00")
    merge(story, "匿名", "山田")

    assert ["hot", "warm"] == [one.template for one in story.world.mails if one.lead == "山田"]


def test_a_merge_that_history_brings_about_fires_nothing() -> None:
    story = Story(SAME + """
scenario 温 {
  enter when score 関心 >= 2
  send warm
}
""")
    known(story, "山田", phone="1", name="山")
    story.happens("page-view", "山田")
    story.happens("page-view", "匿名")
    story.world.happen(Kind.LEAD_CHANGED, "匿名", {"phone": "1", "name": "山"}, live=False)

    assert (2, []) == (story.points("関心"), story.mails())


def test_a_test_of_the_language_shows_two_leads_the_same_phone_and_name() -> None:
    found = run_tests(SAME + """
test "同じ電話と名前" for 育成 {
  start at 2026-11-02 09:00
  given lead 山田 { phone = "03-1234-5678", name = "山田太郎" }
  given lead 匿名 { phone = "0312345678" }
  at day 0 10:00 匿名 does page-view
  at day 1 10:00 匿名 has name = "山田 太郎"
  expect score 関心 >= 1 for 山田
  at day 2 10:00 匿名 does download
  expect email thanks to 山田
  expect no email thanks to 匿名
  expect score 関心 >= 11 for 匿名
}
""")

    assert [()] == [one.failures for one in found]


ACCOUNTS = BASE + """
event asked
event bought
account {
  by domain
}
scenario 会社ごと {
  enter on asked
  one run per account
  reenter always
  wait for bought without limit
  send bought-mail
}
"""


def at_acme(story: Story, *names: str) -> None:
    for name in names:
        known(story, name, email=f"{name}@acme.example")


def test_a_joined_lead_is_no_more_one_of_its_account() -> None:
    story = Story(ACCOUNTS)
    at_acme(story, "a", "b")
    merge(story, "b", "a")

    account = story.world.others["account:acme.example"]
    assert isinstance(account, Account)
    assert ["a"] == list(account.people)


def test_the_run_of_a_company_goes_on_with_the_lead_that_goes_on_and_others_enter_after_it() -> None:
    story = Story(ACCOUNTS)
    at_acme(story, "a", "b", "c")
    story.happens("asked", "b")
    merge(story, "b", "a")
    story.happens("asked", "c", "2026-11-03T10:00")
    story.happens("bought", "a", "2026-11-03T11:00")
    story.happens("asked", "c", "2026-11-03T12:00")
    story.happens("bought", "c", "2026-11-03T13:00")

    assert ([("bought-mail", "2026-11-03T11:00")], [("bought-mail", "2026-11-03T13:00")]) == (story.mails("a"), story.mails("c"))


def test_what_the_other_was_told_by_its_account_is_not_about_this_one() -> None:
    story = Story(ACCOUNTS + "attribute account 階層: text optional\n")
    known(story, "b", email="b@old.example")
    at_acme(story, "a")
    story.world.happen(Kind.ACCOUNT_CHANGED, "account:old.example", {"階層": "B"})
    merge(story, "b", "a")

    told = story.world.leads["a"].facts.account
    assert told is not None
    assert ("account:acme.example", {}) == (told.account, told.attributes)


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
