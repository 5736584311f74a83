"""How fast a domain is mailed: so many a minute, evenly. What it stands at is kept in the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.domain.instants import MINUTE, SECOND, Instant

ANY = "*"

BURST = SECOND
"""So much of the pace may be made up for at once."""


@dataclass(slots=True)
class Pace:
    """rates: mails a minute by domain; `*` for each domain that is not named; others are not slowed."""

    rates: Mapping[str, int]
    next_free: dict[str, Instant] = field(default_factory=dict)
    promised: dict[str, Instant] = field(default_factory=dict)

    def slot(self, address: str, now: Instant) -> Instant:
        """When a mail to that address may leave: now, or a moment at which it should ask again.

        Those who wait are promised moments one after the other, so that they do not all come back for one free place.
        """
        domain = domain_of(address)
        rate = self.rates.get(domain, self.rates.get(ANY, 0))
        if not rate:
            return now
        free = self.next_free.get(domain, 0)
        if free <= now:
            self.next_free[domain] = max(free, now - BURST) + MINUTE // rate
            return now
        slot = max(self.promised.get(domain, 0), free)
        self.promised[domain] = slot + MINUTE // rate
        return slot


def domain_of(address: str) -> str:
    """What stands behind the sign, in small letters."""
    return address.rpartition("@")[2].lower()
