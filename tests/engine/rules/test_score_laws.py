"""The laws of score arithmetic, on random rules and events: what the twenty worked examples show, for all numbers."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.testing import Story

START = "2026-11-02T00:00"
HOUR = 3_600_000_000
DAY = 24 * HOUR

Happening = tuple[int, str]
"""(hours since the start, event)"""

happenings = st.lists(st.tuples(st.integers(0, 200), st.sampled_from("abc")), max_size=12).map(sorted)
points = st.integers(-40, 40).filter(bool)
ceilings = st.integers(1, 60)


def played(rules: str, events: list[Happening], hours: int = 240) -> Story:
    """A story of these events, some hours after its start."""
    indented = "\n".join(f"  {line}" for line in rules.splitlines())
    story = Story(f"event a\nevent b\nevent c\nevent set-it\nscore s {{\n{indented}\n}}\n"
                  "scenario p {\n  enter on set-it\n  reenter always\n  set score s to 30\n}\n", start=START)  # fmt: skip
    start = story.world.now
    for hour, kind in events:
        story.world.happen(kind, "山田", {}, start + hour * HOUR)
    story.world.run_until(start + hours * HOUR)
    return story


def worth(values: dict[str, int]) -> str:
    return "\n".join(f"on {kind} give {value:+} points" for kind, value in values.items())


@settings(max_examples=25)
@given(happenings, st.tuples(points, points, points), st.integers(-20, 20), st.integers(0, 60))
def test_the_score_is_clamped_at_each_step(events: list[Happening], values: tuple[int, int, int], low: int, width: int) -> None:
    each = dict(zip("abc", values, strict=True))
    story = played(f"{worth(each)}\nkeep between {low} and {low + width}", events)
    total = min(low + width, max(low, 0))
    for _, kind in events:
        total = min(low + width, max(low, total + each[kind]))

    assert total == story.points("s")


@settings(max_examples=25)
@given(happenings, st.tuples(ceilings, ceilings, ceilings), st.tuples(ceilings, ceilings, ceilings))
def test_caps_cut_from_narrow_to_wide(events: list[Happening], values: tuple[int, int, int], caps: tuple[int, int, int]) -> None:
    """A rule's cap, its group's on each day, and the score's in all."""
    own, group, whole = caps
    story = played(f"group g {{\n  on a give {values[0]:+} points at most {own} points\n  on b give {values[1]:+} points\n"
                   f"  at most {group} points per day\n}}\non c give {values[2]:+} points\nat most {whole} points", events)  # fmt: skip
    used = {"own": 0, "whole": 0}
    for hour, kind in events:
        given_now, day = dict(zip("abc", values, strict=True))[kind], f"day {hour // 24}"
        limits = {"a": [("own", own), (day, group)], "b": [(day, group)], "c": []}[kind]
        for name, most in [*limits, ("whole", whole)]:
            given_now = min(given_now, most - used.get(name, 0))
        for name, _ in [*limits, ("whole", whole)]:
            used[name] = used.get(name, 0) + given_now

    assert used["whole"] == story.points("s")


@settings(max_examples=20)
@given(happenings, st.integers(1, 4))
def test_a_cap_in_times_lets_that_many_through(events: list[Happening], times: int) -> None:
    story = played(f"on a give +3 points at most {times} times per day", events)
    days = [hour // 24 for hour, kind in events if kind == "a"]

    assert 3 * sum(min(times, days.count(day)) for day in set(days)) == story.points("s")


@settings(max_examples=20)
@given(happenings, st.integers(0, 200))
def test_set_is_a_line(events: list[Happening], at: int) -> None:
    """What happened before it counts no more, whatever it was and however it would have faded."""
    rules = "on a give +20 points fading 1 points every 1 day\non b give +7 points\non c give -5 points for 3 days\nkeep between 0 and 60"
    before, after = [one for one in events if one[0] < at], [one for one in events if one[0] > at]
    line = [(at, "set-it")]

    assert played(rules, [*before, *line, *after]).points("s") == played(rules, [*line, *after]).points("s")


@settings(max_examples=25)
@given(st.integers(1, 40), st.integers(1, 10), st.integers(1, 5), st.integers(0, 300))
def test_fading_is_continuous_and_exact(given_points: int, step: int, days: int, hours: int) -> None:
    """At every hour what is left is the share of its life that is left, rounded down."""
    story = played(f"on a give +{given_points} points fading {step} points every {days} days", [(0, "a")], hours)
    life = Fraction(given_points * days * 24, step)

    assert floor(max(Fraction(0), given_points * (1 - hours / life))) == story.points("s")


@settings(max_examples=20)
@given(happenings, st.integers(1, 6))
def test_nothing_that_fades_outlives_its_fading(events: list[Happening], step: int) -> None:
    """Within its bounds, gains and losses that go by themselves leave the score where those that stay have put it."""
    stays = "on c give +9 points"
    fades = f"on a give +10 points fading {step} points every 1 day\non b give -6 points for 2 days"
    quiet = [(hour, kind) for hour, kind in events if kind == "c"]
    loud = played(f"{fades}\n{stays}", events, 24 * 30).points("s")

    assert played(stays, quiet, 24 * 30).points("s") == loud


@settings(max_examples=20)
@given(st.integers(1, 400), st.integers(1, 20), st.integers(0, 400))
def test_halving_is_continuous(tenths: int, days: int, hours: int) -> None:
    story = played(f"on a give +{tenths / 10} points\nhalve every {days} days", [(0, "a")], hours)
    exact = tenths / 10 * 0.5 ** (hours / (24 * days))

    assert floor(exact + 1e-7) == story.points("s")


@pytest.mark.parametrize(("sign", "shown"), [("+", 2), ("-", -3)])
def test_what_is_shown_is_rounded_down(sign: str, shown: int) -> None:
    assert shown == played(f"on a give {sign}2.75 points", [(0, "a")]).points("s")


@settings(max_examples=20)
@given(happenings, happenings)
def test_the_hundredths_are_exact(events: list[Happening], others: list[Happening]) -> None:
    """A third of a point three times is no point: hundredths are counted, not fractions of them."""
    story = played("on a give +0.33 points\non b give +0.07 points\non c give -0.01 points", sorted([*events, *others]))
    hundredths = sum({"a": 33, "b": 7, "c": -1}[kind] for _, kind in [*events, *others])

    assert floor(Fraction(hundredths, 100)) == story.points("s")
