"""Guard rails: what holds a mail, what drops it, and that a held mail holds its run."""

from engine.testing import Story

HEAD = """
event download
calendar 日本 {
  timezone "Asia/Tokyo"
  holidays "JP"
  hours 09:00 to 18:00 on weekdays
}
"""


def test_a_mail_outside_the_window_waits_for_the_next_business_day_and_holds_its_run() -> None:
    """Friday 20:00; the mail leaves on Monday at 9, and the wait of a day after it counts from then."""
    story = Story(
        HEAD
        + """
policy 送信 {
  send only between 09:00 and 18:00 on business days
}
scenario 育成 {
  enter on download
  send a
  wait 1 day
  send b
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-06T20:00")
    story.until("2026-11-20T09:00")

    assert [("a", "2026-11-09T09:00"), ("b", "2026-11-10T09:00")] == story.mails()


def test_national_holidays_are_no_business_days() -> None:
    """2026-11-23 is Labour Thanksgiving Day, a Monday."""
    story = Story(
        HEAD
        + """
policy 送信 {
  send only between 09:00 and 18:00 on business days
}
scenario 育成 {
  enter on download
  send a
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-20T18:00")
    story.until("2026-11-30T09:00")

    assert [("a", "2026-11-24T09:00")] == story.mails()


def test_two_scenarios_share_the_cap_and_the_more_important_one_goes_first() -> None:
    story = Story(
        HEAD
        + """
policy 送信 {
  priority [大事, 普通]
  at most 1 email per day
}
scenario 普通 {
  enter on download
  send ordinary
}
scenario 大事 {
  enter on download
  send important
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.until("2026-11-04T10:00")

    assert [("important", "2026-11-02T10:00"), ("ordinary", "2026-11-03T00:00")] == story.mails()


def test_a_rolling_cap_frees_itself_when_its_oldest_mail_is_old_enough() -> None:
    story = Story(
        HEAD
        + """
policy 送信 {
  at most 2 emails within 10 days
}
scenario 育成 {
  enter on download
  send a
  wait 1 day
  send b
  wait 1 day
  send c
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.until("2026-11-20T10:00")

    assert [("a", "2026-11-02T10:00"), ("b", "2026-11-03T10:00"), ("c", "2026-11-12T10:00")] == story.mails()


def test_a_mail_that_would_go_too_late_is_skipped_with_its_reason_and_the_run_goes_on() -> None:
    story = Story(
        HEAD
        + """
policy 送信 {
  at most 1 email within 10 days
  deliver within 3 days else skip
}
scenario 育成 {
  enter on download
  send a
  wait 1 day
  send b
  tag "終わり"
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.until("2026-11-20T10:00")

    assert [("a", "2026-11-02T10:00")] == story.mails()
    assert ["too-late"] == [line["reason"] for line in story.traces("skipped")]
    assert ["終わり"] == list(story.world.leads["山田"].facts.tags)


def test_a_lead_without_an_address_is_a_reason_like_any_other() -> None:
    story = Story(
        HEAD
        + """
scenario 育成 {
  enter on download
  send a
  tag "終わり"
}
"""
    )
    story.happens("download")

    assert ["no-address"] == [line["reason"] for line in story.traces("skipped")]
    assert ["終わり"] == list(story.world.leads["山田"].facts.tags)


def test_who_unsubscribed_gets_nothing_more() -> None:
    story = Story(
        HEAD
        + """
scenario 育成 {
  enter on download
  send a
  wait 1 day
  send b
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("unsubscribed", at="2026-11-02T12:00")
    story.until("2026-11-05T10:00")

    assert [("a", "2026-11-02T10:00")] == story.mails()
    assert ["suppressed:unsubscribed"] == [line["reason"] for line in story.traces("skipped")]


def test_a_topic_with_double_opt_in_needs_a_yes() -> None:
    """Silence is no consent. The same mail goes after the lead said yes."""
    text = (
        HEAD
        + """
topic news {
  opt-in double
}
scenario 育成 {
  enter on download
  reenter always
  send a
}
"""
    )
    story = Story(text, topics={"a": "news"})
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("consented", at="2026-11-03T10:00", topic="news")
    story.happens("download", at="2026-11-04T10:00")

    assert [("a", "2026-11-04T10:00")] == story.mails()
    assert ["no-consent"] == [line["reason"] for line in story.traces("skipped")]


def test_a_persons_judgement_holds_mails_until_it_is_lifted() -> None:
    story = Story(
        HEAD
        + """
scenario 育成 {
  enter on download
  send a
}
"""
    )
    story.lead()
    story.happens("lead.held", at="2026-11-02T09:00", until="2026-11-10T09:00", because="担当者が交渉中")
    story.happens("download", at="2026-11-02T10:00")
    story.until("2026-11-20T10:00")

    assert [("a", "2026-11-10T09:00")] == story.mails()


def test_a_send_at_a_clock_time_includes_the_minute_of_now() -> None:
    story = Story(
        HEAD
        + """
scenario 育成 {
  enter on download
  send a at 10:00
  send b at 10:00
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00:40")
    story.until("2026-11-04T10:00")

    assert [("a", "2026-11-02T10:00"), ("b", "2026-11-02T10:00")] == story.mails()


def test_a_held_mail_tells_the_rule_that_keeps_it_longest() -> None:
    """Friday: the cap keeps the second mail until Monday, the window only from midnight to nine."""
    story = Story(
        HEAD
        + """
policy 送信 {
  at most 1 email per week
  send only between 09:00 and 18:00 on business days
}
scenario 育成 {
  enter on download
  send a
  wait 1 day
  send b
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-12T10:00")
    story.until("2026-11-17T09:00")

    assert ["cap"] == [one["reason"] for one in story.traces("held")]


def test_a_full_cap_may_skip_the_mail_or_end_the_run() -> None:
    for otherwise, tags in (("skip", ["終わり"]), ("leave", [])):
        story = Story(
            HEAD
            + f"""
policy 送信 {{
  at most 1 email within 10 days else {otherwise}
}}
scenario 育成 {{
  enter on download
  send a
  send b
  tag "終わり"
}}
"""
        )
        story.lead()
        story.happens("download", at="2026-11-02T10:00")

        assert [("a", "2026-11-02T10:00")] == story.mails()
        assert tags == list(story.world.leads["山田"].facts.tags)


def test_a_send_at_a_clock_time_on_named_days_waits_for_such_a_day() -> None:
    """Friday noon; Monday is the next business day, Wednesday the next of the named ones."""
    for days, moment in (("business days", "2026-11-09T10:00"), ("wednesday, thursday", "2026-11-11T10:00")):
        story = Story(HEAD + f"scenario 育成 {{\n  enter on download\n  send a at 10:00 on {days}\n}}\n")
        story.lead()
        story.happens("download", at="2026-11-06T12:00")
        story.until("2026-11-20T10:00")

        assert [("a", moment)] == story.mails()
