"""What is old loses what nobody computes with any more: page by page in the order of a table's key, each page a small transaction."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, delete, exists, func, or_, select, update

from engine.domain.instants import Instant
from engine.store.consents import TRACKING_OFF, TRACKING_ON, WITHDRAWN
from engine.store.hot import Tx
from engine.store.schema import attempts, clicks, consents, events, journal, messages
from engine.store.states import State

TOGETHER = 200
"""Rows one transaction changes: some 5 ms of the writer."""

LOOKED = 1_000
"""Rows it looks at in search of them: a millisecond or two."""

Kept = Callable[[str], Collection[str] | None]
"""Type of an event -> the fields that are computed with; None for one of which all stay."""


class Part(NamedTuple):
    """Rows of one table that lose the same. changed: what the columns become; None: the rows go."""

    name: str
    table: Table
    mine: ColumnElement[bool]
    changed: Mapping[str, Any] | None

    @property
    def key(self) -> ColumnElement[Any]:
        return next(iter(self.table.primary_key))

    @property
    def counts(self) -> bool:
        """Whether the key is a number."""
        return self.key.type.python_type is int


class Page(NamedTuple):
    """last: the key of the last row looked at, None where there is none further; changed: how many rows lost something."""

    last: int | str | None
    changed: int = 0


def parts(horizon: Instant) -> tuple[Part, ...]:
    """All but events. A mail that has left keeps its digest, its address and its links: by an old mail, too, one can leave."""
    m, old = messages.c, and_(messages.c.settled_at > 0, messages.c.settled_at < horizon)
    said = or_(m.inputs != "", m.answer != "", m.reached != "", m.entry != "{}")
    empty = {"inputs": "", "answer": "", "reached": "", "entry": "{}"}
    return (
        Part("sent", messages, and_(old, m.state == State.SENT.value, said), empty),
        # One that a person may yet send again is made anew from what is known then.
        Part("failed", messages, and_(old, m.state == State.FAILED.value, said), empty | {"digest": ""}),
        Part("attempts", attempts, and_(attempts.c.at < horizon, attempts.c.answer != ""), {"answer": ""}),
        Part("clicks", clicks, and_(clicks.c.at < horizon, clicks.c.verdict != "", or_(clicks.c.agent != "", clicks.c.mark != "")), _WHO),
        Part("journal", journal, and_(journal.c.moment < horizon, journal.c.trace != "[]"), {"trace": "[]"}),
    )


_WHO = {"agent": "", "mark": ""}


def proof(before: Instant) -> Part:
    """Entries of the record of consents that were ended, and that so long ago.

    A withdrawal ends what was given, asked and withdrawn of its topic before, itself among it; one of everything ends all topics. A word on
    tracking is ended only by a later one: the newest is what forbids to record, so it stays as long as the person does.
    """
    ended = consents.alias("ended")
    words = (TRACKING_ON, TRACKING_OFF)
    topic = or_(ended.c.topic == consents.c.topic, ended.c.topic == "")
    withdrawn = and_(consents.c.act.not_in(words), ended.c.act == WITHDRAWN, topic, ended.c.seq >= consents.c.seq)
    answered = and_(consents.c.act.in_(words), ended.c.act.in_(words), ended.c.seq > consents.c.seq)
    by = and_(ended.c.lead == consents.c.lead, ended.c.at < before, or_(withdrawn, answered))
    return Part("consents", consents, and_(consents.c.at < before, exists(select(1).select_from(ended).where(by))), None)


def count(tx: Tx, part: Part) -> int:
    """How many rows are to lose something."""
    return int(tx.execute(select(func.count()).select_from(part.table).where(part.mine)).scalar_one())


def take(tx: Tx, part: Part, after: int | str | None) -> Page:
    """The next rows behind that key are looked at, and those that are old lose it. Oldest first where numbers are given in order."""
    key = part.key
    query = select(key, part.mine).order_by(key).limit(LOOKED)
    rows = tx.execute(query if after is None else query.where(key > after)).all()
    old = [row[0] for row in rows if row[1]]
    chosen = old[:TOGETHER]
    if chosen and part.changed is None:
        tx.execute(delete(part.table).where(key.in_(chosen)))
    elif chosen:
        tx.execute(update(part.table).where(key.in_(chosen)).values(dict(part.changed or {})))
    if len(old) > TOGETHER:
        return Page(chosen[-1], TOGETHER)
    return Page(rows[-1][0] if len(rows) == LOOKED else None, len(chosen))


class Old(NamedTuple):
    """Events that were looked through. last: as of a page; changed: number -> what it keeps; through: the last that was old in order."""

    last: int | None
    changed: dict[int, str]
    through: int


def old_events(tx: Tx, after: int, horizon: Instant, kept: Kept, *, ends_at_young: bool = False) -> Old:
    """The next events, and what is left of those that were received before the horizon and lose something.

    ends_at_young: numbers follow receipt, so that behind the first young one hardly anything is old, and is found later.
    """
    e = events.c
    rows = tx.execute(select(e.seq, e.type, e.props, e.received).where(e.seq > after).order_by(e.seq).limit(TOGETHER)).all()
    young = next((at for at, row in enumerate(rows) if row.received >= horizon), None) if ends_at_young else None
    looked = rows[:young]
    changed = {row.seq: left for row in looked if row.received < horizon and (left := _left(row.type, row.props, kept)) is not None}
    is_over = young is not None or len(rows) < TOGETHER
    return Old(None if is_over else rows[-1].seq, changed, looked[-1].seq if looked else after)


def _left(kind: str, props: str, kept: Kept) -> str | None:
    """What it keeps; None where that is everything."""
    fields = kept(kind)
    if fields is None or props == "{}":
        return None
    said = json.loads(props)
    left = {name: value for name, value in said.items() if name in fields}
    return None if left == said else json.dumps(left, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def shorten(tx: Tx, changed: Mapping[int, str]) -> int:
    """The events keep only that."""
    return sum(tx.execute(update(events).where(events.c.seq == seq).values(props=props)).rowcount for seq, props in changed.items())
