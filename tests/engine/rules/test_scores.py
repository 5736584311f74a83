"""Score arithmetic: exact in hundredths, rounded down when shown, in the order of happening."""

import itertools

import pytest

from engine.testing import Story

EVENTS = """
event download {
  kind: text
}
event page-view {
  path: text
}
attribute 従業員数: number optional
"""


def score(rules: str) -> Story:
    """A story with one score of these rules."""
    return Story(f"{EVENTS}\nscore 関心 {{\n{rules}\n}}\n")


def test_points_count_for_events_that_pass_the_filter_only() -> None:
    story = score('on download where kind is "whitepaper" give +20 points')
    story.happens("download", kind="whitepaper")
    story.happens("download", kind="ebook")
    story.happens("download")

    assert 20 == story.points("関心")


def test_a_cap_per_day_counts_calendar_days_in_the_leads_own_zone() -> None:
    """23:00 and 01:00 in Tokyo are two days there, and one in New York."""
    story = score("on page-view give +5 points at most 1 time per day")
    story.lead("東京")
    story.lead("NY", timezone="America/New_York")
    for lead, at in itertools.product(("東京", "NY"), ("2026-11-02T23:00", "2026-11-03T01:00")):
        story.happens("page-view", lead, at, path="/")

    assert (10, 5) == (story.points("関心", "東京"), story.points("関心", "NY"))


def test_a_cap_in_points_cuts_the_award_to_what_is_left() -> None:
    story = score("on page-view give +4 points at most 10 points per day")
    for _ in range(4):
        story.happens("page-view", path="/")

    assert 10 == story.points("関心")


def test_the_cap_of_the_score_cuts_what_the_rules_caps_let_through() -> None:
    story = score("on page-view give +40 points\non download give +40 points\nat most 60 points per day")
    story.happens("page-view", path="/")
    story.happens("download", kind="x")

    assert 60 == story.points("関心")


@pytest.mark.parametrize(("days", "points"), [(0, 40), (15, 28), (30, 20), (45, 14), (60, 10), (90, 5)])
def test_points_halve_continuously(days: int, points: int) -> None:
    """40 points after 15 days are 28.28, shown as 28."""
    story = score("on download give +40 points\nhalve every 30 days")
    story.happens("download", kind="x")
    story.world.run_until(story.world.now + days * 86_400_000_000)

    assert points == story.points("関心")


def test_halving_in_many_steps_is_halving_in_one() -> None:
    """An award of nothing every day must not wear the score down by rounding."""
    story = score("on download give +40 points\non page-view give +0 points\nhalve every 30 days")
    story.happens("download", kind="x")
    start = story.world.now
    for day in range(1, 31):
        story.world.run_until(start + day * 86_400_000_000)
        story.happens("page-view", path="/")

    assert 20 == story.points("関心")


def test_points_while_an_attribute_holds_stand_outside_the_halving() -> None:
    story = score("on download give +40 points\nwhile lead.従業員数 >= 300 give +15 points\nhalve every 30 days")
    story.lead(従業員数=500)
    story.happens("download", kind="x")
    story.world.run_until(story.world.now + 30 * 86_400_000_000)

    assert 35 == story.points("関心")


def test_the_floor_holds_at_every_step() -> None:
    """A loss below the floor is no debt that later points have to pay back."""
    story = score("on page-view give -50 points\non download give +20 points\nkeep between 0 and 100")
    story.happens("page-view", path="/")
    story.happens("download", kind="x")

    assert 20 == story.points("関心")


def test_a_limit_in_times_holds_for_losses_too() -> None:
    story = score("on download give +20 points\non page-view give -5 points at most 1 time per day")
    story.happens("download", kind="x")
    story.happens("page-view", path="/")
    story.happens("page-view", path="/")

    assert 15 == story.points("関心")


def test_facts_are_the_same_in_whatever_order_events_arrive() -> None:
    """Three events, one of which sets a floor under a loss: every order of arrival gives the same score."""
    found = set()
    for order in itertools.permutations(
        [("2026-11-03T10:00", "page-view"), ("2026-11-04T10:00", "download"), ("2026-11-05T10:00", "page-view")]
    ):
        story = score("on page-view give -15 points\non download give +20 points\nkeep between 0 and 100\nhalve every 3 days")
        story.until("2026-11-06T10:00")
        for at, kind in order:
            story.arrives_late(kind, at)
        found.add((story.points("関心"), str(story.world.leads["山田"].facts.scores["関心"].points)))

    assert 1 == len(found)


def test_a_fading_score_wakes_the_lead_when_it_falls_below_what_a_condition_reads() -> None:
    story = Story(
        EVENTS
        + """
score 関心 {
  on download give +40 points
  halve every 30 days
}
journey {
  stage 認知
  stage 興味 when score 関心 >= 20
  back from 興味 to 認知 when score 関心 < 20
}
"""
    )
    story.happens("download", at="2026-11-02T10:00", kind="x")
    story.until("2026-12-02T09:00")

    assert "興味" == story.stage()
    story.until("2026-12-02T11:00")
    assert "認知" == story.stage()
