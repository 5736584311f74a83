"""The only place that reads the clock and throws dice; everyone else is given the moment and the chance."""

import secrets
import time
from collections.abc import Callable
from hashlib import blake2s
from typing import Protocol

from engine.domain.instants import Instant


class Clock(Protocol):
    def now(self) -> Instant:
        """This moment."""
        ...


class Dice(Protocol):
    def token(self) -> str:
        """A new name nobody can guess: 22 characters fit for a URL."""
        ...


class SystemClock:
    def now(self) -> Instant:
        return time.time_ns() // 1_000


class SystemDice:
    def token(self) -> str:
        return secrets.token_urlsafe(16)


def steady() -> Instant:
    """A clock that nobody sets; where the system has one, it goes on while the machine sleeps."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)) // 1_000


class ServerClock:
    """The clock of a server that several processes share, carried on from one look to the next by a clock that nobody sets.

    ask: looks at it. What our own wall clock shows changes nothing.
    """

    def __init__(self, ask: Callable[[], Instant]) -> None:
        self._ask = ask
        self._ahead = 0
        self.look()

    def now(self) -> Instant:
        return steady() + self._ahead

    def look(self) -> Instant:
        """Asks anew; by how much our own wall clock is ahead of the server's. Raises what asking raises."""
        before, own = steady(), SystemClock().now()
        told = self._ask()
        middle = before + (steady() - before) // 2
        self._ahead = told - middle
        return own - told + (middle - before)


class FrozenClock:
    """A clock that shows what it is set to: for tests and for worlds of their own."""

    def __init__(self, now: Instant) -> None:
        self._now = now

    def now(self) -> Instant:
        """The moment it was set to."""
        return self._now

    def set(self, now: Instant) -> None:
        """Turns it to a moment; it may be turned back, to see what happens then."""
        self._now = now

    def advance(self, length: Instant) -> None:
        """Turns it on by so many microseconds."""
        self._now += length


class LoadedDice:
    """Dice whose throws follow from a seed: token after token, the same in every run."""

    def __init__(self, seed: str = "") -> None:
        self._seed = seed
        self._thrown = 0

    def token(self) -> str:
        """The next name."""
        self._thrown += 1
        return blake2s(f"{self._seed}/{self._thrown}".encode(), digest_size=11).hexdigest()
