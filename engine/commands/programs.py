"""The workspace as a program: refused with its findings, or ready to decide."""

from dataclasses import dataclass
from pathlib import Path

from engine.app import judged, place_at, workspace_at
from engine.rules.program import Program
from engine.settings.workspace import Workspace as Place
from engine.store.programs import Stored
from engine.templates.sentences import SENTENCES
from engine.work.deployments import gather_program
from grammar.diagnostics import Diagnostic
from grammar.model import Workspace


@dataclass(frozen=True, slots=True)
class Ready:
    """A workspace that was checked. program, stored: None where an error stands in the way."""

    place: Place
    workspace: Workspace
    findings: tuple[Diagnostic, ...]
    program: Program | None
    stored: Stored | None

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What stands in the way."""
        return tuple(one for one in self.findings if one.severity == "error")


def prepared(folder: Path) -> Ready:
    """Reads, checks and compiles the workspace at or above a folder. Raises NurtureError where there is none."""
    place = place_at(folder)
    workspace = workspace_at(place, SENTENCES)
    findings = judged(place, workspace)
    if any(one.severity == "error" for one in findings):
        return Ready(place, workspace, findings, None, None)
    stored, program = gather_program(workspace.files, place.templates, zone=place.timezone, language=place.language, region=place.region)
    return Ready(place, workspace, findings, program, stored)
