"""A finding shows a lead for whom it goes wrong, as a test gives it."""

import pytest

from engine.lab.witnesses import compiled, confirmed
from grammar.parse import parse
from grammar.workspace import assemble, check_workspace
from tests.grammar.checks.reachable import CATALOGUE, scenario

SHOWN = [
    ("score 関心 >= 20", "score 関心 >= 40", "given lead 山田 with 40 points in 関心"),
    ("lead.業種 is not empty", 'lead.業種 is "IT"', 'given lead 山田 { 業種 = "IT" }'),
    ("lead.社員 >= 100", "lead.社員 > 200 and lead.予算 is yes", "given lead 山田 { 予算 = yes, 社員 = 201 }"),
    ("lead.導入 > 2026-06-01", "lead.導入 > 2026-07-01", "given lead 山田 { 導入 = 2026-07-02 }"),
    ("lead.導入 > 60 days ago", "lead.導入 > 4 weeks ago", "given lead 山田 { 導入 = 2026-10-06 }"),
    ('lead.部署 contains "情報"', 'lead.部署 starts with "情報シス"', 'given lead 山田 { 部署 = "情報シス" }'),
    ('not tagged "甲"', 'not tagged "甲" and tagged "乙"', 'given lead 山田 tagged "乙"'),
    ("stage is 興味", "stage is 興味 and consents to news", "given lead 山田 in stage 興味, consents to news"),
    ("did download", "did download at least 2 times", '山田 does download { kind = "whitepaper" }'),
    ("in segment 大手", 'lead.規模 is "大" and lead.社員 > 5000', 'given lead 山田 { 社員 = 5001, 規模 = "大" }'),
    ('entry.kind is not empty', 'entry.kind is "price-list"', '山田 does download { kind = "price-list" }'),
    ("no activity for 2 days", "no activity for 3 days", "at day 7 10:00 山田 is put into 育成"),
]  # fmt: skip


@pytest.mark.parametrize(("taken", "never", "line"), SHOWN)
def test_a_lead_is_shown_that_fulfils_it_and_goes_another_way(taken: str, never: str, line: str) -> None:
    text = scenario(f"if {taken} {{", "send a", f"}} else if {never} {{", "send b", "}")
    workspace = assemble([parse(CATALOGUE + text, "example.nurture")])
    (found,) = [one for one in check_workspace(workspace) if one.rule == "F203"]
    witness, program = found.witness, compiled(workspace, zone="Asia/Tokyo")

    assert witness is not None and line in witness.text and "expect by day" in witness.text
    assert program is not None and confirmed(program, witness)


@pytest.mark.parametrize(("taken", "never"), [("handoff accepted",) * 2, ("opened a", "clicked a"), ("lead.業種 is empty",) * 2])
def test_who_would_take_a_long_story_is_not_shown(taken: str, never: str) -> None:
    text = scenario("send a", f"if {taken} {{", "send c", f"}} else if {never} and during business hours {{", "send b", "}")
    (found,) = [one for one in check_workspace(assemble([parse(CATALOGUE + text)])) if one.rule == "F203"]

    assert found.witness is None
