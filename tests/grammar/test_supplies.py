"""What a mail needs is there if the way to it asked for it: then nobody is warned."""

import pytest

from engine.templates.facts import TemplateFacts, Variable
from grammar.parse import parse
from grammar.workspace import assemble, check_workspace

CATALOGUE = """
attribute 会社: text optional
attribute 業種: text optional
event download {
  asset: text
  kind: text optional
}
event visit {
  kind: text optional
}
persona 担当 while lead.会社 contains "部"
segment 既知 while lead.会社 is not empty and lead.業種 is not empty
series 便り [m]
"""


def _warned(scenarios: str, needs: str = "lead.会社") -> bool:
    mail = TemplateFacts("m", "m.md", variables=(Variable(needs, 1, guarded=False),))
    found = check_workspace(assemble([parse(CATALOGUE + scenarios, "a.nurture")], {"m": mail}))

    assert [] == [each.message() for each in found if each.rule[0] in "ENT"]
    return "value-may-be-missing" in [each.name for each in found]


def _scenario(*lines: str, enter: str = "on download") -> str:
    return "\n".join(["scenario 甲 {", f"  enter {enter}", *lines, "}"])


@pytest.mark.parametrize(
    "lines",
    [
        ("if lead.会社 is not empty {", "send m", "}"),
        ('if lead.会社 is "架空" {', "wait 3 days", "send m", "}"),
        ("if lead.会社 is empty {", 'tag "x"', "} else {", "send m", "}"),
        ('if lead.会社 is "架空" or lead.会社 starts with "株式会社" {', "send m", "}"),
        ("if in segment 既知 {", "send m", "}"),
        ("if persona is 担当 {", "send m", "}"),
        ('set lead.会社 to "架空"', "send m"),
        ("send m skip if lead.会社 is empty",),
        ("wait until lead.会社 is not empty up to 3 days {", "send m", "}"),
        ("choose lead.会社 {", '"架空" {', "send m", "}", "else {", 'tag "x"', "}", "}"),
        ("if lead.会社 is not empty {", "send next of 便り", "}"),
    ],
)
def test_a_way_that_asks_for_a_value_supplies_it(lines: tuple[str, ...]) -> None:
    assert not _warned(_scenario(*lines))


@pytest.mark.parametrize(
    "lines",
    [
        ("send m",),
        ("send next of 便り",),
        ("if lead.会社 is not empty {", 'tag "x"', "}", "send m"),
        ('if lead.会社 is "架空" or lead.業種 is "IT" {', "send m", "}"),
        ('if not lead.会社 is "架空" {', "send m", "}"),
        ("if lead.会社 is not empty {", "send m", "}", "clear lead.会社"),
        ("set lead.会社 to lead.業種", "send m"),
        ("wait until lead.会社 is not empty up to 3 days {", 'tag "x"', "} timeout {", "send m", "}"),
        ("step 送る {", "send m", "}", "if lead.会社 is not empty {", "go to 送る at most 2 times", "}"),
    ],
)
def test_a_way_that_does_not_is_warned_of(lines: tuple[str, ...]) -> None:
    assert _warned(_scenario(*lines))


def test_what_every_entry_asks_for_is_there() -> None:
    assert not _warned(_scenario("send m", enter='on download if lead.会社 ends with "社"'))
    assert not _warned(_scenario("send m", enter='on download where kind is "手引き"'), "entry.kind")
    assert _warned(_scenario("send m", enter='on download where kind is "手引き" or visit'), "entry.kind")
    assert _warned(_scenario("send m", enter="on download\n  enter when lead.会社 is not empty"))


def test_a_value_that_one_mail_has_and_the_next_lacks_is_told_where_it_lacks() -> None:
    assert _warned(_scenario("if lead.会社 is not empty {", "send m", "}", "wait 1 day", "send m"))


@pytest.mark.parametrize(("needs", "rule"), [("handoff.reason", "not-in-a-mail"), ("sender.fax", "unknown-template-variable")])
def test_a_mail_to_a_lead_knows_neither_handoffs_nor_what_no_sender_says(needs: str, rule: str) -> None:
    mail = TemplateFacts("m", "m.md", variables=(Variable(needs, 1, guarded=False),))
    found = check_workspace(assemble([parse(CATALOGUE + _scenario("send m"), "a.nurture")], {"m": mail}))

    assert rule in [each.name for each in found]
