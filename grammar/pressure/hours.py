"""Wall-clock time for stories: when the policy lets a mail go, when a clock shows a time, when a calendar comes again.

Days are taken as they are in the weeks stories play in, which have no holidays of their own and no change of the clocks.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from grammar.ast import Days, Duration, EveryDay, EveryMonth, MonthDay, NthWeekday, Schedule, SendWindow
from grammar.model import Workspace
from grammar.paths import minutes
from grammar.scenario import EnterAt

ANCHOR = datetime(2026, 6, 1, 10, tzinfo=UTC)
"""A Monday, the first of a month without holidays: here the mails of a story meet."""

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_NTH = ("first", "second", "third", "fourth")
_FAR = 400


def wall(day: date, at: time | None = None) -> datetime:
    """That clock time, or the start of the day. Stories stand on the wall: their zone is the lead's, whichever that is."""
    return datetime.combine(day, at or time(0), tzinfo=UTC)


def is_on(day: date, days: Days | None) -> bool:
    """Whether it is one of those days."""
    return days is None or any(_is(day, word) for word in days.words)


def _is(day: date, word: str) -> bool:
    match word:
        case "everyday":
            return True
        case "weekdays" | "business days":
            return day.weekday() < 5
        case "weekends":
            return day.weekday() >= 5
        case _:
            return _WEEK[day.weekday()] == word


def next_clock(now: datetime, at: time, days: Days | None) -> datetime:
    """The next time the clock shows it on such a day, now included."""
    for ahead in range(_FAR):
        found = wall(now.date() + timedelta(ahead), at)
        if found >= now and is_on(found.date(), days):
            return found
    return now


def after(now: datetime, duration: Duration) -> datetime:
    """So much later; business time as if every hour of it were open."""
    if duration.unit != "business day":
        return now + timedelta(minutes=minutes(duration))
    left, found = duration.amount, now
    while left:
        found += timedelta(1)
        left -= found.weekday() < 5
    return found


def clocked(due: datetime, duration: Duration, at: time | None, days: Days | None) -> datetime:
    """The end of a wait at a clock time."""
    if at is None:
        return due
    by_day = duration.unit in ("day", "week", "business day")
    return next_clock(wall(due.date()) if by_day else due, at, days)


class Doors:
    """When the policy lets mails go."""

    def __init__(self, workspace: Workspace) -> None:
        self.windows = list(workspace.all(SendWindow))

    def leaves(self, now: datetime) -> datetime:
        """The first moment from now on at which all windows are open."""
        for _ in range(20):
            closed = next((window for window in self.windows if not _is_open(window, now)), None)
            if closed is None:
                return now
            now = next_clock(now + timedelta(minutes=1), closed.opens, closed.days)
        return now


def _is_open(window: SendWindow, now: datetime) -> bool:
    clock = now.time()
    if window.opens < window.closes:
        return window.opens <= clock < window.closes and is_on(now.date(), window.days)
    if clock >= window.opens:
        return is_on(now.date(), window.days)
    return clock < window.closes and is_on(now.date() - timedelta(1), window.days)


# ── calendars that come again ───────────────────────────────────────────────────────────


def comings(schedule: Schedule | EnterAt, since: datetime) -> Iterator[datetime]:
    """The moments of a schedule after that one."""
    if isinstance(schedule, EnterAt):
        yield wall(schedule.day, schedule.at)
        return
    for ahead in range(_FAR):
        day = since.date() + timedelta(ahead)
        found = wall(day, schedule.at)
        if found > since and _comes(schedule, day):
            yield found


def _comes(schedule: EveryDay | EveryMonth, day: date) -> bool:
    if isinstance(schedule, EveryDay):
        return is_on(day, schedule.days)
    return (not schedule.months or _MONTHS[day.month - 1] in schedule.months) and day == _of_month(schedule.on, day)


def _of_month(on: MonthDay | NthWeekday, day: date) -> date:
    first, length = day.replace(day=1), monthrange(day.year, day.month)[1]
    everyday = [first + timedelta(number) for number in range(length)]
    business = [each for each in everyday if each.weekday() < 5]
    if isinstance(on, NthWeekday):
        named = [each for each in everyday if _is(each, on.day)]
        return named[_NTH.index(on.nth)] if on.nth in _NTH else named[-1]
    match on.kind:
        case "day":
            return everyday[min(on.number or 1, length) - 1]
        case "business day":
            return business[min(on.number or 1, len(business)) - 1]
        case "last day":
            return everyday[-1]
        case "first business day":
            return business[0]
        case _:
            return business[-1]
