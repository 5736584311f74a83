"""Twenty worked examples of score arithmetic: the rules, what happens, when we look, and the points shown."""

import pytest

from engine.testing import Story

A = ("2026-11-02T09:00", "a")
B = ("2026-11-02T10:00", "b")
"""Monday, 9 and 10 o'clock."""


@pytest.mark.parametrize(
    ("rules", "events", "look", "points"),
    [
        ("on a give +20 points", [A], "2026-11-02T09:00", 20),
        ("on a give +20 points\non b give +5 points", [A, B], "2026-11-02T10:00", 25),
        ("on a or b give +5 points once", [A, B], "2026-11-02T10:00", 5),
        ("on a give +5 points at most 2 times", [A, A, A], "2026-11-02T09:00", 10),
        ("on a give +5 points at most 1 time per day", [A, ("2026-11-02T23:59", "a"), ("2026-11-03T00:00", "a")], "2026-11-03T00:00", 10),
        ("on a give +5 points at most 1 time per week", [A, ("2026-11-08T09:00", "a"), ("2026-11-09T09:00", "a")], "2026-11-09T09:00", 10),
        ("on a give +5 points at most 1 time per month", [A, ("2026-11-30T09:00", "a"), ("2026-12-01T09:00", "a")], "2026-12-01T09:00", 10),
        ("on a give +4 points at most 10 points per day", [A, A, A], "2026-11-02T09:00", 10),
        ("group g {\n  on a give +8 points\n  on b give +8 points\n  at most 10 points per day\n}", [A, B], "2026-11-02T10:00", 10),
        ("on a give +8 points\ngroup g {\n  on b give +8 points\n  at most 3 points\n}", [A, B], "2026-11-02T10:00", 11),
        ("on a give +40 points\nat most 60 points per day", [A, A], "2026-11-02T09:00", 60),
        ("on a give -30 points\non b give +10 points\nkeep at least 0", [A, B], "2026-11-02T10:00", 10),
        ("on a give +80 points\non b give -10 points\nkeep at most 100", [A, A, B], "2026-11-02T10:00", 90),
        ("on a give +40 points\nhalve every 30 days", [A], "2026-12-02T09:00", 20),
        ("on a give +40 points\nhalve every 30 days", [A, ("2026-12-02T09:00", "a")], "2027-01-01T09:00", 30),
        ("on a give +30 points fading 5 points every 1 week", [A], "2026-11-16T09:00", 20),
        ("on a give +30 points fading 5 points every 1 week", [A, ("2026-11-30T09:00", "a")], "2026-12-14T09:00", 20),
        ("on a give +20 points for 30 days", [A, ("2026-11-20T09:00", "a")], "2026-12-02T09:00", 20),
        ("on a give +50 points\nlose 10 points every 30 days without activity", [A], "2027-01-01T09:00", 30),
        (
            "on a give +50 points\nlose 10 points every 30 days without activity\nkeep at least 0",
            [A, ("2026-12-20T09:00", "b")],
            "2027-01-19T09:00",
            30,
        ),
    ],
)
def test_a_worked_example_comes_out(rules: str, events: list[tuple[str, str]], look: str, points: int) -> None:
    indented = "\n".join(f"  {line}" for line in rules.splitlines())
    story = Story(f"event a\nevent b\nscore s {{\n{indented}\n}}\n")
    for at, kind in events:
        story.happens(kind, at=at)
    story.until(look)

    assert points == story.points("s")


def test_a_fading_award_wakes_the_lead_when_it_falls_below_what_a_condition_reads() -> None:
    story = Story("""
event a
score s {
  on a give +30 points fading 5 points every 1 week
}
scenario 冷めた {
  enter on a
  wait until score s < 20 up to 100 days
  tag "冷めた"
}
""")
    story.happens("a", at="2026-11-02T09:00")
    story.until("2026-11-16T08:59")

    assert {} == story.world.leads["山田"].facts.tags
    story.until("2026-11-16T09:01")
    assert ["冷めた"] == list(story.world.leads["山田"].facts.tags)


def test_losing_points_in_two_rhythms_says_ten_and_twenty_in_turn() -> None:
    """Day 30 costs 10, day 60 costs 20, day 90 costs 10 again; any activity starts the count anew."""
    story = Story("""
event a
score s {
  on a give +100 points once
  lose 10 points every 30 days without activity
  lose 10 points every 60 days without activity
  keep at least 0
}
""", start="2026-01-01T09:00")
    story.happens("a", at="2026-01-01T09:00")
    shown = []
    for look in ("2026-01-31T09:00", "2026-03-02T09:00", "2026-04-01T09:00", "2026-05-01T09:00"):
        story.until(look)
        shown.append(story.points("s"))
    story.happens("a", at="2026-05-02T09:00")
    story.until("2026-06-01T08:59")

    assert [90, 70, 60, 40, 40] == [*shown, story.points("s")]


def test_the_ceiling_of_a_group_holds_for_points_while_conditions_hold() -> None:
    """Fit counts 40 at most, whatever holds; an event outside of the group counts on top."""
    story = Story("""
event a
attribute x: number optional
score s {
  group fit {
    while lead.x >= 1 give +30 points
    while lead.x >= 2 give +30 points
    at most 40 points
  }
  on a give +5 points
}
""")
    story.lead(x=2)
    story.happens("a")

    assert 45 == story.points("s")
