"""Checks on two cores: a twin of the process has read the same program, takes every other check and tells what it found.

Nothing but findings goes from one to the other, as JSON; trees would cost more to send than to read. Where it is not worth
it, or the system knows no twins, one process does it all.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence

from grammar.diagnostics import Diagnostic
from grammar.model import Workspace
from grammar.plain import from_plain, to_plain

Check = Callable[[Workspace], Iterable[Diagnostic]]
Runner = Callable[[Sequence[Check], Workspace], list[list[Diagnostic]]]
LEAST_FILES = 100
"""With fewer a twin costs more than it brings."""


def one_by_one(checks: Sequence[Check], workspace: Workspace) -> list[list[Diagnostic]]:
    """What each check finds."""
    return [list(check(workspace)) for check in checks]


def side_by_side(checks: Sequence[Check], workspace: Workspace) -> list[list[Diagnostic]]:
    """The same on two cores, where that is faster. Not for a process with threads of its own."""
    if len(workspace.files) < LEAST_FILES or not _can_fork():
        return one_by_one(checks, workspace)
    workspace.prepare()
    turns, fill = os.pipe()
    os.write(fill, bytes(range(len(checks))))
    os.close(fill)
    told, tell = os.pipe()
    twin = os.fork()
    if not twin:
        _as_twin(checks, workspace, turns, tell)
    os.close(tell)
    found = _found(checks, workspace, turns)
    with os.fdopen(told, "rb") as answer:
        told_of = answer.read()
    os.close(turns)
    if os.waitpid(twin, 0)[1] == 0:
        found |= {int(turn): [from_plain(one) for one in each] for turn, each in json.loads(told_of).items()}
    # What a twin that failed had taken is done again here, so that it is told here why.
    return [found[turn] if turn in found else list(check(workspace)) for turn, check in enumerate(checks)]


def _can_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


def _found(checks: Sequence[Check], workspace: Workspace, turns: int) -> dict[int, list[Diagnostic]]:
    """Takes one check after the other that the twin has not taken."""
    found: dict[int, list[Diagnostic]] = {}
    while turn := os.read(turns, 1):
        found[turn[0]] = list(checks[turn[0]](workspace))
    return found


def _as_twin(checks: Sequence[Check], workspace: Workspace, turns: int, tell: int) -> None:
    """Never returns: what the process would do at its end is not the twin's to do."""
    code = 1
    try:
        found = _found(checks, workspace, turns)
        text = json.dumps({turn: [to_plain(one) for one in each] for turn, each in found.items()})
        with os.fdopen(tell, "wb") as answer:
            answer.write(text.encode())
        code = 0
    finally:
        os._exit(code)
