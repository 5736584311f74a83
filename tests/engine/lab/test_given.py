"""What a lead is when its test begins, and the arm a test puts it into."""

import pytest

from tests.engine.lab.kit import found, played

TOP = """event download
event visit
topic newsletter
score 関心 {
  on visit give +10 points
  level hot at 40
}
journey {
  stage 認知
  stage 興味 when score 関心 >= 100
  stage 商談 when handoff accepted
}
scenario 分ける {
  enter on download
  split 件名 {
    1% 甲 {
      send mail-a
    }
    1% 乙 {
      send mail-b
    }
    98% holdout {
      tag "対照"
    }
  }
}
"""
DOWNLOADS = "at day 0 10:00 山田 does download"


@pytest.mark.parametrize(
    ("trait", "expected"),
    [
        ('tagged "vip"', 'tagged "vip"'),
        ("in stage 興味", "stage is 興味"),
        ("consents to newsletter", "consent to newsletter"),
        ("with 40 points in 関心", "score 関心 is 40"),
        ("with 40 points in 関心", "level 関心 is hot"),
        ('tagged "vip", in stage 興味', "stage is 興味"),
    ],
)
def test_what_is_given_is_so_when_the_test_begins(trait: str, expected: str) -> None:
    assert [] == found(played(TOP, f"expect at day 0 09:00 {expected}", given=f"given lead 山田 {trait}"))


@pytest.mark.parametrize(
    ("arm", "expected"),
    [("甲", "email mail-a"), ("乙", "email mail-b"), ("holdout", 'tagged "対照"'), ("甲", "件名 is 甲"), ("holdout", "件名 is holdout"),
     ("holdout", "分ける in holdout"), ("乙", "分ける finished")],
)  # fmt: skip
def test_a_lead_takes_the_arm_the_test_says(arm: str, expected: str) -> None:
    assert [] == found(played(TOP, DOWNLOADS, f"expect {expected}", given=f"given lead 山田 in {arm} of 件名"))


def test_another_lead_is_left_to_chance() -> None:
    given = "given lead 山田 in 甲 of 件名\n  given lead 中村"

    assert [] == found(played(TOP, "at day 0 10:00 中村 does download", "expect no email", given=given))


def test_another_arm_is_not_met() -> None:
    trial = played(TOP, DOWNLOADS, "expect 件名 is 乙", given="given lead 山田 in 甲 of 件名")

    assert [("arm-was", "甲")] == [(one.found, one.values["found"]) for one in trial.failures]
