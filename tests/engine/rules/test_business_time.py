"""Looks back and ahead in business time, against counting the open minutes one by one."""

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.domain.instants import MINUTE, Instant, from_iso, to_datetime
from engine.rules.calendar import Calendar
from engine.rules.filters import ORDERS, Turning
from engine.rules.values import Today, utc_text
from engine.testing import Story
from grammar.ast import Ago, Duration, FromToday

ZONE = "Asia/Tokyo"
CALENDAR = Calendar(zone=ZONE, opens=time(9), closes=time(18), closed=frozenset({date(2026, 11, 3)}))
START = from_iso("2026-10-30T00:00", ZONE)
"""A Friday; the Tuesday after it is a holiday."""

HEAD = """
calendar 日本 {
  timezone "Asia/Tokyo"
  closed from 2026-11-03 to 2026-11-03
  hours 09:00 to 18:00 on weekdays
}
attribute 面談: datetime optional
attribute 期限: date optional
event a
"""


def _open_minutes(start: Instant, end: Instant) -> int:
    """Counted one by one."""
    count = 0
    for minute in range(start, end, MINUTE):
        here = to_datetime(minute, ZONE)
        count += CALENDAR.is_business_day(here.date()) and CALENDAR.opens <= here.time() < CALENDAR.closes
    return count


_minutes = st.integers(0, 7 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)


@given(_minutes, _minutes, st.integers(1, 30))
def test_more_than_so_many_business_hours_ago_means_so_many_open_minutes_have_not_passed(one: Instant, other: Instant, hours: int) -> None:
    moment, now = min(one, other), max(one, other)
    later = Turning("a", "面談", ">", Ago(Duration(hours, "business hour")))

    assert (_open_minutes(moment, now) < hours * 60) == later.holds(utc_text(moment), Today(now, ZONE, CALENDAR))


@given(_minutes, _minutes, st.integers(1, 30))
@example(START, START + 10 * 60 * MINUTE, 1)
def test_within_so_many_business_hours_from_today_means_less_is_left_after_this_minute(one: Instant, other: Instant, hours: int) -> None:
    """At midnight one business hour before ten is still to come: it begins at nine, when the doors open, and not when they closed."""
    now, moment = min(one, other), max(one, other)
    within = Turning("a", "面談", "<=", FromToday(Duration(hours, "business hour")))
    left = _open_minutes(now, moment) - _open_minutes(now, now + MINUTE)

    assert (left < hours * 60) == within.holds(utc_text(moment), Today(now, ZONE, CALENDAR))


@given(_minutes, _minutes, st.integers(1, 9), st.sampled_from(sorted(ORDERS)))
def test_a_look_back_turns_once_and_for_good(moment: Instant, now: Instant, days: int, operator: str) -> None:
    """Over a weekend nothing that has turned turns back."""
    turning = Turning("a", "面談", operator, Ago(Duration(days, "business day")))  # type: ignore[arg-type]
    truths = [turning.holds(utc_text(moment), Today(now + hours * 60 * MINUTE, ZONE, CALENDAR)) for hours in range(0, 24 * 20)]
    turns = sum(one != other for one, other in pairwise(truths))

    assert turns <= (2 if operator in ("is", "is not") else 1)


@pytest.mark.parametrize(
    ("condition", "turned"),
    [
        ("lead.面談 <= 4 business hours ago", "2026-11-04T11:00"),
        ("lead.面談 <= 1 business day ago", "2026-11-04T16:00"),
        ("lead.面談 <= 2 days ago", "2026-11-04T16:00"),
        ("lead.面談 < today", "2026-11-03T00:00"),
        ("lead.期限 <= 2 business days from today", "2026-11-05T00:00"),
        ("lead.期限 <= 2 days from today", "2026-11-06T00:00"),
        ("lead.期限 is 1 business day ago", "2026-11-07T00:00"),
        ("did a and not did a in last 1 business day", "2026-11-04T16:00"),
        ("did a and not did a in last 4 business hours", "2026-11-04T11:00"),
    ],
)
def test_a_lead_is_woken_at_the_moment_business_time_says(condition: str, turned: str) -> None:
    """The meeting was on Monday at 16:00, and Tuesday is a holiday; the deadline is Sunday the 8th, or for `is` Friday the 6th."""
    story = Story(HEAD + f"scenario 追跡 {{\n  enter when {condition}\n  tag \"t\"\n}}\n", start="2026-11-02T15:00")
    story.lead(面談="2026-11-02T16:00", 期限="2026-11-06" if " is " in condition else "2026-11-08")
    story.happens("a", at="2026-11-02T16:00")
    story.until("2026-11-20T00:00")

    assert [turned] == [story.shown(entry.moment) for entry in story.world.journal for line in entry.trace if line.what == "entered"]
