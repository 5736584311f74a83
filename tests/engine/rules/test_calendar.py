"""Durations, clock times, windows and periods, each by the calendar on the wall: November 2026 in Tokyo, whose 3rd and 23rd are closed."""

from datetime import date, time

import pytest

from engine.domain.instants import HOUR, MINUTE, Instant, from_iso, to_iso
from engine.rules.calendar import (
    Calendar,
    Window,
    after,
    before,
    count_since,
    days_match,
    next_clock,
    next_open,
    next_period,
    nth_newest,
    period_key,
    window_at,
)
from grammar.values import Days, Duration

ZONE = "Asia/Tokyo"
OFFICE = Calendar(zone=ZONE, opens=time(9), closes=time(18), closed=frozenset({date(2026, 11, 3), date(2026, 11, 23)}))
NEVER_OPEN = Calendar(workdays=frozenset())


def at(text: str) -> Instant:
    """`20 17:30` is that day of November, `12-01 09:00` that one of another month."""
    day, clock = text.split()
    return from_iso(f"2026-{day if '-' in day else f'11-{day}'}T{clock}", ZONE)


def shown(moment: Instant) -> str:
    text = to_iso(moment, ZONE)[5:16].replace("T", " ")
    return text.removeprefix("11-")


# The 20th is a Friday; Monday the 23rd is a holiday.
LENGTHS = [
    (90, "minute", "20 17:30", "20 19:00"),
    (30, "hour", "20 17:30", "21 23:30"),
    (3, "day", "20 17:30", "23 17:30"),
    (1, "week", "20 17:30", "27 17:30"),
    (2, "week", "06 08:00", "20 08:00"),
    (1, "business day", "20 17:30", "24 17:30"),
    (3, "business day", "20 17:30", "26 17:30"),
    (2, "business hour", "20 17:00", "24 10:00"),
    (1, "business hour", "20 17:00", "20 18:00"),
    (10, "business hour", "19 09:00", "20 10:00"),
    (20, "business hour", "19 12:00", "24 14:00"),
    (61, "business minute", "20 17:00", "24 09:01"),
]


@pytest.mark.parametrize(("amount", "unit", "start", "end"), LENGTHS)
def test_so_long_after_and_so_long_before(amount: int, unit: str, start: str, end: str) -> None:
    length = Duration(amount, unit)  # type: ignore[arg-type]

    assert end == shown(after(at(start), length, ZONE, OFFICE))
    assert start == shown(before(at(end), length, ZONE, OFFICE))


@pytest.mark.parametrize(
    ("amount", "unit", "start", "expected"),
    [
        (1, "business hour", "20 07:00", "20 10:00"),
        (1, "business hour", "20 18:00", "24 10:00"),
        (1, "business hour", "21 12:00", "24 10:00"),
        (1, "business day", "21 12:00", "24 12:00"),
        (0, "business day", "21 12:00", "21 12:00"),
        (0, "business hour", "20 12:00", "20 12:00"),
        (0, "business hour", "20 07:00", "20 09:00"),
    ],
)
def test_business_time_begins_when_the_office_opens(amount: int, unit: str, start: str, expected: str) -> None:
    assert expected == shown(after(at(start), Duration(amount, unit), ZONE, OFFICE))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "unit", "end", "expected"),
    [
        (1, "business hour", "20 20:00", "20 17:00"),
        (1, "business hour", "24 09:00", "20 17:00"),
        (1, "business hour", "24 08:00", "20 17:00"),
        (2, "business hour", "24 10:00", "20 17:00"),
        (1, "business day", "22 12:00", "20 12:00"),
        (0, "business day", "22 12:00", "22 12:00"),
        (0, "business hour", "20 20:00", "20 18:00"),
    ],
)
def test_business_time_looked_back_ends_when_the_office_closed(amount: int, unit: str, end: str, expected: str) -> None:
    assert expected == shown(before(at(end), Duration(amount, unit), ZONE, OFFICE))  # type: ignore[arg-type]


def test_a_calendar_that_never_opens_ends_after_a_year_and_a_bit() -> None:
    """It is a mistake, and must not be searched for ever."""
    hours = Duration(1, "business hour")
    far = from_iso("2027-12-25T00:00", ZONE)

    assert to_iso(far, ZONE)[:10] <= to_iso(after(at("20 12:00"), hours, ZONE, NEVER_OPEN), ZONE)[:10] <= "2027-12-27"
    assert at("20 12:00") == before(at("20 12:00"), hours, ZONE, NEVER_OPEN)
    assert at("20 12:00") == next_open(at("20 12:00"), ZONE, NEVER_OPEN)
    assert at("20 12:00") == next_clock(at("20 12:00"), time(9), Days(("business days",)), ZONE, NEVER_OPEN)
    assert (at("20 12:00"),) * 2 == window_at(at("20 12:00"), Window(time(9), time(18), Days(("business days",))), ZONE, NEVER_OPEN)


def test_a_calendar_is_open_on_weekdays_from_nine_to_six_unless_it_says_otherwise() -> None:
    plain = Calendar()

    assert ("", "UTC", time(9), time(18), frozenset({0, 1, 2, 3, 4}), frozenset()) == (
        *(plain.name, plain.zone, plain.opens, plain.closes),
        *(plain.workdays, plain.closed),
    )
    assert [True, False, False, False, True] == [OFFICE.is_business_day(date(2026, 11, day)) for day in (20, 21, 22, 23, 24)]


