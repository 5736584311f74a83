"""`nurture apply` and `nurture stop`: which program decides, and whether anything may leave."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import structs

from engine.app import store_at
from engine.commands.planning import plan_on
from engine.commands.programs import Ready, prepared
from engine.domain.errors import NurtureError
from engine.store import backlog, control, programs
from engine.store.database import Store
from engine.store.hot import Values
from engine.store.writer import Priority
from engine.work.deployments import compile_stored, deploy

PAGE = 500
"""Mails that are given another moment in one commit."""


def apply(folder: Path, ready: Ready, *, go: bool) -> str:
    """Makes the program the current one; with `go`, from now on mails leave. Its hash."""
    if ready.stored is None:
        raise NurtureError("nothing-to-apply")
    with store_at(folder) as (_, store):
        deployed = deploy(store, ready.stored)
        if go:
            store.write(Priority.INTAKE, control.go_live)
    return deployed


def start_if_first(store: Store, folder: Path) -> Ready | None:
    """Deploys the workspace where nothing was ever deployed; None where something was."""
    with store.read() as tx:
        if control.read(tx).program:
            return None
    ready = plan_on(store, prepared(folder)).ready
    if ready.stored is not None:
        deploy(store, ready.stored)
    return ready


def is_behind(store: Store, ready: Ready) -> bool:
    """Whether the workspace on disk is another program than the one that decides."""
    with store.read() as tx:
        current = programs.load(tx, control.read(tx).program)
    if ready.program is None:
        return False
    if current is None:
        return True
    is_bare = not current.editions and not current.admissions
    text = current.hash if is_bare else compile_stored(structs.replace(current, editions=[], admissions=[])).hash
    return text != ready.program.hash


def stop(folder: Path) -> None:
    """From this commit on nothing passes the fence."""
    with store_at(folder) as (_, store):
        store.write(Priority.INTAKE, control.stop)


def resume(folder: Path, *, per_hour: int = 0) -> int:
    """Undoes `stop`, the engine's own too: what bounced until now counts for no next one. How many mails have waited.

    per_hour: so many of them leave in an hour, 0 for as fast as it goes.
    """
    with store_at(folder) as (_, store):
        now = store.clock.now()
        with store.read() as tx:
            found = backlog.waiting(tx, now)
        if per_hour:
            _spread(store, backlog.evenly(found, now, per_hour))
        store.write(Priority.INTAKE, lambda tx: control.resume(tx, store.clock.now()))
    return len(found)


def _spread(store: Store, rows: Sequence[Values]) -> None:
    """Page by page, while all is stopped still: nobody who writes is kept waiting."""
    for start in range(0, len(rows), PAGE):
        page = rows[start : start + PAGE]
        store.write(Priority.WORK, lambda tx, page=page: backlog.move(tx, page))  # type: ignore[misc]
