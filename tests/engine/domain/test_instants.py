"""Instants and wall clocks: what does not exist, what exists twice, and what is counted in days."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest

from engine.domain.instants import (
    DAY,
    HOUR,
    MILLISECOND,
    MINUTE,
    NEVER,
    SECOND,
    add_days,
    at_wall,
    from_iso,
    is_zone,
    local_day,
    start_of_day,
    to_datetime,
    to_iso,
    zone_of,
)

NOON = 1_795_348_800_000_000
"""2026-11-22 12:00 UTC."""


def test_lengths_are_microseconds() -> None:
    lengths = (MILLISECOND, SECOND, MINUTE, HOUR, DAY)

    assert (1_000, 1_000_000, 60_000_000, 3_600_000_000, 86_400_000_000) == lengths


def test_never_is_later_than_anything_and_fits_into_a_column() -> None:
    assert from_iso("9999-12-31T23:59:59+00:00") < NEVER < 2**63
    assert 2**62 == NEVER


def test_the_same_instant_in_every_writing() -> None:
    read = [from_iso("2026-11-22T12:00:00Z"), from_iso("2026-11-22T21:00", "Asia/Tokyo"), from_iso("2026-11-22T21:00:00+09:00")]

    assert [NOON] * 3 == read
    assert ("2026-11-22T12:00:00+00:00", "2026-11-22T21:00:00+09:00") == (to_iso(NOON), to_iso(NOON, "Asia/Tokyo"))
    assert NOON + 1 == from_iso("2026-11-22T12:00:00.000001Z")


def test_where_no_zone_is_said_it_is_utc() -> None:
    assert NOON == from_iso("2026-11-22T12:00")
    assert ("2026-11-22T12:00:00+00:00", timedelta(0)) == (to_iso(NOON), to_datetime(NOON).utcoffset())


def test_only_zones_are_zones() -> None:
    assert [True, True, False, False, False] == [is_zone(name) for name in ("Asia/Tokyo", "UTC", "Mars", "../etc/passwd", "a\0b")]
    assert "Asia/Tokyo" == zone_of("Asia/Tokyo").key
    with pytest.raises(ZoneInfoNotFoundError):
        to_datetime(NOON, "Mars")


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("00:59", "2026-03-29T00:59:00+00:00"),
        ("01:00", "2026-03-29T01:00:00+00:00"),
        ("01:00:01", "2026-03-29T01:00:00+00:00"),
        ("01:30", "2026-03-29T01:00:00+00:00"),
        ("01:59:59", "2026-03-29T01:00:00+00:00"),
        ("02:00", "2026-03-29T01:00:00+00:00"),
        ("02:30", "2026-03-29T01:30:00+00:00"),
    ],
)
def test_a_time_that_does_not_exist_is_the_first_instant_after_the_gap(clock: str, expected: str) -> None:
    """London goes from 01:00 to 02:00 in the night of 29 March 2026."""
    assert expected == to_iso(at_wall(date(2026, 3, 29), time.fromisoformat(clock), "Europe/London"))


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        # Half an hour, a whole day that never was, and midnight itself missing.
        ("Australia/Lord_Howe", date(2026, 10, 4), "2026-10-03T15:30:00+00:00"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00:00+00:00"),
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00:00+00:00"),
    ],
)
def test_gaps_of_all_kinds_end_where_the_new_offset_begins(zone: str, day: date, expected: str) -> None:
    clock = time(2, 15) if zone.endswith("Howe") else time(0)

    assert expected == to_iso(at_wall(day, clock, zone))


def test_a_time_that_exists_twice_is_the_first_of_the_two() -> None:
    assert "2026-10-25T00:30:00+00:00" == to_iso(at_wall(date(2026, 10, 25), time(1, 30), "Europe/London"))


def test_days_are_those_of_the_wall_clock() -> None:
    before = from_iso("2026-03-28T12:00", "Europe/London")

    assert (23 * HOUR, -DAY, 0) == tuple(add_days(before, days, "Europe/London") - before for days in (1, -1, 0))
    assert DAY == add_days(NOON, 1, "UTC") - NOON


def test_a_day_begins_where_its_zone_says() -> None:
    assert "2026-11-21T15:00:00+00:00" == to_iso(start_of_day(date(2026, 11, 22), "Asia/Tokyo"))
    assert date(2026, 11, 22) == local_day(NOON, "Asia/Tokyo")
    assert date(2026, 11, 23) == local_day(NOON + 4 * HOUR, "Asia/Tokyo")
