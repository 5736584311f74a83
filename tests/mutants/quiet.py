"""A child process for one try. Nothing here loads anything of ours."""

import ast
import builtins
import importlib.machinery
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

KILLED, SURVIVED, SLOW = "killed", "survived", "killed by the clock"
COLD = "only a fresh start would do"
UNJUDGED = "no test could be run"
GOT_PAST = (SURVIVED, UNJUDGED)
COUNTER = "_nurture_called"


class Text(importlib.machinery.SourceFileLoader):
    """Loads a module from another text than its file's."""

    def __init__(self, name: str, file: str, text: str) -> None:
        super().__init__(name, file)
        self._text = text

    def get_data(self, path: str) -> bytes:
        return self._text.encode()

    def path_stats(self, path: str) -> dict[str, float]:
        raise OSError("nothing compiled is kept of it")


@dataclass
class Calls:
    """Which functions of a module are called, by their first lines. inside: as it is loaded; outside: later, up to the first test."""

    inside: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    outside: set[int] = field(default_factory=set)

    def __call__(self, line: int) -> None:
        if line:
            self.seen.add(line)
            return
        self.inside, self.seen = self.seen, set()

    def counted(self, text: str) -> str:
        """The text of a module whose functions say so when they are called."""
        setattr(builtins, COUNTER, self)
        lines = text.splitlines(keepends=True)
        for body, first in reversed(list(_bodies(ast.parse(text).body))):
            at = _first_line(body[0])
            line = lines[at - 1]
            start = len(line.encode()[: body[0].col_offset].decode())
            call, is_alone = f"{COUNTER}({first})", not line[:start].strip()
            lines[at - 1] = f"{line[:start]}{call}\n{line}" if is_alone else f"{line[:start]}{call}; {line[start:]}"
        return "".join(lines).rstrip("\n") + f"\n{COUNTER}(0)\n"


def _bodies(body: Sequence[ast.stmt]) -> Iterator[tuple[Sequence[ast.stmt], int]]:
    """What each function that stands in no other function does, and its first line, decorators included."""
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield node.body, _first_line(node)
        if isinstance(node, ast.ClassDef):
            yield from _bodies(node.body)


def _first_line(node: ast.stmt) -> int:
    """Decorators included."""
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    return min([node.lineno, *(one.lineno for one in decorators)])


@dataclass(eq=False)
class Chosen:
    """A plugin of pytest for a fresh start: those first that have killed before. It says who failed."""

    kills: Counter[str]
    write: int

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Stable, so that the quickest file stays first."""
        items.sort(key=lambda one: -self.kills[one.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The first is the last, with `-x`."""
        if report.failed:
            os.write(self.write, report.nodeid.encode())

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be loaded fails as well."""
        if report.failed:
            os.write(self.write, report.nodeid.encode())


def forked(job: Callable[[int], int], seconds: float | None) -> tuple[str, str]:
    """Runs it in a process of its own, which ends by the clock at the latest, if any: what became of it, and what it wrote."""
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        os.close(read)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        if seconds is not None:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        os.setpgid(0, 0)
        code = 1
        try:
            code = job(write)
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if os.WIFSIGNALED(status):
        return SLOW, said
    return (SURVIVED if os.waitstatus_to_exitcode(status) == 0 else KILLED), said
