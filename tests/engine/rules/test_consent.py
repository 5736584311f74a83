"""Consent by topic: a scenario notes it, a second yes is asked for and confirmed, and what a reader took back stays taken back."""

from engine.domain.effects import MailDecided
from engine.domain.instants import DAY
from engine.testing import Story, run_tests

DOUBLE = """
event form
event download
topic news {
  opt-in double
  confirmed on clicked confirm-mail where link is "confirm"
}
scenario 購読 {
  enter on form
  reenter always
  subscribe to news because "申込フォーム"
  send confirm-mail
}
scenario 配信 {
  enter on download
  reenter always
  send news-1
}
"""
SINGLE = """
event form
event download
topic news
scenario 購読 {
  enter on form
  reenter always
  subscribe to news because "申込フォーム"
}
scenario 配信 {
  enter on download
  reenter always
  send news-1
}
"""
TOPICS = {"news-1": "news"}


def test_before_the_second_yes_nothing_of_the_topic_is_sent_and_after_it_everything() -> None:
    story = Story(DOUBLE, topics=TOPICS)
    story.lead()
    story.happens("form", at="2026-11-02T10:00")
    story.happens("download", at="2026-11-02T11:00")
    assert ["no-consent"] == [line["reason"] for line in story.traces("skipped")]

    story.happens("mail.clicked", at="2026-11-02T12:00", template="confirm-mail", link="confirm")
    story.happens("download", at="2026-11-02T13:00")

    assert ["confirm-mail", "news-1"] == [template for template, _ in story.mails()]
    assert [{"topic": "news"}] == story.traces("consent-confirmed")


def test_another_link_of_the_mail_confirms_nothing() -> None:
    story = Story(DOUBLE, topics=TOPICS)
    story.lead()
    story.happens("form", at="2026-11-02T10:00")
    story.happens("mail.clicked", at="2026-11-02T12:00", template="confirm-mail", link="about")

    assert {} == story.world.leads["山田"].facts.consents


def test_a_second_yes_that_nobody_asked_for_is_none() -> None:
    story = Story(DOUBLE, topics=TOPICS)
    story.lead()
    story.happens("mail.clicked", at="2026-11-02T12:00", template="confirm-mail", link="confirm")

    assert {} == story.world.leads["山田"].facts.consents


def test_the_form_may_send_the_second_yes_itself() -> None:
    text = DOUBLE + """
test "二度目の同意" {
  start at 2026-11-02 09:00
  given lead 山田
  at day 0 10:00 山田 does form
  expect email confirm-mail
  expect no consent to news
  at day 1 10:00 山田 consents to news
  expect consent to news
  at day 2 10:00 山田 unsubscribes from news
  expect no consent to news
}
"""
    assert [True] == [trial.passed for trial in run_tests(text)]


def test_a_reader_who_left_is_asked_again_where_a_second_yes_is_wanted() -> None:
    story = Story(DOUBLE, topics=TOPICS)
    story.lead()
    story.happens("unsubscribed", at="2026-11-02T09:30", topic="news")
    story.happens("form", at="2026-11-02T10:00")
    assert {"news": False} == story.world.leads["山田"].facts.consents

    story.happens("mail.clicked", at="2026-11-02T12:00", template="confirm-mail", link="confirm")
    assert {"news": True} == story.world.leads["山田"].facts.consents


def test_without_a_second_yes_a_scenario_notes_the_first_but_never_undoes_a_readers_no() -> None:
    story = Story(SINGLE, topics=TOPICS)
    story.lead()
    story.happens("form", at="2026-11-02T10:00")
    assert {"news": True} == story.world.leads["山田"].facts.consents

    story.happens("unsubscribed", at="2026-11-03T10:00", topic="news")
    story.happens("form", at="2026-11-04T10:00")
    story.happens("download", at="2026-11-04T11:00")

    assert [] == story.mails()
    assert "withdrawn" == story.traces("not-subscribed")[-1]["reason"]


