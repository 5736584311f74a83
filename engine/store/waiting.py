"""What waits for a decision, and how far time may pass: everywhere, or in the partitions that a worker holds.

What the leads have yet to decide bounds everybody else: a team, an account or an experiment takes nothing that is later than the first
event or moment that any lead still has before it, wherever that lead is. So it hears of all in order, however many workers there are.
"""

from collections.abc import Collection, Sequence
from typing import Any, TypeAlias

from sqlalchemy import ARRAY, ColumnElement, Integer, any_, bindparam, cast, func, literal_column, select, true

from engine.domain.events import DELIVERY
from engine.domain.instants import NEVER, Instant
from engine.store import arrivals
from engine.store import subjects as documents
from engine.store.hot import Hot, Tx
from engine.store.inbox import READY, Taken, json_list
from engine.store.ledger import EVENT_COLUMNS, event_of
from engine.store.schema import events, inbox, parts, subjects
from engine.store.words import among

Parts: TypeAlias = Sequence[int] | None
"""Partitions; None for all of them, where one process decides alone."""

_YES: ColumnElement[int] = literal_column("1")
_NO: ColumnElement[int] = literal_column("0")
_LETTERS = (inbox.c.aside == READY, inbox.c.letter == _YES, inbox.c.other == _NO)
_EVENTS = (inbox.c.aside == READY, inbox.c.letter == _NO, inbox.c.other == _NO)
_OTHERS = (inbox.c.aside == READY, inbox.c.other == _YES)
_is_lead = subjects.c.kind.in_([literal_column("'lead'"), literal_column("'merged'")])
_is_other = (subjects.c.kind != literal_column("'lead'")) & (subjects.c.kind != literal_column("'merged'"))
_is_held: ColumnElement[bool] = parts.c.part == any_(cast(bindparam("parts"), ARRAY(Integer)))
_limit: ColumnElement[int] = bindparam("limit")
_of_event = events.c.seq == inbox.c.seq


class _Read:
    """One question, asked everywhere, or of some partitions, each of which is looked into by its own index."""

    def __init__(self, everywhere: Any, within: Any, *names: str) -> None:
        self._everywhere = Hot(everywhere, *names)
        self._within = Hot(within, *names, "parts")

    def all(self, tx: Tx, held: Parts, *values: Any) -> Sequence[Any]:
        return self._everywhere.all(tx, *values) if held is None else self._within.all(tx, *values, list(held))


def _in_order(*conditions: ColumnElement[bool], names: tuple[str, ...] = ()) -> _Read:
    """Events in the order of the inbox, from behind a number on."""
    ready = (*conditions, inbox.c.seq > bindparam("after"))
    each = select(inbox.c.seq).where(inbox.c.part == parts.c.part, *ready).order_by(inbox.c.seq).limit(_limit).lateral("each")
    return _Read(
        select(*EVENT_COLUMNS).join_from(inbox, events, _of_event).where(*ready).order_by(inbox.c.seq).limit(_limit),
        select(*EVENT_COLUMNS)
        .select_from(parts)
        .join(each, true())
        .join(events, events.c.seq == each.c.seq)
        .where(_is_held)
        .order_by(each.c.seq)
        .limit(_limit),
        *("after", "limit", *names),
    )


def _when_due(kind: ColumnElement[bool]) -> _Read:
    """Subjects whose time comes before a moment, the longest due first."""
    due = (subjects.c.due < bindparam("until"), kind)
    first = select(subjects.c.id, subjects.c.due).where(subjects.c.part == parts.c.part, *due)
    each = first.order_by(subjects.c.due, subjects.c.id).limit(_limit).lateral("each")
    return _Read(
        select(subjects.c.id).where(*due).order_by(subjects.c.due, subjects.c.id).limit(_limit),
        select(each.c.id).select_from(parts).join(each, true()).where(_is_held).order_by(each.c.due, each.c.id).limit(_limit),
        *("until", "limit"),
    )


_READ_LETTERS = _in_order(*_LETTERS)
_READ_EVENTS = _in_order(*_EVENTS)
_READ_EVENTS_WITHOUT = _in_order(*_EVENTS, ~among(inbox.c.subject, "without"), names=("without",))
_LEADS_DUE, _OTHERS_DUE = _when_due(_is_lead), _when_due(_is_other)

