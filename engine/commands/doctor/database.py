"""The database: there, ours, sound, safe against a power cut, and in step with the clock."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.app import opened
from engine.commands.doctor.check import Around, Check
from engine.domain.errors import NurtureError
from engine.domain.instants import MINUTE, SECOND, Instant
from engine.reports.health import Health, health
from engine.reports.server import Server, server
from engine.settings.model import Settings
from engine.store import arrivals, control, programs
from engine.store.arrivals import Depth
from engine.store.hot import Tx
from engine.store.writer import Priority

OLDEST_SERVER = 140_000
SKEW = MINUTE


@dataclass(frozen=True, slots=True)
class Seen:
    """checks: what was found; is_live: whether mails leave."""

    checks: tuple[Check, ...]
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    health: Health
    server: Server | None
    files: frozenset[str]
    stamp: Instant
    now: Instant
    arrived: Depth


def database(settings: Settings, around: Around) -> Seen:
    """Everything that can be seen of it."""
    place = {"file": str(settings.database_path) if settings.database.is_file else settings.database.url}
    if settings.database.is_file and not settings.database_path.exists():
        return Seen((Check("warn", "doctor.no-database", place),))
    try:
        with opened(settings) as store:
            store.write(Priority.WORK, lambda tx: None)
            ours = around.now()
            with store.read() as tx:
                found = _Read(health(tx), server(tx), _files(tx), control.newest_stamp(tx), store.clock.now(), arrivals.depth(tx))
    except NurtureError as error:
        return Seen((Check("bad", "doctor.database", problem=error.problem),))
    checks = [*_state(found.health, place), *_arrivals(found), *_server(found.server), *_clock(found, ours)]
    return Seen((*checks, *_shared(settings, found.files)), is_live=found.health.mode == "live")


def _state(found: Health, place: dict[str, str]) -> Iterator[Check]:
    if found.sound != "ok":
        yield Check("bad", "doctor.damaged", place | {"said": found.sound})
    yield Check("good", "doctor.database", place | {"leads": f"{found.leads:,}", "events": f"{found.events:,}"})
    if not found.program:
        yield Check("warn", "doctor.nothing-deployed")
    elif found.stopped:
        yield Check("warn", "doctor.stopped")
    else:
        yield Check("good", f"doctor.{found.mode}")
    if found.aside:
        yield Check("bad", "doctor.aside", {"count": str(found.aside)})
    if found.doubtful:
        yield Check("warn", "doctor.doubtful", {"count": str(found.doubtful)})


def _arrivals(found: _Read) -> Iterator[Check]:
    """What was answered for is taken apart within a second, where an engine runs."""
    if found.arrived.aside:
        yield Check("bad", "doctor.arrivals-aside", {"count": str(found.arrived.aside)})
    if found.arrived.oldest and found.now - found.arrived.oldest > MINUTE:
        yield Check("warn", "doctor.arrivals", {"count": f"{found.arrived.events:,}"})


def _server(found: Server | None) -> Iterator[Check]:
    if found is None:
        return
    if found.version < OLDEST_SERVER:
        yield Check("bad", "doctor.postgresql-old", {"version": found.said})
    for name, is_on in (("fsync", found.fsync), ("full_page_writes", found.full_pages), ("synchronous_commit", found.synchronous)):
        if not is_on:
            yield Check("bad", "doctor.postgresql-unsafe", {"setting": name})
    if found.encoding != "UTF8":
        yield Check("bad", "doctor.postgresql-encoding", {"encoding": found.encoding})
    if found.open_tables:
        yield Check("bad", "doctor.postgresql-open", {"count": str(found.open_tables)})


def _clock(found: _Read, ours: Instant) -> Iterator[Check]:
    """Behind the newest receipt, or away from the server's clock."""
    if found.stamp > ours + SKEW:
        yield Check("bad", "doctor.clock-behind", {"seconds": str((found.stamp - ours) // SECOND)})
    elif abs(found.now - ours) > SKEW:
        yield Check("bad", "doctor.clock-skew", {"seconds": str(abs(found.now - ours) // SECOND)})


def _files(tx: Tx) -> frozenset[str]:
    """Names of the scenario files that were deployed."""
    deployed = programs.load(tx, control.read(tx).program)
    return frozenset(source.path for source in deployed.sources) if deployed is not None else frozenset()


def _shared(settings: Settings, deployed: frozenset[str]) -> Iterator[Check]:
    """Not one file that decides lies in this workspace: it is probably another's database."""
    if not deployed:
        return
    here = {file.relative_to(settings.root).as_posix() for file in settings.root.rglob("*.nurture") if file.is_file()}
    if here and not here & deployed:
        yield Check("bad", "doctor.another-workspace", {"files": ", ".join(f"`{name}`" for name in sorted(deployed)[:3])})
