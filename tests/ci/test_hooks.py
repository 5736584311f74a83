"""The hooks for pre-commit: what they call, and for which files. Whether pre-commit takes them is tried in `test_for_real.py`."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.conftest import HOUSE, Repository

HOOKS: list[dict[str, Any]] = yaml.safe_load((HOUSE / ".pre-commit-hooks.yaml").read_text("utf-8"))
BY_ID = {hook["id"]: hook for hook in HOOKS}


def test_there_is_one_for_mistakes_one_for_layout_and_one_for_tests() -> None:
    assert {"nurture-check", "nurture-fmt", "nurture-test"} == set(BY_ID)
    assert {"python"} == {hook["language"] for hook in HOOKS}


@pytest.mark.parametrize("name", sorted(BY_ID))
def test_a_hook_lets_a_workspace_without_mistakes_pass(name: str, repository: Repository) -> None:
    assert 0 == called(name, repository)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("nurture-check", "enter on download", "enter on downlaod"),
        ("nurture-fmt", "  send thanks\n", "  send thanks {\n"),
        ("nurture-test", "expect no email story", "expect email story"),
    ],
)
def test_a_hook_stops_what_it_is_there_for(name: str, old: str, new: str, repository: Repository) -> None:
    repository.change("marketing/thanks.nurture", old, new)

    assert 0 != called(name, repository)


def test_the_hook_for_layout_changes_the_file_which_pre_commit_takes_for_a_failure(repository: Repository) -> None:
    file = repository.top / "marketing" / "thanks.nurture"
    wanted = file.read_text("utf-8")
    repository.change("marketing/thanks.nurture", "  send thanks", "     send thanks")

    assert 0 == called("nurture-fmt", repository)
    assert wanted == file.read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "hooks"),
    [
        ("marketing/thanks.nurture", {"nurture-check", "nurture-fmt", "nurture-test"}),
        ("営業/お礼.nurture", {"nurture-check", "nurture-fmt", "nurture-test"}),
        ("marketing/nurture.toml", {"nurture-check", "nurture-test"}),
        ("templates/a-it/wp-thanks.md", {"nurture-check", "nurture-test"}),
        ("marketing/templates/offer.html", {"nurture-check", "nurture-test"}),
        ("README.md", set()),
        ("src/nurture.py", set()),
    ],
)
def test_a_change_of_a_file_calls_those_it_concerns(path: str, hooks: set[str]) -> None:
    assert hooks == {name for name, hook in BY_ID.items() if re.search(hook["files"], path)}


def called(name: str, repository: Repository) -> int:
    """The exit code of the hook as pre-commit calls it: from the top, with the files it asks for."""
    hook = BY_ID[name]
    files = [path for path in listed(repository.top) if re.search(hook["files"], path)] if hook.get("pass_filenames", True) else []
    args = ["-C", "marketing"] if name == "nurture-test" else []
    env = repository.runner().env
    return subprocess.run([*hook["entry"].split(), *args, *files], cwd=repository.top, env=env, capture_output=True, check=False).returncode


def listed(top: Path) -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=top, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name]
