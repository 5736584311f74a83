"""`entry.` is asked only where a run stands, and counted only where values are equal."""

import pytest

from grammar.parse import parse
from grammar.workspace import assemble, check_workspace

EVENTS = "account {\n  by domain\n}\nevent a {\n  x: text\n  n: number\n}\nevent b {\n  x: text\n}\n"
SCENARIO = "scenario 甲 {{\n  enter on a{enter}\n  {rule}\n  wait 1 day\n  if {condition} {{\n    tag \"t\"\n  }}\n}}\n"


def _said(text: str) -> list[str]:
    found = check_workspace(assemble([parse(EVENTS + text, "a.nurture")]))
    return [each.name for each in found if each.severity == "error"]


@pytest.mark.parametrize(
    "rule",
    [
        "goal on b where x is entry.x",
        "leave on b where x is entry.x",
        "restart on b where x is not entry.x",
        "leave when lead.name is entry.x",
    ],
)
def test_the_rules_of_a_scenario_may_ask_what_the_entry_said(rule: str) -> None:
    assert [] == _said(SCENARIO.format(enter=" if entry.n > 3", rule=rule, condition="lead.name is entry.x"))


@pytest.mark.parametrize(
    "text",
    [
        "segment 甲 while did a where x is entry.x\n",
        "segment 甲 while did a since entry\n",
        "score 甲 {\n  on a where x is entry.x give +5 points\n}\n",
        SCENARIO.format(enter=" where x is entry.x", rule="leave on b", condition="did a"),
        SCENARIO.format(enter=" if did a", rule="leave on b", condition="account did b where x is entry.x by at least 2 people"),
    ],
)
def test_where_no_run_stands_there_is_no_entry(text: str) -> None:
    assert ["entry-without-run"] == _said(text)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("did a where x is entry.x at least 2 times in last 7 days", []),
        ("did a where (x is entry.x and n is entry.n and n > 3)", []),
        ("did a where (x is entry.x or n > 3)", ["count-by-comparison"]),
        ("did a where n >= entry.n", ["count-by-comparison"]),
        ("did a where (n > 1 and not x is entry.x)", ["count-by-comparison"]),
        ("clicked any email where link is not entry.x", ["count-by-comparison"]),
    ],
)
def test_a_count_asks_for_equal_values(condition: str, said: list[str]) -> None:
    assert said == _said(SCENARIO.format(enter="", rule="leave on b", condition=condition))
