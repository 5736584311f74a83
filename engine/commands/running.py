"""`nurture run`: the web role, the work and the delivery in one process, or some of them, until it is told to end."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.app import ROLES, heart_of, opened, server_of, settings_at, signer_of
from engine.commands.deploying import is_behind, start_if_first
from engine.commands.programs import Ready, prepared
from engine.domain.errors import NurtureError, Problem
from engine.settings.model import Settings
from engine.store import control
from engine.store.database import Store

Standing = Literal["first", "current", "behind", "broken"]


@dataclass(frozen=True, slots=True)
class Running:
    """What began. standing: of the workspace on disk beside the program that decides; database: its file.

    host: empty where nothing is listened to. roles: what this process does.
    """

    mode: str
    stopped: bool
    program: str
    standing: Standing
    host: str
    port: int
    database: str
    roles: tuple[str, ...] = ()
    unsigned: Problem | None = None
    """Why mails cannot be signed that are to be: they wait."""


class Broken(Exception):
    """Nothing was ever deployed, and the workspace has errors."""

    def __init__(self, ready: Ready) -> None:
        super().__init__("broken")
        self.ready = ready


def run(
    folder: Path, begun: Callable[[Running], None], *, host: str | None, port: int | None, roles: Collection[str] = ROLES
) -> None:
    """Begins, calls `begun`, and returns once SIGTERM or SIGINT has come and everything has ended.

    Raises Broken, or NurtureError where the place is taken, or the database is one that a process does not share.
    """
    settings, mine = settings_at(folder), frozenset(roles) or ROLES
    with opened(settings) as store:
        if mine != ROLES and not store.backend.is_shared:
            raise NurtureError("roles-need-a-server", database=store.backend.name)
        standing = _standing(store, folder)
        server = server_of(settings, store, host=host, port=port) if "web" in mine else None

        def listen() -> None:
            place = server.start() if server is not None else ("", 0)
            with store.read() as tx:
                now = control.read(tx)
            signer = signer_of(settings)
            unsigned = signer if isinstance(signer, Problem) else None
            name, roles = _name(settings, store), tuple(sorted(mine))
            begun(Running(now.mode, now.stopped, now.program, standing, *place, name, roles, unsigned))

        try:
            heart_of(settings, store, mine).run(listen)
        finally:
            if server is not None:
                server.stop()


def _name(settings: Settings, store: Store) -> str:
    """Of the database; never with a password."""
    return str(settings.database_path) if settings.database.is_file else store.backend.name


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
