"""Ways through a scenario: choices, repeats, jumps, branches side by side, series, other scenarios."""

from engine.testing import Story

HEAD = """
event download {
  kind: text
}
event done
attribute 業種: text optional
"""


def test_choose_takes_the_first_case_that_holds_and_knows_an_empty_one() -> None:
    story = Story(
        HEAD
        + """
scenario 育成 {
  enter on download
  choose lead.業種 {
    "製造業", "小売業" {
      send goods
    }
    empty {
      send ask
    }
    else {
      send others
    }
  }
}
"""
    )
    for name, attributes in (("甲", {"業種": "小売業"}), ("乙", {}), ("丙", {"業種": "IT"})):
        story.lead(name, **attributes)
        story.happens("download", name)

    assert ["goods", "ask", "others"] == [story.mails(name)[0][0] for name in ("甲", "乙", "丙")]


def test_a_repeat_ends_after_its_times_and_a_series_never_sends_the_same_mail_twice() -> None:
    story = Story(
        HEAD
        + """
series ニュース [news-1, news-2]
scenario 育成 {
  enter on download
  repeat at most 3 times {
    wait 30 days
    send next of ニュース
  }
  tag "終わり"
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.until("2027-03-02T10:00")

    assert [("news-1", "2026-12-02T10:00"), ("news-2", "2027-01-01T10:00")] == story.mails()
    assert ["終わり"] == list(story.world.leads["山田"].facts.tags)
    assert ["series-over"] == [line["reason"] for line in story.traces("skipped")]


def test_going_back_is_bounded_and_then_takes_its_else() -> None:
    story = Story(
        HEAD
        + """
scenario 育成 {
  enter on download
  step 反応待ち {
    wait for done up to 7 days {
      send thanks
    } timeout {
      go to 反応待ち at most 2 times else {
        stop because "反応なし"
      }
    }
  }
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.until("2026-12-31T10:00")

    assert [("2026-11-23T10:00", "反応なし")] == [
        (story.shown(entry.moment), line.detail["reason"]) for entry in story.world.journal for line in entry.trace if line.what == "ended"
    ]


def test_branches_side_by_side_join_when_all_have_ended() -> None:
    story = Story(
        HEAD
        + """
scenario 育成 {
  enter on download
  together {
    branch 速い {
      wait 1 day
      send fast
    }
    branch 遅い {
      wait 3 days
      send slow
    }
  }
  send after-both
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.until("2026-11-12T10:00")

    assert [("fast", "2026-11-03T10:00"), ("slow", "2026-11-05T10:00"), ("after-both", "2026-11-05T10:00")] == story.mails()


def test_an_act_on_the_way_does_not_end_the_wait_and_ends_with_it() -> None:
    """Two leads wait; one reacts before the reminder is due, and never gets it."""
    story = Story(
        HEAD
        + """
scenario 育成 {
  enter on download
  wait for any up to 7 days {
    on done {
      send thanks
    }
    after 3 days {
      send reminder
    }
    timeout {
      send farewell
    }
  }
}
"""
    )
    for name in ("早い", "遅い"):
        story.lead(name)
        story.happens("download", name, "2026-11-02T10:00")
    story.happens("done", "早い", "2026-11-04T10:00")
    story.until("2026-11-12T10:00")

    assert [("thanks", "2026-11-04T10:00")] == story.mails("早い")
    assert [("reminder", "2026-11-05T10:00"), ("farewell", "2026-11-09T10:00")] == story.mails("遅い")


def test_a_lead_is_in_one_scenario_of_a_group_at_a_time() -> None:
    story = Story(
        HEAD
        + """
scenario 甲 {
  enter on download
  one at a time in 育成
  wait 10 days
}
scenario 乙 {
  enter on done
  one at a time in 育成
  send b
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("done", at="2026-11-03T10:00")
    story.happens("done", at="2026-11-13T10:00")

    assert [("b", "2026-11-13T10:00")] == story.mails()
    assert ["in another of 育成"] == [line["reason"] for line in story.traces("not-entered")]


def test_a_paused_scenario_stops_steps_and_not_ears() -> None:
    """The wait ends while it is paused; the mail leaves when it is resumed."""
    story = Story(
        HEAD
        + """
scenario 育成 {
  enter on download
  wait 2 days
  send a
}
scenario 保留 {
  enter on done
  pause scenario 育成
  wait 5 days
  resume scenario 育成
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("done", at="2026-11-03T10:00")
    story.until("2026-11-20T10:00")

    assert [("a", "2026-11-08T10:00")] == story.mails()


def test_one_scenario_starts_another_and_stops_it() -> None:
    story = Story(
        HEAD
        + """
scenario 育成 {
  enter on download
  start scenario 次
}
scenario 次 {
  enter by hand
  wait 3 days
  send b
}
scenario 止める {
  enter on done
  stop scenario 次
}
"""
    )
    for name in ("続く", "止まる"):
        story.lead(name)
        story.happens("download", name, "2026-11-02T10:00")
    story.happens("done", "止まる", "2026-11-03T10:00")
    story.until("2026-11-20T10:00")

    assert ([("b", "2026-11-05T10:00")], []) == (story.mails("続く"), story.mails("止まる"))


def test_a_goal_may_have_more_to_do_than_acts_and_then_the_run_ends() -> None:
    """The goal is thanked for a day later; nothing else of the scenario happens any more, and another goal changes nothing."""
    story = Story(
        HEAD
        + """
scenario 育成 {
  enter on download
  goal on done {
    wait 1 day
    send congratulations
  }
  wait 3 days
  send case
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")
    story.happens("done", at="2026-11-03T10:00")
    story.happens("done", at="2026-11-04T09:00")
    story.until("2026-11-20T10:00")

    assert [("congratulations", "2026-11-04T10:00")] == story.mails()
    assert ["goal"] == [line["state"] for line in story.traces("ended")]


def test_a_more_important_scenario_does_its_first_steps_before_the_next_one_is_entered() -> None:
    """Whoever is drawn into the control group by an event is not let in by that same event where the control group stays out."""
    story = Story(
        HEAD
        + """
policy 順番 {
  priority [測定, 育成]
}
scenario 育成 {
  enter on download if not tagged "対照群"
  task "電話" for owner
}
scenario 測定 {
  enter on download
  split 対照 {
    100% holdout {
      tag "対照群"
    }
  }
}
"""
    )
    story.lead()
    story.happens("download", at="2026-11-02T10:00")

    assert [] == story.traces("task")
    assert ["condition does not hold"] == [line["reason"] for line in story.traces("not-entered")]


def test_a_goal_that_the_last_statement_meets_is_reached() -> None:
    for last in ('tag "済"', "move to stage 商談", "give +50 points to 関心"):
        story = Story(
            f"""
event download
score 関心 {{
  keep at least 0
}}
journey {{
  stage 認知
  stage 商談 when score 関心 >= 50
}}
scenario 育成 {{
  enter on download
  goal when any of {{
    tagged "済"
    stage is 商談
  }}
  wait 1 day
  {last}
}}
"""
        )
        story.lead()
        story.happens("download", at="2026-11-02T10:00")
        story.until("2026-11-04T10:00")

        assert ["goal"] == [line["state"] for line in story.traces("ended")]
