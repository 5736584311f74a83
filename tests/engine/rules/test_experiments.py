"""Splits that pick their best arm: who is tested, who waits, what counts, and who wins."""

import pytest

from engine.domain.documents import Subject
from engine.domain.events import Kind, Wake
from engine.domain.experiments import Experiment, Tally
from engine.rules.dispatch import switch
from engine.testing import Story, program_of

SPLIT = """
event download
scenario 告知 {
  enter on download
  split 件名 evenly testing 50% pick best by click rate after 4 hours {
    質問形 {
      send question
    }
    事例形 {
      send case
    }
  }
  wait 1 day
  send after
}
"""
LEADS = tuple(f"リード{number}" for number in range(40))


def told(text: str = SPLIT, leads: tuple[str, ...] = LEADS, *, start: str = "2026-11-02T10:00") -> Story:
    """All leads come to the split at one moment."""
    story = Story(text, start=start)
    for lead in leads:
        story.lead(lead)
        story.happens("download", lead)
    return story


def react(story: Story, lead: str, kind: Kind = Kind.MAIL_CLICKED, at: str | None = None) -> None:
    """To the newest mail of the lead."""
    mail = next(one for one in reversed(story.world.mails) if one.lead == lead)
    story.happens(kind, lead, at, key=mail.key, template=mail.template)


def experiment(story: Story) -> Experiment:
    """The only one, or the newest."""
    found = [one for one in story.world.others.values() if isinstance(one, Experiment)]
    return max(found, key=lambda one: one.began)


def who_got(story: Story, mail: str, leads: tuple[str, ...] = LEADS) -> list[str]:
    return [lead for lead in leads if any(name == mail for name, _ in story.mails(lead))]


def test_the_leads_of_the_test_take_an_arm_at_once_and_the_others_wait_for_the_winner() -> None:
    story = told()
    tested = [lead for lead in LEADS if story.mails(lead)]
    for lead in who_got(story, "case"):
        react(story, lead)
    story.until("2026-11-02T14:00")
    others = [lead for lead in LEADS if lead not in tested]

    assert 12 <= len(tested) <= 28
    assert {("case", "2026-11-02T14:00")} == {story.mails(lead)[0] for lead in others}


def test_the_rate_counts_leads_and_not_clicks() -> None:
    story = told()
    eager, calm = who_got(story, "question"), who_got(story, "case")
    for _ in range(9):
        react(story, eager[0])
    for lead in calm[:2]:
        react(story, lead)
    story.until("2026-11-02T14:00")

    assert Tally(leads=len(eager), delivered=len(eager), opened=1, clicked=1) == experiment(story).arms["質問形"]
    assert "事例形" == experiment(story).winner


def test_of_equal_arms_the_one_written_first_wins() -> None:
    story = told()
    story.until("2026-11-02T14:00")

    assert "質問形" == experiment(story).winner


def test_without_a_test_share_everybody_who_comes_before_the_pick_is_tested_and_whoever_comes_after_it_takes_the_winner() -> None:
    story = told(SPLIT.replace(" testing 50%", ""))
    for lead in who_got(story, "case"):
        react(story, lead)
    story.until("2026-11-02T14:00")
    story.lead("後から")
    story.happens("download", "後から")

    assert [] == [lead for lead in LEADS if not story.mails(lead)]
    assert [("case", "2026-11-02T14:00")] == story.mails("後から")


def test_a_lead_of_the_test_that_comes_after_the_pick_takes_the_winner_too() -> None:
    story = told()
    early = {lead: story.mails(lead)[0][0] for lead in LEADS if story.mails(lead)}
    loser = next(lead for lead, mail in early.items() if mail == "case")
    again = Story(SPLIT, start="2026-11-02T10:00")
    again.lead("先頭")
    again.happens("download", "先頭")
    again.until("2026-11-02T15:00")
    again.lead(loser)
    again.happens("download", loser)

    assert [("question", "2026-11-02T15:00")] == again.mails(loser)


def test_what_comes_after_the_pick_is_counted_and_changes_nothing() -> None:
    story = told()
    story.until("2026-11-02T15:00")
    for lead in who_got(story, "case"):
        react(story, lead)
    late = experiment(story)

    assert ("質問形", 0) == (late.winner, late.at_pick["事例形"].clicked)
    assert late.arms["事例形"].delivered == late.arms["事例形"].clicked


def test_the_mails_of_those_who_take_the_winner_are_counted_apart() -> None:
    story = told()
    before = {name: tally.delivered for name, tally in experiment(story).arms.items()}
    story.until("2026-11-02T14:00")
    after = experiment(story)

    assert before == {name: tally.delivered for name, tally in after.arms.items()}
    assert len(LEADS) - sum(before.values()) == after.rest.delivered


