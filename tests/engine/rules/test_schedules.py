"""Schedules by the month, against looking at every day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.instants import MINUTE, from_datetime, from_iso, to_datetime
from engine.domain.subjects import Lead
from engine.rules.moments import next_of
from engine.rules.view import Sight
from engine.testing import program_of
from grammar.ast import EveryMonth, MonthDay, NthWeekday

ZONE = "America/New_York"
CLOSED = "closed from 2026-11-26 to 2026-11-30"
PROGRAM = program_of(f'calendar c {{\n  timezone "{ZONE}"\n  {CLOSED}\n  hours 09:00 to 18:00 on weekdays\n}}\n')
NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NTH = ("first", "second", "third", "fourth")
START = from_iso("2026-01-01T00:00", ZONE)

_on = st.one_of(
    st.integers(1, 31).map(lambda number: MonthDay(kind="day", number=number)),
    st.builds(NthWeekday, st.sampled_from(("first", "second", "third", "fourth", "last")), st.sampled_from(DAYS)),
    st.sampled_from(("last day", "first business day", "last business day")).map(lambda kind: MonthDay(kind=kind, number=None)),  # type: ignore[arg-type]
)


def _is_meant(on: MonthDay | NthWeekday, day: date) -> bool:
    """Whether a day is the one its month means."""
    month = [day.replace(day=1) + timedelta(days=number) for number in range(31)]
    month = [one for one in month if one.month == day.month]
    if isinstance(on, NthWeekday):
        named = [one for one in month if DAYS[one.weekday()] == on.day]
        return day == (named[-1] if on.nth == "last" else named[NTH.index(on.nth)])
    if on.number is not None:
        return day == month[min(on.number, len(month)) - 1]
    if "business" in on.kind:
        month = [one for one in month if PROGRAM.calendar.is_business_day(one)]
    return day == (month[0] if on.kind.startswith("first") else month[-1])


@given(_on, st.lists(st.sampled_from(NAMES), max_size=3), st.times(time(4)), st.integers(0, 800 * 24 * 60))
def test_the_next_moment_of_a_month_is_the_one_a_reader_of_the_calendar_finds(
    on: MonthDay | NthWeekday, months: list[str], clock: time, minutes: int
) -> None:
    clock, since = clock.replace(second=0, microsecond=0), START + minutes * MINUTE
    schedule = EveryMonth(on=on, months=tuple(months), at=clock)  # type: ignore[arg-type]
    day = to_datetime(since, ZONE).date()
    while True:
        moment = from_datetime(datetime.combine(day, clock, ZoneInfo(ZONE)))
        if (not months or NAMES[day.month - 1] in months) and _is_meant(on, day) and moment > since:
            break
        day += timedelta(days=1)

    assert moment == next_of(schedule, since, Sight(PROGRAM, Lead(id="x"), since))
