"""Scenarios beside each other and beside the policy."""

import pytest

from engine.templates.facts import Purpose, TemplateFacts
from grammar.parse import parse
from grammar.workspace import assemble, check_workspace

EVENT = 'event download {\n  kind: one of ["a", "b"]\n}\n'


def _said(text: str, purpose: Purpose = "marketing") -> list[str]:
    workspace = assemble([parse(EVENT + text, "a.nurture")])
    facts = {
        str(places[0]): TemplateFacts(str(places[0]), "", purpose=purpose, has_unsubscribe=True)
        for places in workspace.sent.values()
    }
    found = check_workspace(assemble([parse(EVENT + text, "a.nurture")], facts))
    return [each.name for each in found if each.severity != "info"]


def _scenario(*lines: str, name: str = "甲", enter: str = "enter on download") -> str:
    return f"scenario {name} {{\n  {enter}\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def _policy(*lines: str) -> str:
    return "policy 規則 {\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


@pytest.mark.parametrize(
    ("cap", "wait", "said"),
    [
        ("at most 1 email per day", "wait 1 day", []),
        ("at most 1 email per day", "tag \"甲\"", ["mail-over-cap"]),
        ("at most 1 email per week", "wait 3 days", ["mail-over-cap"]),
        ("at most 1 email per week", "wait 7 days", []),
        ("at most 2 emails per week", "wait 3 days", []),
        ("at most 1 email within 10 days", "wait 9 days", ["mail-over-cap"]),
        ("at most 1 email within 10 days", "wait 10 days", []),
        ("at most 1 email per day while tagged \"乙\"", "tag \"甲\"", []),
        ("at most 1 email per day", "wait for download up to 3 days", []),
    ],
)
def test_mails_that_come_closer_than_the_cap_lets_them(cap: str, wait: str, said: list[str]) -> None:
    assert _said(_policy(cap) + _scenario("send x", wait, "send y")) == said


def test_transactional_mails_fill_no_cap() -> None:
    assert _said(_policy("at most 1 email per day") + _scenario("send x", "send y"), "transactional") == []


def test_of_two_branches_a_lead_takes_one() -> None:
    lines = ("if tagged \"甲\" {", "send x", "} else {", "send y", "}")

    assert _said(_policy("at most 1 email per day") + _scenario(*lines)) == []


@pytest.mark.parametrize(
    ("enter", "said"),
    [
        ("enter on download", ["two-mails-one-day"]),
        ('enter on download where kind is "b"', ["two-mails-one-day"]),
        ('enter on download if not tagged "甲"', []),
    ],
)
def test_two_scenarios_meet_only_where_both_can_be_entered(enter: str, said: list[str]) -> None:
    first = _scenario("send x", enter='enter on download where kind is "a" if tagged "甲"')

    assert _said(first + _scenario("step お礼 {", "send y", "}", name="乙", enter=enter)) == said


def test_a_window_may_go_over_midnight() -> None:
    policy = _policy("send only between 20:00 and 02:00")

    assert _said(policy + _scenario("send x at 01:00")) == []
    assert _said(policy + _scenario("send x at 03:00")) == ["outside-send-window"]


def test_scenarios_of_one_group_and_mails_that_yield_do_not_meet_on_one_day() -> None:
    both = _scenario("send x", name="甲") + _scenario("send y", name="乙")
    grouped = both.replace("enter on download", "enter on download\n  one at a time in 組")

    assert _said(both) == ["two-mails-one-day"]
    assert _said(grouped) == []
    assert _said(_policy("priority [甲, 乙]", "yield to higher priority") + both) == []
