"""Leads that may be one person: looked for, weighed, and put side by side; the certain ones joined where somebody says so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.app import current_program, store_at
from engine.commands.acting import SOURCE
from engine.domain.events import Kind
from engine.domain.instants import Instant
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.reports import leads
from engine.rules.program import Identity
from engine.store import queue
from engine.store.database import Store
from engine.store.hot import Tx
from engine.work.judging import CERTAIN, REVIEW, Census, Judgement, Verdict
from engine.work.likeness import HUNDREDTHS, LIKENESS, judgement_of, look_for_pairs

BECAUSE = "certainly one person, by their likeness"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two leads that may be one person. because: the rule that says so, or the kinds of keys one event showed; since: when it was seen.

    bits: what speaks for one person, when all leads were last looked through.
    """

    one: leads.Full
    other: leads.Full
    because: str
    since: Instant
    bits: float
    judgement: Judgement

    @property
    def verdict(self) -> Verdict:
        """By the bits of the last look."""
        return Verdict.CERTAIN if self.bits >= CERTAIN else Verdict.REVIEW if self.bits >= REVIEW else Verdict.DIFFERENT


@dataclass(frozen=True, slots=True)
class Pairs:
    """pairs: the likeliest of all that wait. leads, compared: of this look, 0 without one."""

    zone: str
    pairs: tuple[Pair, ...]
    waiting: int
    leads: int = 0
    compared: int = 0


@dataclass(frozen=True, slots=True)
class Joined:
    """Leads that become one: each with the one that goes on."""

    zone: str
    joined: tuple[tuple[str, str], ...]
    done: bool


def review(folder: Path, *, limit: int, kept: bool, tell: Callable[[int], object] = int) -> Pairs:
    """Looks through all leads, unless only what is `kept` is wanted; the pairs nobody has decided on, the likeliest first."""
    with store_at(folder) as (settings, store):
        look = None if kept else look_for_pairs(store, _identity(store), settings.workspace.region, tell=tell)
        census = look.census if look is not None else Census()
        with store.read() as tx:
            found = tuple(_pairs(tx, queue.best(tx, limit), census, settings.workspace.region))
            waiting = queue.count(tx)
    zone = settings.workspace.timezone
    return Pairs(zone, found, waiting, *((look.leads, look.compared) if look is not None else ()))


def _identity(store: Store) -> Identity:
    with store.read() as tx:
        program = current_program(tx)
    return program.identity if program is not None else Identity()


def _pairs(tx: Tx, rows: Sequence[queue.Waiting], census: Census, region: str) -> Iterator[Pair]:
    for row in rows:
        one, other = leads.one(tx, row.one), leads.one(tx, row.other)
        if one is not None and other is not None:
            judged = judgement_of(one.lead, other.lead, census, region)
            because = "" if row.because == LIKENESS else row.because
            yield Pair(one, other, because, row.at, row.score / HUNDREDTHS if row.score else judged.scores.least, judged)


def merge_certain(folder: Path, *, limit: int, dry: bool, tell: Callable[[int], object] = int) -> Joined:
    """Joins every pair that is certain, each to the one of whom more is known. A merge is asked of the engine, as `leads merge` does."""
    with store_at(folder) as (settings, store):
        look_for_pairs(store, _identity(store), settings.workspace.region, tell=tell)
        with store.read() as tx:
            certain = [row for row in queue.best(tx, limit) if row.score >= CERTAIN * HUNDREDTHS]
            joined = tuple(_directed(tx, certain))
        if not dry and joined:
            put(store, [_told(store, lead, into) for lead, into in joined])
    return Joined(settings.workspace.timezone, joined, not dry)


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
