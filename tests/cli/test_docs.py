"""The pages of the commands cannot lag behind the commands."""

import re
from pathlib import Path

import click
import pytest

from cli import root
from tests.cli.test_calls import commands

PAGES = Path(__file__).parents[2] / "docs" / "commands"
SHARED = {"--lang", "--json", "--workspace", "--help"}


@pytest.mark.parametrize("words", sorted(commands()))
def test_every_command_has_its_page(words: str) -> None:
    page = (PAGES / f"{words.split()[0]}.md").read_text("utf-8")

    assert re.search(rf"^##? `nurture {words}`$", page, re.MULTILINE)
    assert "## 日本語" in page


@pytest.mark.parametrize("words", sorted(commands()))
def test_every_option_stands_on_its_page(words: str) -> None:
    page = (PAGES / f"{words.split()[0]}.md").read_text("utf-8")
    missing = {name for name in options(words) if name not in page}

    assert set() == missing


def test_no_page_is_about_a_command_that_is_gone() -> None:
    known = {words.split()[0] for words in commands()} | {"README"}

    assert known == {path.stem for path in PAGES.glob("*.md")}


def test_the_list_names_every_page() -> None:
    text = (PAGES / "README.md").read_text("utf-8")

    assert {path.name for path in PAGES.glob("*.md")} - {"README.md"} == set(re.findall(r"\((\w[\w-]*\.md)\)", text))


def options(words: str) -> set[str]:
    """The long options of a command that only it has."""
    command: click.Command = root
    for word in words.split():
        assert isinstance(command, click.Group)
        command = command.commands[word]
    found = {name for param in command.params if isinstance(param, click.Option) for name in param.opts}
    return {name for name in found if name.startswith("--")} - SHARED
