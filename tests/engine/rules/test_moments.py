"""Waiting for a moment, runs by key, and entries by the calendar."""

from typing import Any

from engine.testing import Story

BOOKING = """
event booking {
  booking-id: text
  starts: datetime
}
event booking-cancelled {
  booking-id: text
}
scenario リマインド {
  enter on booking
  one run per booking-id
  reenter always
  leave on booking-cancelled
  wait until 2 days before entry.starts at 10:00 {
    send reminder
  }
  wait until 3 hours before entry.starts {
    send today
  } past {
    stop because "直前の予約"
  }
}
"""


def booked(key: str, starts: str = "") -> dict[str, Any]:
    """The fields of a booking."""
    return {"booking-id": key, "starts": starts}


def test_a_reminder_leaves_two_days_before_at_ten_and_one_that_is_past_is_left_out() -> None:
    story = Story(BOOKING)
    story.lead()
    story.happens("booking", at="2026-11-02T09:00", **booked("b1", "2026-11-10T14:00"))
    story.happens("booking", at="2026-11-02T09:30", **booked("b2", "2026-11-03T14:00"))
    story.until("2026-11-20T09:00")

    assert [("today", "2026-11-03T11:00"), ("reminder", "2026-11-08T10:00"), ("today", "2026-11-10T11:00")] == story.mails()


def test_a_cancelled_booking_ends_its_own_run_only() -> None:
    story = Story(BOOKING)
    story.lead()
    for key in ("b1", "b2"):
        story.happens("booking", at="2026-11-02T09:00", **booked(key, "2026-11-10T14:00"))
    story.happens("booking-cancelled", at="2026-11-03T09:00", **booked("b1"))

    assert ["b2"] == [run.key for run in story.world.leads["山田"].runs]


def test_a_moment_that_hangs_on_an_attribute_moves_with_it() -> None:
    story = Story("""
event download
attribute 更新日: date optional
scenario 更新 {
  enter on download
  wait until 7 days before lead.更新日 at 09:00
  send renewal
}
""")
    story.lead(更新日="2026-12-01")
    story.happens("download", at="2026-11-02T10:00")
    story.happens("lead.changed", at="2026-11-03T10:00", 更新日="2026-12-11")
    story.until("2026-12-31T10:00")

    assert [("renewal", "2026-12-04T09:00")] == story.mails()


def test_an_anniversary_comes_again_and_a_leap_day_is_the_day_before() -> None:
    story = Story("""
event download
attribute 導入日: date optional
scenario 記念日 {
  enter on download
  wait until anniversary of lead.導入日 at 09:00
  send congratulations
}
""")
    story.lead(導入日="2024-02-29")
    story.happens("download", at="2026-11-02T10:00")
    story.until("2027-12-31T10:00")

    assert [("congratulations", "2027-02-28T09:00")] == story.mails()


def test_the_last_business_day_of_a_month_enters_those_who_are_in_the_segment_then() -> None:
    """2026-11-30 is a Monday. The lead without a tag is not in the segment."""
    story = Story("""
event download
segment 対象 while tagged "対象"
calendar 日本 {
  timezone "Asia/Tokyo"
  holidays "JP"
}
scenario 月末 {
  enter every month on last business day at 10:00 if in segment 対象
  reenter always
  send monthly
}
""")
    for name in ("入る", "入らない"):
        story.lead(name)
    story.happens("lead.tagged", "入る", "2026-11-05T10:00", tag="対象")
    story.until("2027-01-05T10:00")

    assert [("monthly", "2026-11-30T10:00"), ("monthly", "2026-12-31T10:00")] == story.mails("入る")
    assert [] == story.mails("入らない")


def test_a_calendar_entry_looks_at_its_moment_whatever_happened_between() -> None:
    """The day 契約日 is two days ahead begins at midnight; a tag given at noon is no nine o'clock."""
    story = Story("""
event download
attribute 契約日: date optional
scenario 予告 {
  enter every day at 09:00 if lead.契約日 is 2 days from today
  reenter always
  send notice
}
scenario 見る {
  enter every day at 09:00 if tagged "見る"
  send look
}
""")
    story.lead(契約日="2026-11-20")
    story.happens("download", at="2026-11-05T10:00")
    story.happens("lead.tagged", at="2026-11-10T12:00", tag="見る")
    story.until("2026-11-25T10:00")

    assert [("look", "2026-11-11T09:00"), ("notice", "2026-11-18T09:00")] == story.mails()


