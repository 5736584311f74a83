"""Playbooks that users of other products run, said in the language alone: each checks, is laid out, and its timelines hold."""

from functools import cache
from pathlib import Path

import pytest

from engine.app import place_at, workspace_at
from engine.commands.checking import check
from engine.commands.programs import Ready, prepared
from engine.lab.trials import play, trials_of
from engine.templates.sentences import SENTENCES
from grammar import ast as g
from grammar.formatter import format_file

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("R*/nurture.toml"))


@cache
def ready(folder: Path) -> Ready:
    """A recipe, read and compiled once for all tests of this file."""
    return prepared(folder)


def timelines() -> list[tuple[Path, g.Test]]:
    """The tests of all recipes, each with its folder."""
    return [(folder, test) for folder in FOLDERS for test in trials_of(ready(folder).workspace.files)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_recipe_has_no_mistakes(folder: Path) -> None:
    assert [] == [f"{one.span.file}:{one.span.line} {one.message()}" for one in ready(folder).errors]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_recipe_uses_only_what_is_executed(folder: Path) -> None:
    assert [] == [one.message() for one in ready(folder).findings if one.name.startswith("not-yet-")]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_recipe_is_laid_out_the_one_way(folder: Path) -> None:
    for file in workspace_at(place_at(folder), SENTENCES).files:
        assert (folder / file.path).read_text("utf-8") == format_file(file)


@pytest.mark.parametrize(
    ("folder", "timeline"), timelines(), ids=lambda part: part.title if isinstance(part, g.Test) else part.name
)
def test_a_timeline_holds(folder: Path, timeline: g.Test) -> None:
    program = ready(folder).program
    assert program is not None

    trial = play(program, timeline)

    assert [] == [f"{one.span.file}:{one.span.line} {one.found} {one.values}" for one in trial.failures]
    assert trial.expectations > 0


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_recipe_is_clean(folder: Path) -> None:
    assert [] == [f"{one.span.file}:{one.span.line} {one.message()}" for one in ready(folder).findings if one.severity != "info"]


def test_what_is_allowed_is_what_its_recipe_wants() -> None:
    allowed = {one.name for folder in FOLDERS for one in check(folder, []).allowed}

    assert {"date-behind-another", "two-mails-one-day"} == allowed


def test_every_recipe_stands_in_the_table() -> None:
    table = (HERE / "README.md").read_text("utf-8")

    assert [] == [folder.name for folder in FOLDERS if f"| {folder.name} |" not in table]
