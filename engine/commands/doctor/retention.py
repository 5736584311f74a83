"""The horizon: who keeps it, when that was last, what it came to, and what is next."""

from collections.abc import Iterator

from engine.app import opened
from engine.commands.doctor.check import Around, Check, State
from engine.domain.errors import NurtureError
from engine.domain.instants import DAY, Instant, to_iso
from engine.settings.model import Settings
from engine.store import tidying
from engine.store.tidying import Standing
from engine.work.nights import wanted_of

LATE = 3 * DAY
"""So long after the newest run began another one should have: nights are a day apart."""


def retention(settings: Settings, around: Around) -> Iterator[Check]:
    """Nothing where no horizon is declared."""
    told = settings.retention
    zone = settings.workspace.timezone
    if not any(told.declared):
        return
    wanted = wanted_of(told, zone)
    if wanted is None:
        yield Check("good", "doctor.retention-by-hand")
        return
    found = _standing(settings)
    now = around.now()
    if found is None:
        return
    said = {"next": to_iso(wanted.hours.next(now), zone)[:16].replace("T", " ")}
    if not found.began:
        yield Check("good", "doctor.retention-first", said)
        return
    said |= {"at": to_iso(found.began, zone)[:16].replace("T", " "), "rows": f"{sum(found.rows.values()):,}"}
    said |= {"horizon": to_iso(found.raw or found.proof, zone)[:10]}
    yield Check(*_state(found, now), said)


def _state(found: Standing, now: Instant) -> tuple[State, str]:
    if now - found.began > LATE:
        return "warn", "doctor.retention-late"
    return "good", "doctor.retention-open" if found.is_open else "doctor.retention"


def _standing(settings: Settings) -> Standing | None:
    """None where the database cannot be read, which another line says."""
    if settings.database.is_file and not settings.database_path.exists():
        return None
    try:
        with opened(settings) as store, store.read() as tx:
            return tidying.read(tx)
    except NurtureError:
        return None
