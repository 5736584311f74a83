"""Those who are let in little by little: one after the other, at the rate that is said, whoever is looked at first."""

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.instants import HOUR, MINUTE
from engine.rules.admitting import admission, moment_of, number_of
from engine.testing import Story, program_of

REVIVE = """
attribute 業種: text optional
event download
scenario 掘り起こし {
  enter when lead.業種 is "IT" including those already in at most 60 per hour
  send first
}
"""
WITHOUT = REVIVE[: REVIVE.index("scenario")]


@given(st.sets(st.text(min_size=1, max_size=8), max_size=40), st.integers(1, 500))
def test_two_never_come_in_closer_to_each_other_than_the_rate_says(leads: set[str], every: int) -> None:
    made = admission("s:c", every, leads, since=1_000)
    moments = sorted(moment_of(made, lead, "s:c") for lead in leads)

    assert [1_000 + every * rank for rank in range(len(leads))] == moments


def test_the_order_does_not_hang_on_who_is_looked_at_first() -> None:
    leads = [f"lead{number}" for number in range(50)]

    assert admission("s:c", MINUTE, leads) == admission("s:c", MINUTE, reversed(leads))
    assert len({number_of(lead, "s:c") for lead in leads}) == 50


def test_of_very_many_several_come_in_at_one_moment_and_the_rate_holds() -> None:
    leads = [f"lead{number}" for number in range(25_000)]
    made = admission("s:c", 36_000_000, leads)
    moments = [moment_of(made, lead, "s:c") for lead in leads]

    assert len(made.marks) <= 10_000
    assert max(sum(start <= one < start + HOUR for one in moments) for start in range(0, 250 * HOUR, HOUR)) <= 102
    assert HOUR * 249 < max(moments) < HOUR * 251


def deployed(*leads: str) -> Story:
    """The scenario comes to leads who meet its condition."""
    story = Story(WITHOUT)
    for lead in leads:
        story.lead(lead, 業種="IT")
    story.world.deploy(program_of(REVIVE), story.world.now)
    return story


def test_who_comes_in_by_news_meanwhile_does_not_come_in_again() -> None:
    story = deployed("甲", "乙")
    last = max(("甲", "乙"), key=lambda lead: story.world.leads[lead].admitted[next(iter(story.world.leads[lead].admitted))])
    story.happens("lead.changed", last, 業種="小売")
    story.happens("lead.changed", last, 業種="IT")
    story.until("2026-11-03T09:00")

    assert ["first"] == [mail for mail, _ in story.mails(last)]
    assert [] == story.traces("not-entered", last)


def test_two_who_turn_out_to_be_one_come_in_once() -> None:
    story = deployed("甲", "乙")
    story.world.merge("乙", "甲", story.world.now)
    story.until("2026-11-03T09:00")

    assert 1 == len(story.mails("甲")) + len(story.mails("乙"))


def test_the_journal_says_that_a_turn_will_come() -> None:
    story = deployed("甲")

    assert [{"scenario": "掘り起こし", "until": story.world.start}] == story.traces("admitted", "甲")
