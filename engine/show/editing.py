"""`nurture lsp`: no screen but the editor's."""

from importlib.metadata import PackageNotFoundError, version

from engine.lsp.server import serve
from engine.show.screen import Screen
from engine.show.sentences import sentence


def show_lsp(screen: Screen) -> int:
    """Answers one editor until it ends the conversation."""
    try:
        known = version("nurture-dsl")
    except PackageNotFoundError:
        known = ""
    return serve(version=known, tell=sentence, language=screen.lang)
