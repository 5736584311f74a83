"""A brace too many or too few is one report, wherever it stands: the columns of the lines tell which one is wrong."""

import pytest

from grammar.ast import Journey, Scenario
from grammar.parse import parse

SCENARIO = """\
scenario s {
  enter on e
  if tagged "x" {
    task "t" for team {
      done "a" {
        send b
      }
    }
  } else {
    send c
  }
  send d
}
event e
"""


def places(text: str) -> list[tuple[str, int, int]]:
    return [(found.rule, found.span.line, found.span.column) for found in parse(text).diagnostics]


@pytest.mark.parametrize("brace", [place for place, letter in enumerate(SCENARIO) if letter in "{}"])
def test_a_deleted_brace_is_one_report(brace: int) -> None:
    text = SCENARIO[:brace] + SCENARIO[brace + 1 :]

    assert 1 == len(places(text))
    assert {"E103", "E104", "E139", "E124", "E132"} >= {rule for rule, *_ in places(text)}


@pytest.mark.parametrize("line", (1, 2, 3, 4, 5, 8, 9, 10, 11, 12))
def test_a_brace_too_many_on_a_line_of_its_own_is_one_report(line: int) -> None:
    lines = SCENARIO.splitlines()
    lines.insert(line, "      }")

    assert [("E104", line + 1, 7)] == places("\n".join(lines))


def test_a_block_that_lost_its_brace_is_read_all_the_same() -> None:
    text = SCENARIO.replace("for team {", "for team")

    assert [("E139", 4, 22)] == places(text)
    assert parse(SCENARIO).file.declarations == parse(text).file.declarations


def test_a_brace_in_the_middle_of_a_line_closes_nothing_else() -> None:
    text = 'journey {\n  stage a\n  stage b when tagged } "x"\n  stage c when tagged "y"\n}\nevent e\n'
    (journey, _) = parse(text).file.declarations

    assert [("E104", 3, 23)] == places(text)
    assert isinstance(journey, Journey) and 3 == len(journey.rules)


def test_lines_without_indentation_are_read_as_they_are() -> None:
    text = 'scenario s {\nenter on e\nif tagged "x" {\nsend a\n}\nsned b\n}\n'
    (scenario,) = parse(text).file.declarations

    assert [("E110", 6, 1)] == places(text)
    assert isinstance(scenario, Scenario)
