"""Items of lists are looked at like events: their fields exist, fit and are complete."""

import pytest

from grammar.parse import parse
from grammar.workspace import assemble, check_workspace

LIST = "attribute 契約: list {\n  plan: text\n  renews: date optional\n}\nattribute 部署: text\nevent download\n"
SCENARIO = "scenario 甲 {{\n  enter on download\n  {}\n}}\n"
TEST = 'test "甲" {{\n  start at 2026-11-09 09:00\n  given lead 山田 {{ {} }}\n  expect no email\n}}\n'


def _said(text: str) -> list[str]:
    found = check_workspace(assemble([parse(LIST + text, "a.nurture")]))
    return [each.name for each in found if each.severity != "info" and not each.rule.startswith("N9")]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ('add { plan = "基本", renews = 2027-04-01 } to lead.契約', []),
        ('add { plan = "基本" } to lead.契約', []),
        ('add { plann = "基本" } to lead.契約', ["missing-field", "unknown-field"]),
        ("add { plan = 3 } to lead.契約", ["type-mismatch"]),
        ("add { renews = 2027-04-01 } to lead.契約", ["missing-field"]),
        ('add { plan = "基本" } to lead.部署', ["not-a-list"]),
        ('remove from lead.契約 where plan is "基本"', []),
        ('remove from lead.契約 where plann is "基本"', ["unknown-field"]),
        ("remove from lead.契約 where plan is 3", ["type-mismatch"]),
    ],
)
def test_an_act_on_a_list_is_looked_at(act: str, said: list[str]) -> None:
    assert sorted(_said(SCENARIO.format(act))) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('契約 = [{ plan = "基本" }, { plan = "拡張", renews = 2027-04-01 }]', []),
        ("契約 = empty", []),
        ('契約 = [{ plan = 3 }]', ["type-mismatch"]),
        ('部署 = [{ plan = "基本" }]', ["not-a-list"]),
    ],
)
def test_a_list_of_a_played_lead_is_looked_at(given: str, said: list[str]) -> None:
    assert _said(TEST.format(given)) == said
