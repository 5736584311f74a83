"""Accounts: who belongs together, what is asked of all of them, and one run for a whole company."""

import pytest

from engine.domain.accounts import Account
from engine.domain.companies import company_key, domain_of
from engine.domain.events import Kind
from engine.testing import Story

WORDS = """
attribute account 階層: one of ["A", "B"] optional
event page-view {
  path: text
}
event asked
event bought
score 関心 {
  on page-view give +10 points
}
account {
  by domain except ["agency.example"]
  by company
}
"""


def colleague(story: Story, name: str, address: str = "", **attributes: object) -> None:
    story.world.happen(Kind.LEAD_CHANGED, name, {"email": address or f"{name}@acme.example", **attributes})


def account(story: Story, key: str = "acme.example") -> Account:
    found = story.world.others[f"account:{key}"]
    assert isinstance(found, Account)
    return found


def change(story: Story, key: str = "acme.example", **attributes: object) -> None:
    story.world.happen(Kind.ACCOUNT_CHANGED, f"account:{key}", attributes)


def test_leads_of_one_domain_belong_together_and_free_mail_belongs_to_nobody() -> None:
    story = Story(WORDS)
    colleague(story, "甲")
    colleague(story, "乙")
    colleague(story, "丙", "c@gmail.com")
    colleague(story, "丁", "d@agency.example")

    assert {"甲", "乙"} == set(account(story).people)
    assert ["account:acme.example"] == list(story.world.others)


def test_where_the_domain_says_nothing_the_name_of_the_company_does() -> None:
    story = Story(WORDS)
    colleague(story, "甲", "a@gmail.com", company="株式会社ＡＣＭＥ")
    colleague(story, "乙", "b@yahoo.co.jp", company="Acme（株）")

    assert {"甲", "乙"} == set(account(story, "acme").people)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("株式会社 山田製作所", "山田製作所"),
        ("㈱山田製作所", "山田製作所"),
        ("ACME, Inc.", "acme"),
        ("Acme Co., Ltd.", "acme"),
        ("株式会社", "株式会社"),
    ],
)
def test_the_legal_form_and_the_width_make_no_other_company(name: str, key: str) -> None:
    assert key == company_key(name)


def test_an_address_under_a_domain_for_everybody_stands_for_no_company() -> None:
    assert ["acme.example", "", ""] == [domain_of(one) for one in ("A@Acme.example", "a@gmail.com", "nobody")]


TOGETHER = WORDS + """
scenario 検討中 {
  enter when account did page-view where path is "/pricing" by at least 3 people in last 7 days
  reenter always
  send together
}
scenario 熱い会社 {
  enter when account score 関心 >= 40
  send hot
}
"""


def test_three_people_of_a_company_are_seen_together() -> None:
    story = Story(TOGETHER)
    for number, name in enumerate(("甲", "乙", "丙")):
        colleague(story, name)
        story.happens("page-view", lead=name, at=f"2026-11-0{number + 3}T10:00", path="/pricing")

    assert [[("together", "2026-11-05T10:00")]] * 3 == [story.mails(name) for name in ("甲", "乙", "丙")]


def test_three_looks_of_one_person_are_not_three_people() -> None:
    story = Story(TOGETHER)
    colleague(story, "甲")
    for day in (3, 4, 5):
        story.happens("page-view", lead="甲", at=f"2026-11-0{day}T10:00", path="/pricing")

    assert [] == story.mails("甲")


def test_what_is_too_long_ago_counts_no_more_and_may_come_again() -> None:
    story = Story(TOGETHER)
    for name, at in (("甲", "2026-11-03T10:00"), ("乙", "2026-11-04T10:00"), ("丙", "2026-11-09T12:00"), ("甲", "2026-11-11T09:00")):
        colleague(story, name)
        story.happens("page-view", lead=name, at=at, path="/pricing")
    story.happens("page-view", lead="丁", at="2026-11-12T09:00", path="/pricing")

    assert ["2026-11-09T12:00", "2026-11-11T09:00"] == [at for mail, at in story.mails("乙") if mail == "together"]


def test_the_points_of_a_company_are_those_of_its_people_together() -> None:
    story = Story(TOGETHER)
    for name in ("甲", "乙"):
        colleague(story, name)
        story.happens("page-view", lead=name, path="/blog")
        story.happens("page-view", lead=name, path="/blog")

    assert [("hot", "2026-11-02T09:00")] == story.mails("甲")
    assert [("hot", "2026-11-02T09:00")] == story.mails("乙")


