"""Erasing a person, table by table, in small transactions. Each may be broken off and done again: what is done is not found any more."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, func, insert, or_, select, tuple_, update

from engine.domain.addresses import address_key
from engine.domain.erased import mark, receipt_digest
from engine.domain.events import Kind
from engine.domain.instants import Instant
from engine.store import looks
from engine.store.fates import BY_MESSAGE, PERSONAL, Fate, Skeleton, Whole, table_of
from engine.store.history import OVER, UNANSWERED
from engine.store.holds import Scope
from engine.store.hot import Tx, forbidding
from engine.store.schema import (
    addresses,
    bounces,
    events,
    handoffs,
    holds,
    inbox,
    links,
    messages,
    receipts,
    runs,
    suppression_moves,
    tasks,
)
from engine.store.states import LAW, State, Step

TOGETHER = 15
"""Rows one transaction takes: some 5 ms of the writer."""

_CODE = re.compile(r"[a-z0-9][a-z0-9._:/-]{0,63}")
"""A reason in words of ours; what a person wrote has a blank, a capital or other letters."""

_COUNTED = ("template", "scenario", "message", "what")
"""What a report counts opens and clicks by; the message's id is a number thrown by dice."""

_STOPPED = {state: LAW[state].get(Step.CANCEL) or LAW[state].get(Step.DROP) for state in State}


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to erase. ids: of the lead, and behind it of those it is too; values: what else it is known by; key: of the digests.

    name: what it is called from then on.
    """

    ids: tuple[str, ...]
    addresses: tuple[str, ...]
    values: tuple[str, ...]
    name: str
    key: bytes

    def named(self, id_: str) -> str:
        """What one of the ids becomes. Each has a name of its own: rows that were two stay two."""
        return self.name if id_ == self.ids[0] else f"{self.name}.{mark(self.key, id_)[:8]}"


Batch = Callable[[Tx, Person], int]
"""A part of one table's work; how many rows it touched, 0 once nothing is left."""


def batches() -> dict[str, Batch]:
    """What is to be done, table by table, in this order."""
    return {
        "holds": _holds,
        **{name: _batch(table_of(name), fate) for name, fate in PERSONAL.items()},
        "portraits": lambda tx, person: looks.forget(tx, person.ids),
        "addresses": _addresses,
        "bounces": _bounces,
        "suppression_moves": _moves,
    }


def counts(tx: Tx, person: Person) -> dict[str, int]:
    """How many rows of each table are the person's."""
    found = {name: _count(tx, table_of(name), _mine(table_of(name), fate, person)) for name, fate in PERSONAL.items()}
    mine = select(messages.c.id).where(messages.c.lead.in_(person.ids))
    found |= {name: _count(tx, table_of(name), table_of(name).c.message.in_(mine)) for name in BY_MESSAGE}
    found["receipts"] = _count(tx, receipts, receipts.c.subject.in_(person.ids))
    found["holds"] = _count(tx, holds, _held(person))
    for table in (addresses, bounces, suppression_moves):
        found[table.name] = _count(tx, table, table.c.address.in_(person.addresses))
    return {name: count for name, count in found.items() if count}


def stop(tx: Tx, person: Person, now: Instant) -> int:
    """Nothing of the person's leaves any more; what has passed the fence is out of our hands. How many messages it stopped."""
    forbidding(tx)
    stopped = 0
    for state, target in _STOPPED.items():
        if target is not None:
            values = {"state": target.value, "reason": "erased", "next_at": None, "owner": "", "lease": 0, "settled_at": now}
            found = tx.execute(update(messages).where(messages.c.lead.in_(person.ids), messages.c.state == state.value).values(values))
            stopped += found.rowcount
    return stopped


def end(tx: Tx, person: Person, now: Instant) -> int:
    """Nothing of the person is under way any more, and nobody has anything of theirs in hand. How many rows it ended."""
    ended = 0
    for table, state, still in (
        (runs, {"state": "removed", "reason": "erased", "ended_at": now}, runs.c.state.not_in(OVER)),
        (handoffs, {"state": "withdrawn", "closed_at": now}, handoffs.c.state.in_(UNANSWERED)),
        (tasks, {"state": "withdrawn", "closed_at": now}, tasks.c.state.in_(UNANSWERED)),
    ):
        ended += tx.execute(update(table).where(table.c.lead.in_(person.ids), still).values(state)).rowcount
    return ended


