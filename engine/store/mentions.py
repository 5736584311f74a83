"""The last look: every text of every table is searched for what the person was known by, and what is found is taken out.

It finds what no fate names: letters to accounts and teams, their documents and journals, what somebody wrote about an address.
An id may be any short text, such as `7`: it counts only where a document says that a lead is meant, or between slashes of an event's id.
An address, and an id that is long enough to be nothing else, are found wherever they stand. Reading locks nobody; each row is written by
itself. What the workspace itself says (programs, templates) is its own: who stands there is a colleague.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import String, Table, and_, delete, or_, select, update

from engine.domain.events import ENGINE
from engine.store.erasing import Person
from engine.store.hot import Tx
from engine.store.outbox import TAKEOVER
from engine.store.schema import arrivals, events, inbox, messages, metadata, subjects
from engine.store.states import State

GONE = "erased"
"""What stands in the place of an address."""

SHORTEST = 5
"""Characters of a key that is searched for inside of other text: a shorter one stands everywhere."""

LONG = 16
"""Characters of an id that can be nothing else."""

_LETTER = {"lead", "number"}
"""What stays of a letter that the lead wrote: whose it was, under its new name."""

_MEANT = frozenset({"lead", "into", "from", "through", "merged", "asker"})
"""Where a document says that a lead is meant."""

_SHOWN_BY_ID = frozenset({"people"})
"""Where the names in a document are those of leads."""

_OWN = frozenset({"programs", "templates", "control", "erasures", "erasure_keys", "parts", "workers", "alerts"})
"""Tables that are the workspace's or the machine's own."""


class Mention(NamedTuple):
    """A row that names the person. key: its own; row: as it stands there; changed: the columns that must change."""

    table: Table
    key: dict[str, Any]
    row: Mapping[str, Any]
    changed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """What is searched for, and what stands there afterwards."""

    person: Person

    @property
    def words(self) -> list[str]:
        """Everything that is found wherever it stands."""
        return [one for one in (*self.person.addresses, *self.person.values) if len(one) >= SHORTEST]

    def text(self, text: str) -> str:
        """Any text without the person."""
        for word in self.words:
            text = text.replace(word, GONE)
        for id_ in self.person.ids:
            if len(id_) >= LONG:
                text = text.replace(id_, self.person.named(id_))
        return text

    def value(self, value: Any, under: str = "") -> Any:
        """The same for what stands in a document. under: the name it has there."""
        match value:
            case str() if under in _MEANT and value in self.person.ids:
                return self.person.named(value)
            case str():
                return self.text(value)
            case list():
                return [self.value(one, under) for one in value]
            case dict():
                return {self.value(name, "lead" if under in _SHOWN_BY_ID else ""): self.value(one, name) for name, one in value.items()}
            case _:
                return value

    def column(self, name: str, text: str) -> str:
        """A column, be it a document or words."""
        if text[:1] in ("{", "["):
            try:
                document = json.loads(text)
            except ValueError:
                return self.text(text)
            cleared = self.value(document)
            return text if cleared == document else json.dumps(cleared, ensure_ascii=False, separators=(",", ":"))
        if name in ("asker", "lead", "subject") and text in self.person.ids:
            return self.person.named(text)
        parts = text.split("/")
        if name == "id" and len(parts) > 1 and any(part in self.person.ids for part in parts):
            text = "/".join(self.person.named(part) if part in self.person.ids else part for part in parts)
        return self.text(text)


def find(tx: Tx, person: Person) -> Iterator[Mention]:
    """Every row of every table that still names the person."""
    for table in metadata.sorted_tables:
        yield from find_in(tx, table, person)


def find_in(tx: Tx, table: Table, person: Person) -> Iterator[Mention]:
    """The same in one table."""
    look = Look(person)
    texts = [column for column in table.c if isinstance(column.type, String)]
    sought = [*look.words, *person.ids]
    if not texts or table.name in _OWN:
        return
    named = or_(*(column.contains(word, autoescape=True) for column in texts for word in sought))
    if table is arrivals:
        # Who waits to be taken apart is refused then; a row that was changed here would become somebody else.
        named = and_(named, arrivals.c.aside == 1)
    with tx.execution_options(yield_per=500).execute(select(*table.c).where(named)) as found:
        for row in map(dict, found.mappings()):
            changed = _letter(table, row, person) or _takeover(table, row, person) or {}
            for column in texts:
                before = changed.get(column.name, row[column.name])
                after = look.column(column.name, before)
                if after != row[column.name]:
                    changed[column.name] = after
            if changed:
                yield Mention(table, {one.name: row[one.name] for one in table.primary_key}, row, changed)


def clear(tx: Tx, one: Mention) -> bool:
    """Takes it out. False where the row has changed since: the next look finds what it has become."""
    same = [one.table.c[name] == value for name, value in one.key.items()]
    same += [one.table.c[name] == one.row[name] for name in one.changed]
    if one.table is events:
        _void(tx, one)
    values: dict[str, Any] = dict(one.changed)
    if one.table is subjects:
        same.append(subjects.c.version == one.row["version"])
        values["version"] = one.row["version"] + 1
    return tx.execute(update(one.table).where(and_(*same)).values(values)).rowcount == 1


def _void(tx: Tx, one: Mention) -> None:
    """What somebody is deciding on this event just now must not be written. A letter of the lead is heard by nobody any more."""
    seq = one.row["seq"]
    waiting = tx.execute(select(inbox.c.subject).where(inbox.c.seq == seq)).first()
    if waiting is None:
        return
    tx.execute(update(subjects).where(subjects.c.id == waiting.subject).values(version=subjects.c.version + 1))
    if one.row["source"] == ENGINE:
        tx.execute(delete(inbox).where(inbox.c.seq == seq))


def _letter(table: Table, row: Mapping[str, Any], person: Person) -> dict[str, str] | None:
    """A letter that the lead wrote to its account, its team or a test of a split: nothing of what it said stays."""
    if table is not events or row["source"] != ENGINE:
        return None
    props = json.loads(row["props"])
    if props.get("lead") not in person.ids and props.get("from") not in person.ids:
        return None
    kept = {name: value for name, value in props.items() if name in _LETTER}
    return {"props": json.dumps(kept, ensure_ascii=False, separators=(",", ":"))}


def _takeover(table: Table, row: Mapping[str, Any], person: Person) -> dict[str, str] | None:
    """What a new owner was told of several: its words go, and one that has not left yet is written anew, without the person."""
    if table is not messages or row["kind"] != TAKEOVER or not json.loads(row["entry"])["people"].keys() & {*person.ids}:
        return None
    again = {"state": State.QUEUED.value} if row["state"] in (State.CLAIMED, State.FROZEN) else {}
    return {"inputs": "", "digest": "", **again}


def tables_looked_through() -> tuple[str, ...]:
    """By name."""
    return tuple(sorted(table.name for table in metadata.sorted_tables))
