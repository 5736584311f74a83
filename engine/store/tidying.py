"""How far the daemon has come with what is older than the horizon: one row, and whoever goes on with it has it locked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select, update

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, given
from engine.store.schema import tidying

_t = tidying.c
_NAMES = ("began", "ended", "raw", "proof", "part", "last", "rows", "through", "program")
_READ = Hot(select(*(_t[name] for name in _NAMES)))
_LOCK = Hot(select(*(_t[name] for name in _NAMES)).with_for_update(skip_locked=True))
_WRITE = Hot(update(tidying).values(given(*_NAMES)), *_NAMES)


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest run. began: 0 before the first; ended: 0 while it is under way; raw, proof: the horizons it goes by.

    part, last: where it stands, by the key of the last row looked at; rows: by table, how many lost something.
    through: events up to that number were looked through under that program; the next run begins behind it.
    """

    began: Instant = 0
    ended: Instant = 0
    raw: Instant = 0
    proof: Instant = 0
    part: str = ""
    last: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    through: int = 0
    program: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.began) and not self.ended


def read(tx: Tx) -> Standing:
    """As it stands in this transaction."""
    row = _READ.first(tx)
    assert row is not None, "the migration writes this row"
    return _standing(row)


def lock(tx: Tx) -> Standing | None:
    """The same for this transaction alone; None where another worker has it."""
    row = _LOCK.first(tx)
    return _standing(row) if row is not None else None


def write(tx: Tx, now: Standing) -> None:
    """Where it stands from this transaction on."""
    rows = json.dumps(dict(now.rows), sort_keys=True)
    _WRITE.run(tx, now.began, now.ended, now.raw, now.proof, now.part, now.last, rows, now.through, now.program)


def _standing(row: tuple[object, ...]) -> Standing:
    told = dict(zip(_NAMES, row, strict=True))
    return Standing(**told | {"rows": json.loads(str(told["rows"]))})  # type: ignore[arg-type]
