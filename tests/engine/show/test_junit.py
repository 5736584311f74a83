"""Tests as a JUnit file, as a reader of such files takes it."""

from pathlib import Path

from junitparser import Failure, JUnitXml

from engine.show.junit import write_junit
from engine.testing import run_tests

STORY = """event download
scenario お礼 {{
  enter on download
  send wp-thanks
}}
test "お礼が届く" {{
  start at 2026-11-09 09:00
  given lead 山田
  at day 0 10:00 山田 does download
  expect email wp-thanks
}}
test "事例 & <案内>" {{
  start at 2026-11-09 09:00
  given lead 山田
  expect email wp-thanks
  expect 1 email
}}
"""


def test_each_test_is_a_case_and_has_one_failure_with_all_that_did_not_hold(tmp_path: Path) -> None:
    trials = run_tests(STORY.format())
    write_junit(tmp_path / "out/junit.xml", trials, [[], ["first", "second"]])
    (suite,) = JUnitXml.fromfile(str(tmp_path / "out/junit.xml"))
    cases = list(suite)
    (failure,) = cases[1].result

    assert ("story.nurture", 2, 1) == (suite.name, suite.tests, suite.failures)
    assert ["お礼が届く", "事例 & <案内>"] == [case.name for case in cases]
    assert isinstance(failure, Failure) and ("first", "first\nsecond") == (failure.message, failure.text)
