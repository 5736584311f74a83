"""What is old loses what nobody computes with any more; in small transactions, and the same again goes on where it ended."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, delete, exists, func, or_, select, update

from engine.domain.instants import Instant
from engine.store.consents import WITHDRAWN
from engine.store.hot import Tx
from engine.store.schema import attempts, clicks, consents, events, journal, messages
from engine.store.states import State

TOGETHER = 200
"""Rows one transaction takes: some 5 ms of the writer."""

Kept = Callable[[str], Collection[str] | None]
"""Type of an event -> the fields that are computed with; None for one of which all stay."""


class Part(NamedTuple):
    """Rows of one table that lose the same. changed: what the columns become."""

    table: Table
    mine: ColumnElement[bool]
    changed: Mapping[str, Any]


def parts(horizon: Instant) -> tuple[Part, ...]:
    """All but events. A mail that has left keeps its digest, its address and its links: by an old mail, too, one can leave."""
    m, old = messages.c, and_(messages.c.settled_at > 0, messages.c.settled_at < horizon)
    said = or_(m.inputs != "", m.answer != "", m.reached != "", m.entry != "{}")
    empty = {"inputs": "", "answer": "", "reached": "", "entry": "{}"}
    return (
        Part(messages, and_(old, m.state == State.SENT.value, said), empty),
        # One that a person may yet send again is made anew from what is known then.
        Part(messages, and_(old, m.state == State.FAILED.value, said), empty | {"digest": ""}),
        Part(attempts, and_(attempts.c.at < horizon, attempts.c.answer != ""), {"answer": ""}),
        Part(clicks, and_(clicks.c.at < horizon, clicks.c.verdict != "", or_(clicks.c.agent != "", clicks.c.mark != "")), _WHO),
        Part(journal, and_(journal.c.moment < horizon, journal.c.trace != "[]"), {"trace": "[]"}),
    )


_WHO = {"agent": "", "mark": ""}


def count(tx: Tx, part: Part) -> int:
    """How many rows are to lose something."""
    return int(tx.execute(select(func.count()).select_from(part.table).where(part.mine)).scalar_one())


def take(tx: Tx, part: Part) -> int:
    """Some of them lose it."""
    key = next(iter(part.table.primary_key))
    chosen = select(key).where(part.mine).limit(TOGETHER)
    return tx.execute(update(part.table).where(key.in_(chosen)).values(dict(part.changed))).rowcount


class Page(NamedTuple):
    """last: the number of the last event looked at, 0 where there is none further; changed: number -> what it keeps."""

    last: int
    changed: dict[int, str]


def old_events(tx: Tx, after: int, horizon: Instant, kept: Kept) -> Page:
    """The next events that were received before the horizon, and what is left of those that lose something."""
    e = events.c
    query = select(e.seq, e.type, e.props).where(e.seq > after, e.received < horizon).order_by(e.seq).limit(TOGETHER)
    rows = tx.execute(query).all()
    changed: dict[int, str] = {}
    for row in rows:
        fields = kept(row.type)
        if fields is None or row.props == "{}":
            continue
        said = json.loads(row.props)
        left = {name: value for name, value in said.items() if name in fields}
        if left != said:
            changed[row.seq] = json.dumps(left, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Page(rows[-1].seq if rows else 0, changed)


def shorten(tx: Tx, changed: Mapping[int, str]) -> int:
    """The events keep only that."""
    return sum(tx.execute(update(events).where(events.c.seq == seq).values(props=props)).rowcount for seq, props in changed.items())


def spent_proof(before: Instant) -> ColumnElement[bool]:
    """Entries of the record of consents that a withdrawal has ended, and that was so long ago."""
    ended = consents.alias("ended")
    same = and_(ended.c.lead == consents.c.lead, or_(ended.c.topic == consents.c.topic, ended.c.topic == ""))
    since = and_(ended.c.act == WITHDRAWN, ended.c.seq >= consents.c.seq, ended.c.at < before)
    return and_(consents.c.at < before, exists(select(1).select_from(ended).where(same, since)))


def count_proof(tx: Tx, before: Instant) -> int:
    return int(tx.execute(select(func.count()).select_from(consents).where(spent_proof(before))).scalar_one())


def drop_proof(tx: Tx, before: Instant) -> int:
    """Oldest last, so that what ended an entry is there as long as the entry is."""
    chosen = [row.seq for row in tx.execute(select(consents.c.seq).where(spent_proof(before)).order_by(consents.c.seq).limit(TOGETHER))]
    return tx.execute(delete(consents).where(consents.c.seq.in_(chosen))).rowcount
