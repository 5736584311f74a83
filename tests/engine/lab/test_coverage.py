"""Coverage of a workspace's tests: by send and by every way a run can take, rounded down."""

from engine.lab.coverage import Coverage, covered
from engine.lab.trials import play, trials_of
from engine.testing import program_of
from grammar.parse import parse

TEXT = """
event download
event page-view
scenario 育成 {
  enter on download
  wait for page-view up to 7 days {
    send price-guide
  } timeout {
    send trial
  }
  if did page-view at least 2 times {
    send case
  }
}
test "料金を見た人" for 育成 {
  start at 2026-11-02 09:00
  given lead 山田
  at day 0 10:00 山田 does download
  at day 1 10:00 山田 does page-view
  expect email price-guide
}
"""
PEOPLE = """event download
event booked
event gone
team 営業 {
  accept within 1 day
  reject reasons ["予算なし", "時期尚早"]
}
attribute 面談: datetime optional
scenario 渡す {
  enter on download
  goal on booked {
    wait 1 day
    tag "商談"
  }
  leave on gone
  handoff to 営業 {
    after 2 hours {
      notify owner
    }
    accepted {
      tag "受領"
    }
    rejected "予算なし" {
      tag "予算"
    }
    rejected {
      tag "ほか"
    }
    overdue {
      tag "遅れ"
    }
  }
  task "電話" for 営業 within 1 day {
    done "つながった" {
      tag "話せた"
    }
    done {
      tag "留守"
    }
    overdue {
      tag "未架電"
    }
  }
  wait until 1 day before lead.面談 {
    tag "前日"
  } past {
    tag "手遅れ"
  }
  step 分ける {
    split 件名 {
      50% 甲 {
        tag "甲"
      }
      50% holdout {
        tag "対照"
      }
    }
  }
  go to 分ける at most 1 times else {
    tag "終わり"
  }
}
"""
STORY = """test "{title}" for 渡す {{
  start at 2026-11-02 09:00
  given lead 山田
  at day 0 10:00 山田 does download
  {rest}
  expect at day 9 渡す finished
}}
"""


def coverage_of(text: str) -> Coverage:
    """What the tests in a text go through of it."""
    program = program_of(text)
    return covered(program, [play(program, test) for test in trials_of([parse(text, "story.nurture").file])])


def missing(*rest: str) -> list[tuple[str, str]]:
    """(kind of way, line as it is written) of what tests that say these lines do not go through."""
    told = "".join(STORY.format(title=f"{number}", rest=line) for number, line in enumerate(rest))
    lines = (PEOPLE + told).splitlines()
    return [(way.what, lines[int(way.rule.split(":")[1]) - 1].strip()) for way in coverage_of(PEOPLE + told).missing]


def test_what_no_test_went_through_is_named_and_shares_are_rounded_down() -> None:
    coverage = coverage_of(TEXT)

    assert (33, 60) == (coverage.percent("send"), coverage.percent("branch"))
    assert [("send", "trial", 9), ("if", "", 11), ("send", "case", 12)] == [
        (way.what, way.name, int(way.rule.split(":")[1])) for way in coverage.missing if way.what != "timeout"
    ]


def test_a_timeout_is_missed_where_it_is_written() -> None:
    assert ["story.nurture:8"] == [way.rule for way in coverage_of(TEXT).missing if way.what == "timeout"]


def test_every_way_a_run_can_take_is_a_way() -> None:
    written = [
        ("enter", "enter on download"), ("goal", "goal on booked {"), ("left", "leave on gone"),
        ("rung", "after 2 hours {"), ("accepted", "accepted {"), ("rejected", 'rejected "予算なし" {'), ("rejected", "rejected {"),
        ("overdue", "overdue {"), ("done", 'done "つながった" {'), ("done", "done {"), ("overdue", "overdue {"),
        ("reached", "wait until 1 day before lead.面談 {"), ("past", "} past {"),
        ("arm", "50% 甲 {"), ("holdout", "50% holdout {"),
        ("go-to", "go to 分ける at most 1 times else {"), ("else", "go to 分ける at most 1 times else {"),
    ]  # fmt: skip

    assert written == missing()


def test_outcomes_of_people_are_taken_one_by_one() -> None:
    accepted = "at day 0 11:00 営業 accepts"
    rejected = 'at day 0 13:00 営業 rejects "時期尚早"'
    done = 'at day 0 14:00 営業 finishes "電話" "つながった"'
    gone = [way for way in missing() if way not in missing(accepted, f"{rejected}\n  {done}")]

    assert [
        ("enter", "enter on download"), ("rung", "after 2 hours {"), ("accepted", "accepted {"), ("rejected", "rejected {"),
        ("done", 'done "つながった" {'), ("past", "} past {"),
    ] == [way for way in gone if way[0] not in ("arm", "holdout", "go-to", "else")]  # fmt: skip


def test_a_goal_with_steps_of_its_own_is_a_way_taken() -> None:
    assert ("goal", "goal on booked {") not in missing("at day 1 10:00 山田 does booked")


def test_a_skipped_mail_an_ended_series_and_a_restart_are_ways() -> None:
    text = """event download
event visit
series 便り [news-01]
scenario 一 {
  enter on download
  restart on visit
  send wp-thanks skip if tagged "vip"
  send next of 便り
  wait 3 days
}
"""
    story = """test "話" for 一 {{
  start at 2026-11-02 09:00
  given lead 山田{traits}
  at day 0 10:00 山田 does download
  {act}
  expect 一 waiting
}}
"""
    plain = story.format(traits="", act="at day 1 10:00 山田 has name = \"山田\"")
    more = story.format(traits=' tagged "vip"', act="at day 1 10:00 山田 does visit")

    assert {"skip", "series-over", "restart"} == {way.what for way in coverage_of(text + plain).missing}
    assert {"send"} == {way.what for way in coverage_of(text + more).missing}
