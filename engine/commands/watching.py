"""Waiting for the files of a workspace to change."""

from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

from engine.settings.workspace import CONFIG, STATE, Workspace
from engine.templates import SUFFIXES

_STEP = 200
"""Milliseconds after which the wait looks up; changes that come closer together than this are one."""


def changes(place: Workspace) -> Iterator[None]:
    """Yields once as soon as it listens, then after each change of a file that belongs to the workspace. Ctrl-C interrupts."""

    def concerns(_: Change, path: str) -> bool:
        return belongs(place, Path(path))

    folders = {place.root, place.templates} if place.templates.is_dir() else {place.root}
    is_first = True
    for found in watch(*folders, watch_filter=concerns, rust_timeout=_STEP, yield_on_timeout=True):
        if found or is_first:
            yield
        is_first = False


def belongs(place: Workspace, path: Path) -> bool:
    """A scenario file, the settings, or a template; never what the engine writes itself, nor what an editor keeps beside a file."""
    inside = path.relative_to(place.root).parts if path.is_relative_to(place.root) else ()
    if STATE in inside or path.name.startswith((".", "#")) or path.name.endswith("~"):
        return False
    if path.is_relative_to(place.templates):
        return path.suffix in SUFFIXES
    return path.suffix == ".nurture" or path == place.root / CONFIG
