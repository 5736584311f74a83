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
from engine.store.retention import Part
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


@dataclass(slots=True)
class Tidying:
    """rows: by table, how many lost something, or would. is_dry: nothing is written."""

    store: Store
    program: Program | None
    horizon: Horizon
    is_dry: bool = False
    rows: Counter[str] = field(default_factory=Counter)

    def tidy(self) -> dict[str, int]:
        """All of it. Raises NurtureError; the same again goes on where it ended."""
        if self.horizon.raw:
            for part in retention.parts(self.horizon.raw):
                self._part(part)
            if self.program is not None:
                self._events()
        if self.horizon.proof:
            self._proof()
        return {name: count for name, count in self.rows.items() if count}

    def _part(self, part: Part) -> None:
        if self.is_dry:
            with self.store.read() as tx:
                self.rows[part.table.name] += retention.count(tx, part)
            return
        while touched := self.store.write(Priority.WORK, lambda tx: retention.take(tx, part)):
            self.rows[part.table.name] += touched

    def _events(self) -> None:
        last = 0
        while True:
            with self.store.read() as tx:
                page = retention.old_events(tx, last, self.horizon.raw, self._kept)
            if not page.last:
                return
            if page.changed and not self.is_dry:
                self.store.write(Priority.WORK, lambda tx, page=page: retention.shorten(tx, page.changed))  # type: ignore[misc]
            self.rows["events"] += len(page.changed)
            last = page.last

    def _kept(self, kind: str) -> Collection[str] | None:
        """What is computed with of an event of that type. The engine's own say nothing but what it needs."""
        if kind in OWN or self.program is None:
            return None
        known = self.program.events.get(kind)
        return tuple(known.fields) if known is not None else ()

    def _proof(self) -> None:
        if self.is_dry:
            with self.store.read() as tx:
                self.rows["consents"] += retention.count_proof(tx, self.horizon.proof)
            return
        while gone := self.store.write(Priority.WORK, lambda tx: retention.drop_proof(tx, self.horizon.proof)):
            self.rows["consents"] += gone
