"""Values in tests: days and moments are those of the line they stand in, and compared as what the catalogue declares."""

import pytest

from engine.testing import run_tests

STORY = """attribute called: datetime optional
attribute renews: date optional
event call
scenario calls {{
  enter on call
  reenter always
  set lead.called to now
}}
test "calls" {{
  start at 2026-11-09 09:00
  given lead 山田 {{ renews = 30 days from today }}
  {act}
  expect {expected}
}}
"""


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("", "lead.renews is 2026-12-09"),
        ("at day 1 10:30 山田 does call", "lead.called is 2026-11-10 10:30"),
        ("at day 1 10:30 山田 does call", "lead.called is now"),
        ("at day 1 10:30 山田 does call", "at day 2 10:30 lead.called < now"),
        ("at day 1 10:30 山田 has called = 2026-11-01 08:00", "lead.called is 2026-11-01 08:00"),
        ("at day 3 10:30 山田 has renews = today", "lead.renews is 2026-11-12"),
        ('at day 1 10:30 山田 has called = now, timezone = "Europe/Berlin"', "lead.called is 2026-11-10 02:30"),
    ],
)
def test_a_value_is_that_of_its_moment(act: str, expected: str) -> None:
    (trial,) = run_tests(STORY.format(act=act, expected=expected))

    assert () == trial.failures


def test_a_moment_that_is_another_fails_the_test() -> None:
    (trial,) = run_tests(STORY.format(act="at day 1 10:30 山田 does call", expected="lead.called is 2026-11-10 10:31"))

    assert ["attribute-was"] == [failure.found for failure in trial.failures]


WAITS = """attribute seminar: datetime optional
event booked
scenario reminder {
  enter on booked
  wait until lead.seminar < now without limit
  tag "is over"
}
test "a condition on now turns by itself" {
  start at 2026-11-09 09:00
  given lead 山田 { seminar = 2026-11-10 10:00 }
  at day 0 09:00 山田 does booked
  expect at day 1 09:59 not tagged "is over"
  expect at day 1 10:01 tagged "is over"
}
"""


def test_a_condition_on_now_turns_by_itself() -> None:
    (trial,) = run_tests(WAITS)

    assert () == trial.failures
