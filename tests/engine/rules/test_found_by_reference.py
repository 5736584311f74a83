"""Where the engine and a naive reading of the language once disagreed, and the engine was wrong."""

import pytest

from engine.domain.effects import Notified
from engine.domain.events import Kind
from engine.testing import Story

HEAD = """
event a {
  kind: text optional
}
event b
event c
team sales {
  manager "mailto:m@example.jp"
}
"""


def score(rules: str) -> Story:
    """A story with one score of these rules."""
    return Story(f"{HEAD}\nscore s {{\n{rules}\n}}\n")


# ── scores ──────────────────────────────────────────────────────────────────────────────


def test_a_loss_at_the_floor_that_fades_gives_nothing_back() -> None:
    """Ten points lost where there were none: when the loss is forgotten, there are still none."""
    story = score("on a give -10 points fading 2 points every 1 day\nkeep at least 0")
    story.happens("a", at="2026-11-02T10:00")
    story.until("2026-11-12T10:00")

    assert 0 == story.points("s")


def test_an_award_over_the_ceiling_takes_nothing_with_it_when_it_fades() -> None:
    """90 points that stay and 20 that fade are 100, and then 90 again."""
    story = score("on a give +90 points\non b give +20 points fading 5 points every 1 day\nkeep at most 100")
    story.happens("a", at="2026-11-02T10:00")
    story.happens("b", at="2026-11-02T11:00")
    seen = [story.points("s")]
    story.until("2026-11-12T10:00")

    assert [100, 90] == [*seen, story.points("s")]


def test_what_faded_below_the_floor_is_no_debt() -> None:
    story = score("on a give +10 points for 2 days\non b give -15 points\non c give +5 points\nkeep at least 0")
    for at, kind in (("2026-11-02T10:00", "a"), ("2026-11-02T11:00", "b"), ("2026-11-06T10:00", "c")):
        story.happens(kind, at=at)

    assert 5 == story.points("s")


@pytest.mark.parametrize(
    ("rules", "points"),
    [
        ('on a where kind is "p" give +10 points\non a give -10 points', 0),
        ('on a give -10 points\non a where kind is "p" give +10 points', 10),
    ],
)
def test_rules_of_one_event_count_in_the_order_in_which_they_are_written(rules: str, points: int) -> None:
    story = score(f"{rules}\nkeep at least 0")
    story.happens("a", kind="p")

    assert points == story.points("s")


def test_before_the_first_points_there_is_nothing_to_lose() -> None:
    """The lead is silent for two days and loses nothing; then it is handed points, and two days of silence later it loses once."""
    story = score("lose 5 points every 2 days without activity\nkeep at least 0")
    story.happens("a", at="2026-11-02T10:00")
    story.happens(Kind.SCORE_GIVEN, at="2026-11-05T10:00", score="s", points=20)
    story.until("2026-11-06T11:00")

    assert 15 == story.points("s")


def test_what_a_scenario_does_is_no_activity_of_the_lead() -> None:
    story = Story(
        f"{HEAD}\ntopic news\nscenario p {{\n  enter on a\n  wait 2 days\n  unsubscribe from news\n  wait 2 days\n"
        '  if no activity for 3 days {\n    tag "quiet"\n  }\n}\n'
    )
    story.happens("a", at="2026-11-02T10:00")
    story.until("2026-11-07T10:00")

    assert {"quiet"} == set(story.world.leads["山田"].facts.tags)


# ── coming in, going on ─────────────────────────────────────────────────────────────────

OFFICES = """
calendar here {
  timezone "Asia/Tokyo"
}
calendar there {
  timezone "Europe/Berlin"
}
"""


@pytest.mark.parametrize("entry", ["every weekday at 10:00", "at 2026-11-04 10:00"])
def test_a_calendar_entry_goes_by_the_calendar_of_its_scenario(entry: str) -> None:
    """10:00 in Berlin is 18:00 in Tokyo."""
    story = Story(f"{HEAD}{OFFICES}\nscenario p {{\n  enter {entry}\n  calendar there\n  send x\n}}\n")
    story.lead()
    story.until("2026-11-05T09:00")

    assert ["18:00"] == [at[-5:] for _, at in story.mails()]


def test_an_entry_whose_condition_did_not_hold_at_its_moment_does_not_come_later() -> None:
    """On Tuesday at 10:00 the lead is still in its stage; it drops out at noon on Wednesday, which is no time to enter."""
    story = Story(
        f"{HEAD}\njourney {{\n  stage first\n  dropped when in stage first for 2 days\n}}\n"
        "scenario p {\n  enter every monday, tuesday at 10:00 if stage is not first\n  send x\n}\n"
    )
    story.happens("lead.changed", at="2026-11-02T12:00", email="a@lead.example")
    story.until("2026-11-09T12:00")

    assert [("x", "2026-11-09T10:00")] == story.mails()


def test_a_handoff_that_is_overdue_starts_what_waits_for_it() -> None:
    story = Story(
        f'{HEAD}\nscenario p {{\n  enter on a\n  handoff to sales within 1 day because "so"\n}}\n'
        "scenario q {\n  enter on handoff overdue by sales\n  send x\n}\n"
        "scenario r {\n  enter on a\n  wait for handoff overdue up to 3 days {\n    send y\n  }\n}\n"
    )
    story.lead()
    story.happens("a", at="2026-11-02T10:00")
    story.until("2026-11-06T10:00")

    assert [("x", "2026-11-03T10:00"), ("y", "2026-11-03T10:00")] == sorted(story.mails())


