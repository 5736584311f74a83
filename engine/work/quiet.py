"""What the daemon compares in its quiet moments: never while an event waits, and never for long."""

from dataclasses import dataclass

from engine.rules.program import Identity
from engine.store import arrivals, control, inbox
from engine.store.database import Store
from engine.work.following import Follower
from engine.work.programs import Programs

BEAT_SECONDS = 0.5
"""A beat of it, which comes every two seconds, takes no longer; between its steps, of some ten milliseconds each, it looks who waits."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """region: whose telephone numbers are written without a country."""

    store: Store
    programs: Programs
    region: str

    def beat(self) -> None:
        """Goes on for a moment, if nobody waits and anything is left. Raises NurtureError."""
        if self._is_quiet():
            Follower(self.store, self._identity(), self.region).follow(seconds=BEAT_SECONDS, go_on=self._is_quiet)

    def _is_quiet(self) -> bool:
        with self.store.read() as tx:
            return not inbox.take(tx, 0, 1) and not arrivals.following(tx, 1)

    def _identity(self) -> Identity:
        with self.store.read() as tx:
            hash_ = control.read(tx).program
            return self.programs.get(tx, hash_).identity if hash_ else Identity()