def test_waiting_until_a_condition_holds_goes_on_at_that_moment() -> None:
    story = Story("""
event download
attribute 役職: text optional
scenario 商談化 {
  enter on download
  wait until lead.役職 is not empty up to 10 days {
    send known
  } timeout {
    send unknown
  }
}
""")
    for name in ("分かる", "分からない"):
        story.lead(name)
        story.happens("download", name, "2026-11-02T10:00")
    story.happens("lead.changed", "分かる", "2026-11-05T12:00", 役職="部長")
    story.until("2026-11-20T10:00")

    assert ([("known", "2026-11-05T12:00")], [("unknown", "2026-11-12T10:00")]) == (story.mails("分かる"), story.mails("分からない"))


def test_a_persona_is_the_first_that_fits_and_a_checklist_passes_at_its_mark() -> None:
    story = Story("""
event download
attribute 役職: text optional
attribute 予算: yesno optional
persona 経営層 while lead.役職 matches "社長|部長"
persona 部長 while lead.役職 contains "部長"
checklist BANT {
  budget worth 30 points while lead.予算 is yes
  authority worth 40 points while lead.役職 is not empty
  pass at 70 points
}
scenario 判定 {
  enter on download
  if persona is 経営層 and not persona is 部長 {
    tag "経営"
  }
  if passes BANT {
    tag "合格"
  }
}
""")
    story.lead(役職="部長", 予算=True)
    story.happens("download")

    assert ["経営", "合格"] == list(story.world.leads["山田"].facts.tags)


def _leaves(statement: str, at: str, **fields: Any) -> list[str]:
    story = Story(
        f"""
calendar 日本 {{
  timezone "Asia/Tokyo"
  holidays "JP"
  hours 09:00 to 18:00 on weekdays
}}
event asked {{
  starts: datetime optional
}}
scenario 返信 {{
  enter on asked
  {statement}
  send reply
}}
"""
    )
    story.lead()
    story.happens("asked", at=at, **fields)
    story.until("2026-12-20T00:00")
    return [moment for _, moment in story.mails()]


def test_a_reply_goes_on_the_next_business_morning() -> None:
    """Friday morning or evening: on Monday at nine. The 23rd is a holiday."""
    assert ["2026-11-09T09:00"] == _leaves("wait 1 business day at 09:00", "2026-11-06T08:00")
    assert ["2026-11-09T09:00"] == _leaves("wait 1 business day at 09:00", "2026-11-06T20:00")
    assert ["2026-11-24T09:00"] == _leaves("wait 1 business day at 09:00", "2026-11-21T10:00")


def test_a_wait_of_days_at_a_clock_time_goes_by_the_day_and_one_of_hours_by_the_hour() -> None:
    assert ["2026-11-03T09:00"] == _leaves("wait 1 day at 09:00", "2026-11-02T20:00")
    assert ["2026-11-09T10:00"] == _leaves("wait 3 days at 10:00 on business days", "2026-11-04T20:00")
    assert ["2026-11-02T18:00"] == _leaves("wait 3 hours at 18:00", "2026-11-02T14:00")
    assert ["2026-11-03T18:00"] == _leaves("wait 3 hours at 18:00", "2026-11-02T16:00")


def test_a_moment_after_something_takes_the_first_such_day_and_one_before_it_the_last() -> None:
    assert ["2026-11-09T10:00"] == _leaves("wait until 3 days after entry at 10:00 on business days", "2026-11-04T20:00")
    assert ["2026-11-20T10:00"] == _leaves(
        "wait until 2 days before entry.starts at 10:00 on business days", "2026-11-04T20:00", starts="2026-11-25T14:00"
    )
    assert ["2026-11-20T10:00"] == _leaves(
        "wait until 2 business days before entry.starts at 10:00", "2026-11-04T20:00", starts="2026-11-25T14:00"
    )


def test_the_first_monday_after_the_entry() -> None:
    """A Monday counts while its clock time is to come; with an offset the day counts from there."""
    assert ["2026-11-02T09:00"] == _leaves("wait until entry at 09:00 on monday", "2026-11-02T08:00")
    assert ["2026-11-09T09:00"] == _leaves("wait until entry at 09:00 on monday", "2026-11-02T10:00")
    assert ["2026-11-09T09:00"] == _leaves("wait until 1 day after entry at 09:00 on monday", "2026-11-02T08:00")


def test_business_hours_are_now_or_the_next_opening() -> None:
    """Tuesday the 3rd is a holiday."""
    assert ["2026-11-02T10:00"] == _leaves("wait until business hours", "2026-11-02T10:00")
    assert ["2026-11-04T09:00"] == _leaves("wait until business hours", "2026-11-02T18:00")
    assert ["2026-11-09T09:00"] == _leaves("wait until business hours", "2026-11-07T10:00")
