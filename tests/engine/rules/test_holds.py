"""Judgements: a lead is held by a person's word or by a scenario's, and neither mails nor handoffs go before it is over."""

from engine.domain.instants import NEVER
from engine.testing import Story, run_tests

HEAD = """
event download
event postponed
event asked
attribute 再開日: date optional
team 営業 {
  notify "mailto:a@example.jp"
}
"""
MAILS = """
scenario 育成 {
  enter on download
  wait 1 day
  send a
}
"""


def _judged(length: str) -> str:
    return f'scenario 保留 {{\n  enter on postponed\n  reenter always\n  hold lead {length} because "来期まで待つ"\n}}\n'


def _mails(length: str, **attributes: str) -> list[tuple[str, str]]:
    story = Story(HEAD + MAILS + _judged(length))
    story.lead(**attributes)
    story.happens("download", at="2026-11-02T10:00")
    story.happens("postponed", at="2026-11-02T12:00")
    story.until("2027-06-01T10:00")
    return story.mails()


def test_a_scenario_holds_a_lead_for_a_time_or_until_a_day() -> None:
    assert [("a", "2026-12-02T12:00")] == _mails("30 days")
    assert [("a", "2027-04-01T00:00")] == _mails("until 2027-04-01")
    assert [("a", "2027-02-01T09:00")] == _mails("until lead.再開日 at 09:00", 再開日="2027-02-01")
    assert [] == _mails("without limit")


def test_a_moment_that_is_past_or_unknown_holds_nothing() -> None:
    assert [("a", "2026-11-03T10:00")] == _mails("until lead.再開日")
    assert [("a", "2026-11-03T10:00")] == _mails("until lead.再開日", 再開日="2026-10-01")


def test_the_longer_judgement_holds() -> None:
    story = Story(HEAD + MAILS + _judged("30 days"))
    story.lead()
    story.happens("postponed", at="2026-11-02T09:00")
    story.happens("lead.held", at="2026-11-02T10:00", until="2026-11-05T00:00", because="商談中")
    story.happens("download", at="2026-11-02T11:00")
    story.until("2027-01-01T00:00")

    assert [("a", "2026-12-02T09:00")] == story.mails()
    assert ["judgement: 来期まで待つ"] == [line["reason"] for line in story.traces("held")]


def test_a_scenario_releases_what_scenarios_have_held_and_never_a_persons_word() -> None:
    text = """
scenario 再開 {
  enter on asked
  reenter always
  release lead
}
test "解除" {
  start at 2026-11-02 09:00
  given lead 山田
  given lead 中村
  at day 0 10:00 山田 does download
  at day 0 10:00 中村 does download
  at day 0 11:00 山田 does postponed
  at day 0 11:00 中村 is held until 2026-12-01 because "商談中"
  expect lead held because "来期" for 山田
  expect lead held because "商談中" for 中村
  at day 2 10:00 山田 does asked
  at day 2 10:00 中村 does asked
  expect lead not held for 山田
  expect email a to 山田
  expect lead held for 中村
  expect email a to 中村 held because "商談中"
  at day 5 10:00 中村 is released
  expect lead not held for 中村
  expect at day 5 10:00 email a to 中村 once
}
"""
    assert [True] == [trial.passed for trial in run_tests(HEAD + MAILS + _judged("without limit") + text)]


def test_a_handoff_waits_too_and_goes_when_the_lead_is_released() -> None:
    story = Story(HEAD + 'scenario 引き渡し {\n  enter on download\n  handoff to 営業 because "関心"\n}\n')
    story.lead()
    story.happens("lead.held", at="2026-11-02T09:00", because="商談中")
    story.happens("download", at="2026-11-02T10:00")
    story.happens("asked", at="2026-11-02T11:00")

    assert [[], 1] == [story.traces("handoff"), len(story.traces("handoff-held"))]
    story.happens("lead.released", at="2026-11-03T10:00")
    assert 1 == len(story.traces("handoff"))


def test_a_hold_is_an_event_of_the_lead_and_is_told_with_its_end() -> None:
    story = Story(HEAD + MAILS + _judged("without limit"))
    story.lead()
    story.happens("postponed", at="2026-11-02T09:00")
    acts = [event for event in story.world.ledgers["山田"] if event.source == "engine"]
    noted = [(event.type, event.props["because"], event.props["scenario"]) for event in acts]

    assert [("lead.held", "来期まで待つ", "保留")] == noted
    assert [{"until": NEVER, "because": "来期まで待つ"}] == story.traces("hold-lead")


def test_of_two_leads_that_are_one_the_longer_hold_stays() -> None:
    story = Story(HEAD + MAILS)
    for name, until in (("山田", "2026-11-05T00:00"), ("匿名", "2026-11-09T00:00")):
        story.lead(name)
        story.happens("lead.held", lead=name, at="2026-11-02T09:30", until=until, because=name)
    story.world.merge("匿名", "山田", story.world.now)
    hold = story.world.leads["山田"].judgement

    assert hold is not None and "匿名" == hold.because
