"""What a channel answers, and what every channel promises.

A parcel leaves in two steps. `offer` does all that can be done without the world noticing: nothing has been delivered
after it, and nothing will be unless `commit` is called. Between the two stands the last look at whether it may leave.
"""

from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from engine.domain.errors import Problem
from engine.domain.instants import Instant


@dataclass(frozen=True, slots=True)
class Parcel:
    """What shall leave. key: the effect's id, equal in every attempt; at: the moment of this attempt, for signatures."""

    key: str
    sender: str
    recipient: str
    data: bytes
    at: Instant = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """The other side waits for the last word."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side has taken it over. code: its status, `250` or `204`; detail: its words; outcome: what it says came of it."""

    code: str
    detail: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class TryLater:
    """Not delivered, and worth another attempt. after: seconds to wait, None where the usual back-off will do."""

    reason: Problem
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Not delivered, and another attempt would end alike. permanent: the address is no good, not just this parcel."""

    reason: Problem
    permanent: bool


@dataclass(frozen=True, slots=True)
class InDoubt:
    """The last word was said and no answer came: it may have been delivered or not."""

    reason: Problem


OfferAnswer: TypeAlias = Offered | TryLater | Refused
CommitAnswer: TypeAlias = Sent | TryLater | Refused | InDoubt


@runtime_checkable
class Connection(Protocol):
    """One line to the other side, used by one thread, for one parcel at a time and any number after each other."""

    @property
    def is_open(self) -> bool:
        """Another parcel may be offered."""
        ...

    def offer(self, parcel: Parcel) -> OfferAnswer:
        """Bring it to the door. Anything but Offered ends this parcel."""
        ...

    def commit(self) -> CommitAnswer:
        """Say the last word. Only after Offered."""
        ...

    def abandon(self) -> None:
        """Break off: what was offered is never delivered. The connection is closed."""
        ...

    def close(self) -> None:
        """End politely; abandons what was offered."""
        ...


@runtime_checkable
class Telephone(Protocol):
    """A line on which one may wait for a slow answer."""

    def hang_up(self) -> None:
        """From another thread: whatever is waited for on this line has failed now."""
        ...


@runtime_checkable
class Channel(Protocol):
    @property
    def name(self) -> str: ...

    def open(self) -> Connection | TryLater:
        """A new connection, or why there is none now."""
        ...
