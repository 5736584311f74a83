"""Mails of several scenarios that come together: what is said is played first, and what keeps them apart silences it."""

import pytest

from engine.lab.trials import play
from engine.lab.witnesses import compiled, settled
from grammar.ast import Test
from grammar.diagnostics import Diagnostic
from grammar.parse import parse
from grammar.workspace import assemble, check_workspace
from tests.grammar.pressure.kit import CATALOGUE, policy, scenario, workspace_of

NAMES = ("two-mails-one-day", "pressure-over-cap", "not-analysed")


def found(text: str, **templates: str) -> list[Diagnostic]:
    """What is said of pressure, as `nurture check` says it."""
    workspace = workspace_of(text, **templates)
    return [one for one in settled(workspace, check_workspace(workspace), zone="Asia/Tokyo") if one.name in NAMES]


def said(text: str, **templates: str) -> list[str]:
    told = found(text, **templates)
    assert all(one.witness is None or one.witness.played for one in told)
    return [one.name for one in told]


ONE = scenario("甲", "send x")
OTHER = scenario("乙", "send y", enter="enter on inquiry")
SAME_DAY: list[tuple[str, str]] = [
    ("by one event", ONE + scenario("乙", "send y")),
    ("by two events", ONE + OTHER),
    ("days after the entry", scenario("甲", "wait 3 days", "send x") + OTHER),
    ("in branches that go together",
     scenario("甲", 'if lead.役職 is "部長" {', "send x", "}") + scenario("乙", "if lead.予算 > 50 {", "send y", "}")),
    ("behind a click", scenario("甲", "send x", "wait 2 days", "if clicked x {", "send z", "}") + OTHER),
    ("in the arm of a split", scenario("甲", "split 件名 evenly {", "短い {", "wait 2 days", "}", "長い {", "send x", "}", "}") + OTHER),
    ("at a clock time", scenario("甲", "wait until 10:00 on tuesday", "send x") + OTHER),
    ("send at a time", scenario("甲", "send x at 18:00") + OTHER),
    ("by a condition that turns true", ONE + scenario("乙", "send y", enter="enter when lead.予算 > 100")),
    ("by a segment", "segment 大口 while lead.予算 > 100\n" + ONE + scenario("乙", "send y", enter="enter when in segment 大口")),
    ("by a stage",
     "journey {\n  stage 認知\n  stage 検討 on visit\n}\n" + ONE + scenario("乙", "send y", enter="enter when stage is 検討")),
    ("by the calendar", ONE + scenario("乙", "send y", enter="enter every tuesday at 09:00")),
    ("by hand", ONE + scenario("乙", "send y", enter="enter by hand")),
    ("only for a tagged lead", ONE + scenario("乙", "send y", enter='enter on inquiry if tagged "vip" and not tagged "no"')),
    ("inside a window", policy("send only between 09:00 and 18:00 on business days") + scenario("甲", "wait 4 days", "send x") + OTHER),
]  # fmt: skip


@pytest.mark.parametrize("text", [case[1] for case in SAME_DAY], ids=[case[0] for case in SAME_DAY])
def test_two_mails_on_one_day_are_shown_as_they_come(text: str) -> None:
    assert ["two-mails-one-day"] == said(text)


APART: list[tuple[str, str]] = [
    ("branches that exclude each other",
     scenario("甲", "if lead.予算 > 100 {", "send x", "}") + scenario("乙", "if lead.予算 < 50 {", "send y", "}")),
    ("entries that exclude each other",
     scenario("甲", "send x", enter='enter on download if tagged "a"')
     + scenario("乙", "send y", enter='enter on download if not tagged "a"')),
    ("a cap of one a day", policy("priority [甲, 乙]", "at most 1 email per day") + ONE + OTHER),
    ("a cap of several a day, which says that they may come", policy("priority [甲, 乙]", "at most 3 emails per day") + ONE + OTHER),
    ("a cap of one a week", policy("priority [甲, 乙]", "at most 1 email per week") + ONE + OTHER),
    ("a cap of one in two days", policy("priority [甲, 乙]", "at most 1 email within 2 days") + ONE + OTHER),
    ("the more important one goes first", policy("priority [甲, 乙]", "yield to higher priority") + ONE + OTHER),
    ("one group", scenario("甲", "one at a time in 組", "send x") + scenario("乙", "one at a time in 組", "send y")),
    ("only one sends", ONE + scenario("乙", 'tag "b"', enter="enter on inquiry")),
    ("nobody comes in", ONE + "scenario 乙 {\n  send y\n}\n"),
]  # fmt: skip


