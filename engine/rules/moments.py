"""Moments of the language as instants: dates, clock times, anniversaries, what lies around them, and calendars that come again."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from typing import Any, assert_never

from engine.domain.instants import MINUTE, Instant, at_wall, from_iso, local_day, start_of_day, to_datetime
from engine.domain.subjects import Run
from engine.rules.calendar import Calendar, after, before, days_match, next_clock, next_open
from engine.rules.filters import attribute_key
from engine.rules.values import DAYLONG
from engine.rules.view import Sight
from grammar import ast as g

_SEARCH_DAYS = 800
"""Two years and a bit: a schedule that names no day in that time names none."""
_SEARCH_MONTHS = 26


def instant_of(moment: g.Moment, sight: Sight, run: Run | None, since: Instant) -> Instant | None:
    """The instant a moment names for a lead, looked at from `since`; None where what it hangs on is missing."""
    match moment:
        case g.OnDate(day=day, at=at):
            return at_wall(day, at or time(0), sight.zone)
        case g.ClockTime(at=at, days=days):
            return next_clock(since, at, days, sight.zone, sight.calendar)
        case g.OpenTime():
            return next_open(since, sight.zone, sight.calendar)
        case g.Relative(anchor=g.Anniversary(ref=ref)):
            return _anniversary(moment, _value(ref, sight, run), sight, since)
        case g.Relative():
            anchor = _anchor(moment.anchor, sight, run)
            return None if anchor is None else _around(moment, anchor, sight)
        case _:
            assert_never(moment)


def _anchor(anchor: Any, sight: Sight, run: Run | None) -> Instant | None:
    if isinstance(anchor, g.EntryTime):
        return run.entered if run else None
    value = _value(anchor, sight, run)
    return None if value is None else _instant(value, sight.zone)


def _value(ref: Any, sight: Sight, run: Run | None) -> Any:
    match ref:
        case g.LeadRef() | g.AccountRef():
            return sight.attributes.get(attribute_key(ref))
        case g.EntryRef(name=name):
            return run.entry.get(str(name)) if run else None
        case _:
            return None


def _instant(value: Any, zone: str) -> Instant | None:
    """A date is the start of its day; a datetime without an offset is read in the zone."""
    try:
        text = str(value).replace("Z", "+00:00")
        return start_of_day(date.fromisoformat(text), zone) if len(text) == 10 else from_iso(text, zone)
    except ValueError:
        return None


def _around(moment: g.Relative, anchor: Instant, sight: Sight) -> Instant:
    """The offset first, then the clock time on the day that gives, or on the first of the named days from there on.

    What lies before something looks back for its day, so as not to come too late. Without an offset nothing before the anchor counts.
    """
    if moment.offset is not None:
        anchor = _shifted(anchor, moment.offset, sight)
    if moment.at is None:
        return anchor
    day = local_day(anchor, sight.zone)
    if moment.days is None:
        return at_wall(day, moment.at, sight.zone)
    if moment.offset is None:
        return next_clock(anchor, moment.at, moment.days, sight.zone, sight.calendar)
    if moment.offset.direction == "after":
        return next_clock(start_of_day(day, sight.zone), moment.at, moment.days, sight.zone, sight.calendar)
    return at_wall(_day_back(day, moment.days, sight), moment.at, sight.zone)


def _day_back(day: date, days: g.Days, sight: Sight) -> date:
    """The last of the named days that is not after that day."""
    for back in range(_SEARCH_DAYS):
        if days_match(found := day - timedelta(days=back), days, sight.calendar):
            return found
    return day


def clocked(due: Instant, duration: g.Duration, clock: tuple[time | None, g.Days | None], sight: Sight) -> Instant:
    """The end of a wait at a clock time: of days from the day on that they lead to, of hours not before they are over."""
    at, days = clock
    if at is None:
        return due
    start = start_of_day(local_day(due, sight.zone), sight.zone) if duration.unit in DAYLONG else due
    return next_clock(start, at, days, sight.zone, sight.calendar)


def _shifted(anchor: Instant, offset: g.Offset, sight: Sight) -> Instant:
    if offset.direction == "after":
        return after(anchor, offset.duration, sight.zone, sight.calendar)
    return before(anchor, offset.duration, sight.zone, sight.calendar)


def _anniversary(moment: g.Relative, value: Any, sight: Sight, since: Instant) -> Instant | None:
    """The first one whose moment is not past; a 29th of February is the 28th in other years."""
    start = None if value is None else _instant(value, sight.zone)
    if start is None:
        return None
    first = to_datetime(start, sight.zone)
    for year in range(to_datetime(since, sight.zone).year - 1, to_datetime(since, sight.zone).year + 9):
        found = _around(moment, at_wall(_in_year(first.date(), year), first.time(), sight.zone), sight)
        if year > first.year and found + MINUTE > since:
            return found
    return None


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) and not _leaps(year) else day.replace(year=year)


def _leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


# ── calendars that come again ───────────────────────────────────────────────────────────

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")


_NTH = ("first", "second", "third", "fourth")


def next_of(schedule: g.Schedule, since: Instant, sight: Sight) -> Instant | None:
    """The first moment of a schedule after `since`."""
    days = _days_from(local_day(since, sight.zone), schedule, sight.calendar)
    moments = (at_wall(day, schedule.at, sight.zone) for day in days)
    return next((moment for moment in moments if moment > since), None)


def _days_from(first: date, schedule: g.Schedule, calendar: Calendar) -> Iterator[date]:
    """The days of a schedule from the month of `first` on, or from that day itself; each month is looked at once."""
    match schedule:
        case g.EveryDay(days=days):
            all_days = (first + timedelta(days=number) for number in range(_SEARCH_DAYS))
            yield from (day for day in all_days if days_match(day, days, calendar))
        case g.EveryMonth(on=on, months=months):
            numbers = range(first.month - 1, first.month + _SEARCH_MONTHS)
            starts = (date(first.year + number // 12, number % 12 + 1, 1) for number in numbers)
            yield from (_day_of_month(on, start, calendar) for start in starts if not months or _MONTHS[start.month - 1] in months)


def _day_of_month(on: g.MonthDay | g.NthWeekday, first: date, calendar: Calendar) -> date:
    """The day that is meant of the month which begins on `first`; the 31st is the last day of a shorter one, and so with business days."""
    days = range(monthrange(first.year, first.month)[1])
    if isinstance(on, g.NthWeekday):
        named = [day for day in _dates(first, days) if days_match(day, g.Days((on.day,)), calendar)]
        return named[_NTH.index(on.nth) if on.nth in _NTH else -1]
    match on.kind:
        case "business day":
            found = [day for day in _dates(first, days) if calendar.is_business_day(day)] or _dates(first, days)
            return found[min(on.number or 1, len(found)) - 1]
        case "day":
            return first.replace(day=min(on.number or 1, len(days)))
        case "last day":
            return first.replace(day=len(days))
        case "first business day":
            return _first_open(first, days, calendar)
        case "last business day":
            return _first_open(first, reversed(days), calendar)


def _first_open(first: date, days: Iterable[int], calendar: Calendar) -> date:
    """The first of those days that is a business day; in a month without one, the first of them."""
    found = _dates(first, days)
    return next((day for day in found if calendar.is_business_day(day)), found[0])


def _dates(first: date, days: Iterable[int]) -> list[date]:
    return [first + timedelta(days=number) for number in days]
