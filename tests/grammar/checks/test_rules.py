"""Every rule has its sentences in both languages and a page whose examples show it."""

import re

import pytest

from grammar import workspace
from grammar.checks import RULES, not_yet
from grammar.diagnostics import AREAS, Rule, index
from grammar.syntax_rules import SYNTAX_RULES
from tests.grammar.checks import pages

PAGES = pages.DOCS / "rules"
ALL: tuple[Rule, ...] = (*RULES, *SYNTAX_RULES, *workspace.RULES)
OWN = [rule for rule in ALL if rule not in not_yet.RULES]
SHOWN = [rule for rule in OWN if rule not in workspace.RULES]
IMPLEMENTATION = re.compile(r"\b(?:None|True|False|exception|traceback|tuple|dict|str|int|null|node|token)\b")


def _page(rule: Rule) -> str:
    return (PAGES / f"{rule.name}.md").read_text(encoding="utf-8")


def _unfilled(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")


def test_no_number_and_no_name_stands_for_two_rules() -> None:
    assert len(index(ALL)) == len(ALL)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_rule_speaks_english_and_japanese_in_the_users_words(rule: Rule) -> None:
    said = [rule.en, rule.help_en, rule.ja, rule.help_ja]

    assert rule.id[0] in set(AREAS)
    assert all((rule.en, rule.ja)) and bool(rule.help_en) == bool(rule.help_ja)
    assert not [text for text in said if IMPLEMENTATION.search(text)]
    assert rule.en[0] == rule.en[0].lower() and not rule.en.endswith(".")
    assert not rule.ja.isascii()


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.name)
def test_a_page_says_what_the_rule_says(rule: Rule) -> None:
    area = next(english for letter, (english, _) in AREAS.items() if letter == rule.id[0])
    head = [f"# {rule.id} {rule.name}", "", f"{area} · {rule.severity}", ""]
    head += [f"> {_unfilled(rule.en)}", ">", f"> {_unfilled(rule.ja)}"]

    assert _page(rule).splitlines()[: len(head)] == head


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.name)
def test_the_mistake_of_a_page_is_reported_by_its_rule_alone(rule: Rule) -> None:
    found = pages.examples(_page(rule))["Mistake"].findings()
    said = [text for each in found for text in (each.message("en"), each.help("en"), each.message("ja"), each.help("ja"))]

    assert said and {each.name for each in found if each.severity != "info" or each.of == rule} == {rule.name}


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.name)
def test_what_a_page_calls_right_is_reported_by_nothing(rule: Rule) -> None:
    found = pages.examples(_page(rule))["Right"].findings()

    assert [each.message() for each in found if each.severity != "info" or each.of == rule] == []


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    left = {path.stem for path in PAGES.glob("*.md")} - {rule.name for rule in OWN} - {"README", "not-yet"}

    assert left == set()


def test_what_is_not_executed_yet_stands_on_one_page() -> None:
    """Whoever executes a construct takes its row out of the page too."""
    page = (PAGES / "not-yet.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| (N9\d\d) ", page, re.MULTILINE) == [rule.id for rule in not_yet.RULES]


def test_the_index_names_every_page() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")

    assert [rule.name for rule in OWN if f"[{rule.id} {rule.name}]({rule.name}.md) · {rule.severity}" not in index] == []
