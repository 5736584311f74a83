"""The engine's own stop: where too much of what left comes back, no marketing mail leaves until a person has looked."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.delivery.house import StopWhen
from engine.domain.instants import HOUR, SECOND, Instant
from engine.store import control, returns
from engine.store.database import Store
from engine.store.returns import Returns
from engine.store.writer import Priority

EVERY = 10 * SECOND
"""How often it looks."""


@dataclass(slots=True)
class Watch:
    """halted: called with the reason (`bounces:12/150`) once the engine has stopped by itself: for the log, and for alerts."""

    store: Store
    rule: StopWhen
    halted: Callable[[str], None] = lambda _: None
    _looked: Instant = 0

    def look(self) -> str:
        """The reason if it has stopped just now, else ""."""
        now = self.store.clock.now()
        if abs(now - self._looked) < EVERY:
            return ""
        self._looked = now
        with self.store.read() as tx:
            current = control.read(tx)
            if current.halted or current.stopped or current.mode == "shadow":
                return ""
            found = returns.since(tx, max(now - self.rule.hours * HOUR, current.watched_from))
        because = verdict(found, self.rule)
        if not because or not self.store.write(Priority.FENCE, lambda tx: control.halt(tx, because, now)):
            return ""
        self.halted(because)
        return because


def verdict(found: Returns, rule: StopWhen) -> str:
    """Why to stop, "" for no reason: a share that is reached, of enough mails."""
    if found.mails < rule.mails:
        return ""
    for name, count, percent in (("bounces", found.bounces, rule.bounces), ("complaints", found.complaints, rule.complaints)):
        if percent and count * 100 >= percent * found.mails:
            return f"{name}:{count}/{found.mails}"
    return ""
