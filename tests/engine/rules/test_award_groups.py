"""Groups of awards with a condition: how the lead stood when the event came, before the event itself counted."""

from itertools import permutations

import pytest

from engine.rules.facts import refold
from engine.testing import Story

HEAD = """
event a
event b
attribute 業種: text optional
topic ニュース
segment 製造 while lead.業種 is "製造業"
segment 熱い while score t >= 10
persona 工場 while in segment 製造
checklist 要件 {
  who "誰" while lead.業種 is not empty
}
score t {
  on b give +10 points
  level warm at 10
}
"""
A, B = "a", "b"


def _points(condition: str, events: list[tuple[str, str]]) -> int:
    """The points of a group that gives 5 for each `a`, after a lead of the manufacturing trade did those."""
    group = f"score s {{\n  group g while {condition} {{\n    on a give +5 points\n    on handoff accepted give +7 points\n  }}\n}}\n"
    story = Story(HEAD + group)
    story.lead(業種="製造業")
    for at, kind in events:
        story.happens(kind, at=f"2026-11-{at}")
    return story.points("s")


@pytest.mark.parametrize(
    ("condition", "events", "points"),
    [
        ("score s < 10", [("03T09:00", A)] * 4, 10),
        ("score t >= 10", [("03T09:00", A), ("03T10:00", B), ("03T11:00", A)], 5),
        ("level t is warm", [("03T09:00", A), ("03T10:00", B), ("03T11:00", A)], 5),
        ("score t > score s", [("03T09:00", B), ("03T10:00", A), ("03T11:00", A), ("03T12:00", A)], 10),
        ("in segment 製造", [("03T09:00", A)], 5),
        ("in segment 熱い", [("03T09:00", A), ("03T10:00", B), ("03T11:00", A)], 5),
        ("persona is 工場", [("03T09:00", A)], 5),
        ("passes 要件", [("03T09:00", A)], 5),
        ("consents to ニュース", [("03T09:00", A)], 5),
        ("unsubscribed", [("03T09:00", A), ("03T10:00", "unsubscribed"), ("03T11:00", A)], 5),
        ("did a", [("03T09:00", A), ("03T10:00", A)], 5),
        ("did a at least 2 times in last 2 days", [("03T09:00", A), ("04T09:00", A), ("05T08:00", A), ("05T09:01", A)], 10),
        ("during business hours", [("03T08:59", A), ("03T09:00", A), ("03T18:00", A)], 5),
        ("no activity for 3 days", [("03T09:00", A), ("06T08:59", A), ("09T08:59", A), ("09T09:00", A)], 5),
        ("handoff rejected", [("03T09:00", A), ("03T10:00", "handoff.rejected"), ("03T11:00", A)], 5),
        ("handoff rejected", [("03T09:00", "handoff.rejected"), ("03T10:00", "handoff.accepted")], 7),
        ("(in segment 製造 and not did b)", [("03T09:00", A), ("03T10:00", B), ("03T11:00", A)], 5),
    ],
)
def test_a_group_gives_points_by_how_the_lead_stood(condition: str, events: list[tuple[str, str]], points: int) -> None:
    assert points == _points(condition, events)


def test_of_two_scores_that_ask_each_other_neither_sees_what_the_event_itself_gives() -> None:
    story = Story(
        """
event a
score s {
  group g while score t < 5 {
    on a give +5 points
  }
}
score t {
  group g while score s < 5 {
    on a give +5 points
  }
}
"""
    )
    story.happens("a")

    assert (5, 5) == (story.points("s"), story.points("t"))


def test_a_group_inside_a_group_needs_both_conditions_and_a_tag_of_a_scenario_counts() -> None:
    story = Story(
        HEAD
        + """
score s {
  group g while in segment 製造 {
    group h while tagged "重点" {
      on a give +5 points
    }
    at most 5 points per day
  }
}
scenario 印 {
  enter on b
  tag "重点"
}
"""
    )
    story.lead(業種="製造業")
    for hour, kind in enumerate((A, B, A, A), 10):
        story.happens(kind, at=f"2026-11-03T{hour}:00")

    assert 5 == story.points("s")


def test_groups_come_out_the_same_in_whatever_order_events_arrive() -> None:
    story = Story(
        HEAD
        + """
score s {
  group g while (score t >= 10 and no activity for 2 hours) {
    on a or b give +5 points
  }
  group h while did a at least 2 times in last 1 day {
    on b give +3 points
  }
}
"""
    )
    for at, kind in (("03T09:00", A), ("03T10:00", B), ("03T13:00", A), ("03T15:30", B), ("05T10:00", A)):
        story.happens(kind, at=f"2026-11-{at}")
    ledger = story.world.ledgers["山田"]
    facts = story.world.leads["山田"].facts

    assert 18 == story.points("s")
    assert all(refold(story.program, some) == facts for some in permutations(ledger))


def test_a_late_event_is_told_by_how_the_lead_stood_when_it_happened() -> None:
    story = Story(
        """
event a
event b
attribute 業種: text optional
score s {
  group g while not did b {
    on a give +5 points
  }
  group h while lead.業種 is empty {
    on a give +2 points
  }
}
"""
    )
    story.lead()
    story.happens("b", at="2026-11-03T10:00")
    story.lead(業種="製造業")
    story.arrives_late("a", at="2026-11-03T09:00")

    assert 7 == story.points("s")
    assert [5.0, 2.0] == [line["given"] for line in story.traces("points")]
