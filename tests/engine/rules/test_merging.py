"""Two leads that are one person: by a rule of identity, by hand, crosswise, in a chain, and with what each had begun."""

from engine.domain.accounts import Account
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
