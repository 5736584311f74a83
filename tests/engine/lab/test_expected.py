"""What a test expects of a lead, of people, of a run, and of what a mail shows."""

import pytest

from tests.engine.lab.kit import found, played

TOP = """attribute 役職: text optional
attribute 従業員数: number optional
attribute 契約: list {
  plan: text
}
event download
event visit
event gone
topic newsletter
segment 部長層 while lead.役職 contains "部長"
persona 経営層 while lead.役職 matches "社長"
persona 管理職 while lead.役職 contains "部長"
checklist 条件 {
  規模 while lead.従業員数 >= 100
}
score 関心 {
  on visit give +10 points
}
score 適合 {
  while lead.従業員数 >= 100 give +5 points
}
journey {
  stage 認知
  stage 興味 when score 関心 >= 10
  dropped when no activity for 30 days
}
team 営業 {
  accept within 1 day
  reject reasons ["予算なし"]
}
scenario 渡す {
  enter on download if lead.役職 is not empty
  leave on gone
  handoff to 営業 because "見た" {
    accepted {
      task "電話" for 営業 within 2 days {
        done {
          tag "話せた"
        }
      }
    }
    rejected {
      stop because "見送り"
    }
    overdue {
      wait 1 day
    }
  }
  step 待ち {
    wait 3 days
  }
}
"""
GIVEN = 'given lead 山田 { 役職 = "営業部長", 従業員数 = 200, 契約 = [{ plan = "A" }] } consents to newsletter'
DOWNLOADS = "at day 0 10:00 山田 does download"
VISITS = "at day 0 10:00 山田 does visit"
ACCEPTS = "at day 0 12:00 営業 accepts"
REJECTS = 'at day 0 12:00 営業 rejects "予算なし"'

FACTS = [
    "in segment 部長層",
    "not in stage 興味 for 2 days",
    "persona is 管理職",
    "persona is not 経営層",
    "passes 条件",
    "not unsubscribed",
    "not unsubscribed from newsletter",
    "not no activity for 2 days",
    "score 適合 between 1 and 5",
    "score 関心 >= score 適合",
    'lead.契約 has (plan is "A")',
    'not lead.契約 has (plan is "B")',
    'lead.役職 contains "部長"',
    'lead.役職 in ["営業部長"]',
    'lead.役職 not in ["課長"]',
    "lead.従業員数 between 100 and 300",
    "lead.役職 is not empty",
    "not in scenario 渡す",
]


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_of_a_lead_is_expected_as_conditions_say_it(fact: str) -> None:
    assert [] == found(played(TOP, VISITS, f"expect {fact}", given=GIVEN))


@pytest.mark.parametrize("fact", FACTS)
def test_the_opposite_of_a_fact_fails_the_test(fact: str) -> None:
    opposite = fact.removeprefix("not ") if fact.startswith("not ") else f"not {fact}"

    assert 1 == len(found(played(TOP, VISITS, f"expect {opposite}", given=GIVEN)))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((VISITS,), "stage moved from 認知 to 興味"),
        ((VISITS,), "at day 30 dropped from stage 興味"),
        ((DOWNLOADS,), 'at day 0 11:00 handoff to 営業 open because "見た"'),
        ((DOWNLOADS, ACCEPTS), "handoff to 営業 accepted"),
        ((DOWNLOADS, REJECTS), 'handoff to 営業 rejected because "予算なし"'),
        ((DOWNLOADS,), "at day 1 10:00 handoff to 営業 overdue"),
        ((DOWNLOADS, ACCEPTS, 'at day 1 10:00 営業 finishes "電話" "つながった"'), 'task "電話" done because "つながった"'),
        ((DOWNLOADS, REJECTS), '渡す stopped because "見送り"'),
        ((DOWNLOADS, REJECTS), "渡す left"),
        ((DOWNLOADS, ACCEPTS, 'at day 1 10:00 営業 finishes "電話"'), "渡す waiting in step 待ち"),
        ((DOWNLOADS, ACCEPTS, 'at day 1 10:00 営業 finishes "電話"', "at day 2 10:00 山田 does gone"), "渡す left in step 待ち"),
    ],
)
def test_what_came_about_can_be_expected(lines: tuple[str, ...], expected: str) -> None:
    assert [] == found(played(TOP, *lines, f"expect {expected}", given=GIVEN))