def test_history_does_not_confirm() -> None:
    story = Story(DOUBLE, topics=TOPICS)
    story.lead()
    story.happens("form", at="2026-11-02T10:00")
    story.happens("mail.clicked", at="2026-11-02T12:00", live=False, template="confirm-mail", link="confirm")

    assert {} == story.world.leads["山田"].facts.consents


def test_what_a_scenario_notes_of_consent_is_no_activity_of_the_lead() -> None:
    story = Story(SINGLE.replace("enter on form", 'enter when tagged "名刺"'), topics=TOPICS)
    story.lead()
    story.happens("lead.tagged", at="2026-11-02T10:00", tag="名刺")

    assert 0 == story.world.leads["山田"].facts.activity


DOOR = """
event signup
topic news "お知らせ" {
  opt-in double
}
topic tips
topic own {
  opt-in double
  confirmed on signup
}
"""


def asked_at_the_door(story: Story, at: str, topic: str = "news", *, live: bool = True) -> None:
    story.happens("consent.asked", at=at, live=live, topic=topic, where="form")


def why_not(story: Story) -> list[object]:
    return [line["reason"] for line in story.traces("not-subscribed")]


def test_a_first_yes_at_a_door_is_asked_back_by_mail_and_not_again_for_a_week() -> None:
    story = Story(DOOR)
    story.lead()
    for at in ("2026-11-02T10:00", "2026-11-03T10:01", "2026-11-09T10:00", "2026-11-09T10:01"):
        asked_at_the_door(story, at)

    assert ["2026-11-02T10:00", "2026-11-09T10:00"] == [at for _, at in story.mails()]
    assert ["asked already", "asked already"] == why_not(story)
    assert [{"topic": "news"}, {"topic": "news"}] == story.traces("consent-asked")


def test_the_mail_that_asks_back_says_what_about_and_for_how_long_and_needs_no_consent_itself() -> None:
    story = Story(DOOR)
    story.lead()
    asked_at_the_door(story, "2026-11-02T10:00")
    effects = [one for entry in story.world.journal for one in entry.effects if isinstance(one, MailDecided)]

    assert [{"topic": "news", "label": "お知らせ", "days": 7}] == [one.entry for one in effects]
    assert [DAY] == [one.until - one.from_ for one in effects]
    assert [True] == [send.transactional for send in story.world.leads["山田"].sends]


def test_nobody_is_asked_back_about_what_wants_no_second_yes_or_is_asked_by_a_scenario_or_is_history() -> None:
    story = Story(DOOR)
    story.lead()
    asked_at_the_door(story, "2026-11-02T10:00", "tips")
    asked_at_the_door(story, "2026-11-02T11:00", "own")
    asked_at_the_door(story, "2026-11-02T12:00", live=False)

    assert ([], []) == (story.mails(), why_not(story))


def test_who_has_left_or_has_said_yes_or_has_no_address_is_not_asked_back() -> None:
    story = Story(DOOR)
    story.lead()
    story.happens("consented", at="2026-11-02T10:00", topic="news")
    asked_at_the_door(story, "2026-11-02T11:00")
    story.happens("unsubscribed", at="2026-11-02T12:00", topic="")
    asked_at_the_door(story, "2026-11-02T13:00")
    story.happens("consent.asked", "鈴木", topic="news", where="form")

    assert ["already consented", "suppressed:unsubscribed"] == why_not(story)
    assert ["no-address"] == [line["reason"] for line in story.traces("not-subscribed", "鈴木")]
    assert [] == story.mails()


def test_a_scenario_says_why_it_subscribes_nobody_and_for_whom_it_notes_a_yes() -> None:
    story = Story(SINGLE)
    story.lead()
    for day in (2, 3):
        story.happens("form", at=f"2026-11-0{day}T10:00")
    story.happens("unsubscribed", at="2026-11-04T10:00", topic="")
    story.happens("form", at="2026-11-05T10:00")

    assert ["already consented", "suppressed:unsubscribed"] == why_not(story)
    noted = [event.props for event in story.world.ledgers["山田"] if event.type == "consented"]
    assert [{"topic": "news", "because": "申込フォーム", "scenario": "購読"}] == noted
    assert [{"topic": "news"}] == story.traces("consented")
