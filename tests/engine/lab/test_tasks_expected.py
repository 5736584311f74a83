"""What an expectation may say of a task: whose it is, when it is due, and what became of it."""

import pytest

from engine.testing import run_tests

STORY = """event download
event meeting-booked
team sales {{
  notify "mailto:sales@example.jp"
}}
scenario 育成 {{
  enter on download
  reenter always
  leave on meeting-booked
  task "お電話" for sales within 2 days {{
    done {{
    }}
  }}
}}
test "育成" for 育成 {{
  start at 2026-11-09 09:00
  given lead 山田
  at day 0 10:00 山田 does download
  {act}
  expect {expected}
}}
"""
BOOKED = "at day 1 10:00 山田 does meeting-booked"


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("", 'at day 0 10:00 task "お電話" due at day 2 10:00'),
        ("", 'at day 0 10:00 task "お電話" to sales due at day 2'),
        ("", 'at day 1 10:00 task "お電話" open'),
        ("", 'at day 2 10:00 task "お電話" overdue'),
        ('at day 1 10:00 sales finishes "お電話"', 'task "お電話" done'),
        (BOOKED, 'at day 1 10:00 task "お電話" withdrawn'),
    ],
)
def test_a_task_is_expected_as_it_stands(act: str, expected: str) -> None:
    (trial,) = run_tests(STORY.format(act=act, expected=expected))

    assert () == trial.failures


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("", 'at day 0 10:00 task "お電話" due at day 2 11:00'),
        ("", 'at day 1 10:00 task "お電話" withdrawn'),
        (BOOKED, 'at day 1 10:00 task "お電話" open'),
        (BOOKED, 'at day 1 10:00 task "お電話"'),
    ],
)
def test_a_task_that_stands_otherwise_fails_the_test(act: str, expected: str) -> None:
    (trial,) = run_tests(STORY.format(act=act, expected=expected))

    assert ["tasks-were"] == [failure.found for failure in trial.failures]


def test_a_task_that_was_withdrawn_cannot_be_finished() -> None:
    act = f'{BOOKED}\n  at day 1 11:00 sales finishes "お電話"'
    (trial,) = run_tests(STORY.format(act=act, expected='task "お電話" withdrawn'))

    assert () == trial.failures


GIVEN_UP = """event download
event meeting-booked
event called
team sales {{
  notify "mailto:sales@example.jp"
}}
scenario 育成 {{
  enter on download
  leave on meeting-booked {{
    wait 1 day
  }}
  wait for any without limit {{
    after 1 day {{
      task "お電話" for sales {{
        done {{
        }}
      }}
    }}
    on called {{
      wait 1 day
    }}
  }}
}}
test "育成" for 育成 {{
  start at 2026-11-09 09:00
  given lead 山田
  at day 0 10:00 山田 does download
  expect at day 1 10:00 task "お電話" open
  at day 2 10:00 山田 does {event}
  expect task "お電話" withdrawn
  expect 育成 waiting
}}
"""


@pytest.mark.parametrize("event", ["called", "meeting-booked"])
def test_a_task_on_a_way_that_is_given_up_is_withdrawn(event: str) -> None:
    (trial,) = run_tests(GIVEN_UP.format(event=event))

    assert () == trial.failures
