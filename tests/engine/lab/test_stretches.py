"""What stretch of time an expectation looks at."""

import pytest

from tests.engine.lab.kit import found, played

TOP = """event download
scenario お礼 {
  enter on download
  send wp-thanks
  wait 3 days
  send case-study
}
"""
DOWNLOADS = "at day 0 10:00 山田 does download"


@pytest.mark.parametrize(
    "expected",
    [
        "email wp-thanks",
        "at day 3 email case-study",
        "at day 3 10:00 email case-study",
        "by day 5 email case-study",
        "by day 3 10:00 email case-study",
        "at day 5 no email",
        "by day 2 no email case-study",
        "by day 3 09:59 no email case-study",
        "by day 2 お礼 waiting",
        "by day 3 お礼 finished",
    ],
)
def test_at_looks_at_that_day_or_moment_and_by_at_all_up_to_it(expected: str) -> None:
    assert [] == found(played(TOP, DOWNLOADS, f"expect {expected}"))


@pytest.mark.parametrize(
    "expected",
    ["by day 5 no email", "by day 2 email case-study", "at day 4 email case-study", "no email", "by day 3 no email case-study"],
)
def test_what_lies_outside_of_it_is_not_seen_and_what_lies_inside_is(expected: str) -> None:
    assert 1 == len(found(played(TOP, DOWNLOADS, f"expect {expected}")))


def test_what_follows_a_day_is_judged_at_its_end() -> None:
    assert [] == found(played(TOP, DOWNLOADS, "expect by day 3 email case-study", "expect お礼 finished", "expect 2 emails"))
