"""`nurture init`: a small workspace that works from the first minute."""

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from engine.domain.errors import NurtureError

IGNORED = "# What the engine writes: database, caches, spool.\n.nurture/\n"


@dataclass(frozen=True, slots=True)
class Begun:
    """folder: the new workspace; written: its files, as paths below it."""

    folder: Path
    written: tuple[str, ...]


def begin(folder: Path, lang: str) -> Begun:
    """Writes the first files into a folder. Raises NurtureError, having written none, where one is already there."""
    texts = {".gitignore": IGNORED, **dict(_texts(files("engine.commands") / "first" / lang))}
    for name in texts:
        if (folder / name).exists() and name != ".gitignore":
            raise NurtureError("file-exists", path=folder / name)
    for name, text in texts.items():
        _write(folder / name, text)
    return Begun(folder, tuple(texts))


def _write(path: Path, text: str) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _texts(place: Traversable, path: str = "") -> list[tuple[str, str]]:
    """Every file below a place with its path from there, in the order of names; none that a run left behind."""
    found: list[tuple[str, str]] = []
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        name = f"{path}{entry.name}"
        found += _texts(entry, f"{name}/") if entry.is_dir() else [(name, entry.read_text("utf-8"))]
    return found
