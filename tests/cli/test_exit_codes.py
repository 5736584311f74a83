"""0 fine, 1 findings, 2 could not run: of every command that can find something."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.kit import Nurture

PAGE = Path(__file__).parents[2] / "docs" / "commands" / "README.md"
BROKEN = "scenario thanks {\n  wait 3 dayz\n}\n"


def broken(nurture: Nurture) -> None:
    (nurture.folder / "thanks.nurture").write_text(BROKEN, "utf-8")


def untidy(nurture: Nurture) -> None:
    file = nurture.folder / "thanks.nurture"
    file.write_text(file.read_text("utf-8").replace("  wait", "     wait"), "utf-8")


def failing(nurture: Nurture) -> None:
    file = nurture.folder / "thanks.nurture"
    file.write_text(file.read_text("utf-8").replace("expect no email story", "expect email story"), "utf-8")


def without_address(nurture: Nurture) -> None:
    (nurture.folder / "law.nurture").write_text('policy p {\n  law "JP"\n}\n', "utf-8")
    config = nurture.folder / "nurture.toml"
    config.write_text(re.sub(r"(?m)^postal_address.*$", "", config.read_text("utf-8")), "utf-8")


def without_server(nurture: Nurture) -> None:
    config = nurture.folder / "nurture.toml"
    config.write_text(config.read_text("utf-8").replace(":1025", ":1"), "utf-8")


def with_people(nurture: Nurture) -> None:
    nurture("apply", "--yes")
    (nurture.folder / "people.csv").write_text("email,name\na@example.com,A\n", "utf-8")


def with_odd_people(nurture: Nurture) -> None:
    nurture("apply", "--yes")
    (nurture.folder / "people.csv").write_text("email,name\na@example.com,A\nnobody,B\n", "utf-8")


def played_and_broken(nurture: Nurture) -> None:
    nurture("demo", "--leads", "1", "--days", "1")
    (nurture.folder / "nurture-demo" / "wrong.nurture").write_text(BROKEN, "utf-8")


def as_it_is(nurture: Nurture) -> None:
    """The first workspace, without a mistake."""


def without_its_paper(nurture: Nurture) -> None:
    """An asset whose file is not there."""
    (nurture.folder / "papers.nurture").write_text('asset guide {\n  file "guide.pdf"\n}\n', "utf-8")


Prepare = Callable[[Nurture], None]
FINDINGS: list[tuple[str, Prepare]] = [
    ("check", broken),
    ("fix", broken),
    ("fix --check", broken),
    ("fmt --check", untidy),
    ("fmt --diff", untidy),
    ("law", without_address),
    ("test", failing),
    ("test -k nobody-so-called", as_it_is),
    ("test --threshold 100 -k clicks", as_it_is),
    ("demo", played_and_broken),
    ("apply --yes", broken),
    ("import leads PEOPLE", with_odd_people),
    ("suppress import PEOPLE", with_odd_people),
    ("doctor", without_server),
    ("assets list", without_its_paper),
]
FINE: list[tuple[str, Prepare]] = [
    ("check", as_it_is),
    ("check --hints", as_it_is),
    ("fix", as_it_is),
    ("fix --check", as_it_is),
    ("fix --diff", as_it_is),
    ("fmt", untidy),
    ("fmt --check", as_it_is),
    ("law", as_it_is),
    ("test", as_it_is),
    ("rule", as_it_is),
    ("rule X501", as_it_is),
    ("content", as_it_is),
    ("apply --yes", as_it_is),
    ("import leads PEOPLE", with_people),
    ("report", with_people),
]
COULD_NOT: list[tuple[str, Prepare]] = [
    ("check nothing.nurture", as_it_is),
    ("check --format xml", as_it_is),
    ("fix nothing.nurture", as_it_is),
    ("fmt nothing.nurture", as_it_is),
    ("fmt", broken),
    ("test", broken),
    ("rule X599", as_it_is),
    ("law XX", as_it_is),
    ("apply", as_it_is),
    ("import leads nothing.csv", with_people),
    ("leads show nobody", with_people),
    ("explain nobody", with_people),
    ("send-test thanks", as_it_is),
]


def called(nurture: Nurture, words: str) -> int:
    people = str(nurture.folder / "people.csv")
    return nurture(*(people if word == "PEOPLE" else word for word in words.split())).code


@pytest.mark.parametrize(("words", "prepare"), FINDINGS)
def test_findings_are_1(words: str, prepare: Prepare, nurture: Nurture) -> None:
    prepare(nurture)

    assert 1 == called(nurture, words)


@pytest.mark.parametrize(("words", "prepare"), FINE)
def test_fine_is_0(words: str, prepare: Prepare, nurture: Nurture) -> None:
    prepare(nurture)

    assert 0 == called(nurture, words)


@pytest.mark.parametrize(("words", "prepare"), COULD_NOT)
def test_what_could_not_run_is_2(words: str, prepare: Prepare, nurture: Nurture) -> None:
    prepare(nurture)

    assert 2 == called(nurture, words)


@pytest.mark.parametrize("words", ["check", "fix", "fmt", "test", "content", "apply --yes", "report", "leads list"])
def test_without_a_workspace_nothing_could_run(words: str, empty: Nurture) -> None:
    assert 2 == called(empty, words)


def test_the_page_says_what_a_finding_is_for_every_command_that_has_some() -> None:
    """Those of `outbox` and `restore` are seen in the tests of their own."""
    part = PAGE.read_text("utf-8").partition("## Exit codes")[2].partition("\n## ")[0]

    told = set(re.findall(r"^\| `([a-z]+)\b.*?` \|", part, re.MULTILINE))
    assert {words.split()[0] for words, _ in FINDINGS} == told - {"outbox", "restore"}