def test_what_hangs_on_an_act_on_the_way_ends_with_it() -> None:
    """The wait is over at noon; the branches that an act on the way had opened are, too."""
    story = Story(
        f"{HEAD}\nscenario p {{\n  enter on a\n  wait for any up to 5 days {{\n    after 1 hour {{\n      together {{\n"
        "        branch left {\n          wait 1 day\n          send x\n        }\n      }\n    }\n    on b {\n      wait 3 days\n"
        "      send y\n    }\n  }\n}\n"
    )
    story.lead()
    story.happens("a", at="2026-11-02T10:00")
    story.happens("b", at="2026-11-02T12:00")
    story.until("2026-11-08T10:00")

    assert [("y", "2026-11-05T12:00")] == story.mails()


def test_a_repeat_that_was_jumped_out_of_begins_anew() -> None:
    story = Story(
        f"{HEAD}\nscenario p {{\n  enter on a\n  step top {{\n    wait 1 hour\n  }}\n  repeat at most 2 times {{\n    wait 1 day\n"
        '    notify "mailto:x@example.jp"\n    go to top at most 1 time else {\n      tag "t"\n    }\n  }\n}\n'
    )
    story.lead()
    story.happens("a", at="2026-11-02T10:00")
    story.until("2026-11-12T10:00")

    assert 3 == len(story.traces("notify"))


def test_a_run_that_pauses_itself_stands_still_at_once() -> None:
    story = Story(
        f'{HEAD}\nscenario p {{\n  enter on a\n  one at a time in care\n  pause all in care\n  tag "t"\n}}\n'
        "scenario q {\n  enter on b\n  resume all in care\n}\n"
    )
    story.happens("a", at="2026-11-02T10:00")
    before = dict(story.world.leads["山田"].facts.tags)
    story.happens("b", at="2026-11-03T10:00")

    assert ({}, {"t"}) == (before, set(story.world.leads["山田"].facts.tags))


# ── mails ───────────────────────────────────────────────────────────────────────────────


def test_two_runs_at_one_moment_send_two_mails_of_a_series() -> None:
    series = "series news [n1, n2]\n"
    both = "".join(f"scenario {name} {{\n  enter on a\n  send next of news\n}}\n" for name in ("p", "q"))
    story = Story(HEAD + series + both)
    story.lead()
    story.happens("a", at="2026-11-02T10:00")

    assert ["n1", "n2"] == [template for template, _ in story.mails()]


def test_the_mail_of_an_act_that_was_given_up_at_that_moment_is_not_sent() -> None:
    """At noon an act on the way would send a mail, and a run that begins then ends the wait it belongs to."""
    story = Story(
        f"{HEAD}\nscenario p {{\n  enter on a\n  wait for any up to 5 days {{\n    after 2 hours {{\n      send x\n    }}\n"
        '    when tagged "t" {\n      send y\n    }\n  }\n}\nscenario q {\n  enter on a\n  wait 2 hours\n'
        '  start scenario r\n}\nscenario r {\n  enter by hand\n  tag "t"\n}\n'
    )
    story.lead()
    story.happens("a", at="2026-11-02T10:00")
    story.until("2026-11-03T10:00")

    assert [("y", "2026-11-02T12:00")] == story.mails()


@pytest.mark.parametrize("hold", ["judgement", "mute", "policy"])
def test_no_deadline_sends_what_a_person_or_a_rule_holds(hold: str) -> None:
    """`else send` is about caps and windows."""
    rails = 'policy r {\n  hold email while tagged "busy"\n}\n' if hold == "policy" else ""
    acts = {"mute": "  mute 9 days\n", "policy": '  tag "busy"\n', "judgement": ""}[hold]
    story = Story(f"{HEAD}{rails}\nscenario p {{\n  enter on a\n{acts}  send x within 1 day else send\n}}\n")
    story.lead()
    if hold == "judgement":
        story.happens(Kind.LEAD_HELD, at="2026-11-02T09:30", until="2026-11-09T10:00", because="要相談")
    story.happens("a", at="2026-11-02T10:00")
    story.until("2026-11-06T10:00")

    assert [] == story.mails()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_which_cap_is_written_first_changes_nothing(order: tuple[int, int]) -> None:
    """On Sunday both caps are full; the mail may go on Monday, when the week is new: it is held."""
    caps = ("  at most 1 email per day\n", "  at most 1 email per week else skip\n")
    rails = "".join(caps[n] for n in order)
    story = Story(f"{HEAD}\npolicy r {{\n{rails}}}\nscenario p {{\n  enter on a\n  send x\n  send y\n}}\n")
    story.lead()
    story.happens("a", at="2026-11-08T10:00")
    story.until("2026-11-09T10:00")

    assert [("x", "2026-11-08T10:00"), ("y", "2026-11-09T00:00")] == story.mails()


def test_a_notice_said_twice_at_one_moment_is_two_notices() -> None:
    story = Story(f'{HEAD}\nscenario p {{\n  enter on a\n  repeat at most 2 times {{\n    notify "mailto:x@example.jp"\n  }}\n}}\n')
    story.happens("a")

    assert 2 == len({effect.id for _, effect in story.world.effects("山田", Notified) if isinstance(effect, Notified)})


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_a_cap_that_skips_and_one_that_leaves_the_one_that_leaves_counts(order: tuple[int, int]) -> None:
    caps = ("  at most 1 email per day else skip\n", "  at most 1 email per week else leave\n")
    rails = "".join(caps[n] for n in order)
    story = Story(f"{HEAD}\npolicy r {{\n{rails}}}\nscenario p {{\n  enter on a\n  send x\n  send y\n  wait 9 days\n}}\n")
    story.lead()
    story.happens("a", at="2026-11-04T10:00")

    assert ["left"] == [line["state"] for line in story.traces("ended")]
