"""Consent by topic: a scenario notes it, a second yes is asked for and confirmed, and what a reader took back stays taken back."""

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
