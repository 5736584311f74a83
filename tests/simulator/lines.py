"""The servers of the world: they keep what they took, by its key, and everything goes wrong with them that the weather allows."""

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from engine.channels.results import CommitAnswer, InDoubt, OfferAnswer, Offered, Parcel, Refused, Sent, TryLater
from engine.domain.errors import Problem
from engine.domain.instants import MINUTE, SECOND, Instant
from tests.simulator.laws import Violation
from tests.simulator.points import ANSWERED, DOT, OFFER, OFFERED, UNANSWERED
from tests.simulator.process import Process

SLOW = (SECOND, 5 * SECOND, 40 * SECOND, 7 * MINUTE)
"""How long a server takes for an answer; the last is a tarpit, longer than a lease."""

PATIENCE = 30 * SECOND
"""How long a line waits for an answer, as the real one does."""


class Taken(NamedTuple):
    """moment: by the machine's clock."""

    key: str
    recipient: str
    moment: Instant


@dataclass(slots=True)
class Server:
    """is_keyed: it takes the same key but once, so that silence is no doubt."""

    name: str
    is_keyed: bool = False
    taken: list[Taken] = field(default_factory=list)
    bytes_of: dict[str, str] = field(default_factory=dict)
    tried: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True, slots=True)
class Way:
    """The channel of one process to one server."""

    server: Server
    process: Process

    @property
    def name(self) -> str:
        return self.server.name

    def open(self) -> "Line | TryLater":
        self.process.check()
        if self.process.strikes("down"):
            return TryLater(Problem("down"))
        line = Line(self.server, self.process)
        self.process.lines.append(line)
        return line


@dataclass(eq=False, slots=True)
class Line:
    """One connection. carried: what was ever offered on it."""

    server: Server
    process: Process
    is_open: bool = True
    waiting: Parcel | None = None
    carried: set[str] = field(default_factory=set)

    def offer(self, parcel: Parcel) -> OfferAnswer:
        self.process.point(OFFER)
        self.carried.add(parcel.key)
        if self.process.strikes("meddling"):
            self.process.world.meddled(parcel.key)
            self.process.world.turns.rest(SLOW[1])
            self.process.check()
        self._wait(within=PATIENCE)
        if self.process.strikes("cut"):
            self.abandon()
            return TryLater(Problem("cut"))
        if (no := self._no()) is not None:
            return no
        self.waiting = parcel
        self.process.point(OFFERED)
        return Offered()

    def commit(self) -> CommitAnswer:
        self.process.point(DOT)
        parcel, self.waiting = self.waiting, None
        assert parcel is not None, "only after it was offered"
        self.process.world.laws.last_word(parcel.key)
        self._compare(parcel)
        if self.process.strikes("cut"):
            return self._silence("cut at the dot")
        if (no := self._no()) is not None:
            return no
        self._take(parcel)
        self.process.point(UNANSWERED)
        if self._wait(within=PATIENCE) or self.process.strikes("cut"):
            return self._silence("cut after the dot")
        self.process.point(ANSWERED)
        return Sent("250", "kept")

    def abandon(self) -> None:
        self.waiting, self.is_open = None, False

    def close(self) -> None:
        self.abandon()

    def _take(self, parcel: Parcel) -> None:
        world = self.process.world
        taken = Taken(parcel.key, parcel.recipient, world.shown())
        self.server.taken.append(taken)
        self.process.tell(f"{self.server.name} takes {parcel.key} for {parcel.recipient}")
        world.laws.left(taken, is_keyed=self.server.is_keyed)
        world.delivered(taken, self.server)

    def _silence(self, why: str) -> CommitAnswer:
        self.abandon()
        self.process.tell(why)
        problem = Problem("silent")
        if self.server.is_keyed:
            return TryLater(problem)
        self.process.world.laws.excused.update(self.carried)
        return InDoubt(problem)

    def _no(self) -> TryLater | Refused | None:
        if self.process.strikes("not_now"):
            return TryLater(Problem("4xx"))
        if self.process.strikes("never"):
            return Refused(Problem("5xx"), permanent=self.process.dice.random() < 0.5)
        return None

    def _wait(self, within: Instant) -> bool:
        """The server takes its time; True where it takes more than the line waits."""
        if not self.process.strikes("slow"):
            return False
        length = self.process.dice.choice(SLOW)
        self.process.world.turns.rest(min(length, within))
        self.process.check()
        return length > within

    def _compare(self, parcel: Parcel) -> None:
        """Every attempt sends equal bytes."""
        digest = sha256(parcel.data).hexdigest()
        if self.server.bytes_of.setdefault(parcel.key, digest) != digest:
            raise Violation(f"{parcel.key} changed between two attempts")
