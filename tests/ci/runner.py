"""Runs the steps of a composite Action or of a workflow's job here, in bash, as GitHub's runner would.

What it does: `if`, `env`, `continue-on-error`, inputs with their defaults, outputs of steps and of the Action, `GITHUB_OUTPUT`,
`GITHUB_ENV`, `GITHUB_PATH`, `GITHUB_STEP_SUMMARY`, expressions (`expressions.py`), and annotations, read from the log as GitHub
reads them.

What it does not: steps with `uses` are only written down with what they were given, and always succeed; there are no containers,
services, matrices, secrets, caches, time limits and rights, no shell but bash, and nothing is sent to GitHub.
"""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.ci.expressions import filled, holds

KINDS = ("error", "warning", "notice")
_COMMAND = re.compile(rf"^::({'|'.join(KINDS)})(?: ([^:]*))?::(.*)$")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One note beside a line. step: whose log it came from."""

    kind: str
    file: str
    line: int
    title: str
    text: str
    step: str


@dataclass(frozen=True, slots=True)
class Used:
    """A step that is somebody else's Action."""

    action: str
    given: Mapping[str, str]


@dataclass
class Run:
    """What came of it. code: of the first step that failed, 0 if none did; steps: the outcome of each by id or name."""

    code: int = 0
    log: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)
    annotations: list[Annotation] = field(default_factory=list)
    uses: list[Used] = field(default_factory=list)

    def at(self, *kinds: str) -> list[tuple[str, int]]:
        """The places of the annotations of these kinds, in order."""
        return sorted((one.file, one.line) for one in self.annotations if one.kind in (kinds or ("error", "warning")))


class Runner:
    """One run in a checkout. present: environment beside the machine's own PATH and HOME."""

    def __init__(self, checkout: Path, scratch: Path, present: Mapping[str, str]) -> None:
        self.checkout, self.scratch = checkout, scratch
        self.env = {"PATH": os.environ["PATH"], "HOME": str(scratch), "LANG": "C.UTF-8", "RUNNER_TEMP": str(scratch / "temp")}
        self.env |= {"GITHUB_WORKSPACE": str(checkout), "GITHUB_ACTIONS": "true", "CI": "true", **present}
        (scratch / "temp").mkdir(parents=True, exist_ok=True)
        self.run = Run()
        self.known: dict[str, dict[str, Any]] = {}
        self.inputs: dict[str, str] = {}

    def action(self, file: Path, inputs: Mapping[str, str]) -> Run:
        """A composite Action; raises KeyError for an input it does not have."""
        told = yaml.safe_load(file.read_text("utf-8"))
        self.env["GITHUB_ACTION_PATH"] = str(file.parent)
        self.inputs = {name: str(one.get("default", "")) for name, one in told["inputs"].items()}
        for name, value in inputs.items():
            self.inputs[name] = {name: value for name in told["inputs"]}[name]
        self.steps(told["runs"]["steps"])
        self.run.outputs = {name: self._filled(one["value"]) for name, one in told["outputs"].items()}
        return self.run

    def steps(self, steps: Sequence[Mapping[str, Any]]) -> Run:
        """One after the other. A failure skips those whose `if` does not say otherwise."""
        for number, step in enumerate(steps, 1):
            name = str(step.get("id") or step.get("name") or number)
            if not holds(str(step.get("if", "")), self._contexts(), self._functions()):
                outcome = "skipped"
            elif "uses" in step:
                given = {key: self._filled(str(value)) for key, value in step.get("with", {}).items()}
                self.run.uses.append(Used(step["uses"], given))
                outcome = "success"
            else:
                outcome = self._bash(name, step)
            self.run.steps[name] = outcome
            self.known.setdefault(name, {"outputs": {}})["outcome"] = outcome
        return self.run

    def _bash(self, name: str, step: Mapping[str, Any]) -> str:
        files = {kind: self.scratch / f"{name}.{kind}" for kind in ("output", "env", "path", "step_summary")}
        for file in files.values():
            file.write_text("")
        env = self.env | {key: self._filled(str(value)) for key, value in step.get("env", {}).items()}
        env |= {f"GITHUB_{kind.upper()}": str(file) for kind, file in files.items()}
        script = self.scratch / f"{name}.sh"
        script.write_text(self._filled(step["run"]), "utf-8")
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        done = subprocess.run(shell, cwd=self.checkout, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.run.log += done.stdout
        self.run.annotations += annotations(done.stdout, name)
        self.run.summary += files["step_summary"].read_text("utf-8")
        self.known[name] = {"outputs": said(files["output"])}
        self.env |= said(files["env"])
        self.env["PATH"] = ":".join([*files["path"].read_text().split(), self.env["PATH"]])
        if done.returncode and not step.get("continue-on-error"):
            self.run.code = self.run.code or done.returncode
        return "failure" if done.returncode else "success"

    def _filled(self, text: str) -> str:
        return filled(text, self._contexts(), self._functions())

    def _contexts(self) -> dict[str, Any]:
        github = {"workspace": str(self.checkout), "action_path": self.env.get("GITHUB_ACTION_PATH", "")}
        return {"inputs": self.inputs, "steps": self.known, "github": github, "runner": {"temp": self.env["RUNNER_TEMP"]}}

    def _functions(self) -> dict[str, Any]:
        is_well = self.run.code == 0
        return {"always": lambda: True, "success": lambda: is_well, "failure": lambda: not is_well, "cancelled": lambda: False}


def said(file: Path) -> dict[str, str]:
    """Lines of `name=value`; values of several lines are not read, for none of ours has any."""
    lines = file.read_text("utf-8").splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def annotations(log: str, step: str) -> list[Annotation]:
    """Those of a log. A line break inside one would end it: so it must come in hex."""
    found = []
    for line in log.splitlines():
        if (command := _COMMAND.match(line)) is not None:
            place = dict(pair.split("=", 1) for pair in (command[2] or "").split(",") if "=" in pair)
            where = {name: plain(value.replace("%3A", ":").replace("%2C", ",")) for name, value in place.items()}
            title, number = where.get("title", ""), int(where.get("line", 0))
            found.append(Annotation(command[1], where.get("file", ""), number, title, plain(command[3]), step))
    return found


def plain(text: str) -> str:
    """Only these three are GitHub's; all else stays as it is."""
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
