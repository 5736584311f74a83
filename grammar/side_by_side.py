"""Checks on two cores: a twin of the process has read the same program, takes every other check and tells what it found.

Nothing but findings goes from one to the other; trees would cost more to send than to read. Where it is not worth it, or the
system knows no twins, one process does it all.
"""

import os
from collections.abc import Callable, Collection, Iterable, Sequence, Sized
from pathlib import Path

from grammar.diagnostics import Diagnostic, Sifted
from grammar.folder import source_names
from grammar.model import Workspace
from grammar.plain import from_plain, to_plain
from grammar.twin import Twin, can_be

Check = Callable[[Workspace], Iterable[Diagnostic]]
Runner = Callable[[Sequence[Check], Workspace], list[list[Diagnostic]]]
LEAST_FILES = 100
"""With fewer a twin costs more than it brings."""


def apart(root: Path, work: Callable[[], Sifted]) -> Sifted:
    """What is to be said of the workspace there. Of a large one a twin grows the trees, and they need not be cleared away."""
    told = Twin(lambda: _plain(work())).answer() if are_many(source_names(root)) else None
    # What a twin fails at is done again here, so that it is told here why.
    return work() if told is None else Sifted(*(tuple(map(from_plain, part)) for part in told))


def are_many(files: Sized) -> bool:
    """Whether a twin brings more than it costs, and there can be one."""
    return len(files) >= LEAST_FILES and can_be()


def one_by_one(checks: Sequence[Check], workspace: Workspace) -> list[list[Diagnostic]]:
    """What each check finds."""
    return [list(check(workspace)) for check in checks]


def side_by_side(checks: Sequence[Check], workspace: Workspace, *, together: Collection[Check] = ()) -> list[list[Diagnostic]]:
    """The same on two cores, where that is faster. together: checks that work out something large that only they need."""
    if not are_many(workspace.files):
        return one_by_one(checks, workspace)
    workspace.prepare()
    numbers, fill = os.pipe()
    turns = _turns(checks, together)
    os.write(fill, bytes(range(len(turns))))
    os.close(fill)

    def found_here() -> dict[int, list[Diagnostic]]:
        """Takes one turn after the other that the twin has not taken: by the number of the check what it found."""
        taken = (turns[number[0]] for number in iter(lambda: os.read(numbers, 1), b""))
        return {place: list(checks[place](workspace)) for turn in taken for place in turn}

    twin = Twin(lambda: {place: [to_plain(one) for one in each] for place, each in found_here().items()})
    found = found_here()
    told = twin.answer() or {}
    os.close(numbers)
    found |= {int(place): [from_plain(one) for one in each] for place, each in told.items()}
    # What a twin that failed had taken is done again here, so that it is told here why.
    return [found[place] if place in found else list(check(workspace)) for place, check in enumerate(checks)]


def _turns(checks: Sequence[Check], together: Collection[Check]) -> list[list[int]]:
    """The numbers of the checks that one process takes at once; those that belong together come first, since they take longest."""
    several = [place for place, check in enumerate(checks) if check in together]
    return [several, *([place] for place in range(len(checks)) if place not in several)]


def _plain(told: Sifted) -> list[list[dict[str, object]]]:
    return [[to_plain(one) for one in part] for part in (told.findings, told.allowed)]
