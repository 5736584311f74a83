"""`nurture run`: the web role, the work and the delivery in one process, until it is told to end."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.app import heart_of, opened, server_of, settings_at
from engine.commands.deploying import is_behind, start_if_first
from engine.commands.programs import Ready, prepared
from engine.domain.errors import NurtureError
from engine.store import control
from engine.store.database import Store

Standing = Literal["first", "current", "behind", "broken"]


@dataclass(frozen=True, slots=True)
class Running:
    """What began. standing: of the workspace on disk beside the program that decides; database: its file."""

    mode: str
    stopped: bool
    program: str
    standing: Standing
    host: str
    port: int
    database: str


class Broken(Exception):
    """Nothing was ever deployed, and the workspace has errors."""

    def __init__(self, ready: Ready) -> None:
        super().__init__("broken")
        self.ready = ready


def run(folder: Path, begun: Callable[[Running], None], *, host: str | None, port: int | None) -> None:
    """Begins, calls `begun`, and returns once SIGTERM or SIGINT has come and everything has ended.

    Raises Broken, or NurtureError where the place is taken.
    """
    settings = settings_at(folder)
    with opened(settings) as store:
        standing = _standing(store, folder)
        server = server_of(settings, store, host=host, port=port)

        def listen() -> None:
            place = server.start()
            with store.read() as tx:
                now = control.read(tx)
            begun(Running(now.mode, now.stopped, now.program, standing, *place, str(settings.database_path)))

        try:
            heart_of(settings, store).run(listen)
        finally:
            server.stop()


def _standing(store: Store, folder: Path) -> Standing:
    """Deploys what is on disk the first time; later only compares. Raises Broken where nothing can run."""
    first = start_if_first(store, folder)
    if first is not None:
        if first.stored is None:
            raise Broken(first)
        return "first"
    ready = _looked(folder)
    if ready is None or ready.program is None:
        return "broken"
    return "behind" if is_behind(store, ready) else "current"


def _looked(folder: Path) -> Ready | None:
    """The workspace on disk; None where it cannot even be compiled, which does not hinder what was deployed."""
    try:
        return prepared(folder)
    except NurtureError:
        return None
