"""The limit: gather, compute, executemany, written for this one purpose on the bare driver."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import count, islice
from typing import Any

import msgspec
from pysqlite3 import dbapi2

from benchmarks.race import Contender

SCHEMA = """
create table events (source text, id text, lead text, type text, at integer, props text, primary key (source, id))
    without rowid;
create table leads (id text primary key, version integer, due integer, document text) without rowid;
create table runs (lead text, run text, step text, since integer, primary key (lead, run)) without rowid;
create table outbox (lead text, key text, template text, opens integer, closes integer, primary key (lead, key))
    without rowid;
create index leads_due on leads (due);
"""
RECEIVE = "insert into events values (?, ?, ?, ?, ?, ?) on conflict do nothing"
LEADS = "select id, version, document from leads where id in (select value from json_each(?))"
RUNS = "select lead, step from runs where run = 'r' and lead in (select value from json_each(?))"
MOVE = "update leads set version = ?, due = ?, document = ? where id = ? and version = ?"
STAND = "insert into runs values (?, ?, ?, ?) on conflict do update set step = excluded.step, since = excluded.since"
SEND = "insert into outbox values (?, ?, ?, ?, ?)"


class Document(msgspec.Struct):
    """As much of a lead as a step needs."""

    score: int = 0
    step: int = 0
    seen: list[int] = []


encode = msgspec.json.encode
decode = msgspec.json.Decoder(Document).decode


@contextmanager
def by_hand(url: str, *, leads: int, batch: int) -> Iterator[Contender]:
    with closing(dbapi2.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as database:
        database.execute("pragma journal_mode=wal")
        database.execute("pragma synchronous=full")
        database.executescript(SCHEMA)
        empty = encode(Document()).decode()
        database.executemany("insert into leads values (?, 1, 0, ?)", [(f"lead-{n}", empty) for n in range(leads)])
        numbers = count()

        def lap() -> int:
            return step(database, [(number, f"lead-{number % leads}") for number in islice(numbers, batch)])

        yield Contender("bare SQLite driver, by hand", "limit", lap)


def step(database: Any, taken: Sequence[tuple[int, str]]) -> int:
    """One commit for all of these (number of the event, lead)."""
    wanted = json.dumps([lead for _, lead in taken])
    database.execute("begin immediate")
    rows = [("web", f"e{number}", lead, "download", number, '{"asset":"wp"}') for number, lead in taken]
    database.executemany(RECEIVE, rows)
    leads = {lead: (version, decode(text)) for lead, version, text in database.execute(LEADS, (wanted,))}
    runs = dict(database.execute(RUNS, (wanted,)).fetchall())
    states = [moved(number, lead, *leads[lead]) for number, lead in taken]
    database.executemany(MOVE, states)
    database.executemany(STAND, [standing(number, lead, runs) for number, lead in taken])
    database.executemany(SEND, [(lead, f"mail-{n}", "wp-thanks", n, n + 86_400) for n, lead in taken])
    database.execute("commit")
    return len(taken)


def moved(number: int, lead: str, version: int, document: Document) -> tuple[int, int, str, str, int]:
    document.score += 20
    document.step += 1
    document.seen = [*document.seen[-9:], number]
    return version + 1, number + 1_000, encode(document).decode(), lead, version


def standing(number: int, lead: str, runs: Mapping[str, str]) -> tuple[str, str, str, int]:
    return lead, "r", "thanks" if lead not in runs else "case", number
