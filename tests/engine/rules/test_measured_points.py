"""Points by what a field of the event says: `per 1000 of amount`."""

from typing import Any

from engine.testing import Story


def _points(rule: str, *amounts: Any) -> int:
    story = Story(
        f"""
event purchase {{
  amount: number optional
}}
score 取引 {{
  on purchase give {rule}
}}
"""
    )
    story.lead()
    for amount in amounts:
        story.happens("purchase", amount=amount)
    return story.points("取引")


def test_each_whole_multiple_gives_the_points_once() -> None:
    assert 12 == _points("+1 point per 1000 of amount", 12_999)
    assert 5 == _points("+2.5 points per 0.5 of amount", 1.2)


def test_less_than_one_multiple_a_missing_value_and_a_negative_one_give_nothing() -> None:
    assert 0 == _points("+1 point per 1000 of amount", 999, None, -5_000)


def test_what_gives_nothing_uses_up_no_cap() -> None:
    assert 3 == _points("+1 point per 1000 of amount once", 500, 3_000, 8_000)


def test_caps_cut_the_measured_points() -> None:
    assert 10 == _points("+1 point per 1000 of amount at most 10 points per day", 7_000, 9_000)


def test_points_are_lost_by_measure_too() -> None:
    assert -4 == _points("-2 points per 1000 of amount", 2_000)


def test_a_bigger_award_fades_as_fast_and_so_for_longer() -> None:
    """Ten points at five a day are gone after two days; at four thousand, forty after eight."""
    story = Story(
        """
event purchase {
  amount: number
}
score 取引 {
  on purchase give +10 points per 1000 of amount fading 5 points every 1 day
}
"""
    )
    story.lead()
    story.happens("purchase", at="2026-11-02T10:00", amount=4_000)
    story.until("2026-11-04T10:00")
    assert 30 == story.points("取引")
    story.until("2026-11-10T10:00")
    assert 0 == story.points("取引")
