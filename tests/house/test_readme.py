"""The two readmes: what they show runs, what they name exists, and they say the same."""

import re

import pytest

from engine.testing import run_tests
from tests.house.source import ROOT

READMES = ("README.md", "README.ja.md")


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def fences(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", read(name), re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_the_example_of_a_readme_holds_in_the_engine(name: str) -> None:
    (example,) = fences(name, "nurture")
    trials = run_tests(example)

    assert [True] == [trial.passed for trial in trials]


@pytest.mark.parametrize("name", READMES)
def test_what_a_readme_links_to_is_there(name: str) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", read(name))

    assert [] == [target for target in targets if not (ROOT / target).exists()]


def test_the_readmes_name_the_same_commands_and_pages() -> None:
    english, japanese = ({*re.findall(r"`([a-z -]+)`|\]\(([^)]+)\)", read(name))} for name in READMES)

    # Each links to the other.
    assert {("", "README.ja.md"), ("", "README.md")} == english ^ japanese
