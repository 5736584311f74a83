"""Whether two leads are one person: certainly, perhaps, or not."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from math import log2

from engine.domain.names import parted
from engine.work import weights
from engine.work.agreement import Agreement, Level, agreement_of, names_of
from engine.work.portraits import Portrait
from engine.work.romaji import romaji
from engine.work.weights import Scores

REVIEW = -3.0
"""Bits from which a person is asked: one in nine is worth a look. Chosen on set 2 of FEBRL, where it lies in the middle of a flat top."""
CERTAIN = 10.0
"""Bits from which nobody needs to be asked: a thousand to one."""


class Verdict(StrEnum):
    """What is to be done with a pair."""

    CERTAIN = "certain"
    REVIEW = "review"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Judgement:
    """scores: bits, the lowest counts; agreement: the level of each field that both have told."""

    verdict: Verdict
    scores: Scores
    agreement: Agreement


_OWN = ("mail", "mobile", "birthday", "number")
COUNTED = ("company", "mail", "mobile", "phone", "birthday", "postcode", "house", "street", "building", "town", "state", "number")


@dataclass(slots=True)
class Census:
    """How often each value occurs among the leads of a workspace."""

    leads: int = 0
    counts: Mapping[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in (*weights.FIELDS, "domain", "part")})

    def add(self, one: Portrait) -> None:
        """Counts what one lead has told."""
        self.leads += 1
        for name in COUNTED:
            if value := getattr(one, name):
                self.counts[name][value] += 1
        self.counts["part"].update(ways_of(one, "family") | ways_of(one, "given"))
        if one.domain:
            self.counts["domain"][one.domain] += 1

    def often(self, name: str, value: str) -> float:
        """How often two people share that value: what was counted, and while there are few leads what is usual."""
        return self._share(name, self.counts[name][value])

    def often_called(self, name: str, one: Portrait, other: Portrait) -> float:
        """The same of a part of the name, in the letters in which it is more common."""
        mine, theirs = ways_of(one, name), ways_of(other, name)
        shared = mine & theirs or mine & ways_of(other, "given" if name == "family" else "family") or mine
        return self._share(name, max((self.counts["part"][way] for way in shared), default=0))

    def _share(self, name: str, count: int) -> float:
        return (max(count - 2, 0) + weights.FEW * weights.FIELDS[name].usual) / (self.leads + weights.FEW)

    def size(self, one: Portrait) -> int:
        """Leads of the company, by its name, its domain or its number."""
        named = self.counts["company"][one.company], self.counts["domain"][one.domain], self.counts["phone"][one.phone]
        return max(named)


def ways_of(one: Portrait, part: str) -> frozenset[str]:
    """A part of a name in all its letters: 佐藤, サトオ and sato."""
    whole = parted(one.whole) if not (one.family or one.given) else (one.family, one.given)
    return _ways(whole[0], one.family_reading) if part == "family" else _ways(whole[1], one.given_reading)


@lru_cache(maxsize=65_536)
def _ways(word: str, reading: str) -> frozenset[str]:
    return frozenset((word, reading, romaji(reading))) - {""}


def judge(one: Portrait, other: Portrait, census: Census) -> Judgement:
    """What speaks for and against the two being one: against a stranger, a colleague and a relative, and the least of it counts."""
    agreement = agreement_of(one, other)
    scores = _scores(one, other, agreement, census)
    least = scores.least
    verdict = Verdict.CERTAIN if least >= CERTAIN else Verdict.REVIEW if least >= REVIEW else Verdict.DIFFERENT
    return Judgement(verdict, scores, agreement)


def are_colleagues(one: Portrait, other: Portrait) -> bool:
    """Whether a glance is enough, as with most who share a block: one house, two names, and nothing of their own in common."""
    if not _is_one_house(one, other) or any(getattr(one, name) and getattr(one, name) == getattr(other, name) for name in _OWN):
        return False
    names = names_of(one, other)
    return names.get("family") == Level.DIFFERENT and names.get("given") == Level.DIFFERENT


def _scores(one: Portrait, other: Portrait, agreement: Agreement, census: Census) -> Scores:
    weighed = ((name, level) for name, level in agreement.items() if name in weights.FIELDS)
    bits = {name: _worth(name, level, one, other, census) for name, level in weighed}
    bits |= _of_addresses(one, other, agreement)
    odd = (weights.SWAPPED if "swapped" in agreement else 0.0) + (weights.BRANCH_DIFFERS if "branch" in agreement else 0.0)
    stranger = sum(bits.values()) + odd - log2(max(census.leads, weights.FEW))
    return Scores(stranger, _colleague(one, other, bits, odd, census), _relative(agreement, bits, odd, one, other))


def _worth(name: str, level: Level, one: Portrait, other: Portrait, census: Census) -> float:
    if level == Level.DIFFERENT:
        return weights.FIELDS[name].different
    return weights.worth(name, level, _often(name, one, other, census))


def _often(name: str, one: Portrait, other: Portrait, census: Census) -> float:
    if name in ("family", "given"):
        return census.often_called(name, one, other)
    return census.often(name, getattr(one, name))


def _of_addresses(one: Portrait, other: Portrait, agreement: Agreement) -> dict[str, float]:
    level = agreement.get("mail")
    if level is None:
        return {}
    if level == Level.SAME and not one.local:
        return {"mail": weights.SAME_DESK}
    if level == Level.DIFFERENT and one.domain and one.domain == other.domain and one.local and other.local:
        return {"mail": weights.FIELDS["mail"].different + weights.COLLEAGUES_ADDRESS}
    return {}


def _colleague(one: Portrait, other: Portrait, bits: Mapping[str, float], odd: float, census: Census) -> float | None:
    if not _is_one_house(one, other):
        return None
    size = max(min(census.size(one), census.leads), weights.FAMILY_SIZE)
    return sum(value for name, value in bits.items() if name in weights.PERSONAL) + odd - log2(size)


def _is_one_house(one: Portrait, other: Portrait) -> bool:
    signs = ((one.company, other.company), (one.domain, other.domain), (one.phone, other.phone))
    return any(mine and mine == theirs for mine, theirs in signs)


def _relative(agreement: Agreement, bits: Mapping[str, float], odd: float, one: Portrait, other: Portrait) -> float | None:
    home = _is_one_house(one, other) or weights.is_shared(agreement, "street", "postcode", "phone", "mobile", "company", "mail")
    if not (home and weights.is_shared(agreement, "family")):
        return None
    own = {name: min(value, weights.SHARED) if name in ("mail", "mobile") else value for name, value in bits.items() if name in weights.OWN}
    if agreement.get("given") == Level.SAME:
        own["given"] = max(own["given"], weights.NAMED_ALIKE)
    return sum(own.values()) + odd - log2(weights.FAMILY_SIZE)
