"""What an expectation may say of a mail that did not leave."""

import pytest

from engine.testing import run_tests

STORY = """event download
event visit
scenario 一 {{
  enter on download
  send wp-thanks
}}
scenario 二 {{
  enter on visit
  send wp-thanks skip if received wp-thanks
}}
test "送らない理由" {{
  start at 2026-11-09 09:00
  given lead 山田
  at day 0 10:00 山田 does download
  at day 1 10:00 山田 does visit
  expect {expected}
}}
"""


@pytest.mark.parametrize(
    "expected",
    [
        "email wp-thanks skipped",
        'email wp-thanks skipped because "condition"',
        "at day 1 email wp-thanks skipped",
        "at day 1 10:00 email wp-thanks skipped",
    ],
)
def test_a_mail_its_own_step_skips_can_be_expected(expected: str) -> None:
    (trial,) = run_tests(STORY.format(expected=expected))

    assert () == trial.failures


@pytest.mark.parametrize("expected", ['email wp-thanks skipped because "cap"', "at day 2 email wp-thanks skipped", "email wp-thanks held"])
def test_another_reason_moment_or_fate_is_not_met(expected: str) -> None:
    (trial,) = run_tests(STORY.format(expected=expected))

    assert 1 == len(trial.failures)
