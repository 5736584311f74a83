"""What needs a package registry: pre-commit installs our hooks from a clone, and the Action installs nurture. `make pulls` runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci.conftest import ACTION, HOUSE, Repository
from tests.ci.runner import Runner

pytestmark = [
    pytest.mark.network,
    pytest.mark.skipif(not (HOUSE / ".git").exists(), reason="pre-commit clones a repository, and this is none"),
]
ALL = "      - id: nurture-check\n      - id: nurture-fmt\n      - id: nurture-test\n        args: [-C, marketing]\n"


def test_pre_commit_installs_the_hooks_and_they_stop_a_broken_commit(repository: Repository, tmp_path: Path) -> None:
    clone, command = cloned(tmp_path), pre_commit(tmp_path)
    revision = output(["git", "rev-parse", "HEAD"], clone).strip()
    repository.write(".pre-commit-config.yaml", f"repos:\n  - repo: {clone}\n    rev: {revision}\n    hooks:\n{ALL}")
    repository.commit("hooks")
    output([command, "run", "--all-files"], repository.top)
    repository.change("marketing/thanks.nurture", "enter on download", "enter on downlaod")
    broken = subprocess.run([command, "run", "--all-files"], cwd=repository.top, capture_output=True, text=True, check=False)

    assert 1 == broken.returncode
    assert "there is no event `downlaod`" in broken.stdout


def test_the_action_installs_the_nurture_it_is_part_of(repository: Repository, tmp_path: Path) -> None:
    """Into an environment of its own, from the lock, with what this machine says of where packages come from."""
    repository.change("marketing/thanks.nurture", "enter on download", "enter on downlaod")
    said = {name: value for name, value in os.environ.items() if name.startswith("PIP_") or name.endswith(("_proxy", "_PROXY"))}
    run = Runner(repository.top, tmp_path / "real", said).action(cloned(tmp_path) / ACTION.name, {})

    assert (1, [("marketing/thanks.nurture", 3)]) == (run.code, run.at()), run.log


def cloned(place: Path) -> Path:
    """The last commit of this checkout."""
    clone = place / "nurture"
    output(["git", "clone", "-q", str(HOUSE), str(clone)], place)
    return clone


def pre_commit(place: Path) -> str:
    home = place / "pre-commit"
    output([sys.executable, "-m", "venv", str(home)], place)
    output([str(home / "bin" / "pip"), "install", "-q", "pre-commit"], place)
    return str(home / "bin" / "pre-commit")


def output(words: list[str], folder: Path) -> str:
    """What it printed. A failure shows what it complained of."""
    env = os.environ | {"PRE_COMMIT_HOME": str(folder / ".git" / "pre-commit-home")}
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout
