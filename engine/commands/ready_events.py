"""`nurture events`: the events that are ready to be declared, and their declarations into a file of the workspace."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from engine.app import place_at, workspace_at
from engine.domain.errors import NurtureError
from grammar.catalogue import Event
from grammar.ready_events import BY_NAME, READY, Ready

FILE = "catalogue.nurture"
"""Where declarations go in a workspace that has none yet."""


@dataclass(frozen=True, slots=True)
class Shown:
    """declared: whether the workspace has an event of that name."""

    event: Ready
    declared: bool


@dataclass(frozen=True, slots=True)
class Added:
    """file: from the folder of the workspace; text: what was, or would be, written there."""

    file: str
    names: tuple[str, ...]
    text: str


def ready(folder: Path) -> list[Shown]:
    """All of them."""
    declared = _declared(folder)
    return [Shown(one, one.name in declared) for one in READY]


def add(folder: Path, names: tuple[str, ...], to: str, *, dry: bool) -> Added:
    """Behind what stands in the file. Raises NurtureError for a name that is not ready, or is declared already."""
    place, declared = place_at(folder), _declared(folder)
    for name in names:
        if name not in BY_NAME:
            near = get_close_matches(name, BY_NAME, n=1) or list(BY_NAME)[:5]
            raise NurtureError("events-not-ready", name=name, near=", ".join(f"`{one}`" for one in near))
        if name in declared:
            raise NurtureError("events-declared", name=name, file=declared[name])
    files = list(declared.values())
    file = to or (max(set(files), key=files.count) if files else FILE)
    text = "".join(BY_NAME[name].text("ja" if place.language == "ja" else "en") for name in dict.fromkeys(names))
    if not dry:
        path = place.root / file
        before = path.read_text("utf-8") if path.is_file() else ""
        path.write_text(before + ("\n" if before and not before.endswith("\n") else "") + text, "utf-8")
    return Added(file, names, text)


def _declared(folder: Path) -> dict[str, str]:
    """The events that the files declare, and where."""
    return {str(one.name): one.span.file for one in workspace_at(place_at(folder)).all(Event)}
