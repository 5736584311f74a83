"""Subjects whose decision fails: counted, and after the last try set aside with everything needed to try again."""

from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from engine.domain.instants import NEVER, Instant
from engine.store import inbox, subjects
from engine.store.hot import Hot, Tx, given
from engine.store.schema import stumbles

MOST = 5
"""Tries before a subject is set aside."""


class Stumble(NamedTuple):
    """aside: nothing is tried until somebody takes it back. document, causes: what the decision was given, as JSON."""

    subject: str
    times: int
    reason: str
    at: Instant
    aside: bool
    document: str
    causes: str
    program: str


_FIELDS = ("subject", "times", "reason", "at", "aside", "due", "document", "causes", "program")
_insert = insert(stumbles).values(given(*_FIELDS))
_WRITE = Hot(
    _insert.on_conflict_do_update(index_elements=[stumbles.c.subject], set_={name: _insert.excluded[name] for name in _FIELDS[1:]}),
    *_FIELDS,
)
_OF = Hot(select(stumbles).where(stumbles.c.subject == bindparam("key")), "key")
_ALL = Hot(select(stumbles).order_by(stumbles.c.at, stumbles.c.subject))
_FORGET = Hot(delete(stumbles).where(stumbles.c.subject == bindparam("key")), "key")


def count(tx: Tx, subject: str, reason: str, now: Instant, program: str) -> bool:
    """One more failure. True: it was the last try, and the subject is set aside with its events and its document."""
    row = _OF.first(tx, subject)
    times = 1 if row is None else int(row.times) + 1
    document, due = subjects.as_written(tx, subject)
    is_last = times >= MOST
    causes = msgspec.json.encode(sorted(inbox.pending(tx, subject))).decode()
    _WRITE.run(tx, subject, times, reason, now, int(is_last), due, document, causes, program)
    if is_last:
        inbox.set_aside(tx, subject)
        subjects.put_to_sleep(tx, subject)
    return is_last


def take_back(tx: Tx, subject: str) -> bool:
    """Tries anew what was set aside. False: nothing was."""
    row = _OF.first(tx, subject)
    if row is None:
        return False
    _FORGET.run(tx, subject)
    inbox.take_back(tx, subject)
    subjects.wake_at(tx, subject, NEVER if row.due is None else row.due)
    return True


def forget(tx: Tx, subject: str) -> None:
    """It went well after all."""
    _FORGET.run(tx, subject)


def known(tx: Tx) -> list[Stumble]:
    """All of them, the oldest first."""
    return [_stumble(row) for row in _ALL.all(tx)]


def _stumble(row: Any) -> Stumble:
    return Stumble(
        subject=row.subject,
        times=row.times,
        reason=row.reason,
        at=row.at,
        aside=bool(row.aside),
        document=row.document,
        causes=row.causes,
        program=row.program,
    )