def test_imported_history_makes_a_company_hot_and_sends_nothing() -> None:
    story = Story(TOGETHER)
    for name in ("甲", "乙"):
        colleague(story, name)
        for day in (1, 2):
            story.happens("page-view", lead=name, path=f"/{day}", live=False)

    assert account(story).told
    assert [] == story.mails("甲")


OF_ACCOUNT = WORDS + """
scenario 重要な会社 {
  enter on asked if account.階層 is "A"
  reenter always
  send important
}
scenario 格上げ {
  enter on bought
  set account.階層 to "A"
  notify account owner because "bought"
}
"""


def test_an_attribute_of_the_account_is_known_to_all_its_people() -> None:
    story = Story(OF_ACCOUNT)
    colleague(story, "甲")
    change(story, 階層="A")
    colleague(story, "乙")
    story.happens("asked", lead="甲")
    story.happens("asked", lead="乙")

    assert [["important"], ["important"]] == [[mail for mail, _ in story.mails(name)] for name in ("甲", "乙")]


def test_what_a_run_sets_for_the_account_all_its_people_see() -> None:
    story = Story(OF_ACCOUNT)
    colleague(story, "甲")
    colleague(story, "乙")
    story.happens("bought", lead="甲")
    story.happens("asked", lead="乙")

    assert {"階層": "A"} == account(story).attributes
    assert ["important"] == [mail for mail, _ in story.mails("乙")]


def test_a_lead_that_changes_its_company_leaves_what_it_knew_of_the_old_one() -> None:
    story = Story(OF_ACCOUNT)
    colleague(story, "甲")
    change(story, 階層="A")
    colleague(story, "甲", "a@other.example")
    story.happens("asked", lead="甲")

    assert {} == account(story).people
    assert {"甲"} == set(account(story, "other.example").people)
    assert [] == story.mails("甲")


ONE_RUN = WORDS + """
scenario 商談化 {
  enter on asked
  one run per account
  reenter 10 days after end
  leave on bought
  send first
  wait 5 days
  send second
}
"""


def test_only_one_of_a_company_is_in_at_a_time() -> None:
    story = Story(ONE_RUN)
    for name in ("甲", "乙"):
        colleague(story, name)
        story.happens("asked", lead=name)

    assert ["first"] == [mail for mail, _ in story.mails("甲")]
    assert [] == story.mails("乙")
    assert "another of the account is in" == story.traces("not-entered", "乙")[0]["reason"]


def test_when_the_run_is_over_another_may_enter_after_the_time_that_is_said() -> None:
    story = Story(ONE_RUN)
    for name in ("甲", "乙"):
        colleague(story, name)
    story.happens("asked", lead="甲", at="2026-11-02T10:00")
    story.happens("bought", lead="甲", at="2026-11-03T10:00")
    story.happens("asked", lead="乙", at="2026-11-10T10:00")
    story.happens("asked", lead="乙", at="2026-11-14T10:00")

    assert ["was in too recently"] == [line["reason"] for line in story.traces("not-entered", "乙")]
    assert [("first", "2026-11-14T10:00")] == story.mails("乙")


def test_who_belongs_to_no_account_has_a_run_of_its_own() -> None:
    story = Story(ONE_RUN)
    for name in ("甲", "乙"):
        colleague(story, name, f"{name}@gmail.com")
        story.happens("asked", lead=name)

    assert ["first", "first"] == [story.mails(name)[0][0] for name in ("甲", "乙")]


def test_who_may_enter_for_the_account_when_the_group_is_taken_by_then_waits_for_the_turn() -> None:
    """The answer of the account comes a moment later; another scenario of the group has let the lead in meanwhile."""
    waiting = "one run per account\n  one at a time in 組 else wait without limit"
    story = Story(
        ONE_RUN.replace("one run per account", waiting)
        + """
scenario 普通 {
  enter on asked
  one at a time in 組
  wait 2 days
  send ordinary
}
"""
    )
    colleague(story, "甲")
    story.happens("asked", lead="甲", at="2026-11-02T10:00")
    assert ["商談化"] == [one.scenario for one in story.world.leads["甲"].queue]

    story.until("2026-11-04T10:00")
    assert [("ordinary", "2026-11-04T10:00"), ("first", "2026-11-04T10:00")] == story.mails("甲")
