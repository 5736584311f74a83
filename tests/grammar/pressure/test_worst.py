"""The worst case of small programs: pairs with and without pressure, one beside the other."""

import pytest

from grammar.pressure.worst import Pressure
from tests.grammar.pressure.kit import policy, scenario, workspace_of

WEEK = policy("at most 1 email per week")


def _worst(text: str, persona: str | None = None, cap: int = 0, **templates: str) -> tuple[int, bool]:
    """Of one persona, or of the one for whom it is the worst."""
    pressure = Pressure(workspace_of(text, **templates))
    names = ["部長", "担当", ""] if persona is None else [persona]
    found = max((pressure.of(name, pressure.caps[cap]) for name in names), key=lambda one: one.mails)
    assert found.unsure is None, found.unsure
    return found.mails, found.is_open


ONE_RUN: list[tuple[str, tuple[str, ...], int]] = [
    ("mails far apart", ("send x", "wait 7 days", "send y"), 1),
    ("mails close together", ("send x", "wait 6 days", "send y"), 2),
    ("two branches, of which a lead takes one", ("if visited {", "send x", "} else {", "send y", "}"), 1),
    ("a wait that may end at once", ("send x", "wait for visit up to 30 days timeout {", "stop", "}", "send y"), 2),
    ("a wait that runs out", ("send x", "wait for visit up to 30 days {", "stop", "}", "send y"), 1),
    ("branches side by side", ("together {", "branch 甲 {", "send x", "}", "branch 乙 {", "wait 30 days", "send y", "}", "}"), 2),
    ("behind branches side by side",
     ("together {", "branch 甲 {", "send x", "}", "branch 乙 {", "wait 1 day", "}", "}", "wait 9 days", "send y"), 1),
    ("a repeat", ("repeat at most 5 times {", "send x", "wait 3 days", "}"), 3),
    ("a slow repeat", ("repeat at most 5 times {", "send x", "wait 7 days", "}"), 1),
    ("back again", ("step 甲 {", "send x", "wait 2 days", "go to 甲 at most 2 times else {", "stop", "}", "}"), 3),
    ("an act on the way", ("send x", "wait for any up to 9 days {", "after 8 days {", "send y", "}", "on visit {", "stop", "}", "}"), 1),
    ("an act on the way, soon",
     ("send x", "wait for any up to 9 days {", "after 1 day {", "send y", "}", "on visit {", "stop", "}", "}"), 2),
    ("moments after the entry", ("send x", "wait until 9 days after entry", "send y"), 1),
    ("moments after the entry behind a long wait", ("wait for visit up to 9 days", "send x", "wait until 9 days after entry", "send y"), 2),
    ("a clock time", ("send x", "wait until 10:00 on tuesday", "send y"), 2),
    ("nothing behind the end", ("send x", "stop", "send y"), 1),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "mails"), [case[1:] for case in ONE_RUN], ids=[case[0] for case in ONE_RUN])
def test_of_one_run(lines: tuple[str, ...], mails: int) -> None:
    text = WEEK + scenario("甲", *(line.replace("visited", 'tagged "v"') for line in lines))

    assert (mails, False) == _worst(text)


