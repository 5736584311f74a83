"""What a run does: enters, waits, sends, branches, leaves."""

from engine.testing import Story

DOWNLOAD = """
event download {
  kind: text
}
event page-view {
  path: text
}
event meeting-booked
"""


def test_a_download_is_thanked_at_once_and_followed_up_after_three_calendar_days() -> None:
    """The lead downloads at 10:00; the follow-up leaves at 10:00 three days later."""
    story = Story(
        DOWNLOAD
        + """
scenario 育成 {
  enter on download
  send thanks
  wait 3 days
  send case
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00", kind="whitepaper")
    story.until("2026-11-09T10:00")

    assert [("thanks", "2026-11-02T10:00"), ("case", "2026-11-05T10:00")] == story.mails()


def test_a_lead_enters_once_unless_the_scenario_says_otherwise() -> None:
    story = Story(
        DOWNLOAD
        + """
scenario 育成 {
  enter on download
  send thanks
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("download", at="2026-11-03T10:00")

    assert [("thanks", "2026-11-02T10:00")] == story.mails()
    assert [{"scenario": "育成", "reason": "was in before"}] == story.traces("not-entered")


def test_the_goal_ends_the_run_when_it_happens_and_not_at_the_next_step() -> None:
    story = Story(
        DOWNLOAD
        + """
scenario 育成 {
  enter on download
  goal on meeting-booked
  wait 3 days
  send case
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("meeting-booked", at="2026-11-04T10:00")
    story.until("2026-11-10T10:00")

    assert [] == story.mails()
    assert ["goal"] == [line["state"] for line in story.traces("ended")]


def test_a_wait_for_an_event_takes_its_branch_when_the_event_comes_in_time() -> None:
    story = Story(
        DOWNLOAD
        + """
scenario 育成 {
  enter on download
  wait for page-view where path starts with "/pricing" up to 7 days {
    send price-guide
  } timeout {
    send trial
  }
}
"""
    )
    story.lead()
    story.lead("佐藤")
    story.happens("download", at="2026-11-02T10:00")
    story.happens("download", "佐藤", at="2026-11-02T10:00")
    story.happens("page-view", at="2026-11-03T10:00", path="/pricing/pro")
    story.until("2026-11-12T10:00")

    assert [("price-guide", "2026-11-03T10:00")] == story.mails()
    assert [("trial", "2026-11-09T10:00")] == story.mails("佐藤")


def test_an_event_at_the_deadline_itself_comes_before_the_timeout() -> None:
    story = Story(
        DOWNLOAD
        + """
scenario 育成 {
  enter on download
  wait for page-view up to 1 day {
    send met
  } timeout {
    send missed
  }
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("page-view", at="2026-11-03T10:00", path="/")

    assert [("met", "2026-11-03T10:00")] == story.mails()


def test_history_fires_nothing_but_sets_scores_and_stages() -> None:
    """An import says what was; nobody wants a thank-you mail for last year's download."""
    story = Story(
        DOWNLOAD
        + """
score 関心 {
  on download give +20 points
}
journey {
  stage 認知
  stage 興味 when score 関心 >= 20
}
scenario 育成 {
  enter on download
  enter when score 関心 >= 20
  send thanks
}
"""
    )
    story.happens("lead.changed", live=False, email="yamada@lead.example")
    story.happens("download", at="2026-11-02T10:00", live=False)
    story.until("2026-12-02T10:00")

    assert [] == story.mails()
    assert 20 == story.points("関心")
    assert "興味" == story.stage()


def test_a_holdout_gets_nothing_and_stays_in_the_reports() -> None:
    story = Story(
        DOWNLOAD
        + """
scenario 育成 {
  enter on download
  split 対照 {
    50% 送る {
      send thanks
    }
    50% holdout
  }
}
"""
    )
    leads = [f"lead{number}" for number in range(40)]
    for lead in leads:
        story.lead(lead)
        story.happens("download", lead)
    held = [lead for lead in leads if story.traces("ended", lead)[0]["state"] == "holdout"]

    assert 8 < len(held) < 32
    assert all(not story.mails(lead) for lead in held)
    assert all(story.mails(lead) for lead in leads if lead not in held)


def test_a_rejected_handoff_takes_the_arm_of_its_reason() -> None:
    story = Story(
        DOWNLOAD
        + """
team 営業 {
  notify "mailto:sales@example.jp"
  reject reasons ["時期尚早", "対象外"]
}
scenario 引き渡し {
  enter on download
  handoff to 営業 within 2 business days because "資料" {
    accepted {
      tag "商談中"
    }
    rejected "時期尚早" {
      tag "再育成"
    }
    rejected {
      tag "対象外"
    }
  }
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("handoff.rejected", at="2026-11-02T15:00", team="営業", reason="時期尚早")

    assert ["再育成"] == list(story.world.leads["山田"].facts.tags)
    assert [] == story.world.leads["山田"].runs


def test_an_overdue_handoff_speaks_up_after_two_business_days() -> None:
    """Handed over on Friday; Saturday and Sunday do not count."""
    story = Story(
        DOWNLOAD
        + """
team 営業 {
  notify "mailto:sales@example.jp"
}
scenario 引き渡し {
  enter on download
  handoff to 営業 within 2 business days because "資料" {
    overdue {
      notify "mailto:boss@example.jp" because "未受領"
    }
  }
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-06T10:00")
    story.until("2026-11-10T09:59")

    assert [] == story.traces("notify")
    story.until("2026-11-10T10:00")
    assert [{"target": "mailto:boss@example.jp", "because": "未受領"}] == story.traces("notify")


def test_all_events_of_an_instant_come_before_the_steps_due_at_it() -> None:
    """A download, the meeting it waits for and something else: the two of the last instant come in either order."""
    text = DOWNLOAD + """
scenario 育成 {
  enter on download
  wait for meeting-booked up to 1 day {
    send met
  } timeout {
    send missed
  }
}
"""
    for kinds in (("page-view", "meeting-booked"), ("meeting-booked", "page-view")):
        story = Story(text)
        story.lead()
        story.happens("download", at="2026-11-02T10:00")
        for kind in kinds:
            story.happens(kind, at="2026-11-03T10:00")
        story.until("2026-11-04T10:00")

        assert [("met", "2026-11-03T10:00")] == story.mails()
