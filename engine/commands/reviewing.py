"""Leads that may be one person: looked for, weighed, and put side by side; the certain ones joined where somebody says so."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.app import current_program, store_at
from engine.commands.acting import SOURCE
from engine.domain.events import Kind
from engine.domain.instants import Instant
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.reports import leads
from engine.rules.program import Identity
from engine.store import inbox, queue, subjects
from engine.store.database import Store
from engine.store.hot import Tx
from engine.work.following import MOST, Follower, weighed
from engine.work.judging import CERTAIN, REVIEW, Judgement, Verdict
from engine.work.likeness import HUNDREDTHS, LIKENESS

PATIENCE = 10.0
"""Seconds that somebody who wants to see pairs waits at most for what is new to be compared; the rest is the daemon's."""
DRIFT = 5.0
"""Bits by which a weight may have changed since, with what has come."""
BECAUSE = "certainly one person, by their likeness"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two leads that may be one person. because: the rule that says so, or the kinds of keys one event showed; since: when it was seen.

    bits: what speaks for one person.
    """

    one: leads.Full
    other: leads.Full
    because: str
    since: Instant
    bits: float
    judgement: Judgement

    @property
    def verdict(self) -> Verdict:
        """By the bits."""
        return Verdict.CERTAIN if self.bits >= CERTAIN else Verdict.REVIEW if self.bits >= REVIEW else Verdict.DIFFERENT


@dataclass(frozen=True, slots=True)
class Pairs:
    """pairs: the likeliest of all that wait. leads: taken down; compared: pairs of this look; left: changes not compared yet.

    undecided: events that no decision has seen: whom they tell of is no lead yet.
    """

    zone: str
    pairs: tuple[Pair, ...]
    waiting: int
    leads: int = 0
    compared: int = 0
    left: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class Joined:
    """Leads that become one: each with the one that goes on."""

    zone: str
    joined: tuple[tuple[str, str], ...]
    done: bool


def review(folder: Path, *, limit: int, kept: bool, tell: Callable[[int], object] = int) -> Pairs:
    """The pairs nobody has decided on, the likeliest first; before, unless only what is `kept` is wanted, what is new is compared."""
    with store_at(folder) as (settings, store):
        follower = Follower(store, identity_of(store), settings.workspace.region)
        look = follower.follow(seconds=0 if kept else PATIENCE, tell=tell)
        with store.read() as tx:
            found = tuple(islice(pairs_of(tx, queue.best(tx, limit), settings.workspace.region), limit))
            waiting, undecided = queue.count(tx), inbox.depth(tx)
    return Pairs(settings.workspace.timezone, found, waiting, look.everybody, look.pairs, look.left, undecided)


def identity_of(store: Store) -> Identity:
    with store.read() as tx:
        program = current_program(tx)
    return program.identity if program is not None else Identity()


def pairs_of(tx: Tx, rows: Iterable[queue.Waiting], region: str) -> Iterator[Pair]:
    """Each as it stands today: one that its likeness had brought up and that is not alike any more is passed over."""
    for row in rows:
        one, other = leads.one(tx, row.one), leads.one(tx, row.other)
        if one is None or other is None:
            continue
        judged = weighed(tx, one.lead, other.lead, region)
        if row.because != LIKENESS or judged.verdict != Verdict.DIFFERENT:
            because = "" if row.because == LIKENESS else row.because
            yield Pair(one, other, because, row.at, judged.scores.least, judged)


def merge_certain(folder: Path, *, limit: int, dry: bool, tell: Callable[[int], object] = int) -> Joined:
    """Joins every pair that is certain, each to the one of whom more is known. A merge is asked of the engine, as `leads merge` does."""
    with store_at(folder) as (settings, store):
        Follower(store, identity_of(store), settings.workspace.region).follow(tell=tell)
        with store.read() as tx:
            likely = [row for row in queue.best(tx, MOST) if row.score >= (CERTAIN - DRIFT) * HUNDREDTHS]
            certain = [(row, bits) for row in likely if (bits := _bits(tx, row, settings.workspace.region)) >= CERTAIN]
            best = sorted(certain, key=lambda one: -one[1])[:limit]
            joined = tuple(_directed(tx, [row for row, _ in best]))
        if not dry and joined:
            put(store, [_told(store, lead, into) for lead, into in joined])
    return Joined(settings.workspace.timezone, joined, not dry)


def _bits(tx: Tx, row: queue.Waiting, region: str) -> float:
    """What speaks for the two today: since they were compared others may have come of the same name."""
    one, other = subjects.lead(tx, row.one), subjects.lead(tx, row.other)
    return weighed(tx, one, other, region).scores.least if one is not None and other is not None else -DRIFT


def _told(store: Store, lead: str, into: str) -> Incoming:
    props = {"into": into, "because": BECAUSE}
    return Incoming(source=SOURCE, id=store.dice.token(), type=Kind.LEAD_JOINED, lead=lead, props=props)


def _directed(tx: Tx, rows: Sequence[queue.Waiting]) -> Iterator[tuple[str, str]]:
    """All who are one by several pairs go to the same lead: the one on whom most was decided, of equals the first by name."""
    heads: dict[str, str] = {}
    for row in rows:
        one, other = _head(heads, row.one), _head(heads, row.other)
        if one != other:
            stays, goes = sorted((one, other), key=lambda id_: (-_weight(tx, id_), id_))
            heads[goes] = stays
    yield from ((lead, _head(heads, lead)) for lead in sorted(heads))


def _head(heads: dict[str, str], id_: str) -> str:
    while id_ in heads:
        id_ = heads[id_]
    return id_


def _weight(tx: Tx, id_: str) -> int:
    found = leads.one(tx, id_, limit=1)
    return found.lead.number if found is not None else 0
