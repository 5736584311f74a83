"""The horizon: raw payload that is older goes, and every fact stays what it was.

An event keeps its type, its moment and the fields that its declaration names: nothing computes with another one. So facts folded anew
are the same before and after, scores that reach further back among them, and no sum of them has to be carried over.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from engine.domain.events import Kind
from engine.domain.instants import DAY, Instant
from engine.rules.program import Program
from engine.store import retention
from engine.store.database import Store
from engine.store.retention import Kept, Part
from engine.store.writer import Priority

OWN = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Horizon:
    """raw: what was received, settled or judged before it loses its payload; proof: consents withdrawn before it go. 0: nothing does."""

    raw: Instant
    proof: Instant = 0


def horizon_of(now: Instant, *, raw_days: int, proof_days: int) -> Horizon:
    """So many days ago; 0 days for never."""
    return Horizon(now - raw_days * DAY if raw_days else 0, now - proof_days * DAY if proof_days else 0)


def parts_of(horizon: Horizon) -> dict[str, Part]:
    """What loses something, by its name in the order in which it is taken; all but events."""
    found = (*(retention.parts(horizon.raw) if horizon.raw else ()), *((retention.proof(horizon.proof),) if horizon.proof else ()))
    return {part.name: part for part in found}


def kept_by(program: Program) -> Kept:
    """What is computed with of an event of a type. The engine's own say nothing but what it needs."""

    def kept(kind: str) -> Collection[str] | None:
        known = program.events.get(kind)
        return None if kind in OWN else tuple(known.fields) if known is not None else ()

    return kept


@dataclass(slots=True)
class Tidying:
    """All of it at once, for who asks for it. rows: by table, how many lost something, or would. is_dry: nothing is written."""

    store: Store
    program: Program | None
    horizon: Horizon
    is_dry: bool = False
    rows: Counter[str] = field(default_factory=Counter)

    def tidy(self) -> dict[str, int]:
        """Raises NurtureError; the same again goes on where it ended."""
        for part in parts_of(self.horizon).values():
            self._part(part)
        if self.horizon.raw and self.program is not None:
            self._events(kept_by(self.program))
        return {name: count for name, count in self.rows.items() if count}

    def _part(self, part: Part) -> None:
        if self.is_dry:
            with self.store.read() as tx:
                self.rows[part.table.name] += retention.count(tx, part)
            return
        last: int | str | None = None
        while True:
            page = self.store.write(Priority.WORK, lambda tx, last=last: retention.take(tx, part, last))  # type: ignore[misc]
            self.rows[part.table.name] += page.changed
            if (last := page.last) is None:
                return

    def _events(self, kept: Kept) -> None:
        last: int | None = 0
        while last is not None:
            with self.store.read() as tx:
                page = retention.old_events(tx, last, self.horizon.raw, kept)
            if page.changed and not self.is_dry:
                self.store.write(Priority.WORK, lambda tx, page=page: retention.shorten(tx, page.changed))  # type: ignore[misc]
            self.rows["events"] += len(page.changed)
            last = page.last
