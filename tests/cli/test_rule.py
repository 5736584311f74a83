"""`nurture rule`: what a rule means, and which one was meant."""

import pytest

from grammar.rulebook import RULEBOOK
from tests.cli.kit import Nurture
from tests.grammar.checks.written import UNSHOWN


def test_a_rule_is_shown_with_its_mistake_and_the_report_it_gets(empty: Nurture) -> None:
    answer = empty("rule", "F203")

    assert 0 == answer.code
    assert "F203 unreachable-branch · flow · error" == answer.out.splitlines()[0]
    assert all(title in answer.out for title in ("\nThe mistake:\n", "\nThe report:\n  error[F203]", "\nRight:\n"))


def test_a_rule_is_shown_in_japanese_with_the_japanese_report(empty: Nurture) -> None:
    answer = empty("rule", "missing-unit", lang="ja")

    assert "\n報告:\n  エラー[E115]" in answer.out
    assert "`nurture fix --unsafe` で直せます" in answer.out.splitlines()[0]


def test_what_it_means_is_said_in_the_language_of_the_reader(empty: Nurture) -> None:
    english, japanese = empty("rule", "E121").out, empty("rule", "E121", lang="ja").out

    assert "Tags, titles and reasons are texts of your own" in english and "自分で決めるテキスト" not in english
    assert "自分で決めるテキスト" in japanese and "texts of your own" not in japanese


@pytest.mark.parametrize("said", ["E121", "e121", "missing-quotes", "Missing-Quotes"])
def test_a_number_or_a_name_in_any_case_finds_it(said: str, empty: Nurture) -> None:
    assert "E121" == empty.json("rule", said)["rule"]["id"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [("F20", "F201 unreachable-step"), ("missing-qoutes", "E121 missing-quotes"), ("witness-nothing", "")],
)
def test_a_wrong_name_is_told_with_the_likeliest(said: str, meant: str, empty: Nurture) -> None:
    answer = empty("rule", said)

    assert 2 == answer.code
    assert f"there is no rule `{said}`" in answer.err
    assert (f"did you mean `{meant}`?" if meant else "`nurture rule` lists them") in answer.err


def test_the_list_has_every_rule_under_its_area(empty: Nurture) -> None:
    answer = empty("rule")
    lines = answer.out.splitlines()

    assert "E: syntax" == lines[0]
    assert list(RULEBOOK) == [line.split()[0] for line in lines if line.startswith("  ")]
    assert list(RULEBOOK) == [one["id"] for one in empty.json("rule")["rules"]]


@pytest.mark.parametrize("rule", RULEBOOK)
def test_every_rule_has_all_that_is_shown_of_it(rule: str, empty: Nurture) -> None:
    shown = empty.json("rule", rule)["rule"]

    assert shown["meaning"]["en"] and shown["report"]["en"] and shown["report"]["ja"]
    assert RULEBOOK[rule] in UNSHOWN or (shown["mistake"] and shown["right"])
