"""A finding shows a lead for whom it goes wrong."""

import pytest

from grammar.ast import Segment
from grammar.instances import example_of
from grammar.names import Symbols
from grammar.parse import parse

LEVELS = "score 関心 {\n  on download give +20 points\n  level warm at 40\n}\n"


@pytest.mark.parametrize(
    ("condition", "lead"),
    [
        ('lead.業種 is "IT"', 'given lead 山田 { 業種 = "IT" }'),
        ("lead.従業員数 > 100 and lead.予算 is yes", "given lead 山田 { 従業員数 = 101, 予算 = yes }"),
        ("lead.従業員数 < 100", "given lead 山田 { 従業員数 = 99 }"),
        ("level 関心 >= warm", "given lead 山田, score 関心 is 40"),
        ("stage is 興味", "given lead 山田, stage is 興味"),
        ("opened wp-thanks", ""),
    ],
)
def test_a_lead_is_shown_as_in_a_test(condition: str, lead: str) -> None:
    (segment,) = parse(f"segment 甲 while {condition}\n").file.declarations
    assert isinstance(segment, Segment)

    assert example_of(segment.condition, Symbols([parse(LEVELS).file])) == lead
