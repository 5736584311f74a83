"""How far two mails are apart at least, against what a cap looks at."""

import pytest

from grammar.ast import Duration, EmailCap
from grammar.pressure.gaps import Gap, Stretch, gap_of, stretch_of
from grammar.values import Period, Unit


@pytest.mark.parametrize(
    ("amount", "unit", "clocked", "per", "inside"),
    [
        (1, "day", False, "day", False),
        (23, "hour", False, "day", True),
        (1, "day", True, "day", False),
        (1, "business day", False, "day", False),
        (6, "day", False, "week", True),
        (1, "week", False, "week", False),
        (30, "day", False, "month", True),
        (31, "day", False, "month", False),
    ],
)
def test_a_calendar_cap_counts_midnights(amount: int, unit: Unit, clocked: bool, per: Period, inside: bool) -> None:
    stretch = stretch_of(EmailCap(1, per=per))

    assert stretch is not None
    assert inside == stretch.holds(gap_of(Duration(amount, unit), clocked=clocked))


@pytest.mark.parametrize(
    ("amount", "unit", "clocked", "within", "inside"),
    [
        (2, "day", False, Duration(2, "day"), False),
        (2, "day", True, Duration(2, "day"), True),
        (47, "hour", False, Duration(2, "day"), True),
        (30, "hour", False, Duration(30, "hour"), False),
        (1, "day", False, Duration(24, "hour"), True),
    ],
)
def test_a_rolling_cap_counts_from_the_mail(amount: int, unit: Unit, clocked: bool, within: Duration, inside: bool) -> None:
    """A wait that ends at a clock time may be shorter; a day in which the clocks change may be, too."""
    stretch = stretch_of(EmailCap(1, within=within))

    assert stretch is not None
    assert inside == stretch.holds(gap_of(Duration(amount, unit), clocked=clocked))


def test_business_days_have_no_length_of_their_own() -> None:
    assert stretch_of(EmailCap(1, within=Duration(3, "business day"))) is None


def test_short_waits_add_up() -> None:
    gap = Gap(minutes=20 * 60) + Gap(minutes=20 * 60)

    assert (0, 1) == (Gap(minutes=20 * 60).nights, gap.nights)


@pytest.mark.parametrize(("gap", "mails"), [(Gap(days=7), 1), (Gap(days=3), 3), (Gap(), None)])
def test_so_many_mails_at_one_distance_fit_into_a_week(gap: Gap, mails: int | None) -> None:
    assert mails == Stretch(midnights=7).fits(gap)
