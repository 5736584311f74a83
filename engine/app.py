"""The only wiring: which part is given to which. Everything here is small; what it joins is tested where it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.clock import SystemClock, SystemDice
from engine.domain.errors import NurtureError
from engine.rules.compile import ProgramSettings, compile_program
from engine.rules.program import MailInfo, Program
from engine.settings.load import load_settings
from engine.settings.model import Settings
from engine.settings.workspace import find_workspace
from engine.store import control
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.store.programs import Stored
from engine.store.upgrade import upgrade
from engine.work.programs import Programs
from grammar.parse import parse


def settings_at(folder: Path) -> Settings:
    """The settings of the workspace at or above a folder. Raises NurtureError."""
    return load_settings(find_workspace(folder))


def upgraded(settings: Settings) -> str:
    """Makes the database, or brings it to this version; the revision reached."""
    settings.database_path.parent.mkdir(parents=True, exist_ok=True)
    return upgrade(settings.database_url)


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The workspace's database; made on first use. Raises NurtureError where it cannot be used."""
    if not settings.database_path.exists():
        upgraded(settings)
    store = open_store(settings.database_url, SystemClock(), SystemDice())
    try:
        yield store
    finally:
        store.close()


@contextmanager
def store_at(folder: Path) -> Iterator[tuple[Settings, Store]]:
    """Both for the workspace at or above a folder."""
    settings = settings_at(folder)
    with opened(settings) as store:
        yield settings, store


def compiled(stored: Stored) -> Program:
    """The program of stored sources."""
    files = [parse(source.text, source.path).file for source in stored.sources]
    mails = {one.name: MailInfo(one.name, one.topic, one.transactional, one.digest) for one in stored.templates}
    return compile_program(files, ProgramSettings(zone=str(stored.settings.get("zone", "UTC")), mails=mails))


def current_program(tx: Tx) -> Program | None:
    """The program that decides now; None before the first deployment."""
    hash_ = control.read(tx).program
    return Programs(compiled).get(tx, hash_) if hash_ else None


def known(found: str | None, name: str) -> str:
    """The lead a person meant. Raises NurtureError where there is none."""
    if found is None:
        raise NurtureError("no-such-lead", name=name)
    return found