@pytest.mark.parametrize(
    ("word", "days"),
    [
        ("everyday", {16, 17, 18, 19, 20, 21, 22, 23}),
        ("weekdays", {16, 17, 18, 19, 20, 23}),
        ("weekends", {21, 22}),
        ("business days", {16, 17, 18, 19, 20}),
        ("monday", {16, 23}),
        ("tuesday", {17}),
        ("wednesday", {18}),
        ("thursday", {19}),
        ("friday", {20}),
        ("saturday", {21}),
        ("sunday", {22}),
    ],
)
def test_what_each_word_for_days_means(word: str, days: set[int]) -> None:
    week = [date(2026, 11, day) for day in range(16, 24)]

    assert days == {day.day for day in week if days_match(day, Days((word,)), OFFICE)}  # type: ignore[arg-type]
    assert all(days_match(day, None, OFFICE) for day in week)
    assert days | {18} == {day.day for day in week if days_match(day, Days((word, "wednesday")), OFFICE)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "clock", "words", "expected"),
    [
        ("20 08:00", "09:00", (), "20 09:00"),
        ("20 09:00", "09:00", (), "20 09:00"),
        ("20 09:01", "09:00", (), "21 09:00"),
        ("20 09:01", "09:00", ("business days",), "24 09:00"),
        ("20 09:01", "09:00", ("friday",), "27 09:00"),
    ],
)
def test_a_clock_time_is_the_next_one_on_such_a_day(moment: str, clock: str, words: tuple[str, ...], expected: str) -> None:
    days = Days(words) if words else None  # type: ignore[arg-type]

    assert expected == shown(next_clock(at(moment), time.fromisoformat(clock), days, ZONE, OFFICE))


def test_the_whole_minute_of_a_clock_time_is_now() -> None:
    nine = at("20 09:00")

    assert nine + MINUTE - 1 == next_clock(nine + MINUTE - 1, time(9), None, ZONE, OFFICE)
    assert at("21 09:00") == next_clock(nine + MINUTE, time(9), None, ZONE, OFFICE)


def test_open_is_now_or_when_the_office_opens_next() -> None:
    moments = {"20 08:59": "20 09:00", "20 09:00": "20 09:00", "20 17:59": "20 17:59", "20 18:00": "24 09:00", "21 10:00": "24 09:00"}

    assert list(moments.values()) == [shown(next_open(at(moment), ZONE, OFFICE)) for moment in moments]


@pytest.mark.parametrize(
    ("moment", "begins", "ends", "words", "expected"),
    [
        ("20 08:00", 9, 18, (), ("20 09:00", "20 18:00")),
        ("20 09:00", 9, 18, (), ("20 09:00", "20 18:00")),
        ("20 17:59", 9, 18, (), ("20 09:00", "20 18:00")),
        ("20 18:00", 9, 18, (), ("21 09:00", "21 18:00")),
        ("20 18:00", 9, 18, ("business days",), ("24 09:00", "24 18:00")),
        ("20 01:00", 22, 6, (), ("19 22:00", "20 06:00")),
        ("20 06:00", 22, 6, (), ("20 22:00", "21 06:00")),
        ("20 08:00", 9, 9, (), ("19 09:00", "20 09:00")),
        ("21 01:00", 22, 6, ("friday",), ("20 22:00", "21 06:00")),
        ("20 01:00", 22, 6, ("friday",), ("20 22:00", "21 06:00")),
    ],
)
def test_the_window_that_holds_a_moment_or_the_next_one(
    moment: str, begins: int, ends: int, words: tuple[str, ...], expected: tuple[str, str]
) -> None:
    """Over midnight it belongs to the day on which it began."""
    window = Window(time(begins), time(ends), Days(words) if words else None)  # type: ignore[arg-type]
    found = window_at(at(moment), window, ZONE, OFFICE)

    assert expected == (shown(found[0]), shown(found[1]))


@pytest.mark.parametrize(
    ("moment", "period", "key", "following"),
    [
        ("20 23:59", "day", "2026-11-20", "21 00:00"),
        ("20 12:00", "week", "2026-W47", "23 00:00"),
        ("22 23:59", "week", "2026-W47", "23 00:00"),
        ("23 00:00", "week", "2026-W48", "30 00:00"),
        ("01-01 00:00", "week", "2026-W01", "01-05 00:00"),
        ("30 23:59", "month", "2026-11", "12-01 00:00"),
        ("01 00:00", "month", "2026-11", "12-01 00:00"),
        ("12-31 12:00", "month", "2026-12", "01-01 00:00"),
        ("01-31 12:00", "month", "2026-01", "02-01 00:00"),
    ],
)
def test_periods_are_those_of_the_calendar_on_the_wall(moment: str, period: str, key: str, following: str) -> None:
    assert (key, following) == (period_key(at(moment), period, ZONE), shown(next_period(at(moment), period, ZONE)))


def test_the_newest_of_some_moments() -> None:
    moments = [HOUR, 2 * HOUR, 3 * HOUR]

    assert [3 * HOUR, HOUR, None] == [nth_newest(moments, count) for count in (1, 3, 4)]
    assert [3, 2, 1, 0] == [count_since(moments, start) for start in (0, HOUR, 3 * HOUR - 1, 3 * HOUR)]


@pytest.mark.parametrize(("amount", "unit"), [(250, "business day"), (4_000, "business hour")])
def test_a_long_business_time_there_and_back_is_none(amount: int, unit: str) -> None:
    """A year of business days and more is found, over weekends and holidays."""
    length = Duration(amount, unit)  # type: ignore[arg-type]
    there = after(at("20 12:00"), length, ZONE, OFFICE)

    assert to_iso(there, ZONE)[:10] == ("2027-11-08" if unit == "business day" else "2028-08-04")
    assert at("20 12:00") == before(there, length, ZONE, OFFICE)
