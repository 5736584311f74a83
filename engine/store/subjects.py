"""The documents of subjects and the moments at which time alone changes them."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from engine.domain.documents import LEAD, Subject, kind_of, read_document, write_document
from engine.domain.instants import NEVER, Instant
from engine.domain.subjects import Lead
from engine.store.hot import Hot, Tx, given
from engine.store.inbox import json_list
from engine.store.schema import part_of, subjects
from engine.store.words import among

MERGED = "merged"
"""The kind of a lead that is another one, too."""


class Held(NamedTuple):
    """A subject as it was read. version: of the row, 0 for a subject that has none yet."""

    subject: Subject
    version: int
    due: Instant

    @property
    def lead(self) -> Lead | None:
        """The subject, if it is a lead."""
        return self.subject if isinstance(self.subject, Lead) else None


class Damaged(Exception):
    """What stands in the database is no document: nothing can be decided for this subject, whose id it carries."""


class Moved(Exception):
    """Somebody else wrote this subject since it was read; what was folded on it is void."""


_COLUMNS = ("id", "part", "kind", "format", "version", "program", "due", "document")
_insert = insert(subjects).values(given(*_COLUMNS))

_READ = Hot(
    select(subjects.c.id, subjects.c.document, subjects.c.version, subjects.c.due).where(among(subjects.c.id, "ids")),
    "ids",
)
_DUE = Hot(
    select(subjects.c.id).where(subjects.c.due < bindparam("until")).order_by(subjects.c.due, subjects.c.id).limit(bindparam("limit")),
    "until",
    "limit",
)
_NEXT = Hot(select(func.min(subjects.c.due)).where(subjects.c.due.is_not(None)))
_NEXT_LEAD = Hot(
    select(subjects.c.due)
    .where(subjects.c.due.is_not(None), subjects.c.kind == LEAD)
    .order_by(subjects.c.due, subjects.c.id)
    .limit(1)
)
_BEHIND = Hot(
    select(subjects.c.id)
    .where(or_(subjects.c.program < bindparam("hash"), subjects.c.program > bindparam("hash")))
    .limit(bindparam("limit")),
    "hash",
    "limit",
)
_BEGIN = Hot(_insert.on_conflict_do_nothing(), *_COLUMNS)
_WRITE = Hot(
    # Never an insertion: a subject that was erased since it was read must not come back by a decision made on it.
    update(subjects)
    .where(subjects.c.id == bindparam("key"), subjects.c.version == bindparam("before"))
    .values(given("kind", "format", "version", "program", "due", "document")),
    *("key", "before", "kind", "format", "version", "program", "due", "document"),
)
_SLEEP = Hot(update(subjects).where(subjects.c.id == bindparam("key")).values(given("due")), "due", "key")
_ALL = Hot(
    select(subjects.c.id, subjects.c.document)
    .where(subjects.c.id > bindparam("after"), subjects.c.kind == LEAD)
    .order_by(subjects.c.id)
    .limit(bindparam("limit")),
    "after",
    "limit",
)
_OTHERS = Hot(select(subjects.c.id).where(subjects.c.kind != LEAD, subjects.c.kind != MERGED).order_by(subjects.c.id))
_COUNT = Hot(select(func.count()).select_from(subjects).where(subjects.c.kind == LEAD))


def read(tx: Tx, ids: Collection[str]) -> dict[str, Held]:
    """The subjects of these ids; those nobody has decided on yet are missing. Raises Damaged."""
    return {row.id: _held(row) for row in _READ.all(tx, json_list(ids))}


def _held(row: Any) -> Held:
    try:
        subject = read_document(row.id, row.document)
    except msgspec.DecodeError as error:
        raise Damaged(row.id) from error
    return Held(subject, row.version, NEVER if row.due is None else row.due)


def as_written(tx: Tx, id_: str) -> tuple[str, Instant | None]:
    """The text of a subject's document, readable or not, and when it is due; "" where there is none."""
    rows = _READ.all(tx, json_list([id_]))
    return (rows[0].document, rows[0].due) if rows else ("", None)


