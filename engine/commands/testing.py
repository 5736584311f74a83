"""`nurture test`: the tests beside the scenarios, played on a virtual clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from engine.commands.programs import Ready, prepared
from engine.lab.coverage import Coverage, covered
from engine.lab.shown import Mailroom
from engine.lab.trials import Trial, play, trials_of
from engine.templates.folder import Templates
from grammar import ast as g


@dataclass(frozen=True, slots=True)
class Tried:
    """trials: empty where the workspace has errors; then `ready` has them."""

    ready: Ready
    trials: tuple[Trial, ...]
    coverage: Coverage = field(default_factory=lambda: Coverage((), frozenset()))


def run_tests(folder: Path, paths: tuple[Path, ...], *, pattern: str, done: Callable[[Trial], None]) -> Tried:
    """Those in the named files or folders, whose title contains the pattern. done: called after each."""
    ready = prepared(folder)
    if ready.program is None:
        return Tried(ready, ())
    trials, mailroom = [], _mailroom(ready)
    for test in _wanted(ready, paths, pattern):
        trials.append(play(ready.program, test, mailroom))
        done(trials[-1])
    return Tried(ready, tuple(trials), covered(ready.program, trials))


def _mailroom(ready: Ready) -> Mailroom:
    """The templates as they are now, for tests that say what a mail shows."""
    sender = ready.workspace.sender
    return Mailroom(Templates(ready.place.templates, ready.place.language), sender.told if sender else {})


def _wanted(ready: Ready, paths: tuple[Path, ...], pattern: str) -> list[g.Test]:
    tests = [one for one in trials_of(ready.workspace.files) if _plain(pattern) in _plain(one.title)]
    if not paths:
        return tests
    wanted = [path.resolve() for path in paths]
    return [one for one in tests if any(_inside(ready.place.root / one.span.file, path) for path in wanted)]


def _plain(text: str) -> str:
    """A text as it is looked for: width and case make no difference."""
    return g.key(text).casefold()


def _inside(file: Path, path: Path) -> bool:
    return file.resolve() == path or path in file.resolve().parents