@pytest.mark.parametrize(
    ("lines", "expected", "code"),
    [
        ((VISITS,), "stage moved from 興味 to 認知", "stages-were"),
        ((VISITS,), "dropped from stage 興味", "stages-were"),
        ((DOWNLOADS, ACCEPTS), "handoff to 営業 open", "handoffs-were"),
        ((DOWNLOADS, REJECTS), 'handoff to 営業 rejected because "時期尚早"', "handoffs-were"),
        ((DOWNLOADS,), "handoff to 営業 held", "handoffs-were"),
        ((DOWNLOADS, REJECTS), "渡す removed", "run-was"),
        ((DOWNLOADS,), "渡す in holdout", "run-was"),
        ((DOWNLOADS,), "渡す waiting in step 待ち", "step-was"),
    ],
)
def test_what_did_not_come_about_fails_the_test(lines: tuple[str, ...], expected: str, code: str) -> None:
    assert [code] == found(played(TOP, *lines, f"expect {expected}", given=GIVEN))


def test_why_a_scenario_did_not_take_the_lead_can_be_expected() -> None:
    assert [] == found(played(TOP, DOWNLOADS, 'expect 渡す not started because "condition does not hold"'))


# ── what mails show ─────────────────────────────────────────────────────────────────────

MAILS = """attribute 敬称: text optional
event download {
  asset: text
}
scenario お礼 {
  enter on download
  send wp-thanks
  set lead.敬称 to "先生"
}
"""
LETTER = """---
subject: "{{ entry.asset }}のお礼"
purpose: transactional
---
# {{ lead.name }}{{ lead.敬称 }}

ありがとうございます。
"""
ASKS = 'at day 0 10:00 山田 does download { asset = "手引き" }'
YAMADA = 'given lead 山田 { name = "山田", 敬称 = "様" }'


@pytest.mark.parametrize("expected", ['shows "手引きのお礼"', 'shows "ありがとう"', 'does not show "見積"', 'to 山田 shows "山田"'])
def test_a_mail_shows_its_subject_and_text_with_the_values_of_its_lead(expected: str) -> None:
    assert [] == found(played(MAILS, ASKS, f"expect email wp-thanks {expected}", given=YAMADA, templates={"wp-thanks": LETTER}))


def test_a_mail_shows_what_the_lead_had_when_it_left() -> None:
    later = 'at day 2 10:00 山田 has name = "佐藤"'
    expected = ('expect at day 0 email wp-thanks shows "山田先生"', 'expect at day 0 email wp-thanks does not show "佐藤"')

    assert [] == found(played(MAILS, ASKS, later, *expected, given=YAMADA, templates={"wp-thanks": LETTER}))


@pytest.mark.parametrize(
    ("given", "templates", "expected", "code"),
    [
        (YAMADA, {"wp-thanks": LETTER}, 'shows "見積"', "mail-shows"),
        (YAMADA, {"wp-thanks": LETTER}, 'does not show "お礼"', "mail-shows"),
        ("given lead 山田", {"wp-thanks": LETTER}, 'shows "お礼"', "mail-not-made"),
        (YAMADA, {}, 'shows "お礼"', "mail-not-made"),
    ],
)
def test_a_mail_that_shows_something_else_fails_the_test(given: str, templates: dict[str, str], expected: str, code: str) -> None:
    assert [code] == found(played(MAILS, ASKS, f"expect email wp-thanks {expected}", given=given, templates=templates))


def test_a_mail_that_never_left_shows_nothing() -> None:
    assert ["mail-never-sent"] == found(played(MAILS, 'expect email wp-thanks shows "お礼"', given=YAMADA, templates={"wp-thanks": LETTER}))