def on_their_way(tx: Tx, person: Person) -> list[tuple[str, Instant]]:
    """(id, end of its lease): messages that have passed the fence and of which nobody has said yet what became of them."""
    query = select(messages.c.id, messages.c.lease).where(messages.c.lead.in_(person.ids), messages.c.state == State.FENCED.value)
    return [(row.id, row.lease) for row in tx.execute(query)]


def delete_last(tx: Tx, person: Person, table: Table, by: str) -> int:
    """The rows by which the person was found."""
    return _deleted(tx, table, table.c[by].in_(person.ids))


def _batch(table: Table, fate: Whole | Skeleton) -> Batch:
    return _whole(table, fate) if isinstance(fate, Whole) else _skeleton(table, fate)


def _skeleton(table: Table, fate: Skeleton) -> Batch:
    def batch(tx: Tx, person: Person) -> int:
        rows = tx.execute(select(*table.c).where(_mine(table, fate, person)).limit(TOGETHER)).mappings().all()
        if not rows:
            return 0
        _go_along(tx, table, rows, person)
        about = _about(tx, rows) if table is events else frozenset()
        _update(tx, table, [(_key(table, row), _remains(table, fate, row, person, about)) for row in rows])
        return len(rows)

    return batch


def _go_along(tx: Tx, table: Table, rows: Sequence[Any], person: Person) -> None:
    """What hangs on these rows and does not name the lead."""
    if table is events:
        _receipts(tx, [(row["source"], row["id"]) for row in rows if row["id"]], person)
    if table is messages:
        ids = [row["id"] for row in rows]
        for name, fate in BY_MESSAGE.items():
            child = table_of(name)
            found = tx.execute(select(*child.c).where(child.c.message.in_(ids))).mappings().all()
            _update(tx, child, [(_key(child, row), _remains(child, fate, row, person)) for row in found])
        tx.execute(delete(bounces).where(bounces.c.message.in_(ids)))


def _receipts(tx: Tx, pairs: Iterable[tuple[str, str]], person: Person) -> None:
    """What was taken once is refused for ever, and nobody can read any more what it was."""
    pair = tuple_(receipts.c.source, receipts.c.id)
    own = select(receipts.c.source, receipts.c.id).where(pair.in_(list(pairs)), receipts.c.subject.in_(person.ids))
    found = [(row.source, row.id) for row in tx.execute(own)]
    if found:
        tx.execute(delete(receipts).where(pair.in_(found)))
        made = [{"source": one, "id": receipt_digest(person.key, one, id_), "subject": person.name} for one, id_ in found]
        tx.execute(insert(receipts), made)


def _about(tx: Tx, rows: Sequence[Any]) -> frozenset[str]:
    """The messages of ours these events are about: whoever reports from outside may call a message anything."""
    said = {json.loads(row["props"]).get("message") for row in rows if row["type"].startswith("mail.")}
    ids = [one for one in said if isinstance(one, str)]
    return frozenset(row.id for row in tx.execute(select(messages.c.id).where(messages.c.id.in_(ids)))) if ids else frozenset()


