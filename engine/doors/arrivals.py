"""The quick way in: what a door has read and found sound is on disk as it stands, and answered for, before anybody asks who it was.

It is taken apart right behind the commit, in order, exactly once: the row goes in the transaction that puts its events. So all that
holds of an event that was put holds of one that has arrived; only the lead's id is not known when the answer is given.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import msgspec

from engine.clock import steady
from engine.domain.errors import NurtureError
from engine.domain.events import Kind
from engine.domain.instants import SECOND, Instant
from engine.doors.inbox import CHUNK, EVIDENCE, LONG, SUPPRESSING, take_apart_within
from engine.doors.incoming import Incoming
from engine.store import arrivals, control
from engine.store.arrivals import Depth
from engine.store.database import Store
from engine.store.hot import Tx, one_by_one
from engine.store.writer import Priority

T = TypeVar("T")

AT_ONCE = frozenset({*SUPPRESSING, *EVIDENCE, Kind.CONSENTED})
"""Events that act before any decision sees them: they are put, for the fence of a mail on its way must know them with the answer."""

MOST_EVENTS = 300_000
MOST_BYTES = 256_000_000
"""More than this never waits: whoever sends then is told to come back. It is some ten seconds' work."""

LOOK = SECOND // 4
"""How long what is known of the depth is good for; what comes in meanwhile is added to it."""

_encode = msgspec.json.Encoder().encode
_events = msgspec.json.Decoder(list[msgspec.Raw])


class Kept(NamedTuple):
    """What one request brought, as it goes to disk. sender: "" for events, else whose messages they are (`store.arrivals`).

    parts: number and JSON, without the brackets around; each is taken apart in one transaction.
    """

    sender: str
    parts: tuple[tuple[int, str], ...]

    @property
    def number(self) -> int:
        """Of events."""
        return sum(number for number, _ in self.parts)


def may_arrive(incoming: Sequence[Incoming]) -> bool:
    """Whether these may wait to be taken apart; others are put."""
    return not any(one.type in AT_ONCE for one in incoming)


def kept(incoming: Sequence[Incoming]) -> Kept:
    """Events that were read already."""
    parts = [incoming[start : start + CHUNK] for start in range(0, len(incoming), CHUNK)]
    return Kept("", tuple((len(part), _encode(part)[1:-1].decode()) for part in parts))


@dataclass(slots=True)
class Arrivals:
    """The door of one process."""

    store: Store
    _known: Depth = field(default_factory=Depth)
    _looked: Instant = -LOOK

    def arrive_within(self, tx: Tx, requests: Sequence[Kept]) -> None:
        """On disk once this transaction is. Raises NurtureError, `arrivals-full` where too much waits already; nothing is written then."""
        if steady() - self._looked >= LOOK:
            self._known, self._looked = arrivals.depth(tx), steady()
        if self._known.events > MOST_EVENTS or self._known.size > MOST_BYTES:
            raise NurtureError("arrivals-full", count=self._known.events)
        rows = list(_rows_of(requests))
        total = sum(number for _, number, _ in rows)
        received = control.stamp(tx, self.store.now(tx), total)
        for sender, number, text in rows:
            arrivals.add(tx, received, number, text, sender)
            received += number
        self._known = self._known._replace(
            events=self._known.events + total, size=self._known.size + sum(len(text) for _, _, text in rows)
        )


def _rows_of(requests: Sequence[Kept]) -> Iterator[tuple[str, int, str]]:
    """Sender, number and JSON of each row: requests of one sender that stand behind each other share it."""
    sender, number, texts = "", 0, list[str]()
    for request in requests:
        for count, text in request.parts:
            if texts and (request.sender != sender or number + count > CHUNK):
                yield sender, number, f"[{','.join(texts)}]"
                number, texts = 0, []
            sender = request.sender
            number += count
            texts.append(text)
    if texts:
        yield sender, number, f"[{','.join(texts)}]"


def take_apart(store: Store, most: int = CHUNK) -> int:
    """The next arrivals, in a transaction of their own; how many events those were, 0 where none waits. Raises what putting them raised."""
    with store.read() as tx:
        if not arrivals.oldest(tx):
            return 0
    return store.write(Priority.WORK, lambda tx: take_apart_within(tx, store, most))


def write_behind(store: Store, job: Callable[[Tx], T], priority: Priority = Priority.INTAKE) -> T:
    """A transaction that puts something, which goes behind what has arrived: most of that is taken apart before it, in ones of their own.

    These are short, and longer while more comes in than they take: so nobody holds the writer for long, and no flood keeps anybody waiting
    for ever. What is left, about a chunk, goes in the transaction itself.
    """
    most = CHUNK
    while arrivals_waiting(store) > CHUNK:
        store.write(priority, lambda tx, most=most: take_apart_within(tx, store, most))  # type: ignore[misc]
        most = min(2 * most, LONG)
    return store.write(priority, job)


def arrivals_waiting(store: Store) -> int:
    """Events that have arrived and are not taken apart yet."""
    with store.read() as tx:
        return arrivals.depth(tx).events if arrivals.oldest(tx) else 0


def take_all_apart(store: Store) -> int:
    """Until nothing waits: for whoever must find every event in the ledger."""
    done = 0
    while taken := take_apart(store):
        done += taken
    return done


def set_first_aside(store: Store) -> bool:
    """The oldest row failed by itself: it becomes rows of one event each, or where it is one already, it waits for a person."""

    def job(tx: Tx) -> bool:
        one_by_one(tx)
        first = arrivals.following(tx, 1)
        for row in first:
            if row.number == 1:
                arrivals.set_aside(tx, row)
            else:
                arrivals.remove(tx, [row])
                for place, event in enumerate(_events.decode(row.text)):
                    arrivals.add(tx, row.received + place, 1, f"[{bytes(event).decode()}]", row.sender)
        return bool(first)

    return store.write(Priority.WORK, job)


def take_back(store: Store) -> int:
    """What was set aside is tried again; how many events those are at most."""
    with store.read() as tx:
        if not arrivals.depth(tx).aside:
            return 0
    return store.write(Priority.WORK, arrivals.take_back)
