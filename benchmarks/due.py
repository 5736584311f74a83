"""A thousand leads whose time has come, among ten thousand that wait and among a million.

Finding them should take no longer, however many wait: the limit is our own store with few of them. Reading and moving them on, in one
commit, meets a thousand places on the disk among a million, and does take longer.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import create_engine

from benchmarks.house import START, House, house
from benchmarks.race import Contender, Role, Row
from benchmarks.servers import DATABASES, sqlite
from engine.domain.instants import SECOND, to_datetime
from engine.store import subjects
from engine.store.hot import Tx
from engine.store.writer import Priority

FEW, MANY = 10_000, 1_000_000
AT_ONCE = 1_000
TIMES = 10
JOBS = 500
_FILL = {
    "sqlite": "WITH RECURSIVE each (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM each WHERE n < {last})",
    "postgresql": "WITH each AS (SELECT n FROM generate_series(0, {last}) AS n)",
}
_LEADS = """
INSERT INTO subjects (id, part, kind, format, version, program, due, document)
{each}
SELECT 'lead-' || n, n % 64, 'lead', 1, 1, '', {start} + (CAST(n AS bigint) * 7919 % {all}) * 1000, '{{"id":"lead-' || n || '"}}'
FROM each
"""


@contextmanager
def line_up(kind: str, what: Callable[[House, int], int]) -> Iterator[Sequence[Contender]]:
    with ExitStack() as stack:
        roles: dict[int, Role] = {MANY: "ours", FEW: "limit"}
        contenders = []
        for number, role in roles.items():
            ours = stack.enter_context(house(stack.enter_context(DATABASES[kind]()), "event ping\n", {}))
            ours.store.write(Priority.WORK, partial(_fill, number=number))
            contenders.append(Contender(f"nurture, of {number:,} that wait", role, partial(what, ours, number)))
        yield [*contenders, stack.enter_context(by_scheduler())]


def _fill(tx: Tx, number: int) -> None:
    each = _FILL[tx.dialect.name].format(last=number - 1)
    tx.exec_driver_sql(_LEADS.format(each=each, start=START, all=number).replace("%", "%%" if tx.dialect.name == "postgresql" else "%"))
    tx.exec_driver_sql("ANALYZE")


def find(ours: House, number: int) -> int:
    """The thousand that are due longest, again and again."""
    for _ in range(TIMES):
        with ours.store.read() as tx:
            found = len(subjects.due_before(tx, START + number * 1000, AT_ONCE))
    return found * TIMES


def move(ours: House, number: int) -> int:
    """To behind the last one: so there are always as many that wait."""
    with ours.store.read() as tx:
        ids = subjects.due_before(tx, START + 10**15, AT_ONCE)
        found = subjects.read(tx, ids)
    rows = [(one.subject, one.version, one.due + number * 1000) for one in found.values()]
    ours.store.write(Priority.WORK, lambda tx: subjects.write(tx, rows))
    return len(rows)


@contextmanager
def by_scheduler() -> Iterator[Contender]:
    """A job for each lead in APScheduler's own table: what one would try first."""
    with sqlite() as url:
        engine = create_engine(url)
        store, scheduler = SQLAlchemyJobStore(engine=engine), BackgroundScheduler()
        store.start(scheduler, "default")
        for number in range(JOBS):
            when = to_datetime(START + number * SECOND)
            told = {"id": f"lead-{number}", "name": f"lead-{number}", "trigger": DateTrigger(when), "next_run_time": when}
            store.add_job(Job(scheduler, **told, **JOB))

        def lap() -> int:
            found = store.get_due_jobs(to_datetime(START + JOBS * SECOND))
            for job in found:
                store.update_job(job)
            return len(found)

        yield Contender(f"APScheduler, a job per lead, of {JOBS:,}", "peer", lap, note="found and moved, a commit for each")
        engine.dispose()


def nothing() -> None:
    """What each job would do."""


JOB = {"func": nothing, "args": (), "kwargs": {}, "executor": "default", "misfire_grace_time": None, "coalesce": True, "max_instances": 1}

ROWS = tuple(
    Row(f"{name}{short}", f"a thousand due of a million are {words}, on {title}", "a lead", aim, partial(line_up, kind, what))
    for kind, short, title in (("sqlite", "", "SQLite"), ("postgresql", "-pg", "PostgreSQL"))
    for name, words, aim, what in (("due", "found", 1.25, find), ("due-move", "read and moved on", 10.0, move))
)