def _remains(table: Table, fate: Skeleton, row: Any, person: Person, about: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The columns of a row that change, and what they become. about: messages of ours that events may be about."""
    changed: dict[str, Any] = {}
    for name, one in fate.fates.items():
        match one:
            case Fate.NAMED:
                changed[name] = person.named(row[name])
            case Fate.BLANKED:
                changed[name] = str(table.c[name].server_default.arg)  # type: ignore[union-attr]
            case Fate.MARKED:
                changed[name] = mark(person.key, row[name])
            case Fate.CODED:
                changed[name] = row[name] if _CODE.fullmatch(row[name]) else ""
            case Fate.COUNTED:
                changed[name] = _counted(person, row["type"], row[name], about)
            case Fate.KEPT:
                pass
    return changed


def _counted(person: Person, type_: str, props: str, about: frozenset[str]) -> str:
    """Which mail of which scenario an event of a mail of ours is about, in words of the program; of any other event nothing."""
    said = json.loads(props) if type_.startswith("mail.") else {}
    said = said if said.get("message") in about else {}
    kept = {name: said[name] for name in _COUNTED if isinstance(said.get(name), str)}
    return json.dumps(kept | ({"key": mark(person.key, str(said["key"]))} if "key" in said else {}), ensure_ascii=False)


def _update(tx: Tx, table: Table, rows: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    if not rows:
        return
    same = [table.c[column.name] == bindparam(f"was_{column.name}") for column in table.primary_key]
    statement = update(table).where(*same).values({name: bindparam(f"is_{name}") for name in rows[0][1]})
    tx.execute(statement, [{f"was_{n}": v for n, v in key.items()} | {f"is_{n}": v for n, v in changed.items()} for key, changed in rows])


def _key(table: Table, row: Any) -> dict[str, Any]:
    return {column.name: row[column.name] for column in table.primary_key}


def _whole(table: Table, fate: Whole) -> Batch:
    return lambda tx, person: _deleted(tx, table, _mine(table, fate, person))


def _mine(table: Table, fate: Whole | Skeleton, person: Person) -> ColumnElement[bool]:
    names = fate.by if isinstance(fate, Whole) else (fate.by,)
    return or_(*(table.c[name].in_(person.ids) for name in names))


def _deleted(tx: Tx, table: Table, condition: ColumnElement[bool]) -> int:
    """Some of these rows."""
    own = list(table.primary_key)
    chosen = select(*own).where(condition).limit(TOGETHER)
    return tx.execute(delete(table).where(tuple_(*own).in_(chosen))).rowcount


def _held(person: Person) -> ColumnElement[bool]:
    mine = select(messages.c.id).where(messages.c.lead.in_(person.ids))
    on_lead = and_(holds.c.scope == Scope.LEAD.value, holds.c.name.in_(person.ids))
    return or_(on_lead, and_(holds.c.scope == Scope.MESSAGE.value, holds.c.name.in_(mine)))


def _holds(tx: Tx, person: Person) -> int:
    return _deleted(tx, holds, _held(person))


def _addresses(tx: Tx, person: Person) -> int:
    forbidding(tx)
    return _deleted(tx, addresses, addresses.c.address.in_(person.addresses))


def _bounces(tx: Tx, person: Person) -> int:
    return _deleted(tx, bounces, bounces.c.address.in_(person.addresses))


def _moves(tx: Tx, person: Person) -> int:
    chosen = select(suppression_moves.c.seq).where(suppression_moves.c.address.in_(person.addresses)).limit(TOGETHER)
    return tx.execute(update(suppression_moves).where(suppression_moves.c.seq.in_(chosen)).values(address="", because="")).rowcount


def _count(tx: Tx, table: Table, condition: ColumnElement[bool]) -> int:
    return int(tx.execute(select(func.count()).select_from(table).where(condition)).scalar_one())


def addresses_of(tx: Tx, ids: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """Every address of the person: those it is known by, and those its mails went to, as suppression writes them."""
    query = select(messages.c.target).where(messages.c.lead.in_(ids), messages.c.kind == "mail", messages.c.target != "").distinct()
    reached = [row.target for row in tx.execute(query)]
    return tuple(sorted({form for address in (*known, *reached) for form in (address, address_key(address))}))


def on_their_way_to(tx: Tx, ids: Collection[str]) -> set[str]:
    """Leads that were told that they are one of these, whose letter is not taken yet: nothing else says so until then."""
    told = (Kind.LEAD_JOINED, Kind.LEAD_MERGED)
    query = select(events.c.type, events.c.subject, events.c.props).join(inbox, inbox.c.seq == events.c.seq).where(events.c.type.in_(told))
    found: set[str] = set()
    for row in tx.execute(query):
        props = json.loads(row.props)
        if row.type == Kind.LEAD_JOINED and props.get("into") in ids:
            found.add(row.subject)
        elif row.type == Kind.LEAD_MERGED and row.subject in ids:
            found |= {props["from"], *props.get("through", ())}
    return found - {*ids}


def tokens_of(tx: Tx, ids: Sequence[str]) -> set[str]:
    """The tokens of the links in the person's mails."""
    return {row.id for row in tx.execute(select(links.c.id).where(links.c.lead.in_(ids)))}
