"""The limit on PostgreSQL: events by COPY, states by one statement over arrays, and nothing is read. No step could do with less."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count, islice

import psycopg

from benchmarks.durable_step_by_hand import Document, encode, moved
from benchmarks.race import Contender

SCHEMA = """
create table events (source text, id text, lead text, type text, at bigint, props text, primary key (source, id));
create table leads (id text primary key, version bigint, due bigint, document text);
create table runs (lead text, run text, step text, since bigint, primary key (lead, run));
create table outbox (lead text, key text, template text, opens bigint, closes bigint, primary key (lead, key));
create index leads_due on leads (due);
"""
RECEIVE = "copy events from stdin"
MOVE = """
update leads set version = told.version, due = told.due, document = told.document
from unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[]) as told (id, version, due, document) where leads.id = told.id
"""
STAND = """
insert into runs select * from unnest(%s::text[], %s::text[], %s::text[], %s::bigint[])
on conflict (lead, run) do update set step = excluded.step, since = excluded.since
"""
SEND = "copy outbox from stdin"


@contextmanager
def by_copy(url: str, *, leads: int, batch: int) -> Iterator[Contender]:
    with closing(psycopg.connect(url)) as database:
        database.execute(SCHEMA)
        empty = encode(Document()).decode()
        with database.cursor() as cursor:
            cursor.executemany("insert into leads values (%s, 1, 0, %s)", [(f"lead-{n}", empty) for n in range(leads)])
        database.commit()
        numbers = count()

        def lap() -> int:
            return step(database, [(number, f"lead-{number % leads}") for number in islice(numbers, batch)])

        yield Contender("COPY and unnest, by hand", "limit", lap, note="reads nothing")


def step(database: psycopg.Connection, taken: Sequence[tuple[int, str]]) -> int:
    """One commit for all of these (number of the event, lead)."""
    states = [moved(number, lead, 1, Document()) for number, lead in taken]
    with database.cursor() as cursor:
        with cursor.copy(RECEIVE) as copy:
            for number, lead in taken:
                copy.write_row(("web", f"e{number}", lead, "download", number, '{"asset":"wp"}'))
        versions, dues, documents, leads, _ = zip(*states, strict=True)
        cursor.execute(MOVE, (list(leads), list(versions), list(dues), list(documents)))
        steps, since = [f"s{number}" for number, _ in taken], [number for number, _ in taken]
        cursor.execute(STAND, (list(leads), ["r"] * len(taken), steps, since))
        with cursor.copy(SEND) as copy:
            for number, lead in taken:
                copy.write_row((lead, f"mail-{number}", "wp-thanks", number, number + 86_400))
    database.commit()
    return len(taken)