_is_news = (events.c.live == _YES, events.c.source != literal_column(f"'{DELIVERY}'"))
_newest = select(inbox.c.subject).join_from(inbox, events, _of_event).where(*_EVENTS, *_is_news)
_NEWEST = _Read(
    _newest.order_by(inbox.c.seq.desc()).limit(_limit),
    _newest.where(inbox.c.part == any_(cast(bindparam("parts"), ARRAY(Integer)))).order_by(inbox.c.seq.desc()).limit(_limit),
    "limit",
)

_told = select(*EVENT_COLUMNS).join_from(inbox, events, _of_event).where(*_OTHERS, events.c.received <= bindparam("until"))
_in_time = (events.c.received, events.c.source, events.c.id)
_TOLD = _Read(
    _told.order_by(*_in_time).limit(_limit),
    _told.where(inbox.c.part == any_(cast(bindparam("parts"), ARRAY(Integer)))).order_by(*_in_time).limit(_limit),
    *("until", "limit"),
)
_TOLD_ONE = Hot(_told.where(inbox.c.subject == bindparam("of")).order_by(*_in_time).limit(_limit), "until", "limit", "of")
_ANY_TOLD = Hot(select(inbox.c.seq).where(*_OTHERS).limit(_YES))
_ASKING = Hot(select(inbox.c.asker).where(inbox.c.aside == READY, inbox.c.asker != literal_column("''")).distinct())
_FIRST_EVENT = Hot(
    select(events.c.received).join_from(inbox, events, _of_event).where(*_EVENTS).order_by(inbox.c.seq).limit(_YES),
)
_FIRST_LETTER = Hot(select(func.min(events.c.received)).join_from(inbox, events, _of_event).where(*_LETTERS))


def letters(tx: Tx, held: Parts, limit: int) -> list[Taken]:
    """The next letters to leads, in order."""
    return _taken(_READ_LETTERS.all(tx, held, 0, limit))


def of_leads(tx: Tx, held: Parts, after: int, limit: int, without: Collection[str] = ()) -> list[Taken]:
    """The next events of leads that are no letters, beginning behind number `after`, passing over the leads in `without`."""
    if without:
        return _taken(_READ_EVENTS_WITHOUT.all(tx, held, after, limit, json_list(without)))
    return _taken(_READ_EVENTS.all(tx, held, after, limit))


def newest(tx: Tx, held: Parts, limit: int) -> list[str]:
    """The leads of the newest events that are news, the very newest first; what became of a mail is none."""
    return list(dict.fromkeys(row.subject for row in _NEWEST.all(tx, held, limit)))


def of_others(tx: Tx, held: Parts, until: Instant, limit: int) -> list[Taken]:
    """What those who are no leads are told up to a moment, in the order of receipt: who wrote it first is heard first."""
    return _taken(_TOLD.all(tx, held, until, limit))


def of_other(tx: Tx, id_: str, until: Instant, limit: int) -> list[Taken]:
    """The same of one of them."""
    return _taken(_TOLD_ONE.all(tx, until, limit, id_))


def is_anything_told(tx: Tx) -> bool:
    """Whether anything waits for those who are no leads."""
    return _ANY_TOLD.first(tx) is not None


def asking(tx: Tx) -> set[str]:
    """Leads whose question is not answered yet: until then they take nothing but letters."""
    return {row.asker for row in _ASKING.all(tx)}


def decided_up_to(tx: Tx) -> Instant:
    """The first moment that any lead has yet to decide about; what was decided but is not committed counts as not decided."""
    first, letter = _FIRST_EVENT.first(tx), _FIRST_LETTER.first(tx)
    waiting: list[Instant] = [row[0] for row in (first, letter) if row is not None and row[0] is not None]
    return min([arrivals.oldest(tx) or NEVER, documents.next_due_of_leads(tx), *waiting])


def leads_due(tx: Tx, held: Parts, until: Instant, limit: int) -> list[str]:
    """Leads whose time comes before `until`, the longest due first."""
    return [row.id for row in _LEADS_DUE.all(tx, held, until, limit)]


def others_due(tx: Tx, held: Parts, until: Instant, limit: int) -> list[str]:
    """The others whose time comes before `until`."""
    return [row.id for row in _OTHERS_DUE.all(tx, held, until, limit)]


def _taken(rows: Sequence[Any]) -> list[Taken]:
    return [Taken(row.seq, event_of(row)) for row in rows]