@pytest.mark.parametrize("text", [case[1] for case in APART], ids=[case[0] for case in APART])
def test_what_keeps_two_mails_apart_says_nothing(text: str) -> None:
    assert [] == said(text)


def test_transactional_mails_may_come_on_any_day() -> None:
    assert [] == said(ONE + OTHER, x="transactional")


def test_a_cap_for_some_leads_keeps_nobody_else_apart() -> None:
    cap = policy("priority [甲, 乙]", 'at most 1 email per day while tagged "vip"')

    assert ["two-mails-one-day"] == said(cap + ONE + OTHER)


WEEKLY = policy("at most 2 emails per day", "at most 2 emails per week")
THREE = scenario("甲", "send x", "wait 3 days", "send z") + OTHER


def test_more_than_the_cap_lets_through_is_shown_with_the_mails_it_holds() -> None:
    (told,) = found(WEEKLY + THREE)

    assert "in the worst case a lead is offered 3 mails in one week; the policy lets 2 through, and nothing says which go first" == (
        told.message()
    )
    assert {"`甲` sends `x` here", "`甲` sends `z` here", "`乙` sends `y` here"} == {one.note("en") for one in told.related}
    assert told.witness is not None and 'email z to 山田 held because "cap"' in told.witness.text


def test_a_list_of_priorities_settles_it() -> None:
    ranked = WEEKLY.replace("規則 {\n", "規則 {\n  priority [乙, 甲]\n")

    assert [] == said(ranked + THREE)


def test_one_scenario_alone_needs_no_priority() -> None:
    assert [] == said(WEEKLY + scenario("甲", "send x", "wait 1 day", "send y", "wait 1 day", "send z"))


def test_the_persona_for_whom_it_is_the_worst_is_named() -> None:
    ways = scenario("甲", "if persona is 部長 {", "send x", "wait 1 day", "send z", "}") + OTHER
    (told,) = found(WEEKLY + ways)

    assert told.message().startswith("in the worst case a lead of persona `部長` is offered 3 mails")
    assert told.witness is not None and 'given lead 山田 { 役職 = "部長" }' in told.witness.text


def test_a_cap_that_skips_drops_what_is_too_much() -> None:
    (told,) = found(WEEKLY.replace("per week", "per week else skip") + THREE)

    assert told.witness is not None and 'email z to 山田 skipped because "cap"' in told.witness.text


def test_topics_are_counted_for_themselves() -> None:
    text = policy("at most 3 emails per day", "at most 1 email per week on topic news") + ONE + OTHER

    assert ["pressure-over-cap"] == said(text, x="news", y="news")
    assert [] == said(text, x="news")


def test_what_cannot_be_settled_claims_nothing() -> None:
    business = policy("at most 3 emails per day", "at most 1 email within 3 business days") + ONE + OTHER
    asked = scenario("甲", "if account did visit by at least 3 people {", "send x", "}")
    luck = policy("at most 2 emails per day", "at most 1 email per week") + asked + OTHER

    assert [["not-analysed"], ["not-analysed"]] == [said(text) for text in (business, luck)]
    assert all(one.severity == "info" for one in found(business))


@pytest.mark.parametrize("text", [ONE + OTHER, WEEKLY + THREE])
def test_the_test_that_is_shown_can_be_put_into_the_file_and_passes(text: str) -> None:
    (told,) = found(text)
    assert told.witness is not None
    whole = parse(CATALOGUE + text + told.witness.text, "a.nurture")
    program = compiled(assemble([whole]), zone="Asia/Tokyo")
    (test,) = [one for one in whole.file.declarations if isinstance(one, Test)]

    assert program is not None and not whole.diagnostics
    assert () == play(program, test).failures
    assert [] == [one.message() for one in check_workspace(assemble([whole])) if one.severity == "error"]


def test_a_file_with_a_mistake_is_not_judged() -> None:
    broken = parse(CATALOGUE + ONE + OTHER + "scenario 丙 {\n  enter on visit\n  sned z\n}\n", "a.nurture")

    assert [] == [one.name for one in check_workspace(assemble([broken])) if one.name in NAMES]


def test_of_more_scenarios_than_can_be_played_together_nothing_is_claimed() -> None:
    many = "".join(scenario(f"甲{number}", "send x") for number in range(151))

    assert ["not-analysed", "not-analysed"] == sorted(said(policy("at most 2 emails per week") + many))
