"""All mistakes of a file in one go, one report for each cause, and the good declarations still there."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grammar.ast import Scenario, Segment
from grammar.parse import parse
from tests.grammar.tour import TOUR

BROKEN = """\
segment a while tagged VIP

scenario 一 {
  enter on 資料 if tagged "x"
  wait 3 dayz
  if lead.業種 is "IT" or "製造業" {
    sned wp
    if foo bar baz {
      give +5 to 関心
    }
  }
  else {
    wait until 25:99
  }
  leave on e
}
evnt b
scenario 二 {
  enter by hand
  step x {
    send a
}
event good
"""


def places(text: str) -> list[tuple[str, int, int]]:
    return [(found.rule, found.span.line, found.span.column) for found in parse(text).diagnostics]


def test_every_mistake_is_reported_in_one_go() -> None:
    expected = [
        ("E121", 1, 24),
        ("E112", 5, 10),
        ("E122", 6, 17),
        ("E110", 7, 5),
        ("E101", 8, 12),
        ("E126", 9, 12),
        ("E124", 12, 3),
        ("E116", 13, 16),
        ("E125", 15, 3),
        ("E111", 17, 1),
        ("E103", 20, 10),
    ]

    assert expected == places(BROKEN)


def test_what_could_be_mended_is_in_the_tree_and_what_could_not_leaves_its_name() -> None:
    file = parse(BROKEN).file

    assert ["一"] == [broken.name for broken in file.broken]
    assert ["a"] == [each.name for each in file.declarations if isinstance(each, Segment)]
    assert ["二"] == [each.name for each in file.declarations if isinstance(each, Scenario)]
    assert 4 == len(file.declarations)


def test_a_block_is_read_although_its_first_line_cannot_be() -> None:
    text = "scenario s {\n  if foo bar baz {\n    wait 3 dayz\n    step y {\n      sned b\n    }\n  }\n  wiat 1 day\n}\n"

    assert [("E101", 2, 10), ("E112", 3, 12), ("E110", 5, 7), ("E110", 8, 3)] == places(text)


def test_a_forgotten_brace_is_found_by_the_indentation() -> None:
    text = 'scenario s {\n  if tagged "x" {\n    send a\n  wait 1 day\n  step y {\n    send b\n  }\n}\nevent e\n'

    assert [("E103", 2, 17)] == places(text)
    assert 2 == len(parse(text).file.declarations)


def test_a_forgotten_last_brace_ends_at_the_next_declaration() -> None:
    text = "scenario s {\n  send a\n\nevent e\nscenario t {\n  send b\n"
    first, second = parse(text).diagnostics

    assert [("E103", 1, 12), ("E103", 5, 12)] == places(text)
    assert (4, "`event` starts here") == (first.related[0].span.line, first.related[0].note("en"))
    assert () == second.related
    assert 3 == len(parse(text).file.declarations)


def test_a_brace_that_ends_the_scenario_too_early_is_reported_once() -> None:
    text = "scenario s {\n  send a\n}\n  send b\n  wait 3 days\n}\nevent e\n"

    assert [("E104", 3, 1)] == places(text)


def test_a_brace_too_many_is_the_one_out_of_line() -> None:
    text = 'scenario s {\n  if tagged "x" {\n    send a\n    }\n  }\n  send b\n}\nevent e\n'

    assert [("E104", 4, 5)] == places(text)


def test_a_mistake_in_one_scenario_leaves_the_others_alone() -> None:
    text = TOUR.replace("wait 30 days", "wait 30 dais", 1).replace("step まとめ {", "stp まとめ {", 1)
    result = parse(text)

    assert ["E110", "E112"] == [found.rule for found in result.diagnostics]
    assert parse(TOUR).file.declarations == result.file.declarations


TOKENS = [match.span() for match in re.finditer(r'"[^"\n]*"|[\w・-]+|\S|\n', TOUR)]
PUT = st.sampled_from(
    ["", "{", "}", "(", '"', "[", "]", ";", "=", "｛", "　", "3", "and", "or", "else", "\n", "scenario", "wait", "#"]
)


@settings(max_examples=60)
@given(st.integers(0, len(TOKENS) - 1), PUT)
def test_whatever_is_put_somewhere_the_file_is_read_to_its_end(place: int, put: str) -> None:
    start, end = TOKENS[place]
    text = TOUR[:start] + put + TOUR[end:]
    result = parse(text, "a.nurture")

    assert len(result.file.declarations) + len(result.file.broken) >= 40
    for found in result.diagnostics:
        assert 0 <= found.span.start <= found.span.end <= len(text)
        assert found.message("en") and found.message("ja")


@given(st.text(alphabet='ab一｛{}[]()"\'\\#=<>:.,;%+-0123 　\n', max_size=60))
def test_any_text_is_answered(text: str) -> None:
    result = parse(text)

    assert bool(text.strip(" \n")) >= bool(result.diagnostics)


@pytest.mark.parametrize("text", ["}", "{", '"', "scenario", "scenario s", "scenario s {", "test", "{{{", "}}}", "event event"])
def test_a_text_that_is_only_begun_is_answered(text: str) -> None:
    assert len(parse(text).diagnostics) == (text != "event event")


@pytest.mark.parametrize(
    "mended", ["wait 3 dayz", "split x testing 20 {\n    a {\n      send m\n    }\n  }", "if tagged VIP {\n    send m\n  }"]
)
def test_what_stands_before_a_mended_line_is_read_once(mended: str) -> None:
    """Trying out what was meant must leave nothing behind in what was read so far."""
    text = f'scenario s {{\n  enter on e\n  goal on f\n  maintainer "a@b.jp"\n  {mended}\n  send n\n}}\n'
    result = parse(text, "a.nurture")
    (scenario,) = result.file.declarations

    assert isinstance(scenario, Scenario)
    assert (1, 3, 2) == (len(result.diagnostics), len(scenario.rules), len(scenario.body))


def test_a_list_that_goes_on_in_column_0_starts_no_declaration() -> None:
    text = (
        "policy p {\n  priority [\nscore, account, scenario,\ntest]\n}\n"
        'journey {\n  stage a when account.x in [\naccount.y] {\n    asks "q"\n  }\n}\n'
    )

    assert [] == places(text)


def test_an_expectation_of_which_only_the_lead_stands_there_is_answered() -> None:
    found = parse('test "a" for b {\n  start at 2026-11-09 09:00\n  expect 山田\n}\n').diagnostics

    assert ["line-ends-early"] == [each.name for each in found]
