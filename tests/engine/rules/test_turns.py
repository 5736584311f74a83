"""Members of a team in turn: who gets what is handed over, and who gets it next."""

from engine.domain.desks import Desk
from engine.domain.effects import Assigned
from engine.testing import Story

ASK = """
event asked
team sales {
  members ["a@example.jp", "b@example.jp", "c@example.jp"] in turn
  accept within 1 day
}
calendar c {
  timezone "Asia/Tokyo"
}
scenario s {
  enter on asked
  reenter always
"""


def holders(story: Story, lead: str = "山田") -> list[str]:
    """Into whose hands what was handed over came, one after the other."""
    return [one.member for _, one in story.world.effects(lead, Assigned) if isinstance(one, Assigned)]


def owner(story: Story, lead: str = "山田") -> object:
    return story.world.sight(lead).attributes.get("owner")


def in_hand(story: Story, team: str = "sales") -> list[tuple[str, str]]:
    """(lead, member) of what lies on the team's desk."""
    desk = story.world.others[f"team:{team}"]
    assert isinstance(desk, Desk)
    return [(one.lead, one.member) for one in desk.open.values()]


def test_leads_are_given_to_the_members_in_the_order_of_the_team() -> None:
    story = Story(ASK + "handoff to sales\n}")
    for name in ("甲", "乙", "丙", "丁"):
        story.happens("asked", lead=name)

    assert ["a@example.jp", "b@example.jp", "c@example.jp", "a@example.jp"] == [owner(story, name) for name in ("甲", "乙", "丙", "丁")]


def test_a_lead_that_belongs_to_a_member_stays_with_that_one_and_costs_nobody_a_turn() -> None:
    story = Story(ASK + "handoff to sales\n}")
    story.lead("甲", owner="c@example.jp")
    for name in ("甲", "乙"):
        story.happens("asked", lead=name)

    assert ["c@example.jp", "a@example.jp"] == [owner(story, name) for name in ("甲", "乙")]


OVERDUE = ASK + """
  handoff to sales {
    after 6 hours {
      notify owner because "reminder"
    }
    accepted {
      send welcome
    }
    overdue {
      reassign because "too slow"
    }
  }
  send sorry
}
"""


def test_what_is_not_accepted_in_time_goes_to_the_next_and_its_time_begins_anew() -> None:
    story = Story(OVERDUE)
    story.lead()
    story.happens("asked", at="2026-11-02T09:00")
    story.until("2026-11-03T12:00")
    story.happens("handoff.accepted", at="2026-11-04T08:00", team="sales")

    assert ["a@example.jp", "b@example.jp"] == holders(story)
    assert "b@example.jp" == owner(story)
    assert [("welcome", "2026-11-04T08:00"), ("sorry", "2026-11-04T08:00")] == story.mails()
    assert 2 == len(story.traces("rung"))


def test_whoever_gets_it_is_told_why_and_until_when() -> None:
    story = Story(ASK.replace("scenario s", "score heat {\n  on asked give +30 points\n}\nscenario s") + """
  handoff to sales within 4 hours because "asked for a price" {
    overdue {
      reassign because "too slow"
    }
  }
  task "call" for sales within 1 day
}
""")
    story.lead()
    story.happens("asked", at="2026-11-02T09:00")
    story.until("2026-11-04T09:00")
    told = [one for _, one in story.world.effects("山田", Assigned) if isinstance(one, Assigned)]

    assert ["asked for a price", "asked for a price, too slow"] == [one.because for one in told[:2]]
    assert [["heat 30"]] * 2 == [one.reasons for one in told[:2]]
    assert ["2026-11-02T13:00", "2026-11-02T17:00"] == [story.shown(one.due) for one in told[:2]]
    assert "call" == told[-1].text


def test_each_member_gets_it_once_and_then_the_run_goes_on() -> None:
    story = Story(OVERDUE)
    story.lead()
    story.happens("asked", at="2026-11-02T09:00")
    story.until("2026-11-12T09:00")

    assert ["a@example.jp", "b@example.jp", "c@example.jp"] == holders(story)
    assert [("sorry", "2026-11-05T09:00")] == story.mails()
    assert 1 == len(story.traces("nobody-left"))


def test_what_one_member_rejects_is_handed_over_anew_to_the_next() -> None:
    story = Story(ASK + """
  handoff to sales {
    rejected {
      reassign
    }
  }
  send sorry
}
""")
    story.lead()
    story.happens("asked", at="2026-11-02T09:00")
    story.happens("handoff.rejected", at="2026-11-02T10:00", team="sales")

    assert ["a@example.jp", "b@example.jp"] == holders(story)
    assert [] == story.mails()
    assert [("山田", "b@example.jp")] == in_hand(story)


def test_what_is_answered_leaves_the_desk() -> None:
    story = Story(ASK + "handoff to sales\n}")
    story.happens("asked", lead="甲")
    story.happens("asked", lead="乙")
    story.happens("handoff.accepted", lead="甲", team="sales")

    assert [("乙", "b@example.jp")] == in_hand(story)


def test_another_team_takes_over_with_its_own_time() -> None:
    story = Story("""
team backup "Backup" {
  notify "mailto:backup@example.jp"
}
""" + ASK + """
  handoff to sales within 4 hours {
    overdue {
      reassign to backup because "nobody answered"
    }
    accepted {
      send welcome
    }
  }
}
""")
    story.lead()
    story.happens("asked", at="2026-11-02T09:00")
    story.happens("handoff.accepted", at="2026-11-02T14:00", team="backup")

    assert [("sales", "a@example.jp"), ("backup", "")] == [
        (one.team, one.member) for _, one in story.world.effects("山田", Assigned) if isinstance(one, Assigned)
    ]
    assert [("welcome", "2026-11-02T14:00")] == story.mails()


def test_without_anything_open_the_lead_itself_gets_another_owner() -> None:
    story = Story(ASK + "reassign to sales\n}")
    story.lead(owner="a@example.jp")
    story.happens("asked")

    assert "b@example.jp" == owner(story)


def test_a_task_of_the_owner_is_handed_on_within_the_owners_team() -> None:
    story = Story(ASK + """
  task "call" for owner within 1 day {
    overdue {
      reassign
    }
    done {
      send thanks
    }
  }
}
""")
    story.lead(owner="b@example.jp")
    story.happens("asked", at="2026-11-02T09:00")
    story.happens("task.done", at="2026-11-03T10:00", team="sales", title="call")

    assert ["c@example.jp"] == holders(story)
    assert [("thanks", "2026-11-03T10:00")] == story.mails()
