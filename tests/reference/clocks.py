"""Time as a naive reader counts it: wall clocks by `zoneinfo` alone, everything else by walking on until it fits.

An instant is a whole number of microseconds since 1970 UTC. Everything here happens on whole minutes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from grammar import ast as g

MINUTE = 60_000_000
HOUR = 60 * MINUTE
NEVER = 2**62

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")


@dataclass(frozen=True)
class Office:
    """A calendar: where, when and on which days one works."""

    zone: str
    opens: time = time(9)
    closes: time = time(18)
    days: g.Days | None = None
    closed: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        words = self.days.words if self.days else ("weekdays",)
        return day not in self.closed and any(_is_day(day, word) for word in words)

    def is_open(self, instant: int, zone: str) -> bool:
        here = shown(instant, zone)
        return self.works_on(here.date()) and self.opens <= here.time() < self.closes


def office_of(calendar: g.Calendar, zone: str) -> Office:
    """The calendar that is written there."""
    opens, closes, days, closed = time(9), time(18), None, set[date]()
    for rule in calendar.rules:
        match rule:
            case g.Timezone():
                zone = rule.zone
            case g.Holidays():
                closed |= set(holidays.country_holidays(rule.country, years=range(2025, 2030)))
            case g.Closed():
                closed |= set(_days_between(rule.first, rule.last))
            case g.OpenHours():
                opens, closes, days = rule.opens, rule.closes, rule.days
    return Office(zone, opens, closes, days, frozenset(closed))


def _days_between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def _is_day(day: date, word: str) -> bool:
    match word:
        case "everyday":
            return True
        case "weekdays":
            return day.weekday() < 5
        case "weekends":
            return day.weekday() >= 5
    return _WEEK[day.weekday()] == word


def fits(day: date, days: g.Days | None, office: Office) -> bool:
    """Whether a day is one of those named."""
    if days is None:
        return True
    return any(office.works_on(day) if word == "business days" else _is_day(day, word) for word in days.words)


@lru_cache(maxsize=200_000)
def shown(instant: int, zone: str) -> datetime:
    """What clock and calendar on the wall show there."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@lru_cache(maxsize=200_000)
def moment(day: date, clock: time, zone: str) -> int:
    """The first instant at which the wall shows that day and time, or has just jumped over it."""
    wall = datetime.combine(day, clock)
    instant = (wall.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1) - 15 * HOUR
    while shown(instant + 4 * HOUR, zone) < wall - timedelta(hours=3):
        instant += HOUR
    while shown(instant, zone) < wall:
        instant += MINUTE
    return instant


def read(text: str) -> tuple[date, time]:
    """`2026-11-05` or `2026-11-05T10:00`, as events say it."""
    day, _, clock = text.partition("T")
    return date.fromisoformat(day), time.fromisoformat(clock) if clock else time(0)


def after(start: int, length: g.Duration, zone: str, office: Office) -> int:
    """The instant so long after another."""
    return _walk(start, length, (zone, office), 1)


def before(end: int, length: g.Duration, zone: str, office: Office) -> int:
    """The instant so long before another."""
    return _walk(end, length, (zone, office), -1)


def _walk(start: int, length: g.Duration, there: tuple[str, Office], sign: int) -> int:
    (zone, office), wall = there, shown(start, there[0])
    match length.unit:
        case "minute":
            return start + sign * length.amount * MINUTE
        case "hour":
            return start + sign * length.amount * HOUR
        case "day" | "week":
            days = length.amount * (7 if length.unit == "week" else 1)
            return moment(wall.date() + sign * timedelta(days=days), wall.time(), zone)
        case "business day":
            day, left = wall.date(), length.amount
            while left:
                day += sign * timedelta(days=1)
                left -= office.works_on(day)
            return moment(day, wall.time(), zone)
        case "business hour" | "business minute":
            step = (HOUR if length.unit == "business hour" else MINUTE) // 2
            left = length.amount * 2
            while left:
                left -= office.is_open(start if sign > 0 else start - step, zone)
                start += sign * step
            return start


def clock_from(instant: int, clock: time, days: g.Days | None, zone: str, office: Office) -> int:
    """The next time the wall shows that; the minute of now is one."""
    day = shown(instant, zone).date()
    while not fits(day, days, office) or moment(day, clock, zone) + MINUTE <= instant:
        day += timedelta(days=1)
    return max(instant, moment(day, clock, zone))


def open_from(instant: int, zone: str, office: Office) -> int:
    """Now if the calendar is open, else when it opens."""
    while not office.is_open(instant, zone):
        instant += HOUR // 2
    return instant


def end_of(wait: g.Wait, start: int, zone: str, office: Office) -> int:
    """When a wait is over: of days at the clock time of the day they lead to, of hours at the next such time."""
    end = after(start, wait.duration, zone, office)
    if wait.at is None:
        return end
    if wait.duration.unit in ("day", "week", "business day"):
        end = moment(shown(end, zone).date(), time(0), zone)
    return clock_from(end, wait.at, wait.days, zone, office)


def is_between(instant: int, window: g.SendWindow, zone: str, office: Office) -> bool:
    """Whether mails may leave: in a stretch that began today or, over midnight, yesterday."""
    today = shown(instant, zone).date()
    for day in (today, today - timedelta(days=1)):
        last = day if window.closes > window.opens else day + timedelta(days=1)
        if fits(day, window.days, office) and moment(day, window.opens, zone) <= instant < moment(last, window.closes, zone):
            return True
    return False


def period_of(instant: int, per: str, zone: str) -> object:
    """What tells one day, week or month from another."""
    day = shown(instant, zone).date()
    return {"day": day, "week": day.isocalendar()[:2], "month": (day.year, day.month)}[per]


def rings(schedule: g.Schedule, instant: int, zone: str, office: Office) -> bool:
    """Whether a calendar entry is due at that instant."""
    day = shown(instant, zone).date()
    return _is_scheduled(schedule, day, office) and moment(day, schedule.at, zone) == instant


def _is_scheduled(schedule: g.Schedule, day: date, office: Office) -> bool:
    if isinstance(schedule, g.EveryDay):
        return fits(day, schedule.days, office)
    if schedule.months and _MONTHS[day.month - 1] not in schedule.months:
        return False
    month = [one for one in _days_between(day.replace(day=1), day + timedelta(days=31)) if one.month == day.month]
    if isinstance(schedule.on, g.NthWeekday):
        named = [one for one in month if fits(one, g.Days((schedule.on.day,)), office)]
        places = ("first", "second", "third", "fourth")
        return day == (named[-1] if schedule.on.nth == "last" else named[places.index(schedule.on.nth)])
    match schedule.on.kind:
        case "business day":
            return day == [one for one in month if office.works_on(one)][: schedule.on.number][-1]
        case "day":
            return day == month[: schedule.on.number][-1]
        case "last day":
            return day == month[-1]
        case "first business day":
            return day == first_of(one for one in month if office.works_on(one))
        case "last business day":
            return day == first_of(one for one in reversed(month) if office.works_on(one))


def first_of(days: Iterable[date]) -> date | None:
    return next(iter(days), None)
