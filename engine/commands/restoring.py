"""`nurture restore`: an older copy takes the place of the database, and sends nothing that may have left since it was made."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.app import WISHES, heart_of, opened, settings_at
from engine.clock import Clock, SystemClock
from engine.commands.erasing import erase_again
from engine.commands.keeping import alone
from engine.domain.errors import NurtureError
from engine.domain.instants import Instant, to_datetime
from engine.doors.spool import spool_in
from engine.settings.model import Settings
from engine.store import control
from engine.store.copies import connected, copy, revision_of, sound
from engine.store.database import Store, open_store
from engine.store.placing import Step, fold_in, place_of, put_in
from engine.store.restored import CONTENT, Content, Kept, keep_back
from engine.store.upgrade import is_known, upgrade
from engine.store.wishes import Applied, WishLog, apply
from engine.store.writer import Priority


@dataclass(frozen=True, slots=True)
class Restored:
    """there: what the database knew that is replaced, None where it cannot be read; copied: what the copy knows; aside: where it went."""

    database: str
    source: str
    copied: Content
    there: Content | None
    aside: str = ""
    doubtful: int = 0
    wishes: int = 0
    closed: int = 0
    erased: int = 0


def restore(folder: Path, source: Path | None, *, dry: bool, step: Step = lambda _: None, clock: Clock | None = None) -> Restored:
    """Puts the copy in place. source: None where the database itself is one, as after `pg_restore`. step: told what is done.

    Raises NurtureError beside a running engine, and for a copy that is damaged, strange or of a newer release.
    """
    settings = settings_at(folder)
    settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(settings):
        if source is None:
            return _adopt(settings, dry=dry)
        if not settings.database.is_file:
            raise NurtureError("restore-not-a-file", database=settings.database.url)
        return _put_back(settings, source.expanduser().absolute(), dry=dry, step=step, clock=clock or SystemClock())


def _put_back(settings: Settings, source: Path, *, dry: bool, step: Step, clock: Clock) -> Restored:
    copied = _looked(source)
    there = _content(settings.database_path)
    if dry:
        return Restored(str(settings.database_path), str(source), copied, there)
    made = settings.database_path.with_name(f"{settings.database_path.name}.made")
    _clear(made)
    copy(source, made)
    step("copied")
    upgrade(f"sqlite:///{made}")
    step("upgraded")
    with _open(made, clock) as store:
        # Before anything is decided: what a person asked to be gone is not looked at once more.
        forgotten = erase_again(settings, store)
        kept, applied = _quiet(settings, store)
    fold_in(made)
    step("quiet")
    if settings.database_path.exists():
        fold_in(settings.database_path)
    stamp = f"{to_datetime(clock.now()):%Y%m%dT%H%M%SZ}"
    place = place_of(settings.database_path, stamp)
    put_in(made, place, stamp, step)
    _again(settings)
    _clear(made)
    aside = str(place.aside) if place.aside.exists() else ""
    return Restored(str(settings.database_path), str(source), copied, there, aside, *kept, *applied, forgotten)


def _adopt(settings: Settings, *, dry: bool) -> Restored:
    """The database that is there was put back by other means."""
    with opened(settings) as store:
        with store.read() as tx:
            content = Content(*tx.exec_driver_sql(CONTENT).one())
        name = store.backend.name
        if dry:
            return Restored(name, "", content, content)
        forgotten = erase_again(settings, store)
        kept, applied = _quiet(settings, store)
    _again(settings)
    return Restored(name, "", content, content, "", *kept, *applied, forgotten)


def _quiet(settings: Settings, store: Store) -> tuple[Kept, Applied]:
    """What is due by now is decided, so that going live decides none of it again; all of it is in doubt, and who left stays left."""
    heart = heart_of(settings, store)
    heart.decide_all()
    heart.deliverer.close()
    wishes = list(WishLog(settings.state / WISHES).read())
    applied = store.write(Priority.INTAKE, lambda tx: apply(tx, wishes))
    kept = store.write(Priority.WORK, lambda tx: keep_back(tx, store.clock.now()))
    store.write(Priority.WORK, control.go_into_shadow)
    return kept, applied


def _looked(source: Path) -> Content:
    """What the copy knows. Raises NurtureError for one that must not be put back."""
    if not source.is_file():
        raise NurtureError("no-such-file", path=source)
    revision = revision_of(source)
    if not is_known(revision):
        raise NurtureError("database-newer", database=source, found=revision)
    sound(source)
    found = _content(source)
    if found is None:
        raise NurtureError("copy-strange", file=source)
    return found


def _content(file: Path) -> Content | None:
    """None for what is not there or cannot be read."""
    if not file.is_file():
        return None
    try:
        with connected(file) as connection:
            return Content(*connection.execute(CONTENT).fetchone())
    except NurtureError:
        return None


def _again(settings: Settings) -> None:
    """Wishes for links the database did not know, as it was an older copy, are read once more by the next run."""
    spool = spool_in(settings.state).path
    unknown = spool.with_suffix(".unknown")
    if not unknown.exists():
        return
    with spool.open("ab") as file:
        file.write(b"\n" + unknown.read_bytes())
        file.flush()
        os.fsync(file.fileno())
    unknown.unlink()


@contextmanager
def _open(file: Path, clock: Clock) -> Iterator[Store]:
    store = open_store(f"sqlite:///{file}", clock)
    try:
        yield store
    finally:
        store.close()


def _clear(made: Path) -> None:
    for part in ("", "-wal", "-shm", "-daemon"):
        made.with_name(made.name + part).unlink(missing_ok=True)


def since(restored: Restored) -> tuple[int, int, int] | None:
    """Events, leads and mails that left which the copy does not know; None where nobody can say."""
    there, copied = restored.there, restored.copied
    if there is None:
        return None
    return max(0, there.events - copied.events), max(0, there.leads - copied.leads), max(0, there.sent - copied.sent)


def made_at(restored: Restored) -> Instant:
    """The newest event the copy knows: what came later is not in it."""
    return restored.copied.newest
