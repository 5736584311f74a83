"""Every rule has its sentences in both languages and a page whose examples show it."""

import re

import pytest

from grammar.checks import not_yet
from grammar.diagnostics import AREAS, Diagnostic, Rule, index
from grammar.rulebook import RULEBOOK
from tests.grammar.checks import pages, written

PAGES = pages.DOCS / "rules"
ALL: tuple[Rule, ...] = tuple(RULEBOOK.values())
SHOWN = [rule for rule in ALL if rule not in written.UNSHOWN]
STALE = (
    "what the pages of the rules say is not what `nurture check` says: run `make docs` "
    "(that is `python -m tests.grammar.checks.written`), and look at what it changes"
)
IMPLEMENTATION = re.compile(r"\b(?:None|True|False|exception|traceback|tuple|dict|str|int|null|node|token)\b")


def _page(rule: Rule) -> str:
    return (PAGES / f"{rule.name}.md").read_text(encoding="utf-8")


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


def test_the_pages_say_word_for_word_what_a_user_sees() -> None:
    stale = [path.name for path, text in written.wanted().items() if not path.exists() or path.read_text("utf-8") != text]

    assert [] == stale, STALE


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_page_shows_the_exact_report_in_both_languages(rule: Rule) -> None:
    report = _page(rule).partition("\n## Report\n")[2].partition("\n## ")[0]

    assert 2 == report.count("```text\n") and 2 <= report.count(f"[{rule.id}] {rule.name}: ")


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.name)
def test_the_mistake_of_a_page_is_reported_by_its_rule_alone(rule: Rule) -> None:
    found = [each for each in pages.examples(_page(rule))["Mistake"].said() if each.of == rule or counts(each)]
    said = [text for each in found for text in (each.message("en"), each.help("en"), each.message("ja"), each.help("ja"))]

    assert said and {each.name for each in found} == {rule.name}


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.name)
def test_what_a_page_calls_right_is_reported_by_nothing(rule: Rule) -> None:
    found = [each for each in pages.examples(_page(rule))["Right"].said() if each.of == rule or counts(each)]

    assert [] == [each.message() for each in found]


def counts(found: Diagnostic) -> bool:
    """Whether a report that is not the page's own counts: hints do not, nor what is only not executed yet."""
    return found.severity != "info" and not found.rule.startswith("N9")


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    left = {path.stem for path in PAGES.glob("*.md")} - {rule.name for rule in ALL} - {"README", "not-yet"}

    assert left == set()


def test_what_is_not_executed_yet_stands_on_one_page() -> None:
    """Whoever executes a construct takes its row out of the page too."""
    page = (PAGES / "not-yet.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| (N9\d\d) ", page, re.MULTILINE) == [rule.id for rule in not_yet.RULES]
