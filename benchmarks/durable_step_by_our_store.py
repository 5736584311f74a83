"""The very rows of the limit, through our store: what the writer thread and the statements built once cost by themselves."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count, islice

from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from benchmarks.durable_step_by_hand import Document, decode, encode, moved, standing
from benchmarks.race import Contender
from engine.store.database import Store, open_store
from engine.store.hot import Hot, Tx, given
from engine.store.upgrade import upgrade
from engine.store.words import among
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice

metadata = MetaData()
events = Table(
    "bench_events",
    metadata,
    Column("source", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    *(Column(name, Text) for name in ("lead", "type", "props")),
    Column("at", Integer),
    sqlite_with_rowid=False,
)
leads = Table(
    "bench_leads",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer),
    Column("due", Integer, index=True),
    Column("document", Text),
    sqlite_with_rowid=False,
)
runs = Table(
    "bench_runs",
    metadata,
    Column("lead", Text, primary_key=True),
    Column("run", Text, primary_key=True),
    Column("step", Text),
    Column("since", Integer),
    sqlite_with_rowid=False,
)
outbox = Table(
    "bench_outbox",
    metadata,
    Column("lead", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("template", Text),
    Column("opens", Integer),
    Column("closes", Integer),
    sqlite_with_rowid=False,
)
_EVENT = ("source", "id", "lead", "type", "at", "props")
_RUN = ("lead", "run", "step", "since")
_MAIL = ("lead", "key", "template", "opens", "closes")
RECEIVE = Hot(insert(events).values(given(*_EVENT)).on_conflict_do_nothing(), *_EVENT)
LEADS = Hot(select(leads.c.id, leads.c.version, leads.c.document).where(among(leads.c.id, "ids")), "ids")
RUNS = Hot(select(runs.c.lead, runs.c.step).where(runs.c.run == bindparam("one"), among(runs.c.lead, "ids")), "one", "ids")
MOVE = Hot(
    update(leads)
    .values(given("version", "due", "document"))
    .where(leads.c.id == bindparam("lead"), leads.c.version == bindparam("before")),
    *("version", "due", "document", "lead", "before"),
)
_stand = insert(runs).values(given(*_RUN))
STAND = Hot(
    _stand.on_conflict_do_update(index_elements=["lead", "run"], set_={"step": _stand.excluded.step, "since": _stand.excluded.since}),
    *_RUN,
)
SEND = Hot(insert(outbox).values(given(*_MAIL)), *_MAIL)


@contextmanager
def by_our_store(url: str, *, leads: int, batch: int) -> Iterator[Contender]:
    upgrade(url)
    with closing(open_store(url, FrozenClock(0), LoadedDice())) as store:
        store.write(Priority.WORK, lambda tx: _begin(tx, leads))
        numbers = count()

        def lap() -> int:
            return step(store, [(number, f"lead-{number % leads}") for number in islice(numbers, batch)])

        yield Contender("nurture's store, the same rows", "ours", lap)


def step(store: Store, taken: Sequence[tuple[int, str]]) -> int:
    """Reads in a snapshot, computes, and writes in one commit."""
    wanted = json.dumps([lead for _, lead in taken])
    with store.read() as tx:
        known = {lead: (version, decode(text)) for lead, version, text in LEADS.all(tx, wanted)}
        open_runs = {lead: at for lead, at in RUNS.all(tx, "r", wanted)}
    states = [moved(number, lead, *known[lead]) for number, lead in taken]
    stood = [standing(number, lead, open_runs) for number, lead in taken]

    def write(tx: Tx) -> None:
        RECEIVE.many(tx, [("web", f"e{number}", lead, "download", number, '{"asset":"wp"}') for number, lead in taken])
        MOVE.many(tx, states)
        STAND.many(tx, stood)
        SEND.many(tx, [(lead, f"mail-{n}", "wp-thanks", n, n + 86_400) for n, lead in taken])

    store.write(Priority.WORK, write)
    return len(taken)


def _begin(tx: Tx, many: int) -> None:
    metadata.create_all(tx)
    empty = encode(Document()).decode()
    tx.execute(insert(leads), [{"id": f"lead-{n}", "version": 1, "due": 0, "document": empty} for n in range(many)])
