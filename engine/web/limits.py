"""How many requests a second a key and an address may bring: buckets of tokens, in the memory of this process.

Each worker counts for itself, so N workers let N times as many through. A bucket holds twice what a second brings: who was quiet may
come with more at once. An address counts only where a stranger may stand behind the request: with a key of pages, a wrong one, or none.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from math import ceil

from engine.domain.instants import SECOND, Instant

MOST = 10_000
"""Buckets that are kept; the one that was asked longest ago goes first, and is full when it comes back."""
AT_ONCE = 2
"""Seconds' worth of requests that a bucket holds."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: Instant


@dataclass(frozen=True, slots=True)
class Told:
    """allowed: whether it may pass; left: how many more may come now; seconds: until the bucket is full, or until one more may come."""

    allowed: bool
    rate: int
    left: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        """What a client is told, so that it need not find out."""
        told = {"RateLimit-Limit": str(self.rate * AT_ONCE), "RateLimit-Remaining": str(self.left), "RateLimit-Reset": str(self.seconds)}
        return told if self.allowed else told | {"Retry-After": str(self.seconds)}


@dataclass(slots=True)
class RateLimits:
    """Of one event loop."""

    _buckets: "OrderedDict[str, _Bucket]" = field(default_factory=OrderedDict)

    def take(self, name: str, rate: int, now: Instant) -> Told | None:
        """One request of whoever has that name; None where there is no limit."""
        if not rate:
            return None
        full = float(rate * AT_ONCE)
        bucket = self._buckets.pop(name, None) or _Bucket(full, now)
        # A clock that was set back gives nothing, and takes nothing.
        bucket.left = min(full, bucket.left + max(0, now - bucket.at) * rate / SECOND)
        bucket.at = now
        self._buckets[name] = bucket
        if len(self._buckets) > MOST:
            self._buckets.popitem(last=False)
        if bucket.left < 1:
            # A second brings one at least.
            return Told(False, rate, 0, 1)
        bucket.left -= 1
        return Told(True, rate, int(bucket.left), ceil((full - bucket.left) / rate))


def address_of(peer: str, headers: Mapping[str, str], proxies: Sequence[str]) -> str:
    """Who stands behind a request: the last address that none of our own proxies has. Of IPv6 the network, which is one customer's."""
    found = peer
    for said in reversed(headers.get("x-forwarded-for", "").split(",")[-20:]):
        if found not in proxies or not said.strip():
            break
        found = said.strip()
    try:
        address = ip_address(found)
    except ValueError:
        return found[:100]
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ":".join(address.exploded.split(":")[:4]))
    return found
