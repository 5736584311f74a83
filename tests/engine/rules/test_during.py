"""Conditions that ask the clock, and the days of a month that have no number."""

import pytest

from engine.testing import Story

HOURS = """
calendar 会社 {
  timezone "Asia/Tokyo"
  hours 09:00 to 18:00 on weekdays
  closed from 2026-11-03 to 2026-11-03
}
event asked
event other
"""


def asks(condition: str) -> Story:
    story = Story(HOURS + f"scenario s {{\n  enter on asked if {condition}\n  reenter always\n  send yes\n}}\n")
    story.lead()
    return story


@pytest.mark.parametrize(
    ("condition", "at", "holds"),
    [
        ("during business hours", "2026-11-02T09:00", True),
        ("during business hours", "2026-11-02T18:00", False),
        ("during business hours", "2026-11-03T10:00", False),
        ("during business hours", "2026-11-07T10:00", False),
        ("during 22:00 to 06:00", "2026-11-02T23:30", True),
        ("during 22:00 to 06:00", "2026-11-03T05:59", True),
        ("during 22:00 to 06:00", "2026-11-03T06:00", False),
        ("during 22:00 to 06:00 on friday", "2026-11-07T05:00", True),
        ("during 22:00 to 06:00 on friday", "2026-11-06T05:00", False),
        ("during 2026-12-24 to 2027-01-05", "2026-12-24T00:00", True),
        ("during 2026-12-24 to 2027-01-05", "2027-01-05T23:59", True),
        ("during 2026-12-24 to 2027-01-05", "2027-01-06T00:00", False),
    ],
)
def test_the_clock_is_asked_at_the_moment(condition: str, at: str, holds: bool) -> None:
    story = asks(condition)
    story.happens("asked", at=at)

    assert holds == bool(story.mails())


def test_it_is_the_clock_of_the_lead() -> None:
    story = asks("during 09:00 to 17:00")
    story.lead(timezone="America/New_York")
    story.happens("asked", at="2026-11-02T10:00")
    story.happens("asked", at="2026-11-03T02:00")

    assert [("yes", "2026-11-03T02:00")] == story.mails()


def test_a_wait_for_it_ends_when_the_clock_says_so() -> None:
    story = Story(HOURS + """
scenario s {
  enter on asked
  wait until during business hours without limit
  send yes
}
""")
    story.lead()
    story.happens("asked", at="2026-11-02T20:00")
    story.until("2026-11-06T00:00")

    assert [("yes", "2026-11-04T09:00")] == story.mails()


def test_a_policy_may_keep_some_days_quiet() -> None:
    story = Story(HOURS + """
policy p {
  hold email while during 2026-12-29 to 2027-01-03
}
scenario s {
  enter on asked
  send yes
}
""")
    story.lead()
    story.happens("asked", at="2026-12-30T10:00")
    story.until("2027-01-10T00:00")

    assert [("yes", "2027-01-04T00:00")] == story.mails()


@pytest.mark.parametrize(
    ("on", "days"),
    [
        ("business day 1", ["2026-11-02", "2026-12-01"]),
        ("business day 5", ["2026-11-09", "2026-12-07"]),
        ("first monday", ["2026-11-02", "2026-12-07"]),
        ("second tuesday", ["2026-11-10", "2026-12-08"]),
        ("fourth friday", ["2026-11-27", "2026-12-25"]),
        ("last friday", ["2026-11-27", "2026-12-25"]),
        ("last monday", ["2026-11-30", "2026-12-28"]),
    ],
)
def test_a_day_of_the_month_may_be_said_by_its_place_in_it(on: str, days: list[str]) -> None:
    story = Story(HOURS + f"scenario s {{\n  enter every month on {on} at 10:00\n  reenter always\n  send yes\n}}\n",
                  start="2026-11-01T00:00")  # fmt: skip
    story.lead()
    story.until("2026-12-31T00:00")

    assert [("yes", f"{day}T10:00") for day in days] == story.mails()
