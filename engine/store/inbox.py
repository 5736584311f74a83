"""The inbox: events of the ledger that no decision has seen yet, in order. It is how everyone speaks to a subject."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec import structs
from sqlalchemy import ColumnElement, bindparam, delete, func, insert, literal_column, select, update

from engine.domain.documents import LEAD, kind_of
from engine.domain.erased import is_erased
from engine.domain.events import ASKS, ENGINE, Event
from engine.store.database import WORK_BELL, ring
from engine.store.hot import Hot, Tx, given
from engine.store.ledger import EVENT_COLUMNS, append, event_of, of_subject
from engine.store.schema import events, inbox, part_of, receipts, subjects
from engine.store.words import among


class Taken(NamedTuple):
    """seq: the event's number in the ledger and in the inbox."""

    seq: int
    event: Event


READY: ColumnElement[int] = literal_column("0")

NOBODY_ELSE: Mapping[tuple[str, str], str] = {}

_json = msgspec.json.Encoder()

_RECEIPTS = Hot(
    select(receipts.c.id, receipts.c.subject).where(receipts.c.source == bindparam("source"), among(receipts.c.id, "ids")),
    "source",
    "ids",
)
_ACKNOWLEDGE = Hot(insert(receipts).values(given("source", "id", "subject")), "source", "id", "subject")
_WAITS = ("seq", "subject", "part", "letter", "other", "asker")
_PUT = Hot(insert(inbox).values(given(*_WAITS)), *_WAITS)
_READY = (
    select(*EVENT_COLUMNS)
    .select_from(inbox.join(events, events.c.seq == inbox.c.seq))
    .where(inbox.c.aside == READY, inbox.c.seq > bindparam("after"))
    .order_by(inbox.c.seq)
    .limit(bindparam("limit"))
)
_TAKE = Hot(_READY, "after", "limit")
_TAKE_OTHERS = Hot(_READY.where(~among(inbox.c.subject, "subjects")), "after", "limit", "subjects")
_TAKE_OF = Hot(_READY.where(inbox.c.subject == bindparam("of")), "after", "limit", "of")
_PENDING = Hot(select(inbox.c.seq).where(inbox.c.subject == bindparam("subject")), "subject")
_REMOVE = Hot(delete(inbox).where(inbox.c.seq == bindparam("key")), "key")
_ASIDE = Hot(update(inbox).where(inbox.c.subject == bindparam("key")).values(given("aside")), "aside", "key")
_DEPTH = Hot(select(func.count()).select_from(inbox).where(inbox.c.aside == READY))


_STRANGERS = Hot(
    select(inbox.c.subject).where(inbox.c.subject.not_in(select(subjects.c.id))).distinct().order_by(inbox.c.subject),
)


def strangers(tx: Tx) -> list[str]:
    """Leads of whom nothing was decided yet, though something waits."""
    return [row.subject for row in _STRANGERS.all(tx) if kind_of(row.subject) == LEAD]


def receipts_of(tx: Tx, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Which of these (source, id) were taken before, and for whom."""
    by_source: dict[str, list[str]] = defaultdict(list)
    for source, id_ in pairs:
        by_source[source].append(id_)
    return {(source, row.id): row.subject for source, ids in by_source.items() for row in _RECEIPTS.all(tx, source, json_list(ids))}


def acknowledge(tx: Tx, news: Sequence[Event], came: Mapping[tuple[str, str], str] = NOBODY_ELSE) -> None:
    """From now on these (source, id) count as taken, for ever. came: those that came under a lead's name that is another one by now."""
    _ACKNOWLEDGE.many(
        tx, sorted((event.source, event.id, came.get((event.source, event.id), event.subject)) for event in news)
    )


def post(tx: Tx, news: Sequence[Event]) -> range:
    """Into the ledger and the inbox, in this order; their numbers. What is for somebody who was erased is for nobody."""
    news = [event for event in news if not is_erased(event.subject)]
    numbers = append(tx, news)
    _PUT.many(tx, [_waiting(seq, event) for seq, event in zip(numbers, news, strict=True)])
    if news:
        ring(tx, WORK_BELL)
    return numbers


def take(tx: Tx, after: int, limit: int, without: Collection[str] = ()) -> list[Taken]:
    """The next events in order, beginning behind number `after`, passing over the subjects in `without`."""
    rows = _TAKE_OTHERS.all(tx, after, limit, json_list(without)) if without else _TAKE.all(tx, after, limit)
    return [Taken(row.seq, event_of(row)) for row in rows]


def take_of(tx: Tx, subject: str, limit: int) -> list[Taken]:
    """The next events of one subject."""
    return [Taken(row.seq, event_of(row)) for row in _TAKE_OF.all(tx, 0, limit, subject)]


def pending(tx: Tx, subject: str) -> set[int]:
    """Numbers of the subject's events that no decision has seen yet."""
    return {row.seq for row in _PENDING.all(tx, subject)}


def decided(tx: Tx, ids: Collection[str]) -> list[Event]:
    """What was decided about these subjects, who are one, so far; each under the one it came to. What still waits has not happened yet.

    An event that one of them passed on waits at another: it happens when it is taken there, and not where it came first.
    """
    happened = [pair for id_ in ids for pair in of_subject(tx, id_)]
    waiting = {seq for id_ in ids for seq in pending(tx, id_)}
    later = {(event.source, event.id) for seq, event in happened if seq in waiting}
    found = [event for _, event in happened if (event.source, event.id) not in later]
    return _as_they_came(tx, found) if len(ids) > 1 else found


def _as_they_came(tx: Tx, happened: list[Event]) -> list[Event]:
    """A key that one brought is another's since; whose it was stands in the receipt."""
    came = receipts_of(tx, ((event.source, event.id) for event in happened if event.source != ENGINE))
    return [structs.replace(event, subject=came.get((event.source, event.id), event.subject)) for event in happened]


def remove(tx: Tx, numbers: Sequence[int]) -> int:
    """Decided: they stay in the ledger only. How many there were: fewer where somebody has taken them away meanwhile."""
    return _REMOVE.many(tx, [(seq,) for seq in numbers])


def set_aside(tx: Tx, subject: str) -> None:
    """Its events keep their order and wait for a person."""
    _ASIDE.run(tx, 1, subject)


def take_back(tx: Tx, subject: str) -> None:
    """What was set aside is taken again, in its old order."""
    _ASIDE.run(tx, 0, subject)
    ring(tx, WORK_BELL)


def depth(tx: Tx) -> int:
    """How many events wait."""
    row = _DEPTH.first(tx)
    return int(row[0]) if row else 0


def _waiting(seq: int, event: Event) -> tuple[int, str, int, int, int, str]:
    """Its row. asker: the lead that does nothing else until the question is answered."""
    asker = str(event.props.get("lead", "")) if event.type in ASKS else ""
    is_letter, is_other = event.source == ENGINE, kind_of(event.subject) != LEAD
    return (seq, event.subject, part_of(event.subject), int(is_letter), int(is_other), asker)


def json_list(values: Iterable[str]) -> str:
    """A set read's argument."""
    return _json.encode(list(values)).decode()
