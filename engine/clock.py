"""The only place that reads the clock and throws dice; everyone else is given the moment and the chance."""

import secrets
import time
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
