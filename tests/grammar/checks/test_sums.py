"""Scores that count other scores in."""

from grammar.parse import parse
from grammar.workspace import assemble, check_workspace

SUM = """score 合計 {{
  add score {other}
  level hot at 200
}}
score 行動 {{
  while lead.email is not empty give +10 points
  {more}
}}
"""


def _found(other: str = "行動", more: str = "keep at most 60") -> list[str]:
    found = check_workspace(assemble([parse(SUM.format(other=other, more=more), "0.nurture")]))
    return [each.name for each in found if each.severity == "error"]


def test_a_score_may_count_another_in() -> None:
    assert _found() == []


def test_a_score_that_counts_itself_in_is_a_cycle() -> None:
    assert _found(more="add score 合計") == ["cycle"]


def test_a_score_that_is_counted_in_has_to_exist() -> None:
    assert _found(other="行動点") == ["unknown-score"]
