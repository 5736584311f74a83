"""Intervals against worked figures: Newcombe's own table, and sums done by hand."""

import pytest

from engine.reports.intervals import Share, difference, ratio, wilson


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Share(56, 70), Share(48, 80), (0.2, 0.0524, 0.3339)),
        (Share(9, 10), Share(3, 10), (0.6, 0.1705, 0.8090)),
        (Share(5, 56), Share(0, 29), (0.0893, -0.0381, 0.1926)),
        (Share(0, 10), Share(0, 10), (0.0, -0.2775, 0.2775)),
        (Share(10, 10), Share(0, 10), (1.0, 0.6075, 1.0)),
    ],
)
def test_a_difference_has_the_interval_newcombe_printed(one: Share, other: Share, expected: tuple[float, float, float]) -> None:
    found = difference(one, other)

    assert expected == tuple(round(value, 4) for value in (found.value, found.low, found.high))


def test_of_nothing_nothing_is_known() -> None:
    found = wilson(Share(0, 0))

    assert (0.0, 0.0, 1.0) == (found.value, found.low, found.high)


def test_a_ratio_lies_evenly_around_its_logarithm() -> None:
    found = ratio(Share(30, 100), Share(10, 100))

    assert found is not None
    assert pytest.approx(3.0) == found.value
    assert pytest.approx(found.value**2) == found.low * found.high
    assert (1.551, 5.803) == (round(found.low, 3), round(found.high, 3))


def test_there_is_no_ratio_to_none() -> None:
    assert None is ratio(Share(3, 10), Share(0, 10))
