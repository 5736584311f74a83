"""Who was erased, as the database knows it: digests that refuse what would bring them back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sqlalchemy import bindparam, delete, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.domain.erased import digest
from engine.domain.errors import NurtureError
from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx
from engine.store.inbox import json_list
from engine.store.schema import erasure_keys, erasures
from engine.store.words import among

CHECKED = "\x1fcheck"
"""What every key is tried on."""

_ANY = Hot(select(literal_column("1")).select_from(erasures).limit(1))
_KNOWN = Hot(select(erasure_keys.c.digest, erasure_keys.c.name).where(among(erasure_keys.c.digest, "digests")), "digests")
_OF_KEY = Hot(select(erasures.c.key).where(erasures.c.name == bindparam("of")), "of")


class Log(Protocol):
    """Beside the database. key: of the digests, None where there is none."""

    def key(self) -> bytes | None: ...
    def lifted(self, name: str, at: Instant) -> None: ...


class Erasure(NamedTuple):
    """Of one person. done_at: 0 until everything is gone."""

    name: str
    asked_at: Instant
    done_at: Instant
    who: str


@dataclass(frozen=True, slots=True)
class Erased:
    """What the doors ask. With nobody erased it costs one look."""

    log: Log

    def among(self, tx: Tx, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Those of the (kind, value) that belong to somebody who was erased, and that one's name. Raises NurtureError without the key."""
        key = self.key(tx)
        if key is None or not wanted:
            return {}
        made = {digest(key, kind, value): (kind, value) for kind, value in wanted}
        return {made[row.digest]: row.name for row in _KNOWN.all(tx, json_list(made))}

    def key(self, tx: Tx) -> bytes | None:
        """The key, None where nobody was ever erased. Raises NurtureError where it is missing, or is another one."""
        if _ANY.first(tx) is None:
            return None
        key, row = self.log.key(), _OF_KEY.first(tx, "")
        if key is None:
            raise NurtureError("erasures-key-missing")
        if row is not None and row.key != digest(key, "", CHECKED):
            raise NurtureError("erasures-key-other")
        return key

    def lift(self, tx: Tx, name: str, at: Instant) -> bool:
        """The person may come back, as somebody nothing is known of. False where nothing refused them."""
        if not lift(tx, name):
            return False
        self.log.lifted(name, at)
        return True


def begin(tx: Tx, key: bytes, one: Erasure, digests: Iterable[str]) -> None:
    """From this commit on what would bring the person back is refused. Done again it changes nothing."""
    tx.execute(upsert(erasures).values(name="", key=digest(key, "", CHECKED)).on_conflict_do_nothing())
    tx.execute(upsert(erasures).values(name=one.name, asked_at=one.asked_at, who=one.who).on_conflict_do_nothing())
    for made in digests:
        tx.execute(upsert(erasure_keys).values(digest=made, name=one.name).on_conflict_do_nothing())


def done(tx: Tx, name: str, now: Instant) -> None:
    """Everything is gone."""
    tx.execute(update(erasures).where(erasures.c.name == name, erasures.c.done_at == 0).values(done_at=now))


def lift(tx: Tx, name: str) -> bool:
    """The same of a database whose log says so already."""
    return tx.execute(delete(erasure_keys).where(erasure_keys.c.name == name)).rowcount > 0


def erasure(tx: Tx, name: str) -> Erasure | None:
    """What is known of it."""
    query = select(erasures.c.name, erasures.c.asked_at, erasures.c.done_at, erasures.c.who).where(erasures.c.name == name)
    row = tx.execute(query).first()
    return None if row is None else Erasure(*row)


def names(tx: Tx) -> dict[str, Instant]:
    """Of everybody who was erased, and since when; 0 for one that was broken off."""
    query = select(erasures.c.name, erasures.c.done_at).where(erasures.c.name != "")
    return {row.name: row.done_at for row in tx.execute(query)}

