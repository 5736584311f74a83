"""What the database says of itself."""

from dataclasses import dataclass
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from engine.domain.documents import LEAD
from engine.domain.instants import Instant
from engine.store import queue
from engine.store.control import read as read_control
from engine.store.hot import Tx
from engine.store.schema import events, inbox, messages, stumbles, subjects
from engine.store.sqlite import make_engine
from engine.store.stumbles import known

FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""SQLite releases that carry the repair of the write-ahead log; each holds for its own line, the last for all newer ones.

Source: sqlite.org, release notes of 3.51.3.
"""


@dataclass(frozen=True, slots=True)
class Health:
    """Counts of rows; aside: leads set aside after failing five times; doubtful: mails nobody knows about."""

    mode: str
    stopped: bool
    program: str
    leads: int
    events: int
    waiting: int
    aside: int
    doubtful: int
    sound: str
    halted: str = ""
    """Why the engine has stopped marketing mails by itself, such as `bounces:12/150`."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A lead whose decision failed again and again: its events wait, the others go on."""

    lead: str
    reason: str
    at: Instant


def asides(tx: Tx) -> tuple[Aside, ...]:
    """Those that were set aside, the oldest first."""
    return tuple(Aside(one.subject, one.reason, one.at) for one in known(tx) if one.aside)


def count_of_reviews(tx: Tx) -> int:
    """Pairs of leads that may be one person, and that nobody has looked at yet."""
    return queue.count(tx)


def sqlite_version() -> str:
    """Of the library that the store uses."""
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/version.db", "BEGIN")
        try:
            with engine.connect() as tx:
                return str(tx.exec_driver_sql("SELECT sqlite_version()").scalar_one())
        finally:
            engine.dispose()


def has_log_bug(version: str) -> bool:
    """Whether that SQLite may damage a database in write-ahead mode."""
    parts = tuple(int(part) for part in version.split(".")[:3])
    if parts >= FIXED[-1]:
        return False
    return not any(parts[:2] == repaired[:2] and parts >= repaired for repaired in FIXED)


def health(tx: Tx) -> Health:
    """Read in one snapshot. sound: `ok`, or what SQLite's quick check found first."""
    control = read_control(tx)
    # PostgreSQL looks after its own pages, by checksums.
    sound = str(tx.exec_driver_sql("PRAGMA quick_check(1)").scalar()) if tx.dialect.name == "sqlite" else "ok"
    counts = [
        tx.execute(select(func.count()).select_from(table).where(*where)).scalar_one()
        for table, where in (
            (subjects, (subjects.c.kind == LEAD,)),
            (events, ()),
            (inbox, (inbox.c.aside == 0,)),
            (stumbles, (stumbles.c.aside == 1,)),
            (messages, (messages.c.state == "doubtful",)),
        )
    ]
    leads, happened, waiting, aside, doubtful = counts
    return Health(
        mode=control.mode,
        stopped=control.stopped,
        program=control.program,
        leads=leads,
        events=happened,
        waiting=waiting,
        aside=aside,
        doubtful=doubtful,
        sound=sound,
        halted=control.halted,
    )
