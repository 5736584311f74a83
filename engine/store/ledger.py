"""The ledger: everything that happened to a subject, kept in the order it was written."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, func, insert, select

from engine.domain.events import Event, Props
from engine.store.hot import Hot, Tx, given, numbered_alone
from engine.store.schema import events

_props_decoder = msgspec.json.Decoder(dict[str, Any])
_encode = msgspec.json.Encoder(order="deterministic").encode

EVENT_COLUMNS = (
    events.c.seq,
    events.c.source,
    events.c.id,
    events.c.type,
    events.c.subject,
    events.c.at,
    events.c.received,
    events.c.props,
    events.c.live,
)
_NAMES = tuple(column.name for column in EVENT_COLUMNS)

_LAST = Hot(select(func.max(events.c.seq)))
_APPEND = Hot(insert(events).values(given(*_NAMES)), *_NAMES)
_OF_SUBJECT = Hot(select(*EVENT_COLUMNS).where(events.c.subject == bindparam("subject")).order_by(events.c.seq), "subject")


def append(tx: Tx, news: Sequence[Event]) -> range:
    """Writes the events down; their numbers in the ledger, one each and in order."""
    if not news:
        return range(0)
    numbered_alone(tx)
    row = _LAST.first(tx)
    first = int((row[0] if row else 0) or 0) + 1
    _APPEND.many(tx, [_row(seq, event) for seq, event in enumerate(news, first)])
    return range(first, first + len(news))


def of_subject(tx: Tx, subject: str) -> list[tuple[int, Event]]:
    """All that happened to the subject, with its numbers, in the order of writing."""
    return [(row.seq, event_of(row)) for row in _OF_SUBJECT.all(tx, subject)]


def of_person(tx: Tx, ids: Iterable[str]) -> list[tuple[int, Event]]:
    """All that happened to these subjects, who are one person; what one of them passed on to another stands there once."""
    happened = sorted((pair for id_ in ids for pair in of_subject(tx, id_)), key=lambda pair: pair[0])
    return list({(event.source, event.id): (seq, event) for seq, event in happened}.values())


def event_of(row: Row[Any]) -> Event:
    """The event of a row that holds `EVENT_COLUMNS` first."""
    _, source, id_, type_, subject, at, received, props, live = tuple(row)[:9]
    return Event(
        source=source,
        id=id_,
        type=type_,
        subject=subject,
        at=at,
        received=received,
        props=read_props(props),
        live=bool(live),
    )


def read_props(text: str) -> Props:
    return {} if text == "{}" else _props_decoder.decode(text)


def _row(seq: int, event: Event) -> tuple[Any, ...]:
    return (
        seq,
        event.source,
        event.id,
        event.type,
        event.subject,
        event.at,
        event.received,
        _encode(event.props).decode() if event.props else "{}",
        int(event.live),
    )
