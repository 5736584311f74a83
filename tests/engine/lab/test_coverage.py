"""Coverage of a workspace's tests: by send and by branch, rounded down."""

from engine.lab.coverage import covered
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


def test_what_no_test_went_through_is_named_and_shares_are_rounded_down() -> None:
    program = program_of(TEXT)
    trials = [play(program, test) for test in trials_of([parse(TEXT, "story.nurture").file])]
    coverage = covered(program, trials)

    assert (33, 50) == (coverage.percent("send"), coverage.percent("branch"))
    assert [("trial", 9), ("case", 12)] == [(way.name, int(way.rule.split(":")[1])) for way in coverage.missing if way.kind == "send"]
    assert ["timeout", "1"] == [way.name for way in coverage.missing if way.kind == "branch"]
