"""Everything of one kind, page by page, for those who take it elsewhere: leads, events, mails, handoffs."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Table, and_, bindparam, or_, select

from engine.domain.events import Event
from engine.domain.instants import Instant
from engine.domain.subjects import Lead, read_lead
from engine.store.hot import Hot, Tx
from engine.store.inbox import json_list
from engine.store.ledger import EVENT_COLUMNS, event_of
from engine.store.schema import events, handoffs, keys, messages, subjects
from engine.store.words import among

PAGE = 500
_s, _e = subjects.c, events.c
_LEADS = Hot(
    select(_s.id, _s.document).where(_s.kind == "lead", _s.id > bindparam("after")).order_by(_s.id).limit(PAGE),
    "after",
)
_EVENTS = Hot(
    select(*EVENT_COLUMNS).where(_e.seq > bindparam("after"), _e.received >= bindparam("since")).order_by(_e.seq).limit(PAGE),
    *("after", "since"),
)
_KEYS = Hot(
    select(keys.c.kind, keys.c.value, keys.c.lead).where(among(keys.c.lead, "leads")).order_by(keys.c.kind, keys.c.value),
    "leads",
)
MAIL = ("id", "lead", "kind", "scenario", "step", "template", "target", "topic", "state", "reason", "decided_at", "fenced_at", "settled_at")
HANDOFF = ("id", "lead", "team", "member", "scenario", "step", "because", "state", "reason", "raised_at", "accept_by", "closed_at")
MOMENTS = frozenset({"decided_at", "fenced_at", "settled_at", "raised_at", "accept_by", "closed_at"})


class Known(NamedTuple):
    """A lead and the keys it is known by, kind to values."""

    lead: Lead
    keys: dict[str, list[str]]


def leads(tx: Tx) -> Iterator[Known]:
    """Everybody who was decided on, by id."""
    after = ""
    while rows := _LEADS.all(tx, after):
        known = keys_of(tx, [row.id for row in rows])
        for row in rows:
            yield Known(read_lead(row.document), known[row.id])
        after = rows[-1].id


def keys_of(tx: Tx, ids: list[str]) -> dict[str, dict[str, list[str]]]:
    """Of each lead what others call it by; its own id is none of it."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for row in _KEYS.all(tx, json_list(ids)):
        # What a rule makes of several attributes is no key that a door could show.
        if row.kind != "lead" and "+" not in row.kind:
            found[row.lead].setdefault(row.kind, []).append(row.value)
    return found


def happened(tx: Tx, since: Instant) -> Iterator[tuple[Event, dict[str, list[str]]]]:
    """Every event received since then, with the keys of its lead, in the order of the ledger."""
    after = 0
    while rows := _EVENTS.all(tx, after, since):
        found = [event_of(row) for row in rows]
        known = keys_of(tx, sorted({one.subject for one in found}))
        for one in found:
            yield one, known.get(one.subject, {})
        after = rows[-1].seq


def rows_of(tx: Tx, kind: str, since: Instant) -> Iterator[dict[str, Any]]:
    """The mails or the handoffs that came up since then, by id."""
    table, names, moment = (messages, MAIL, "decided_at") if kind == "mails" else (handoffs, HANDOFF, "raised_at")
    statement = _page(table, names, moment)
    after, of = "", ""
    while rows := statement.all(tx, since, of, of, after):
        for row in rows:
            yield dict(zip(names, row, strict=True))
        of, after = rows[-1].lead, rows[-1].id


def _page(table: Table, names: tuple[str, ...], moment: str) -> Hot:
    c = table.c
    behind = or_(c.lead > bindparam("of"), and_(c.lead == bindparam("same"), c.id > bindparam("after")))
    return Hot(
        select(*(c[name] for name in names)).where(c[moment] >= bindparam("since"), behind).order_by(c.lead, c.id).limit(PAGE),
        *("since", "of", "same", "after"),
    )


def names_of(tx: Tx) -> tuple[list[str], list[str]]:
    """All kinds of keys and all attributes that any lead has: the columns of a table of all."""
    kinds: dict[str, None] = {}
    attributes: dict[str, None] = {}
    for lead, known in leads(tx):
        kinds |= dict.fromkeys(known)
        attributes |= dict.fromkeys(lead.facts.attributes)
    return sorted(kinds), sorted(attributes)