def test_history_never_counts() -> None:
    story = told()
    for lead in who_got(story, "case"):
        mail = next(one for one in story.world.mails if one.lead == lead)
        story.happens(Kind.MAIL_CLICKED, lead, live=False, key=mail.key, template="case")
    story.until("2026-11-02T14:00")

    assert ("質問形", 0) == (experiment(story).winner, experiment(story).arms["事例形"].clicked)


def test_a_mail_that_stands_elsewhere_in_the_scenario_says_nothing_of_the_arm() -> None:
    story = told()
    story.until("2026-11-03T12:00")
    lead = who_got(story, "case")[0]
    react(story, lead)

    assert "after" == story.mails(lead)[-1][0]
    assert 0 == experiment(story).arms["事例形"].clicked


def test_a_holdout_is_drawn_by_chance_takes_no_part_and_does_not_wait() -> None:
    story = told(SPLIT.replace("  }\n  wait 1 day", "    holdout\n  }\n  wait 1 day"))
    kept = [lead for lead in LEADS if story.traces("split", lead) and story.traces("split", lead)[0]["arm"] == "holdout"]
    story.until("2026-11-02T14:00")

    assert 6 <= len(kept) <= 22
    assert [] == [mail for lead in kept for mail in story.mails(lead)]
    assert {"質問形", "事例形"} >= set(experiment(story).arms)


def test_below_the_least_number_of_leads_the_test_goes_on_and_looks_again() -> None:
    story = told(SPLIT.replace(" testing 50%", "").replace("4 hours", "4 hours with at least 25 leads per arm"), LEADS)
    story.until("2026-11-02T19:00")
    undecided = experiment(story).winner
    for number in range(40):
        story.lead(f"後{number}")
        story.happens("download", f"後{number}")
    story.until("2026-11-02T22:00")

    assert ("", "質問形") == (undecided, experiment(story).winner)
    assert "2026-11-02T22:00" == story.shown(experiment(story).picked)


def test_below_the_least_number_of_leads_the_arm_that_is_said_is_taken_at_once() -> None:
    story = told(SPLIT.replace("4 hours", "4 hours with at least 1000 leads per arm else 事例形"))
    for lead in who_got(story, "question"):
        react(story, lead)
    story.until("2026-11-02T14:00")

    assert ("事例形", "2026-11-02T14:00") == (experiment(story).winner, story.shown(experiment(story).picked))
    assert [] == [lead for lead in LEADS if not story.mails(lead)]


def test_with_enough_leads_the_better_arm_wins_over_the_one_that_is_said() -> None:
    story = told(SPLIT.replace("4 hours", "4 hours with at least 3 leads per arm else 事例形"))
    for lead in who_got(story, "question"):
        react(story, lead)
    story.until("2026-11-02T14:00")

    assert "質問形" == experiment(story).winner


def test_a_test_that_never_gets_its_leads_ends_after_thirty_days_more() -> None:
    story = told(SPLIT.replace("4 hours", "4 hours with at least 1000 leads per arm"))
    story.until("2026-12-02T14:00")

    assert "2026-12-02T14:00" == story.shown(experiment(story).picked)
    assert [] == [lead for lead in LEADS if not story.mails(lead)]


def test_while_the_mails_of_an_arm_wait_for_their_hours_the_test_goes_on() -> None:
    story = told(SPLIT + "policy p {\n  send only between 09:00 and 18:00\n}\n", start="2026-11-02T20:00")
    story.until("2026-11-03T09:00")
    tested = [lead for lead in LEADS if story.mails(lead)]
    for lead in who_got(story, "case"):
        react(story, lead)
    story.until("2026-11-03T12:00")

    assert tested
    assert ("事例形", "2026-11-03T12:00") == (experiment(story).winner, story.shown(experiment(story).picked))


def test_whoever_leaves_while_waiting_gets_nothing_and_hangs_nothing() -> None:
    story = told(SPLIT.replace("  split", "  leave on opened any email\n  split"))
    waiting = [lead for lead in LEADS if not story.mails(lead)]
    story.happens(Kind.MAIL_OPENED, waiting[0], key="", template="other")
    story.until("2026-11-02T14:00")

    assert [] == story.mails(waiting[0])
    assert [] == [lead for lead in waiting[1:] if not story.mails(lead)]


CALENDAR = """
scenario 月例 {
  enter every month on day 1 at 10:00
  reenter always
  split 件名 evenly pick best by open rate after 2 hours {
    甲 {
      send ko
    }
    乙 {
      send otsu
    }
  }
}
"""


