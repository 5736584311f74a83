"""Days, clocks and business time: the one place that turns a duration or a clock time into an instant.

Calendar days and weeks keep the wall-clock time in the zone; minutes and hours count exactly. Business days are those of the
calendar less its holidays; business hours run only while the calendar is open.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, time, timedelta

from engine.domain.instants import HOUR, MINUTE, Instant, add_days, at_wall, local_day, start_of_day, to_datetime
from grammar.values import Days, DayWord, Duration

_NAMES: tuple[DayWord, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEARCH_DAYS = 400
"""A calendar that is closed for longer than a year is a mistake, not a calendar."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """zone: where no lead's own zone is known. hours: None is the whole day. closed: holidays and company holidays."""

    name: str = ""
    zone: str = "UTC"
    opens: time = time(9)
    closes: time = time(18)
    workdays: frozenset[int] = frozenset(range(5))
    closed: frozenset[date] = frozenset()

    def is_business_day(self, day: date) -> bool:
        """A working day that is no holiday."""
        return day.weekday() in self.workdays and day not in self.closed


def after(start: Instant, duration: Duration, zone: str, calendar: Calendar) -> Instant:
    """The instant `duration` after `start`."""
    match duration.unit:
        case "minute":
            return start + duration.amount * MINUTE
        case "hour":
            return start + duration.amount * HOUR
        case "day":
            return add_days(start, duration.amount, zone)
        case "week":
            return add_days(start, 7 * duration.amount, zone)
        case "business day":
            return _business_days(start, duration.amount, zone, calendar)
        case "business hour":
            return _business_time(start, duration.amount * HOUR, zone, calendar)
        case "business minute":
            return _business_time(start, duration.amount * MINUTE, zone, calendar)


def _business_days(start: Instant, days: int, zone: str, calendar: Calendar) -> Instant:
    """The same wall-clock time on the nth business day after the day of `start`."""
    here = to_datetime(start, zone)
    day = here.date()
    for _ in range(_SEARCH_DAYS + 7 * days):
        if days == 0:
            break
        day += timedelta(days=1)
        days -= calendar.is_business_day(day)
    return at_wall(day, here.time(), zone)


