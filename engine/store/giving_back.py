"""A merge taken back, in the tables: what a lead had brought, and what its runs have done since, is its own again.

Each row knows in `came` which lead brought it; what was decided while the two were one goes by the run that decided it.
"""

from collections.abc import Iterable

from sqlalchemy import Table, and_, bindparam, exists, literal, not_, or_, select, update

from engine.domain.effects import GaveBack
from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx
from engine.store.inbox import json_list
from engine.store.schema import events, handoffs, inbox, messages, part_of, receipts, runs, tasks
from engine.store.words import among, but_not


def _going_back(table: Table, key: tuple[str, ...], moment: str) -> Hot:
    """Rows that the others brought, or that a run of theirs brought about since; never beside one they have of that key already."""
    own, there = table.c, table.alias("there")
    taken = exists(select(literal(1)).where(there.c.lead == bindparam("to"), *(there.c[name] == own[name] for name in key)))
    since = and_(own.came == "", among(own.run, "runs"), own[moment] >= bindparam("since"))
    return Hot(
        update(table)
        .where(own.lead == bindparam("of"), or_(among(own.came, "ids"), since), not_(taken))
        .values(lead=bindparam("to"), came=but_not(own.came, "self")),
        *("to", "self", "of", "ids", "runs", "since"),
    )


_ROWS = (
    _going_back(messages, ("kind", "key"), "decided_at"),
    _going_back(handoffs, ("id",), "raised_at"),
    _going_back(tasks, ("id",), "opened_at"),
)
_RUNS = Hot(
    update(runs)
    .where(runs.c.lead == bindparam("of"), among(runs.c.came, "ids"))
    .values(lead=bindparam("to"), came=but_not(runs.c.came, "self")),
    *("to", "self", "of", "ids"),
)
_OVER = Hot(
    update(runs)
    .where(runs.c.lead == bindparam("of"), among(runs.c.run, "runs"))
    .values(state="stopped", reason="unmerged", since=bindparam("now"), ended_at=bindparam("now")),
    *("now", "of", "runs"),
)
_READDRESS = Hot(
    update(events)
    .where(
        events.c.subject == bindparam("of"),
        events.c.at == bindparam("happened"),
        events.c.source == bindparam("by"),
        events.c.id == bindparam("key"),
    )
    .values(subject=bindparam("to")),
    *("to", "of", "happened", "by", "key"),
)
_WAITING = Hot(
    select(inbox.c.seq)
    .select_from(
        inbox.join(events, events.c.seq == inbox.c.seq).join(
            receipts, and_(receipts.c.source == events.c.source, receipts.c.id == events.c.id)
        )
    )
    .where(inbox.c.subject == bindparam("of"), among(receipts.c.subject, "ids")),
    *("of", "ids"),
)
_MOVE_EVENT = Hot(update(events).where(events.c.seq == bindparam("key")).values(subject=bindparam("to")), "to", "key")
_MOVE_WAITING = Hot(
    update(inbox).where(inbox.c.seq == bindparam("key")).values(subject=bindparam("to"), part=bindparam("share")), "to", "share", "key"
)


def give_back(tx: Tx, ours: Iterable[str], said: GaveBack, moment: Instant) -> None:
    """ours: the leads that stay one, the one that goes on first."""
    stays, *others = ours
    theirs, ids, back = said.lead, json_list(said.with_), json_list(said.runs)
    for rows in _ROWS:
        rows.run(tx, theirs, theirs, stays, ids, back, said.since)
    _RUNS.run(tx, theirs, theirs, stays, ids)
    _OVER.run(tx, moment, stays, back)
    for lead in (stays, *others):
        _READDRESS.many(tx, [(theirs, lead, at, source, id_) for source, id_, at in said.events])
    _put_before(tx, stays, theirs, ids)


def _put_before(tx: Tx, ours: str, theirs: str, ids: str) -> None:
    """What came under their names and nobody has decided on yet is theirs to decide on."""
    waiting = [row.seq for row in _WAITING.all(tx, ours, ids)]
    _MOVE_EVENT.many(tx, [(theirs, seq) for seq in waiting])
    _MOVE_WAITING.many(tx, [(theirs, part_of(theirs), seq) for seq in waiting])
