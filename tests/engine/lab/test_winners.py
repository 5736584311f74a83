"""Tests of the language that say who is tested, who waits, and who wins."""

import pytest

from grammar.checks.played import UNKNOWN_ARM
from grammar.parse import parse
from grammar.workspace import assemble, check_workspace
from tests.engine.lab.kit import found, played

TOP = """event download
scenario お礼 {
  enter on download
  split 件名 evenly testing 20% pick best by open rate after 4 hours {
    甲 {
      send ko
    }
    乙 {
      send otsu
    }
    holdout
  }
}
"""
GIVEN = "given lead 山田 in 乙 of 件名\n  given lead 中村 in rest of 件名"
STORY = ("at day 0 10:00 山田 does download", "at day 0 10:00 中村 does download", "at day 0 11:00 山田 opens otsu")


@pytest.mark.parametrize(
    "line",
    [
        "expect no winner of 件名",
        "expect no email to 中村",
        "expect at day 0 14:00 winner of 件名 is 乙",
        "expect at day 0 14:00 email otsu to 中村",
        "expect at day 0 14:00 件名 is 乙 for 中村",
        "expect at day 0 10:00 お礼 waiting for 中村",
    ],
)
def test_a_test_says_who_is_tested_and_who_waits(line: str) -> None:
    assert [] == found(played(TOP, *STORY, line, given=GIVEN))


def test_whoever_is_of_the_rest_waits_whatever_chance_says() -> None:
    names = [f"リード{number}" for number in range(12)]
    given = "\n  ".join(f"given lead {name} in rest of 件名" for name in names)
    story = [f"at day 0 10:00 {name} does download" for name in names]

    assert [] == found(played(TOP, *story, "expect 0 emails", given=given))


@pytest.mark.parametrize(
    ("line", "code", "winner"),
    [
        ("expect winner of 件名 is 甲", "winner-was", ""),
        ("expect at day 0 14:00 winner of 件名 is 甲", "winner-was", "乙"),
        ("expect at day 0 14:00 no winner of 件名", "winner-was", "乙"),
    ],
)
def test_another_winner_is_told(line: str, code: str, winner: str) -> None:
    (failure,) = played(TOP, *STORY, line, given=GIVEN).failures

    assert (code, winner) == (failure.found, failure.values["found"])


@pytest.mark.parametrize("line", ["given lead 山田 in 残り of 件名", "given lead 山田\n  expect winner of 件名 is 丙"])
def test_an_arm_nobody_wrote_is_found(line: str) -> None:
    text = f'{TOP}test "話" {{\n  start at 2026-11-09 09:00\n  {line}\n}}\n'
    rules = [each.rule for each in check_workspace(assemble([parse(text, "a.nurture")]))]

    assert UNKNOWN_ARM.id in rules


def test_the_arm_for_want_of_leads_must_be_one_that_can_win() -> None:
    for arm, findings in (("乙", []), ("丙", [UNKNOWN_ARM.id]), ("holdout", [UNKNOWN_ARM.id])):
        text = TOP.replace("4 hours", f"4 hours with at least 5 leads per arm else {arm}")
        found = [each.rule for each in check_workspace(assemble([parse(text, "a.nurture")])) if each.rule == UNKNOWN_ARM.id]

        assert findings == found