def test_a_calendar_begins_a_new_round_at_each_of_its_days() -> None:
    story = Story(CALENDAR, start="2026-11-20T10:00")
    for lead in LEADS:
        story.lead(lead)
    story.until("2026-12-01T10:00")
    for lead in who_got(story, "otsu"):
        react(story, lead, Kind.MAIL_OPENED)
    story.until("2027-01-01T12:00")
    rounds = {name.split("/")[2]: one for name, one in story.world.others.items() if isinstance(one, Experiment)}

    assert {"2026-12-01": "乙", "2027-01-01": "甲"} == {day: one.winner for day, one in rounds.items()}
    assert [40, 40] == [sum(tally.leads for tally in one.arms.values()) for one in rounds.values()]


def test_two_leads_that_are_one_person_count_once() -> None:
    story = told()
    one, other = who_got(story, "case")[:2]
    react(story, one)
    before = experiment(story).arms["事例形"]
    story.world.merge(one, other, story.world.now)
    after = experiment(story).arms["事例形"]

    assert (before.leads - 1, before.delivered - 1, 1, 1) == (after.leads, after.delivered, after.opened, after.clicked)


def test_a_waiting_lead_merged_into_another_is_sent_one_mail() -> None:
    story = told()
    waiting = [lead for lead in LEADS if not story.mails(lead)]
    story.world.merge(waiting[0], waiting[1], story.world.now)
    story.until("2026-11-02T14:00")

    assert ["question"] == [name for name, _ in story.mails(waiting[1])]


def test_a_paused_run_hears_the_answer_and_goes_on_when_it_is_resumed() -> None:
    story = told(
        SPLIT
        + """
event busy
event free
scenario 停止 {
  enter on busy
  pause scenario 告知
  wait for free without limit
  resume scenario 告知
}
"""
    )
    waiting = next(lead for lead in LEADS if not story.mails(lead))
    story.happens("busy", waiting, at="2026-11-02T13:00")
    story.until("2026-11-02T16:00")
    before = story.mails(waiting)
    story.happens("free", waiting)

    assert ([], [("question", "2026-11-02T16:00")]) == (before, story.mails(waiting))


@pytest.mark.parametrize("unit", ["2 business hours", "1 day", "90 minutes"])
def test_the_time_of_the_pick_follows_the_calendar(unit: str) -> None:
    calendar = 'calendar c {\n  timezone "Asia/Tokyo"\n  hours 09:00 to 18:00 on weekdays\n}\n'
    story = told(calendar + SPLIT.replace("4 hours", unit), start="2026-11-06T17:00")
    story.until("2026-11-10T10:00")
    expected = {"2 business hours": "2026-11-09T10:00", "1 day": "2026-11-07T17:00", "90 minutes": "2026-11-06T18:30"}

    assert expected[unit] == story.shown(experiment(story).picked)


def deploy(story: Story, text: str) -> None:
    """Every subject is put under another version, at this moment."""
    world = story.world
    world.program = story.program = program_of(text, zone="Asia/Tokyo")
    subjects: list[Subject] = [*world.leads.values(), *world.others.values()]
    for subject in subjects:
        world._keep(Wake(due=world.now), switch(world.program, subject, world.ledgers[subject.id], world.now))


def test_another_time_of_the_pick_holds_at_once_and_who_waits_keeps_asking() -> None:
    story = told()
    story.until("2026-11-02T12:00")
    deploy(story, SPLIT.replace("4 hours", "6 hours"))
    story.until("2026-11-02T15:59")
    waiting = [lead for lead in LEADS if not story.mails(lead)]
    story.until("2026-11-02T16:00")

    assert "2026-11-02T16:00" == story.shown(experiment(story).picked)
    assert {("question", "2026-11-02T16:00")} == {story.mails(lead)[0] for lead in waiting}


def test_other_mails_make_it_another_test_and_who_waits_asks_that_one() -> None:
    story = told()
    before = experiment(story).id
    waiting = [lead for lead in LEADS if not story.mails(lead)]
    story.until("2026-11-02T12:00")
    deploy(story, SPLIT.replace("send case", "send story"))
    story.lead("後から")
    story.happens("download", "後から", at="2026-11-02T13:00")
    story.until("2026-11-03T09:00")
    old = story.world.others[before]

    assert isinstance(old, Experiment) and "" == old.winner
    assert "質問形" == experiment(story).winner
    assert [] == [lead for lead in waiting if not story.mails(lead)]


def test_a_split_that_is_gone_hangs_nobody() -> None:
    story = told()
    waiting = [lead for lead in LEADS if not story.mails(lead)]
    deploy(story, SPLIT.replace(" testing 50% pick best by click rate after 4 hours", ""))
    story.until("2026-11-02T14:00")

    assert [] == [lead for lead in waiting if not story.mails(lead)]