def _business_time(start: Instant, length: int, zone: str, calendar: Calendar) -> Instant:
    """The instant at which the calendar has been open for `length` since `start`."""
    day = local_day(start, zone)
    for _ in range(_SEARCH_DAYS + length // HOUR):
        if calendar.is_business_day(day):
            opens, closes = at_wall(day, calendar.opens, zone), at_wall(day, calendar.closes, zone)
            begin = max(start, opens)
            if begin + length <= closes:
                return begin + length
            length -= max(0, closes - begin)
        day += timedelta(days=1)
    return start_of_day(day, zone)


def before(end: Instant, duration: Duration, zone: str, calendar: Calendar) -> Instant:
    """The instant `duration` before `end`; business time counts backward over the days the calendar is open."""
    match duration.unit:
        case "minute":
            return end - duration.amount * MINUTE
        case "hour":
            return end - duration.amount * HOUR
        case "day":
            return add_days(end, -duration.amount, zone)
        case "week":
            return add_days(end, -7 * duration.amount, zone)
        case "business day":
            return _business_days_before(end, duration.amount, zone, calendar)
        case "business hour":
            return _business_time_before(end, duration.amount * HOUR, zone, calendar)
        case "business minute":
            return _business_time_before(end, duration.amount * MINUTE, zone, calendar)


def _business_days_before(end: Instant, days: int, zone: str, calendar: Calendar) -> Instant:
    here = to_datetime(end, zone)
    day = here.date()
    for _ in range(_SEARCH_DAYS + 7 * days):
        if days == 0:
            break
        day -= timedelta(days=1)
        days -= calendar.is_business_day(day)
    return at_wall(day, here.time(), zone)


def _business_time_before(end: Instant, length: int, zone: str, calendar: Calendar) -> Instant:
    day = local_day(end, zone)
    for _ in range(_SEARCH_DAYS + length // HOUR):
        if calendar.is_business_day(day):
            opens, closes = at_wall(day, calendar.opens, zone), at_wall(day, calendar.closes, zone)
            last = min(end, closes)
            if last - length >= opens:
                return last - length
            length -= max(0, last - opens)
        day -= timedelta(days=1)
    return end


def days_match(day: date, days: Days | None, calendar: Calendar) -> bool:
    """Whether a calendar day is one of the named ones; None is every day."""
    return days is None or any(_word_matches(day, word, calendar) for word in days.words)


def _word_matches(day: date, word: DayWord, calendar: Calendar) -> bool:
    match word:
        case "everyday":
            return True
        case "weekdays":
            return day.weekday() < 5
        case "weekends":
            return day.weekday() >= 5
        case "business days":
            return calendar.is_business_day(day)
        case _:
            return _NAMES[day.weekday()] == word


def next_clock(moment: Instant, clock: time, days: Days | None, zone: str, calendar: Calendar) -> Instant:
    """The next instant at which the clock shows that time on such a day; the whole minute of `moment` counts as now."""
    day = local_day(moment, zone)
    for _ in range(_SEARCH_DAYS):
        if days_match(day, days, calendar):
            candidate = at_wall(day, clock, zone)
            if candidate + MINUTE > moment:
                return max(candidate, moment)
        day += timedelta(days=1)
    return moment


def next_open(moment: Instant, zone: str, calendar: Calendar) -> Instant:
    """The moment itself while the calendar is open, else when it opens next."""
    day = local_day(moment, zone)
    for _ in range(_SEARCH_DAYS):
        if calendar.is_business_day(day) and moment < at_wall(day, calendar.closes, zone):
            return max(moment, at_wall(day, calendar.opens, zone))
        day += timedelta(days=1)
    return moment


@dataclass(frozen=True, slots=True)
class Window:
    """Clock times between which mails may leave; over midnight where the end is not after the beginning."""

    begins: time
    ends: time
    days: Days | None = None


def window_at(moment: Instant, window: Window, zone: str, calendar: Calendar) -> tuple[Instant, Instant]:
    """The stretch [from, until) of the window that holds `moment`, else the next one."""
    day = local_day(moment, zone) - timedelta(days=1)
    for _ in range(_SEARCH_DAYS):
        if days_match(day, window.days, calendar):
            begins = at_wall(day, window.begins, zone)
            last = day if window.ends > window.begins else day + timedelta(days=1)
            ends = at_wall(last, window.ends, zone)
            if moment < ends:
                return begins, ends
        day += timedelta(days=1)
    return moment, moment


def period_key(moment: Instant, period: str, zone: str) -> str:
    """The calendar period an instant falls into: `2026-11-02`, `2026-W45` or `2026-11`."""
    here = to_datetime(moment, zone)
    if period == "day":
        return here.date().isoformat()
    if period == "month":
        return here.strftime("%Y-%m")
    year, week, _ = here.isocalendar()
    return f"{year}-W{week:02}"


def next_period(moment: Instant, period: str, zone: str) -> Instant:
    """The first instant of the calendar period after the one `moment` falls into; weeks begin on Monday."""
    day = local_day(moment, zone)
    if period == "day":
        following = day + timedelta(days=1)
    elif period == "week":
        following = day + timedelta(days=7 - day.weekday())
    else:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return start_of_day(following, zone)


def nth_newest(moments: list[Instant], count: int) -> Instant | None:
    """The count-th newest of ascending moments, or None where there are fewer."""
    return moments[-count] if len(moments) >= count else None


def count_since(moments: list[Instant], start: Instant) -> int:
    """How many of the ascending moments lie after `start`."""
    return len(moments) - bisect_right(moments, start)
