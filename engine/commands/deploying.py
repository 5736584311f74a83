"""`nurture apply` and `nurture stop`: which program decides, and whether anything may leave."""

from pathlib import Path

from msgspec import structs

from engine.app import store_at
from engine.commands.planning import plan_on
from engine.commands.programs import Ready, prepared
from engine.domain.errors import NurtureError
from engine.store import control, programs
from engine.store.database import Store
from engine.store.writer import Priority
from engine.work.deployments import compile_stored, deploy


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


def resume(folder: Path) -> None:
    """Undoes `stop`, the engine's own too: what bounced until now counts for no next one."""
    with store_at(folder) as (_, store):
        store.write(Priority.INTAKE, lambda tx: control.resume(tx, store.clock.now()))
