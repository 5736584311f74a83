"""How fast a domain is mailed: evenly, a little made up for, and those who wait one after the other."""

import pytest

from engine.delivery.pace import Pace
from engine.domain.instants import MINUTE, SECOND

NOW = 1_795_316_640_000_000
EACH = MINUTE // 60


@pytest.fixture
def pace() -> Pace:
    """One a second to one domain, and nobody else is slowed."""
    return Pace({"slow.example": 60})


def slots(pace: Pace, count: int, now: int = NOW, to: str = "a@slow.example") -> list[int]:
    """When each may leave, in seconds from now."""
    return [(pace.slot(to, now) - NOW) // SECOND for _ in range(count)]


def test_a_domain_that_is_not_named_is_not_slowed(pace: Pace) -> None:
    assert [0] * 50 == slots(pace, 50, to="a@other.example")


def test_the_first_may_leave_and_the_others_are_promised_moments_one_after_the_other(pace: Pace) -> None:
    """What was not used just before counts for one more."""
    assert [0, 0, 1, 2, 3, 4] == slots(pace, 6)


def test_a_promise_is_kept_when_its_time_has_come(pace: Pace) -> None:
    slots(pace, 3)

    assert [1] == slots(pace, 1, NOW + SECOND)


def test_after_a_long_rest_no_more_than_a_second_is_made_up_for(pace: Pace) -> None:
    slots(pace, 6)

    assert [3_600, 3_600, 3_601] == slots(pace, 3, NOW + 3_600 * SECOND)


def test_capitals_and_what_stands_before_the_last_sign_make_no_other_domain(pace: Pace) -> None:
    slots(pace, 2)

    assert [1] == slots(pace, 1, to='"a@b"@SLOW.example')


def test_each_domain_that_is_not_named_has_a_pace_of_its_own() -> None:
    pace = Pace({"*": 60, "free.example": 0})

    assert [0, 0, 1] == slots(pace, 3, to="a@one.example")
    assert [0, 0, 1] == slots(pace, 3, to="a@two.example")
    assert [0] * 9 == slots(pace, 9, to="a@free.example")
