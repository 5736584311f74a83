"""The good files that are made wrong: the example workspaces, the recipes and the tour, each with what stands beside it."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from engine.app import place_at, workspace_at
from engine.templates.sentences import SENTENCES
from grammar.diagnostics import Diagnostic
from grammar.model import Workspace
from grammar.parse import parse
from grammar.workspace import assemble, check_workspace

ROOT = Path(__file__).parents[2]
TOUR = ROOT / "docs" / "tour.nurture"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a workspace."""

    workspace: str
    path: str
    text: str

    def findings(self, text: str) -> list[Diagnostic]:
        """Everything `check` says of the workspace with that text in the place of the file's own."""
        around = _workspace(self.workspace)
        result = parse(text, self.path)
        files = tuple(result.file if file.path == self.path else file for file in around.files)
        return check_workspace(replace(around, files=files, reading=result.diagnostics))


@cache
def sources() -> tuple[Source, ...]:
    """All of them, in the order of their names."""
    recipes = (path.parent for path in (ROOT / "tests" / "recipes").glob("R*/nurture.toml"))
    examples = (path.parent for path in (ROOT / "scenarios").glob("*/nurture.toml"))
    folders = [*sorted(examples), *sorted(recipes)]
    names = ["", *(folder.relative_to(ROOT).as_posix() for folder in folders)]
    return tuple(Source(name, file.path, file.text) for name in names for file in _workspace(name).files)


@cache
def _workspace(name: str) -> Workspace:
    """By its folder; the tour has none."""
    if not name:
        return assemble([parse(TOUR.read_text(encoding="utf-8"), TOUR.name)])
    return workspace_at(place_at(ROOT / name), SENTENCES)
