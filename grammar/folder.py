"""Which files of a folder are its program. Looking costs next to nothing: an unchanged workspace is answered at once."""

import os
from collections.abc import Iterator
from pathlib import Path

SUFFIX = ".nurture"
CONFIG = "nurture.toml"


def source_files(root: Path) -> list[Path]:
    """In the order of their names; hidden folders are left out, and folders that are workspaces of their own."""
    return [root / name for name in source_names(root)]


def source_names(root: Path) -> list[str]:
    """The same as paths within the folder, with slashes."""
    return ["/".join(parts) for parts in sorted(_within(os.fspath(root), ()))]


def _within(folder: str, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    try:
        with os.scandir(folder) as found:
            entries = [entry for entry in found if not entry.name.startswith(".")]
    except OSError:
        return
    if above and any(entry.name == CONFIG for entry in entries):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _within(entry.path, (*above, entry.name))
        elif entry.name.endswith(SUFFIX) and entry.is_file():
            yield (*above, entry.name)
