"""A repository of somebody who uses nurture, and the Action that runs in it."""

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import ready
from tests.ci.runner import Run, Runner

HOUSE = Path(__file__).resolve().parents[2]
ACTION = HOUSE / "action.yml"
WHO = ["-c", "user.name=Yamada", "-c", "user.email=yamada@example.jp"]


@dataclass
class Repository:
    """A git repository with one commit at least. scratch: for what a run leaves beside it."""

    top: Path
    scratch: Path
    runs: list[Run] = field(default_factory=list)

    def commit(self, message: str) -> None:
        """Everything as it is now."""
        for words in (["add", "-A"], [*WHO, "commit", "-q", "-m", message]):
            subprocess.run(["git", *words], cwd=self.top, check=True, capture_output=True)

    def write(self, name: str, text: str) -> Path:
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def change(self, name: str, old: str, new: str) -> None:
        """Raises ValueError if the old text does not stand there."""
        path = self.top / name
        text = path.read_text("utf-8")
        if old not in text:
            raise ValueError(f"{old!r} is not in {name}")
        path.write_text(text.replace(old, new, 1), "utf-8")

    def action(self, inputs: Mapping[str, str] | None = None) -> Run:
        """The Action, with the nurture of this checkout instead of an installed one."""
        self.runs.append(self.runner().action(ACTION, {"version": "present", **(inputs or {})}))
        return self.runs[-1]

    def runner(self) -> Runner:
        """With `nurture` and a Python on the PATH."""
        place = self.scratch / f"run-{len(self.runs)}"
        command = place / "bin" / "nurture"
        command.parent.mkdir(parents=True)
        command.write_text(f'#!/bin/sh\nexec {shlex.join(ready.nurture())} "$@"\n')
        # What stands on a machine's PATH may be a manager of many Pythons that thinks longer than the step works.
        python = command.with_name("python3")
        python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
        for program in (command, python):
            program.chmod(0o755)
        runner = Runner(self.top, place, {})
        runner.env["PATH"] = f"{command.parent}:{runner.env['PATH']}"
        return runner


@pytest.fixture
def new_repository(tmp_path: Path) -> Callable[..., Repository]:
    """Makes a repository of copied folders, by their place in it."""

    def make(folders: Mapping[str, Path]) -> Repository:
        top = tmp_path / "repository"
        top.mkdir()
        for name, origin in folders.items():
            shutil.copytree(origin, top / name, ignore=shutil.ignore_patterns(".nurture", "*.db*"), dirs_exist_ok=True)
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=top, check=True)
        made = Repository(top, tmp_path / "scratch")
        made.write(".gitignore", ".nurture/\n")
        made.commit("as it was")
        return made

    return make


@pytest.fixture
def repository(new_repository: Callable[..., Repository]) -> Repository:
    """One with the workspace that `nurture init` makes, in a folder of its own."""
    return new_repository({"marketing": HOUSE / "engine" / "commands" / "first" / "en"})