def lead(tx: Tx, id_: str) -> Lead | None:
    """The document of one lead."""
    held = read(tx, [id_]).get(id_)
    return None if held is None else held.lead


def person(tx: Tx, id_: str) -> Lead | None:
    """The document of one lead, or of the one that it is by now."""
    found, seen = lead(tx, id_), {id_}
    while found is not None and found.merged_into and found.merged_into not in seen:
        seen.add(found.merged_into)
        found = lead(tx, found.merged_into) or found
    return found


def due_before(tx: Tx, until: Instant, limit: int) -> list[str]:
    """Subjects whose time comes before `until`, the longest due first."""
    return [row.id for row in _DUE.all(tx, until, limit)]


def next_due(tx: Tx) -> Instant:
    """When time alone next changes a subject."""
    row = _NEXT.first(tx)
    return NEVER if row is None or row[0] is None else int(row[0])


def next_due_of_leads(tx: Tx) -> Instant:
    """When time alone next changes a lead."""
    row = _NEXT_LEAD.first(tx)
    return NEVER if row is None else int(row.due)


def behind(tx: Tx, program: str, limit: int) -> list[str]:
    """Subjects last decided under another program."""
    return [row.id for row in _BEHIND.all(tx, program, limit)]


def page(tx: Tx, after: str, limit: int) -> Sequence[Lead]:
    """The leads behind id `after`, by id."""
    found = (read_document(row.id, row.document) for row in _ALL.all(tx, after, limit))
    return [subject for subject in found if isinstance(subject, Lead)]


def ids_of_others(tx: Tx) -> list[str]:
    """The subjects that are no leads: accounts, teams, tests of splits."""
    return [row.id for row in _OTHERS.all(tx)]


def count(tx: Tx) -> int:
    """How many leads there are."""
    row = _COUNT.first(tx)
    return int(row[0]) if row else 0


def write(tx: Tx, rows: Sequence[tuple[Subject, int, Instant]]) -> None:
    """(subject, version it was read at, due). Raises Moved if one of them has another version by now."""
    made = sorted(_row(*row) for row in rows)
    written = _BEGIN.many(tx, [row for row in made if row[4] == 1])
    written += _WRITE.many(tx, [(row[0], row[4] - 1, *row[2:]) for row in made if row[4] != 1])
    if written != len(rows):
        raise Moved


def versions(tx: Tx, ids: Collection[str]) -> dict[str, int]:
    """Of the rows of these subjects, whatever their documents say."""
    return {row.id: row.version for row in _READ.all(tx, json_list(ids))}


def put_empty(tx: Tx, subject: Lead, version: int) -> bool:
    """Puts it in the place of a document, be that one damaged or not there. False where it has another version by now."""
    row = _row(subject, version, NEVER)
    return (_WRITE.run(tx, row[0], version, *row[2:]) if version else _BEGIN.run(tx, *row)) == 1


def put_to_sleep(tx: Tx, id_: str) -> None:
    """Time does not wake it any more."""
    _SLEEP.run(tx, None, id_)


def wake_at(tx: Tx, id_: str, due: Instant) -> None:
    """Time wakes it then."""
    _SLEEP.run(tx, None if due >= NEVER else due, id_)


def _kind(subject: Subject) -> str:
    """A lead that is another one is none of those who are counted and listed."""
    return MERGED if isinstance(subject, Lead) and subject.merged_into else kind_of(subject.id)


def _row(subject: Subject, version: int, due: Instant) -> tuple[str, int, str, int, int, str, int | None, str]:
    waking, id_ = None if due >= NEVER else due, subject.id
    return (id_, part_of(id_), _kind(subject), subject.format, version + 1, subject.program, waking, write_document(subject).decode())
