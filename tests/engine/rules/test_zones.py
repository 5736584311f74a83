"""Every zone of the world, 2024 to 2040: a daily moment is met once a calendar day, never twice and never lost.

Where clocks do not change nothing can go wrong, so the sweep looks at the days around every change of the clocks in every zone.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from engine.domain.instants import DAY, HOUR, MINUTE, SECOND, add_days, at_wall, local_day, start_of_day, to_datetime
from engine.domain.subjects import Lead
from engine.rules.calendar import Calendar, Window, after, before, next_clock, next_period, window_at
from engine.rules.moments import next_of
from engine.rules.view import Sight
from engine.testing import program_of
from grammar.ast import Days, Duration, EveryDay

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
CLOCKS = (time(0, 0), time(0, 30), time(1, 30), time(2, 0), time(2, 30), time(3, 0), time(12, 0), time(23, 30))
ZONES = sorted(zone for zone in available_timezones() if zone != "localtime")
PARTS = 12
PROGRAM = program_of("event a\n")


@cache
def changes(zone: str) -> tuple[date, ...]:
    """The local days on which the clocks of a zone change."""
    info, found, day = ZoneInfo(zone), [], FIRST
    offset = day.astimezone(info).utcoffset()
    while day < LAST:
        day += timedelta(days=7)
        if day.astimezone(info).utcoffset() != offset:
            found.append(_change(info, day - timedelta(days=7), day))
            offset = day.astimezone(info).utcoffset()
    return tuple(found)


def _change(info: ZoneInfo, early: datetime, late: datetime) -> date:
    before_it = early.astimezone(info).utcoffset()
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if middle.astimezone(info).utcoffset() == before_it else (early, middle)
    return late.astimezone(info).date()


def zones_of(part: int) -> list[str]:
    return ZONES[part::PARTS]


def test_the_sweep_has_all_zones_and_their_changes() -> None:
    assert len(ZONES) > 590
    assert 34 == len(changes("Europe/Berlin"))
    assert 0 == len(changes("Asia/Tokyo"))


@pytest.mark.parametrize("part", range(PARTS))
def test_every_wall_time_is_one_instant_and_their_order_is_kept(part: int) -> None:
    """A time that does not exist is the first instant after the gap; one that exists twice is the first of the two."""
    for zone in zones_of(part):
        for day in changes(zone):
            instants = [at_wall(day, time(hour, minute), zone) for hour in range(24) for minute in (0, 30)]
            assert instants == sorted(instants), (zone, day)
            for instant, asked in zip(instants, (datetime.combine(day, time(h, m)) for h in range(24) for m in (0, 30)), strict=True):
                shown = to_datetime(instant, zone)
                if shown.replace(tzinfo=None) == asked:
                    assert 0 == shown.fold, (zone, day)
                else:
                    assert to_datetime(instant - SECOND, zone).replace(tzinfo=None) < asked < shown.replace(tzinfo=None), (zone, day)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_clock_time_is_met_once_a_calendar_day(part: int) -> None:
    """`wait until 02:30`, again and again, over the change of the clocks: each day has its own moment."""
    calendar = Calendar()
    for zone in zones_of(part):
        for day in changes(zone):
            days = [day + timedelta(days=offset) for offset in range(-1, 3) if _exists(day + timedelta(days=offset), zone)]
            for clock in CLOCKS:
                met, moment = [], start_of_day(days[0], zone)
                for _ in days:
                    moment = next_clock(moment, clock, None, zone, calendar)
                    met.append(moment)
                    moment += MINUTE
                assert [at_wall(one, clock, zone) for one in days] == met, (zone, day, clock)


def _exists(day: date, zone: str) -> bool:
    """Samoa had no 30 December 2011; no zone of the sweep leaves out a day, but nobody has promised that."""
    return local_day(at_wall(day, time(12), zone), zone) == day


@pytest.mark.parametrize("part", range(PARTS))
def test_a_calendar_entry_comes_once_a_day_and_a_day_of_waiting_keeps_the_clock(part: int) -> None:
    schedule = EveryDay(days=Days(words=("everyday",)), at=time(2, 30))
    for zone in zones_of(part):
        sight = Sight(PROGRAM, Lead(id="x"), 0)
        sight.zone = zone
        for day in changes(zone):
            moment, found = start_of_day(day - timedelta(days=1), zone) - 1, []
            for _ in range(3):
                moment = next_of(schedule, moment, sight) or 0
                found.append(local_day(moment, zone))
            assert [day + timedelta(days=offset) for offset in (-1, 0, 1)] == found, (zone, day)
            noon = at_wall(day - timedelta(days=1), time(12), zone)
            assert at_wall(day, time(12), zone) == add_days(noon, 1, zone) == after(noon, Duration(1, "day"), zone, Calendar())
            assert noon + 24 * HOUR == after(noon, Duration(24, "hour"), zone, Calendar())


@pytest.mark.parametrize("part", range(PARTS))
def test_windows_and_periods_tile_the_time(part: int) -> None:
    """After a window ends the next one begins later; a period begins where the one before it ends; quiet hours go over midnight."""
    night = Window(time(20), time(8))
    for zone in zones_of(part):
        for day in changes(zone):
            moment = at_wall(day - timedelta(days=1), time(12), zone)
            begins, ends = window_at(moment, night, zone, Calendar())
            assert moment < begins < ends < moment + 2 * DAY, (zone, day)
            assert window_at(ends - 1, night, zone, Calendar()) == (begins, ends), (zone, day)
            assert window_at(ends, night, zone, Calendar())[0] > begins, (zone, day)
            midnight = next_period(moment, "day", zone)
            assert start_of_day(day, zone) == midnight, (zone, day)
            assert before(after(moment, Duration(2, "day"), zone, Calendar()), Duration(2, "day"), zone, Calendar()) == moment, (zone, day)
