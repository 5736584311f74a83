"""Who looks like whom, followed as leads come and change: nobody waits for a look at everybody.

A lead that told something new is first taken down (portrait, blocks, census), and once everybody is, compared with those who stand in
its blocks: the same pairs, weighed the same way, as `likeness.pairs_in` finds among all of them at once. Every step is one short
transaction, and does nothing for a lead that has changed since it was read.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from zlib import crc32

import msgspec

from engine.domain.subjects import Lead
from engine.rules.program import Identity
from engine.store import looks, people, queue, subjects
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.looks import Card, Mark, Standing
from engine.store.subjects import Damaged
from engine.store.writer import Priority
from engine.work.blocks import LARGE, NEXT
from engine.work.judging import COUNTED, Census, Judgement, judge, ways_of
from engine.work.likeness import LIKENESS, Found, Told, block_keys, compared, portrait_and_asked
from engine.work.portraits import Portrait

RELEASE = 1
"""Of what is written down of a lead: another one, and everybody is taken down anew."""
AT_ONCE = 25
"""Leads of one step; it holds the database for a few milliseconds."""
MARKED = 1_000
"""Leads that are marked as unseen by one step."""
MOST = 20_000
"""Pairs that wait, the likeliest: nobody looks at more."""

Going = Callable[[], bool]


def _always() -> bool:
    return True


_write = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(tuple[Portrait, dict[str, str]]).decode


@dataclass(frozen=True, slots=True)
class Step:
    """What one transaction did. leads: compared with others, `pairs` times; is_over: nothing is left to do."""

    taken: int = 0
    leads: int = 0
    pairs: int = 0
    new: int = 0
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of it. left: changes that are not compared yet; everybody: leads taken down."""

    leads: int
    pairs: int
    new: int
    left: int
    everybody: int


@dataclass(frozen=True, slots=True)
class Follower:
    """region: whose telephone numbers are written without a country."""

    store: Store
    identity: Identity
    region: str

    @property
    def how(self) -> str:
        """Changes where leads are to be taken down or compared another way than before."""
        rules = [f"{rule.because}:{','.join(rule.attributes)}" for rule in self.identity.review]
        return " ".join([str(RELEASE), self.region, *rules])

    def follow(self, *, seconds: float | None = None, go_on: Going = _always, tell: Callable[[int], object] = int) -> Followed:
        """Step after step until all is compared, the time is over, or it may not `go_on`. tell: hears of leads taken down and compared."""
        until = None if seconds is None else time.monotonic() + seconds
        done = Step()
        while not done.is_over and (until is None or time.monotonic() < until) and go_on():
            step = self.step()
            tell(step.taken + step.leads)
            done = Step(0, done.leads + step.leads, done.pairs + step.pairs, done.new + step.new, step.is_over)
        with self.store.read() as tx:
            left, everybody = looks.left(tx), looks.read(tx).leads
        return Followed(done.leads, done.pairs, done.new, left, everybody)

    def step(self) -> Step:
        """The next thing to do, in one transaction."""
        with self.store.read() as tx:
            standing = looks.read(tx)
            fresh = looks.next_of(tx, 0, AT_ONCE)
        if standing.how != self.how or standing.marking:
            return self._mark(standing)
        return self._take_down(fresh) if fresh else self._compare()

    def _mark(self, seen: Standing) -> Step:
        """Everybody is to be looked at, page by page."""

        def write(tx: Tx) -> None:
            now = looks.lock(tx)
            if now[:3] == seen[:3] and now.how != self.how:
                looks.begin(tx, self.how)
            elif now[:3] == seen[:3]:
                looks.mark_page(tx, now.last, MARKED)

        self.store.write(Priority.WORK, write)
        return Step()

    # ── taking down ─────────────────────────────────────────────────────────────────────

    def _take_down(self, marks: Sequence[Mark]) -> Step:
        with self.store.read() as tx:
            leads = {mark.lead: _lead(tx, mark.lead) for mark in marks}
        cards = {mark.lead: self._card(leads[mark.lead]) for mark in marks}

        def write(tx: Tx) -> None:
            looks.lock(tx)
            ids = [mark.lead for mark in looks.still(tx, marks, 0)]
            gone = [id_ for id_ in ids if cards[id_] is None]
            looks.take_down(tx, [card for id_ in ids if (card := cards[id_]) is not None], gone)
            for id_ in gone:
                queue.forget(tx, queue.open_of(tx, id_, LIKENESS))

        self.store.write(Priority.WORK, write)
        return Step(taken=len(marks))

    def _card(self, lead: Lead | None) -> Card | None:
        """None of whom nothing is known, and who is another one by now."""
        told = portrait_and_asked(lead, self._names, self.region) if lead is not None and not lead.merged_into else None
        if lead is None or told is None:
            return None
        counts = sorted({census_key(*one) for one in counted(told[0])})
        return Card(lead.id, _write(told).decode(), tuple(counts), tuple(_blocks_of(told)), told[0].whole)

    @property
    def _names(self) -> frozenset[str]:
        return frozenset(name for rule in self.identity.review for name in rule.attributes)

    # ── comparing ───────────────────────────────────────────────────────────────────────

    def _compare(self) -> Step:
        with self.store.read() as tx:
            marks = looks.next_of(tx, 1, AT_ONCE)
            if not marks:
                return Step(is_over=True)
            mine = _told_of(tx, [mark.lead for mark in marks])
            pairs, later = _pairs(tx, mine)
            told = mine | _told_of(tx, {lead for pair in pairs for lead in pair} - mine.keys())
            pairs = {pair for pair in pairs if pair[0] in told and pair[1] in told}
            census = census_of(tx, (told[lead][1] for pair in pairs for lead in pair))
        found = {pair: one for pair in pairs if (one := compared(told[pair[0]], told[pair[1]], self.identity.review, census)) is not None}
        new = self.store.write(Priority.WORK, lambda tx: self._keep(tx, marks, found, later))
        return Step(leads=len(marks), pairs=len(pairs), new=new)

    def _keep(self, tx: Tx, marks: Sequence[Mark], found: dict[tuple[str, str], Found], later: set[str]) -> int:
        """What was found of those who have not changed since; pairs of theirs that are alike no more are forgotten."""
        looks.lock(tx)
        ids = {mark.lead for mark in looks.still(tx, marks, 1)}
        rows = [one for pair, one in sorted(found.items()) if ids & set(pair)]
        now = self.store.clock.now()
        new = sum(people.review(tx, row.one, row.other, row.because, now) for row in rows)
        queue.rate(tx, [(row.one, row.other, row.score) for row in rows])
        before = {pair for id_ in ids for pair in queue.open_of(tx, id_, LIKENESS) if not later & set(pair)}
        queue.forget(tx, before - found.keys())
        queue.trim(tx, LIKENESS, MOST)
        looks.seen(tx, ids)
        return new


