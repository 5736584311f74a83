"""The manual: a page for every construct, whose example runs and whose mistake says what the page says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from engine.lab.trials import play, trials_of
from engine.rules.compile import ProgramSettings, compile_program
from engine.rules.program import MailInfo
from grammar import ast
from grammar.workspace import check_workspace, load_workspace, not_yet_executed
from tests.grammar.checks import pages

MANUAL = pages.DOCS / "manual"
PAGES = sorted(path for path in MANUAL.glob("*.md") if path.stem != "README")
UNIONS = (
    ast.Declaration, ast.Statement, ast.Condition, ast.ScoreRule, ast.ChecklistRule, ast.JourneyRule, ast.CalendarRule,
    ast.PolicyRule, ast.TeamRule, ast.ScenarioRule, ast.Pattern, ast.Trigger, ast.Moment, ast.Recipient, ast.WaitLimit,
    ast.WaitArm, ast.HandoffArm, ast.TaskArm, ast.WebhookArm, ast.ChooseArm, ast.LookBack, ast.AwardLimit, ast.Schedule,
    ast.KpiRule, ast.TestItem, ast.TestAct, ast.Expectation, ast.AssetRule, ast.FormRule,
)  # fmt: skip


def _told(path: Path) -> list[str]:
    """The classes a page is about: they stand in a comment below its title."""
    return re.findall(r"\w+", "".join(re.findall(r"<!-- (.*?) -->", path.read_text(encoding="utf-8"))))


def _members() -> Iterator[str]:
    for union in UNIONS:
        yield from (member.__name__ for member in get_args(union))


def test_every_construct_has_a_page() -> None:
    told = {name for path in PAGES for name in _told(path)}

    assert sorted(set(_members()) - told) == []


def test_a_page_speaks_of_constructs_that_exist() -> None:
    assert [name for path in PAGES for name in _told(path) if not hasattr(ast, name)] == []


def test_the_surroundings_of_the_examples_check_without_a_finding() -> None:
    found = check_workspace(load_workspace(MANUAL))

    assert [each.message() for each in found if each.severity != "info"] == []


def test_every_page_is_in_the_index() -> None:
    index = (MANUAL / "README.md").read_text(encoding="utf-8")

    assert [path.stem for path in PAGES if f"({path.name})" not in index] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_an_example_checks_and_its_tests_pass(path: Path) -> None:
    example = pages.examples(path.read_text(encoding="utf-8"))["Example"]
    workspace = example.workspace()

    assert [each.message() for each in example.findings() if each.severity != "info"] == []
    if not_yet_executed(workspace):
        return
    mails = {str(names[0]): MailInfo(str(names[0])) for names in workspace.sent.values()}
    program = compile_program(workspace.files, ProgramSettings(mails=mails))
    played = [play(program, test) for test in trials_of(workspace.files)]
    assert [(trial.title, trial.failures) for trial in played if not trial.passed] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_mistake_of_a_page_says_what_the_page_says(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    (found,) = (each for each in pages.examples(page)["Mistake"].findings() if each.severity != "info")

    assert f"[{found.rule} {found.name}](../rules/{found.name}.md): {found.message('en')}" in page
    assert found.message("ja") in page
