"""What stands in the way of a workspace, for commands that need one without errors."""

from collections.abc import Sequence

from engine.show.screen import Screen
from grammar.diagnostics import Diagnostic
from grammar.model import Workspace
from grammar.render import as_json, as_text, summary


def show_errors(screen: Screen, findings: Sequence[Diagnostic], workspace: Workspace) -> None:
    """The errors alone, with their lines."""
    errors = [one for one in findings if one.severity == "error"]
    sources = {file.path: file.text for file in workspace.files}
    render = as_json if screen.as_json else as_text
    screen.write(render(errors, sources, screen.lang))
    told = summary(errors, screen.lang)
    screen.note(f"\n{told}", f"\n{told}")
