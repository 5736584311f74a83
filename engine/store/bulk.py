"""Many new events at once, as rows: what the inbox, the ledger, the receipts and the keys get of them is what one by one would give."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select

from engine.store import people
from engine.store.database import WORK_BELL, ring
from engine.store.hot import Hot, Tx, given, numbered_alone
from engine.store.ledger import EVENT_COLUMNS
from engine.store.schema import events, inbox, part_of, receipts

_NAMES = tuple(column.name for column in EVENT_COLUMNS)
_WAITS = ("seq", "subject", "part", "letter", "other", "asker")
_LAST = Hot(select(func.max(events.c.seq)))
_EVENTS = Hot(insert(events).values(given(*_NAMES)), *_NAMES)
_INBOX = Hot(insert(inbox).values(given(*_WAITS)), *_WAITS)
_RECEIPTS = Hot(insert(receipts).values(given("source", "id", "subject")), "source", "id", "subject")


class Fresh(NamedTuple):
    """An event nobody has seen yet, its fields as text."""

    source: str
    id: str
    type: str
    subject: str
    at: int
    props: str
    live: int


def write(tx: Tx, news: Sequence[Fresh], claims: Sequence[tuple[str, str, str]], first: int) -> None:
    """All of leads, from outside, asking nothing. claims: (kind, value, lead) of keys nobody has; first: the first receipt's moment."""
    people.claim(tx, claims)
    _RECEIPTS.many(tx, sorted([(one.source, one.id, one.subject) for one in news]))
    numbered_alone(tx)
    row = _LAST.first(tx)
    seq = int((row[0] if row else 0) or 0) + 1
    rows: list[tuple[Any, ...]] = []
    for place, (source, id_, type_, subject, at, props, live) in enumerate(news):
        received = first + place
        rows.append((seq + place, source, id_, type_, subject, min(at or received, received), received, props, live))
    _EVENTS.many(tx, rows)
    _INBOX.many(tx, [(row[0], row[4], part_of(row[4]), 0, 0, "") for row in rows])
    if rows:
        ring(tx, WORK_BELL)
