"""Awards in groups ask what follows from events; a group of points that last is part of a circle, one of awards is not."""

import pytest

from grammar.parse import parse
from grammar.workspace import assemble, check_workspace

HEAD = """
event a
attribute 業種: text optional
journey {
  stage 始め
  stage 次 on a
}
scenario 育成 {
  enter on a
  wait 1 day
}
segment 次の人 while stage is 次
segment 重ね while in segment 次の人
persona 前 while in segment 次の人
persona 後 while lead.業種 is "製造業"
score t {
  while stage is 次 give +5 points
}
score u {
  on a give +5 points
}
"""


def _said(text: str) -> list[str]:
    found = check_workspace(assemble([parse(HEAD + text, "a.nurture")]))
    return [each.name for each in found if each.severity == "error"]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("score u >= 5", []),
        ("score s < 50", []),
        ('(tagged "t" and no activity for 3 days)', []),
        ("handoff accepted", ["no-handoff"]),
        ("stage is 次", ["award-by-a-decision"]),
        ("in stage 次 for 3 days", ["award-by-a-decision"]),
        ("in scenario 育成", ["award-by-a-decision"]),
        ("(in segment 重ね or stage is 次)", ["award-by-a-decision"] * 2),
        ("persona is 後", ["award-by-a-decision"]),
        ("score t >= 5", ["award-by-a-decision"]),
    ],
)
def test_a_group_of_awards_asks_nothing_that_was_decided(condition: str, said: list[str]) -> None:
    assert said == _said(f"score s {{\n  group g while {condition} {{\n    on a give +5 points\n  }}\n}}\n")


def test_points_that_last_may_ask_for_a_decision() -> None:
    assert [] == _said("score s {\n  group g while stage is 次 {\n    while lead.業種 is not empty give +5 points\n  }\n}\n")


@pytest.mark.parametrize(
    ("rule", "said"), [("on a give +5 points", []), ("while lead.業種 is not empty give +5 points", ["cycle"]), ("add score u", ["cycle"])]
)
def test_a_score_may_ask_itself_before_an_award_and_not_for_points_that_last(rule: str, said: list[str]) -> None:
    assert said == _said(f"score s {{\n  group g while score s < 50 {{\n    {rule}\n  }}\n}}\n")


def test_a_persona_hangs_on_those_before_it() -> None:
    """後 is asked only of those who are not 前, and 前 asks for 後."""
    text = "attribute x: text optional\npersona 一 while in segment 輪\npersona 二 while lead.x is empty\nsegment 輪 while persona is 二\n"
    found = check_workspace(assemble([parse(text, "a.nurture")]))

    assert ["cycle"] == [each.name for each in found if each.severity == "error"]
