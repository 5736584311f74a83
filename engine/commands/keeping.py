"""`nurture db upgrade` and `nurture backup`: what keeps a database through releases and accidents."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.app import settings_at, upgraded
from engine.clock import Clock, SystemClock
from engine.domain.errors import NurtureError
from engine.settings.model import Settings
from engine.store.copies import copies_in, copy, free_name, prune, revision_of
from engine.store.database import backend_of
from engine.store.upgrade import behind

BACKUPS = "backups"
"""In the state folder: where copies go that are told no other place."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """found: the revision it was of, "" for a new database; revision: what it is of now; ran: what is between; copy: "" for none."""

    database: str
    found: str
    revision: str
    ran: tuple[str, ...]
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Copied:
    """size: bytes; removed: older copies that were one too many; command: what makes a copy where we cannot, else ""."""

    database: str
    copy: str = ""
    size: int = 0
    revision: str = ""
    removed: tuple[str, ...] = ()
    command: str = ""


def bring_up(folder: Path, *, keep: bool = True, dry: bool = False, clock: Clock | None = None) -> Upgraded:
    """Makes the database or brings it to this version. keep: a copy of it first, where it is one file and anything is to do.

    Raises NurtureError where somebody works on it, where it is of a newer release, and where there is no room.
    """
    settings = settings_at(folder)
    backend = backend_of(settings.database_url)
    if settings.database.is_file:
        settings.database_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = behind(settings.database_url)
    if dry:
        return Upgraded(backend.name, before.found, before.found, before.missing)
    if not before.missing:
        return Upgraded(backend.name, before.found, before.found, ())
    with alone(settings):
        made = _copied(settings, clock or SystemClock()) if keep and before.found and settings.database.is_file else None
        return Upgraded(backend.name, before.found, upgraded(settings), before.missing, str(made or ""))


def back_up(folder: Path, to: Path | None, *, keep: int = 0, dry: bool = False, clock: Clock | None = None) -> Copied:
    """A copy of the database as it is now, while it is written to. to: a folder, or a file that is not there yet.

    keep: so many copies stay in that folder, 0 for all. Raises NurtureError.
    """
    settings = settings_at(folder)
    backend = backend_of(settings.database_url)
    if not settings.database.is_file:
        return Copied(backend.name, command=f"pg_dump --format=custom --no-owner --file=nurture.dump '{settings.database.url}'")
    if not backend.exists():
        raise NurtureError("database-missing", database=backend.name)
    target = _target(settings, to, clock or SystemClock())
    if dry:
        return Copied(backend.name, str(target), settings.database_path.stat().st_size, removed=_too_many(target.parent, keep - 1))
    copy(settings.database_path, target)
    removed = prune(target.parent, keep) if keep else []
    return Copied(backend.name, str(target), target.stat().st_size, revision_of(target), tuple(str(one) for one in removed))


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Nobody decides or delivers meanwhile. Raises NurtureError where somebody does."""
    backend = backend_of(settings.database_url)
    backend.be_alone()
    try:
        yield
    finally:
        backend.close()


def _copied(settings: Settings, clock: Clock) -> Path:
    target = _target(settings, None, clock)
    copy(settings.database_path, target)
    return target


def _target(settings: Settings, to: Path | None, clock: Clock) -> Path:
    """Where the copy goes. Raises NurtureError for a file that is there: nothing is written over."""
    place = settings.state / BACKUPS if to is None else to.expanduser().absolute()
    target = place if place.suffix == ".db" and not place.is_dir() else free_name(place, clock.now())
    if not target.parent.is_dir() and to is not None and place is target:
        raise NurtureError("folder-missing", folder=target.parent)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise NurtureError("copy-is-there", file=target)
    return target


def _too_many(folder: Path, keep: int) -> tuple[str, ...]:
    return tuple(str(one) for one in copies_in(folder)[keep:]) if keep >= 0 else ()
