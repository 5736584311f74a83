"""Leads that may be one person: looked for within a company, a domain or a telephone number, and put before a person.

Nothing is joined here. A pair that somebody has looked at is not brought up again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from engine.domain.companies import company_key, domain_of
from engine.domain.instants import Instant
from engine.domain.keys import alike, normalised
from engine.domain.subjects import Lead
from engine.rules.program import Identity, SameRule
from engine.store import people, subjects
from engine.store.database import Store
from engine.store.writer import Priority

LIKE = 85
"""Hundredths of their letters that two values have in common at least."""
SHORT = 4
"""Letters from which on one different letter is too few to tell two values apart: 山田太郎 and 山田太朗."""
PAGE = 500
LARGE = 300
"""Leads of a block that are all compared with each other; in a larger one each is compared with those next to it by name."""
NEAR = 50


class Written(NamedTuple):
    """A value written one way: without blanks, and by its words."""

    plain: str
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of a lead: its attributes by name."""

    lead: str
    values: Mapping[str, Written]


_UNKNOWN = Written("", "")


def look_for_pairs(store: Store, identity: Identity) -> int:
    """Puts every pair that a rule calls alike before a person; how many are new."""
    rules = identity.review
    if not rules:
        return 0
    blocks = _blocks(store, frozenset(name for rule in rules for name in rule.attributes))
    now = store.clock.now()
    found = {pair: rule.because for members in blocks for pair, rule in _pairs(members, rules)}
    rows = sorted((*pair, because) for pair, because in found.items())
    return sum(_write(store, rows[start : start + PAGE], now) for start in range(0, len(rows), PAGE))


def _write(store: Store, rows: Sequence[tuple[str, str, str]], now: Instant) -> int:
    return store.write(Priority.WORK, lambda tx: sum(people.review(tx, *row, now) for row in rows))


def _blocks(store: Store, names: frozenset[str]) -> list[list[Known]]:
    """Leads that share a company, a domain or a number, of each block those that it holds."""
    blocks: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for lead in _leads(store):
        told = {name: str(one.value) for name, one in lead.facts.attributes.items() if one.value}
        known = Known(lead.id, {name: written(name, told[name]) for name in names if name in told})
        for block in _blocks_of(told):
            blocks[block].append(known)
    return [members for members in blocks.values() if len(members) > 1]


def _leads(store: Store) -> Iterator[Lead]:
    after = ""
    while True:
        with store.read() as tx:
            page = subjects.page(tx, after, PAGE)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].id


def _blocks_of(told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for kind, key in (
        ("company", company_key(told.get("company", ""))),
        ("domain", domain_of(told.get("email", ""))),
        ("phone", normalised("phone", told.get("phone", ""))),
    ):
        if key:
            yield kind, key


def _pairs(members: list[Known], rules: Sequence[SameRule]) -> Iterator[tuple[tuple[str, str], SameRule]]:
    for one, other in _beside(members, rules[0].attributes[0]):
        rule = next((rule for rule in rules if are_alike(one.values, other.values, rule.attributes)), None)
        if rule is not None:
            yield (min(one.lead, other.lead), max(one.lead, other.lead)), rule


def _beside(members: list[Known], name: str) -> Iterator[tuple[Known, Known]]:
    if len(members) <= LARGE:
        yield from combinations(members, 2)
        return
    ordered = sorted(members, key=lambda one: one.values.get(name, _UNKNOWN).plain)
    for place, one in enumerate(ordered):
        yield from ((one, other) for other in ordered[place + 1 : place + 1 + NEAR])


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
