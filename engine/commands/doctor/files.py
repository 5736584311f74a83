"""The folder nurture writes to: may it, may others read it, and what was left lying there."""

import os
from collections.abc import Iterator
from pathlib import Path

from engine.commands.doctor.check import Around, Check
from engine.domain.errors import NurtureError
from engine.domain.instants import DAY, to_iso
from engine.settings.model import Settings
from engine.store.copies import copies_in
from engine.store.erasures import KEY, erasures_of
from engine.store.sqlite import SqliteFile

SECRETS = ("*.env", ".env", ".env.*", ".envrc")
LEFT = (".*.unfinished", "*.made", "*.nurture~", "*.orig", "*.rej", ".*.swp")
"""What a copy, an editor or a merge leaves behind when it is broken off."""
OLD_BACKUP = 8 * DAY


def state_folder(settings: Settings) -> Iterator[Check]:
    """Writable for us, closed to others."""
    state = settings.state
    if not state.exists():
        return
    said = {"folder": str(state)}
    if not os.access(state, os.W_OK | os.X_OK):
        yield Check("bad", "doctor.state-read-only", said)
    # A folder that is closed closes what is in it.
    if state.stat().st_mode & 0o077 and any(file.stat().st_mode & 0o077 for file in state.iterdir()):
        yield Check("warn", "doctor.state-open", said)


def secrets_files(settings: Settings) -> Iterator[Check]:
    """What holds secrets is for one pair of eyes."""
    files = {file for pattern in SECRETS for file in settings.root.glob(pattern) if file.is_file() and file.stat().st_mode & 0o077}
    for file in sorted(files):
        yield Check("bad", "doctor.secrets-open", {"file": str(file)})


def leftovers(settings: Settings) -> Iterator[Check]:
    """What something that was broken off has left."""
    places = [settings.root, settings.state, settings.state / "backups"]
    found = sorted({file.name for place in places if place.is_dir() for pattern in LEFT for file in place.glob(pattern)})
    if found:
        yield Check("warn", "doctor.leftovers", {"names": ", ".join(f"`{name}`" for name in found[:5]), "count": str(len(found))})


def spool(settings: Settings) -> Iterator[Check]:
    """People who left are not heard while nobody reads the spool."""
    waiting = [settings.state / f"unsubscribe.{part}" for part in ("spool", "reading")]
    if any(_has_text(file) for file in waiting) and not _is_running(settings):
        yield Check("bad", "doctor.spool-waits", {"file": str(waiting[0])})
    unknown = settings.state / "unsubscribe.unknown"
    if _has_text(unknown):
        yield Check("warn", "doctor.spool-unknown", {"file": str(unknown)})


def backups(settings: Settings, around: Around, *, is_live: bool) -> Iterator[Check]:
    """A copy of this week."""
    if not settings.database.is_file or not is_live:
        return
    newest = next(iter(copies_in(settings.state / "backups")), None)
    if newest is None:
        yield Check("warn", "doctor.no-backup", {"folder": str(settings.state / "backups")})
    elif (at := int(newest.stat().st_mtime * 1_000_000)) < around.now() - OLD_BACKUP:
        yield Check("warn", "doctor.backup-old", {"file": str(newest), "at": to_iso(at)[:10]})


def erasures(settings: Settings) -> Iterator[Check]:
    """Without the key nobody can tell who was erased: no door lets anybody in, and no copy is put back."""
    log = erasures_of(settings)
    try:
        is_lost = log.key() is None and any(log.read())
    except NurtureError:
        is_lost = True
    if is_lost:
        yield Check("bad", "doctor.erasures-key", {"file": str(log.folder / KEY)})


def _has_text(file: Path) -> bool:
    return file.is_file() and bool(file.read_bytes().strip())


def _is_running(settings: Settings) -> bool:
    """Whether a daemon works on the database here."""
    return SqliteFile(settings.database_url).has_daemon() if settings.database.is_file else True
