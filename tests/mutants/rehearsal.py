"""The near tests, collected once: for each mutant a fork of this process makes the change and runs those that come near it."""

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.databases import _empty_file, fresh_on_postgresql
from tests.mutants.mutations import Mutant
from tests.mutants.quiet import COLD, KILLED, SURVIVED, Calls, forked
from tests.mutants.swapping import Loaded, functions_of, kind, made_anew, plan

LEAST_SECONDS = 30.0


@dataclass(eq=False)
class Rehearsal:
    """A plugin of pytest. answers: where a line of JSON for each mutant goes, after one of what the tests say without any."""

    root: Path
    file: str
    mutants: Sequence[Mutant]
    answers: Path
    longer: float
    calls: Calls
    may_make_anew: bool = False
    kills: Counter[str] = field(default_factory=Counter)
    lengths: dict[str, float] = field(default_factory=dict)
    reached: dict[str, set[int]] = field(default_factory=dict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running the tests once."""
        self.calls.outside = set(self.calls.seen)
        _empty_file()
        if any("_on_postgresql" in one.path.read_text("utf-8") for one in session.items):
            # One server for all of them; whoever began it ends it.
            fresh_on_postgresql()
        failed = self._without(session)
        self._say("", KILLED if failed else SURVIVED, failed)
        if failed:
            return True
        module = sys.modules[self.file.removesuffix(".py").replace("/", ".")]
        ours = tuple(one for one in sys.modules.values() if (getattr(one, "__file__", None) or "").startswith(str(self.root)))
        text = (self.root / self.file).read_text("utf-8")
        loaded = Loaded(module, text, frozenset(self.calls.inside), frozenset(self.calls.outside), ours)
        self.may_make_anew = any(kind(loaded, one.source) == "anew" for one in self.mutants) and self._is_harmless(session, loaded)
        for mutant in self.mutants:
            self._try(session, mutant, loaded)
        return True

    def _is_harmless(self, session: pytest.Session, loaded: Loaded) -> bool:
        """A module that is made anew without any change must fail no test; else what fails with one says nothing."""

        def job(_: int) -> int:
            how = made_anew(loaded, loaded.text)
            if how is None:
                return 1
            how.swap()
            return 1 if run(session, session.items) else 0

        return forked(job, 1_800)[0] == SURVIVED

    def _try(self, session: pytest.Session, mutant: Mutant, loaded: Loaded) -> None:
        def job(write: int) -> int:
            how = plan(loaded, mutant.source)
            if how is None or not (how.owners or self.may_make_anew):
                os.write(write, COLD.encode())
                return 0
            spans = [one for one in functions_of(loaded.text) if one[0] in how.owners]
            items = [one for one in session.items if not spans or self._comes_near(one.nodeid, spans)]
            items.sort(key=lambda one: (-self.kills[one.nodeid], self.lengths[one.nodeid]))
            how.swap()
            failed = run(session, items, lambda item: max(LEAST_SECONDS, self.longer * self.lengths[item.nodeid]))
            os.write(write, failed.encode())
            return 1 if failed else 0

        answer, said = forked(job, None)
        if answer == KILLED and not said:
            # It did not come as far as a test: a fresh start tells whether it can be loaded at all.
            said = COLD
        self.kills[said] += answer == KILLED
        self._say(mutant.name, COLD if said == COLD else answer, said)

    def _comes_near(self, item: str, spans: Sequence[tuple[int, int]]) -> bool:
        return any(first <= line <= last for line in self.reached[item] for first, last in spans)

    def _without(self, session: pytest.Session) -> str:
        """The tests as they are: what each comes to, and how long it takes; which fails, "" for none."""

        def job(write: int) -> int:
            for item in session.items:
                self.calls.seen.clear()
                begun = time.monotonic()
                failed = run(session, [item])
                os.write(write, (json.dumps([item.nodeid, time.monotonic() - begun, sorted(self.calls.seen)]) + "\n").encode())
                if failed:
                    return 1
            return 0

        answer, said = forked(job, 1_800)
        nodeid = "?"
        for line in said.splitlines():
            nodeid, seconds, lines = json.loads(line)
            self.lengths[nodeid], self.reached[nodeid] = seconds, set(lines)
        return "" if answer == SURVIVED else nodeid

    def _say(self, name: str, answer: str, killer: str) -> None:
        with self.answers.open("a", encoding="utf-8") as file:
            file.write(json.dumps([name, answer, killer], ensure_ascii=False) + "\n")


def run(session: pytest.Session, items: Sequence[pytest.Item], seconds: Callable[[pytest.Item], float] | None = None) -> str:
    """The first that fails, "" for none; the others are not run any more. seconds: after which a test ends this process."""
    for number, item in enumerate(items):
        if seconds is not None:
            signal.setitimer(signal.ITIMER_REAL, seconds(item))
        following = items[number + 1] if number + 1 < len(items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return item.nodeid
    return ""
