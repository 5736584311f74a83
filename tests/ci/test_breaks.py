"""A pull request that breaks a workspace in ten ways shows ten annotations where they belong.

The Action of `action.yml` is run here as far as `runner.py` can: the steps that are somebody else's (setting up Python,
uploading SARIF) are only written down. `make pulls` breaks every company and every recipe; the short form takes some of them.
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from urllib.parse import unquote

import pytest

from tests.ci.breaks import Break, broken, drawn, place_of
from tests.ci.conftest import HOUSE, Repository
from tests.ci.runner import Run

TEN = 10
COMPANIES = sorted(path.parent for path in (HOUSE / "scenarios").glob("*/nurture.toml"))
RECIPES = sorted(path.parent for path in (HOUSE / "tests" / "recipes").glob("R*/nurture.toml"))
SHORT = 12
"""Every so many-th recipe is broken in the short form, and one company left unbroken; the rest waits for `make pulls`."""
IS_LONG = bool(os.environ.get("NURTURE_TEST_PULLS"))
WORKSPACES = COMPANIES + (RECIPES if IS_LONG else RECIPES[::SHORT])
DRAWS = int(os.environ.get("NURTURE_TEST_PULLS") or 1)
"""So many pull requests are made for each workspace."""
NewRepository = Callable[..., Repository]


@pytest.mark.parametrize("draw", range(DRAWS))
@pytest.mark.parametrize("workspace", WORKSPACES, ids=lambda folder: folder.name)
def test_ten_slips_in_a_pull_request_are_ten_annotations(workspace: Path, draw: int, new_repository: NewRepository) -> None:
    """Each on the file and the line that was broken, none beside; SARIF has the same ten places."""
    repository = checkout(workspace, new_repository)
    root = next(repository.top.rglob("nurture.toml")).parent
    breaks = drawn(place_of(root), TEN, Random(f"{workspace.name} {draw}"))
    for file in {each.file for each in breaks}:
        file.write_text(broken(file.read_text("utf-8"), [each for each in breaks if each.file == file]), "utf-8")
    repository.commit("ten slips")
    run = repository.action({"folder": root.relative_to(repository.top).as_posix()})

    assert wanted(breaks, repository) == run.at(), told(breaks, run)
    assert wanted(breaks, repository) == places(repository.top / run.outputs["sarif"])
    assert (1, str(TEN)) == (run.code, run.outputs["findings"])


@pytest.mark.parametrize("workspace", WORKSPACES if IS_LONG else COMPANIES[:1], ids=lambda folder: folder.name)
def test_an_unbroken_workspace_shows_nothing_and_its_job_is_green(workspace: Path, new_repository: NewRepository) -> None:
    repository = checkout(workspace, new_repository)
    run = repository.action({"folder": next(repository.top.rglob("nurture.toml")).parent.relative_to(repository.top).as_posix()})

    assert (0, []) == (run.code, run.at()), run.log
    assert ("0", "0", "0") == tuple(run.outputs[name] for name in ("findings", "unlaid", "failed-tests"))


def checkout(workspace: Path, new_repository: NewRepository) -> Repository:
    """A repository of the workspace; a company's mails lie where its settings look for them."""
    if workspace.parent.name != "scenarios":
        return new_repository({workspace.name: workspace})
    mails = HOUSE / "templates" / workspace.name
    return new_repository({f"scenarios/{workspace.name}": workspace, f"templates/{workspace.name}": mails})


def wanted(breaks: Iterable[Break], repository: Repository) -> list[tuple[str, int]]:
    return sorted((each.file.relative_to(repository.top).as_posix(), each.line) for each in breaks)


def places(sarif: Path) -> list[tuple[str, int]]:
    """Where the results of a SARIF file are."""
    (run,) = json.loads(sarif.read_text("utf-8"))["runs"]
    found = (one["locations"][0]["physicalLocation"] for one in run["results"] if not one.get("suppressions"))
    return sorted((unquote(one["artifactLocation"]["uri"]), one["region"]["startLine"]) for one in found)


def told(breaks: Iterable[Break], run: Run) -> str:
    """Both sides, for whoever has to find out."""
    return "\n".join([*(f"{each.file.name}:{each.line} {each.name}: {each.text!r}" for each in breaks), run.log])
