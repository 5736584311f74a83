"""`nurture demo` on the screen."""

from engine.domain.errors import NurtureError
from engine.show.screen import Screen


def show_demo(screen: Screen, *, company: str, seed: int, again: bool, browser: bool) -> int:
    """A population on a virtual clock."""
    raise NurtureError("demo-not-here")
