"""Findings about files on the screen, in the format that was asked for."""

from collections.abc import Sequence

from engine.show.screen import Screen
from grammar.diagnostics import Diagnostic
from grammar.model import Workspace


def show_errors(screen: Screen, findings: Sequence[Diagnostic], workspace: Workspace) -> None:
    """Only what stands in the way, for commands that need a workspace without errors."""
    for one in findings:
        if one.severity == "error":
            screen.write(f"{one.span.file}:{one.span.line}:{one.span.column}: {one.rule} {one.message(screen.lang)}")
