"""Leads that may be one person: compared where they share something, weighed, and put before a person.

Nothing is joined here. A pair that somebody has looked at is not brought up again.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from engine.domain.keys import alike, normalised
from engine.domain.phones import REGION
from engine.domain.subjects import Lead
from engine.rules.program import Identity, SameRule
from engine.store import subjects
from engine.store.database import Store
from engine.work.blocks import Blocks, both, keys_of
from engine.work.judging import Census, Verdict, are_colleagues, judge
from engine.work.portraits import Portrait, portrait_of

LIKE = 85
"""Hundredths of their letters that two values have in common at least."""
SHORT = 4
"""Letters from which on one different letter is too few to tell two values apart: 山田太郎 and 山田太朗."""
PAGE = 500
LIKENESS = "likeness"
"""What brought a pair up that no rule has named."""
HUNDREDTHS = 100

_pack = msgspec.msgpack.Encoder()
_unpack = msgspec.msgpack.Decoder(tuple[Portrait, dict[str, str]])


class Written(NamedTuple):
    """A value written one way: without blanks, and by its words."""

    plain: str
    words: str


@dataclass(slots=True)
class Crowd:
    """All leads, as they are compared: a few hundred bytes each. names: the attributes that rules ask for."""

    names: frozenset[str]
    ids: list[str] = field(default_factory=list)
    packed: list[bytes] = field(default_factory=list)
    region: str = REGION
    census: Census = field(default_factory=Census)
    blocks: Blocks = field(default_factory=Blocks)
    compared: int = 0

    def add(self, lead: Lead) -> None:
        """Takes down one lead; who has told nothing of themselves is like nobody."""
        told = portrait_and_asked(lead, self.names, self.region)
        if told is None:
            return
        portrait, asked = told
        self.census.add(portrait)
        self.blocks.add(len(self.ids), block_keys(portrait, has_rules=bool(asked)))
        self.ids.append(lead.id)
        self.packed.append(_pack.encode((portrait, asked)))

    def one(self, number: int) -> tuple[Portrait, dict[str, str]]:
        """The portrait of a lead, and what the rules ask of it."""
        return _unpack.decode(self.packed[number])

    def name(self, number: int) -> str:
        """By which the leads of a large block stand beside each other."""
        return self.one(number)[0].whole


class Found(NamedTuple):
    """Two leads, the smaller name first, and what brought them up. score: hundredths of bits."""

    one: str
    other: str
    because: str
    score: int
    verdict: Verdict


def crowd_of(store: Store, identity: Identity, region: str = REGION, *, tell: Callable[[int], object] = int) -> Crowd:
    """Everybody there is."""
    crowd = Crowd(frozenset(name for rule in identity.review for name in rule.attributes), region=region)
    for page in _pages(store):
        for lead in page:
            crowd.add(lead)
        tell(len(page))
    return crowd


def portrait_and_asked(lead: Lead, names: Collection[str], region: str) -> tuple[Portrait, dict[str, str]] | None:
    """How a lead is compared, and what the rules ask of it; None of whom nothing is known. names: the attributes they ask for."""
    told = [(name, one.value) for name, one in lead.facts.attributes.items() if one.value]
    if not told:
        return None
    return portrait_of(told, region), {name: str(value) for name, value in told if name in names}


def _pages(store: Store) -> Iterator[Sequence[Lead]]:
    after = ""
    while True:
        with store.read() as tx:
            page = subjects.page(tx, after, PAGE)
        yield page
        if len(page) < PAGE:
            return
        after = page[-1].id


def block_keys(one: Portrait, *, has_rules: bool) -> Iterator[str]:
    """Where a workspace has rules of its own, those of one company or domain are compared, however they are called."""
    yield from keys_of(one)
    if has_rules:
        yield f"C{one.company}"
        yield f"D{one.domain}"


def pairs_in(crowd: Crowd, rules: Sequence[SameRule]) -> Iterator[Found]:
    """Each pair that looks alike, or that a rule calls alike."""
    pairs = crowd.blocks.pairs(crowd.name)
    crowd.compared = len(pairs)
    last, mine = -1, (Portrait(), dict[str, str]())
    for pair in pairs:
        number, beside = both(pair)
        if number != last:
            last, mine = number, crowd.one(number)
        found = compared((crowd.ids[number], *mine), (crowd.ids[beside], *crowd.one(beside)), rules, crowd.census)
        if found is not None:
            yield found


Told = tuple[str, Portrait, dict[str, str]]
"""A lead as it is compared: its id, its portrait, and what the rules ask of it."""


def compared(one: Told, other: Told, rules: Sequence[SameRule], census: Census) -> Found | None:
    """Two leads side by side; None where nothing speaks for their being one person."""
    if not rules and are_colleagues(one[1], other[1]):
        return None
    judged = judge(one[1], other[1], census)
    because = _rule_of(one[2], other[2], rules) or (LIKENESS if judged.verdict != Verdict.DIFFERENT else "")
    if not because:
        return None
    first, second = sorted((one[0], other[0]))
    return Found(first, second, because, round(judged.scores.least * HUNDREDTHS), judged.verdict)


# ── what a rule calls alike ─────────────────────────────────────────────────────────────


def _rule_of(one: Mapping[str, str], other: Mapping[str, str], rules: Sequence[SameRule]) -> str:
    return next((rule.because for rule in rules if _by_rule(one, other, rule.attributes)), "")


def _by_rule(one: Mapping[str, str], other: Mapping[str, str], names: Sequence[str]) -> bool:
    if not all(name in one and name in other for name in names):
        return False
    left, right = ({name: written(name, told[name]) for name in names} for told in (one, other))
    return are_alike(left, right, names)


def written(name: str, value: str) -> Written:
    """An attribute as it is compared."""
    words = sorted(normalised("", value).casefold().split())
    return Written(alike(name, value), " ".join(words))


def are_alike(one: Mapping[str, Written], other: Mapping[str, Written], names: Sequence[str]) -> bool:
    """Whether all of these attributes are known of both and nearly the same."""
    return all(name in one and name in other and _nearly(one[name], other[name]) for name in names)


def _nearly(one: Written, other: Written) -> bool:
    """The order of the words does not matter."""
    left, right = one.plain, other.plain
    if left == right:
        return bool(left)
    if fuzz.ratio(left, right, score_cutoff=LIKE) or fuzz.ratio(one.words, other.words, score_cutoff=LIKE):
        return True
    return min(len(left), len(right)) >= SHORT and Levenshtein.distance(left, right, score_cutoff=1) <= 1
