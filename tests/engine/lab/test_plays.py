"""What a test may let happen to a lead, and what it may expect of the people who are told."""

import pytest

from engine.lab.trials import Trial
from engine.testing import run_tests

TOP = """attribute 部署: text optional
event download
event visit
team 営業 {
  notify "mailto:sales@example.jp"
  manager "mailto:manager@example.jp"
}
scenario 一 {
  enter on download if lead.email is not empty
  send wp-thanks
  notify owner because "読まれました"
  notify team 営業
  handoff to 営業 because "請求あり"
  stop because "終わり"
}
scenario 二 {
  enter on visit
  send case-study
}
"""


def played(*lines: str, given: str = "") -> Trial:
    """A story of 山田, told in these lines."""
    story = "\n  ".join(["start at 2026-11-09 09:00", f"given lead 山田{given}", *lines])
    (trial,) = run_tests(f'{TOP}test "話" {{\n  {story}\n}}\n')
    return trial


def test_a_lead_can_have_no_address() -> None:
    trial = played("at day 0 10:00 山田 does download", "expect 一 not started", given=" { email = empty }")

    assert () == trial.failures


def test_an_attribute_can_be_taken_away() -> None:
    trial = played("at day 0 10:00 山田 has 部署 = empty", "expect lead.部署 is empty", given=' { 部署 = "情シス" }')

    assert () == trial.failures


@pytest.mark.parametrize(("how", "expected"), [("softly", "email case-study once"), ("", 'email case-study skipped because "bounced"')])
def test_only_a_bounce_for_good_suppresses(how: str, expected: str) -> None:
    trial = played(
        "at day 0 10:00 山田 does download",
        f"at day 0 11:00 山田 bounces wp-thanks {how}".rstrip(),
        "at day 1 10:00 山田 does visit",
        f"expect {expected}",
    )

    assert () == trial.failures


@pytest.mark.parametrize(
    "expected",
    [
        "notify owner",
        'notify owner because "読まれました"',
        "notify team 営業",
        "no notify manager",
        "handoff to 営業",
        'handoff to 営業 because "請求"',
        '一 left because "終わり"',
    ],
)
def test_people_are_told_and_the_reason_with_it(expected: str) -> None:
    trial = played("at day 0 10:00 山田 does download", f"expect {expected}")

    assert () == trial.failures


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ("notify manager", "notices-were"),
        ('notify owner because "苦情"', "notices-were"),
        ("no notify owner", "notices-were"),
        ("no notify", "notices-were"),
        ('handoff to 営業 because "苦情"', "handoffs-were"),
        ('一 left because "苦情"', "reason-was"),
    ],
)
def test_another_reason_or_person_is_not_met(expected: str, found: str) -> None:
    trial = played("at day 0 10:00 山田 does download", f"expect {expected}")

    assert [found] == [failure.found for failure in trial.failures]
