"""What can be concluded from a condition: what nobody fulfils, and what follows from what."""

import pytest

from grammar.ast import Condition, Segment
from grammar.logic import follows, is_impossible, judged
from grammar.names import Symbols
from grammar.parse import parse
from grammar.search import Goal

DECLARED = """
score 関心 {
  on download give +20 points
  level warm at 40
  level hot at 80
}
"""
SYMBOLS = Symbols([parse(DECLARED).file])


def _condition(text: str) -> Condition:
    result = parse(f"segment 甲 while {text}\n")
    (segment,) = result.file.declarations
    assert not result.diagnostics and isinstance(segment, Segment)
    return segment.condition


@pytest.mark.parametrize(
    "text",
    [
        'lead.業種 is "IT" and lead.業種 is "小売業"',
        'lead.業種 is "IT" and lead.業種 is not "IT"',
        'lead.業種 is "IT" and lead.業種 is empty',
        'lead.業種 in ["IT", "小売業"] and lead.業種 is "製造業"',
        "score 関心 >= 40 and score 関心 < 40",
        "level 関心 is warm and score 関心 > 80",
        "level 関心 > hot",
        "lead.従業員数 between 10 and 20 and lead.従業員数 > 20",
        "stage is 興味 and stage is 商談",
        'tagged "甲" and not tagged "甲"',
        "lead.従業員数 > 100 and lead.従業員数 is empty",
        "(score 関心 < 10 and score 関心 > 20) or (stage is 甲 and stage is 乙)",
    ],
)
def test_nobody_fulfils_it(text: str) -> None:
    assert is_impossible(_condition(text), SYMBOLS)


@pytest.mark.parametrize(
    "text",
    [
        'lead.業種 is "IT" and lead.従業員数 > 100',
        'lead.業種 is "IT" or lead.業種 is "小売業"',
        "score 関心 >= 40 and score 関心 <= 40",
        "level 関心 >= warm and level 関心 < hot",
        "not (stage is 興味 and stage is 商談)",
        "score 関心 >= 40 and account score 関心 < 40",
        'lead.業種 is not "IT" and lead.業種 is not "小売業"',
        'opened wp-thanks and clicked wp-thanks where link is "product"',
        "did download in last 7 days and not did download in last 3 days",
    ],
)
def test_somebody_may_fulfil_it(text: str) -> None:
    assert not is_impossible(_condition(text), SYMBOLS)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("score 関心 >= 40", "score 関心 >= 20"),
        ("level 関心 is warm", "level 関心 >= warm"),
        ("level 関心 >= hot", "score 関心 > 40"),
        ('lead.業種 is "IT"', 'lead.業種 in ["IT", "小売業"]'),
        ('lead.業種 is "IT"', "lead.業種 is not empty"),
        ("lead.従業員数 > 100", "lead.従業員数 is not empty"),
        ('lead.業種 is "IT" and score 関心 >= 40', "score 関心 >= 40"),
        ('lead.業種 is "IT"', 'lead.業種 is "IT" or tagged "甲"'),
        ("opened wp-thanks", "opened wp-thanks"),
        ("in stage 興味 for 30 days", "stage is 興味"),
    ],
)
def test_the_narrow_one_follows_and_not_the_wide_one(narrow: str, wide: str) -> None:
    assert follows(_condition(narrow), _condition(wide), SYMBOLS)
    assert narrow == wide or not follows(_condition(wide), _condition(narrow), SYMBOLS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("opened wp-thanks", "clicked wp-thanks"),
        ("lead.従業員数 >= 100", "lead.面談回数 >= 50"),
    ],
)
def test_nothing_is_concluded_from_what_is_not_understood(one: str, other: str) -> None:
    assert not follows(_condition(one), _condition(other), SYMBOLS)


def test_a_condition_and_its_denial_leave_nobody_over() -> None:
    goals = [Goal(_condition(text), holds=False) for text in ('not tagged "甲"', 'tagged "甲"')]

    assert judged(goals, SYMBOLS).is_never