def _pairs(tx: Tx, mine: dict[str, Told]) -> tuple[set[tuple[str, str]], set[str]]:
    """Whom these are compared with, and those among them who will be compared later: they find the pair then."""
    near = {told[0]: _beside(tx, told) for told in mine.values()}
    later = looks.waiting_among(tx, set().union(*near.values())) - mine.keys() if near else set[str]()
    return {(min(one, other), max(one, other)) for one, others in near.items() for other in others - later}, later


def _beside(tx: Tx, told: Told) -> set[str]:
    card = told[1].whole, told[0]
    return set().union(*(looks.beside(tx, key, card, LARGE, NEXT) for key in _blocks_of(told[1:])))


def _blocks_of(told: tuple[Portrait, dict[str, str]]) -> list[int]:
    return sorted({crc32(key.encode()) for key in block_keys(told[0], has_rules=bool(told[1])) if len(key) > 1})


def _told_of(tx: Tx, leads: Iterable[str]) -> dict[str, Told]:
    return {lead: (lead, *_read(told)) for lead, told in looks.told_of(tx, list(leads)).items()}


def _lead(tx: Tx, id_: str) -> Lead | None:
    """A document that cannot be read is compared with nobody."""
    with suppress(Damaged):
        return subjects.lead(tx, id_)
    return None


# ── how often a value occurs ────────────────────────────────────────────────────────────


def counted(one: Portrait) -> set[tuple[str, str]]:
    """What the census counts of a lead: (field, value)."""
    found = {(name, value) for name in COUNTED if (value := getattr(one, name))}
    found |= {("part", way) for way in ways_of(one, "family") | ways_of(one, "given")}
    return found | ({("domain", one.domain)} if one.domain else set())


def census_key(name: str, value: str) -> int:
    """Two values that meet by chance count as more usual than they are, and speak less for one person."""
    return crc32(f"{name}|{value}".encode())


def census_of(tx: Tx, portraits: Iterable[Portrait]) -> Census:
    """As far as these are concerned."""
    wanted = {one: census_key(*one) for portrait in set(portraits) for one in counted(portrait)}
    often = looks.often(tx, set(wanted.values()))
    census = Census(leads=looks.read(tx).leads)
    for (name, value), key in wanted.items():
        census.counts[name][value] = often.get(key, 0)
    return census


def weighed(tx: Tx, one: Lead, other: Lead, region: str) -> Judgement:
    """What speaks for and against two leads being one person, today."""
    portraits = [portrait_and_asked(lead, frozenset(), region) or (Portrait(), {}) for lead in (one, other)]
    return judge(portraits[0][0], portraits[1][0], census_of(tx, (portrait for portrait, _ in portraits)))