SEVERAL: list[tuple[str, str, int]] = [
    ("by one event", scenario("甲", "send x") + scenario("乙", "send y"), 2),
    ("by two events", scenario("甲", "send x") + scenario("乙", "send y", enter="enter on inquiry"), 2),
    ("by two conditions that exclude each other",
     scenario("甲", "send x", enter='enter on download if lead.役職 is "部長"')
     + scenario("乙", "send y", enter='enter on inquiry if lead.役職 is "担当"'), 1),
    ("by two conditions that go together",
     scenario("甲", "send x", enter='enter on download if lead.役職 is "部長"')
     + scenario("乙", "send y", enter="enter on inquiry if lead.予算 > 100"), 2),
    ("in branches that exclude each other",
     scenario("甲", "if lead.予算 > 100 {", "send x", "}") + scenario("乙", "if lead.予算 < 50 {", "send y", "}"), 1),
    ("in branches that go together",
     scenario("甲", "if lead.予算 > 100 {", "send x", "}") + scenario("乙", "if lead.予算 > 50 {", "send y", "}"), 2),
    ("started by another", scenario("甲", "send x", "start scenario 乙") + "scenario 乙 {\n  send y\n}\n", 2),
    ("never started", scenario("甲", "send x") + "scenario 乙 {\n  send y\n}\n", 1),
    ("every month, on the same day", scenario("甲", "send x", enter="enter every month on day 1 at 10:00\n  reenter always"), 1),
    ("again after a week", scenario("甲", "send x", enter="enter on download\n  reenter 7 days after end"), 1),
    ("again after three days", scenario("甲", "send x", enter="enter on download\n  reenter 3 days after end"), 3),
    ("on leaving", scenario("甲", "send x", enter="enter on download\n  leave on visit {\n    send y\n  }"), 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mails"), [case[1:] for case in SEVERAL], ids=[case[0] for case in SEVERAL])
def test_of_several_runs(text: str, mails: int) -> None:
    assert (mails, False) == _worst(WEEK + text)


@pytest.mark.parametrize("rule", ["one run per kind", "reenter always", "restart on download"])
def test_who_comes_again_and_again_is_counted_once_and_told(rule: str) -> None:
    assert (1, True) == _worst(WEEK + scenario("甲", "send x", enter=f"enter on download\n  {rule}"))


def test_a_persona_takes_only_its_own_branches() -> None:
    text = WEEK + scenario("甲", "if persona is 部長 {", "send x", "send y", "} else {", "send z", "}")

    assert [2, 1, 1] == [_worst(text, persona)[0] for persona in ("部長", "担当", "")]


def test_a_cap_with_a_condition_is_about_leads_that_meet_it() -> None:
    cap = policy('at most 1 email per week while lead.役職 is "担当"')
    text = cap + scenario("甲", 'if lead.役職 is "部長" {', "send x", "send y", "}")

    assert 0 == _worst(text)[0]


def test_an_attribute_that_a_scenario_changes_decides_nothing() -> None:
    """What is asked at two moments may have another answer each time."""
    ways = scenario("甲", 'if lead.役職 is "部長" {', "send x", "} else {", 'set lead.役職 to "部長"', "}") + scenario(
        "乙", 'if lead.役職 is "担当" {', "send y", "}"
    )

    assert 2 == _worst(WEEK + ways)[0]


def test_transactional_mails_and_other_topics_do_not_count() -> None:
    text = policy("at most 1 email per week", "at most 1 email per week on topic news") + scenario("甲", "send x", "send y", "send z")

    assert [2, 1] == [_worst(text, cap=cap, x="transactional", y="news")[0] for cap in (0, 1)]


def test_a_window_may_hold_a_mail_until_the_moment_after_the_entry_is_past() -> None:
    """Without a window the two are nine days apart."""
    text = scenario("甲", "send x", "wait until 9 days after entry", "send y")

    assert 1 == _worst(WEEK + text)[0]
    assert 2 == _worst(policy("at most 1 email per week", "send only between 09:00 and 18:00 on business days") + text)[0]
    assert 1 == _worst(policy("at most 1 email per week", "send only between 09:00 and 18:00", "deliver within 1 day else skip") + text)[0]


def test_of_business_days_and_of_too_many_ways_nothing_is_said() -> None:
    business = Pressure(workspace_of(policy("at most 1 email within 3 business days") + scenario("甲", "send x")))
    many = Pressure(workspace_of(WEEK + scenario("甲", "repeat at most 200 times {", "send x", "}")))

    assert [True, True] == [next(iter(pressure.worst())).unsure is not None for pressure in (business, many)]


def test_of_very_many_scenarios_each_takes_its_own_best() -> None:
    """No combination is looked at any more; the sum is never too low."""
    many = "".join(scenario(f"甲{number}", "if lead.予算 > 100 {", "send x", "}") for number in range(1_100))

    assert (1_100, False) == _worst(WEEK + many)
