"""What a finding claims is played first; what does not happen so is not claimed."""

from dataclasses import replace
from datetime import time

import pytest

from engine.lab.witnesses import MOST_PLAYED, compiled, confirmed, settled
from engine.rules.program import Program
from grammar.ast import Does, EmailCount, If, Name
from grammar.checks.pressing import SAME_DAY
from grammar.checks.reach import BRANCH
from grammar.diagnostics import Diagnostic
from grammar.model import Workspace
from grammar.parse import parse
from grammar.source import Span
from grammar.story import Story
from grammar.workspace import assemble, check_workspace

TEXT = """\
event download
attribute 業種: text optional
scenario 資料請求後 {
  enter on download
  if lead.業種 is "IT" {
    send wp-it
  } else if lead.業種 is "小売業" {
    send wp-retail
  }
  send wp-thanks
}
"""


def _workspace(text: str = TEXT) -> Workspace:
    return assemble([parse(text, "a.nurture")])


def _told(mails: int) -> Story:
    story = Story("例").given("山田").play((0, time(10)), "山田", Does(Name("download")))
    return story.expect(EmailCount(mails, Name("山田")))


def _program(text: str = TEXT) -> Program:
    program = compiled(_workspace(text), zone="UTC")
    assert program is not None
    return program


def _line(number: int) -> Span:
    return Span("a.nurture", 0, 0, number, 1, number, 1)


def test_a_witness_is_confirmed_where_its_test_passes() -> None:
    assert [False, True, False] == [confirmed(_program(), _told(count).witness()) for count in range(3)]


@pytest.mark.parametrize(("line", "passed"), [(4, True), (5, False), (6, False), (7, False), (8, False), (10, True)])
def test_a_place_is_passed_or_missed_whatever_the_line_implies(line: int, passed: bool) -> None:
    reaching, missing = _told(1).witness(reaches=[_line(line)]), _told(1).witness(misses=[_line(line)])

    assert (passed, not passed) == (confirmed(_program(), reaching), confirmed(_program(), missing))


def test_a_witness_that_cannot_be_read_confirms_nothing() -> None:
    broken = replace(_told(1).witness(), text="test \"例\" {\n  given lead\n}\n")

    assert not confirmed(_program(), broken)


def _finding(mails: int, text: str = TEXT) -> Diagnostic:
    branch = _workspace(text).all(If)[0].branches[0]
    return BRANCH.at(branch.condition.span, witness=_told(mails).witness())


def test_what_was_played_says_so_and_what_was_not_is_only_a_hint() -> None:
    said = [SAME_DAY.at(_line(4), name="甲", other="乙", witness=_told(count).witness()) for count in (1, 2)]
    claimed, unsure = settled(_workspace(), said, zone="UTC")

    assert claimed.witness is not None and (claimed.name, claimed.witness.played) == ("two-mails-one-day", True)
    assert (unsure.name, unsure.severity, unsure.span) == ("not-analysed", "info", claimed.span)
    assert "`two-mails-one-day`" in unsure.message("en") and "`two-mails-one-day`" in unsure.message("ja")


def test_what_is_proved_stays_an_error_without_what_did_not_show_it_unless_that_shows_the_contrary() -> None:
    """The play of the second does not get to the place; that of the third goes by where nobody is said to come."""
    refuting = BRANCH.at(_line(4), witness=_told(1).witness(misses=[_line(10)]))
    shown, plain, unsure = settled(_workspace(), [_finding(1), _finding(2), refuting], zone="UTC")

    assert shown.witness is not None and shown.witness.played
    assert (plain.name, plain.witness) == ("unreachable-branch", None)
    assert unsure.name == "not-analysed"


def test_beside_other_errors_an_error_stays_as_it_is_and_a_warning_waits() -> None:
    text = TEXT.replace("wp-thanks", "wp-thanks skip if in segment 無い")
    warning = SAME_DAY.at(_line(4), name="甲", other="乙", witness=_told(1).witness())
    others = [one for one in check_workspace(_workspace(text)) if one.severity == "error"]

    kept = settled(_workspace(text), [*others, _finding(1), warning], zone="UTC")
    assert others and [*others, _finding(1)] == list(kept)


def test_of_very_many_witnesses_the_first_are_played_and_the_rest_claims_nothing() -> None:
    warnings = [SAME_DAY.at(_line(number), name="甲", other="乙", witness=_told(1).witness()) for number in range(MOST_PLAYED + 1)]

    told = settled(_workspace(), warnings, zone="UTC")
    assert ["two-mails-one-day"] * MOST_PLAYED + ["not-analysed"] == [one.name for one in told]
