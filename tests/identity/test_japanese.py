"""A thousand pairs as Japanese forms, cards and lists write them: who is one is found, and who only looks like one is left apart.

Seed 2026 is measured; what a company, a mail and a telephone number are worth was looked at on seed 1.
"""

from engine.domain.subjects import Attribute, Facts, Lead
from engine.work.judging import Verdict
from engine.work.likeness import Crowd, pairs_in
from tests.faults.figures import count, promise
from tests.identity.figures import Measured
from tests.identity.japanese import Pair, pairs

SEED = 2026
SEEDS = count("NURTURE_TEST_SEEDS", short=1, long=5)


def test_a_thousand_japanese_pairs_are_told_apart() -> None:
    for seed in range(SEED, SEED + SEEDS):
        given = pairs(seed)
        found, beside = measure(given)
        promise(f"japanese pairs, seed {seed}", **found.told() | {"namesakes beside the pairs": beside})

        assert len(given) == 1_000
        assert found.f1 >= 0.98
        assert found.wrong == 0


def test_the_pairs_are_the_same_ones_every_time() -> None:
    assert pairs(SEED, 20) == pairs(SEED, 20)
    assert pairs(SEED, 20) != pairs(SEED + 1, 20)


def measure(given: list[Pair]) -> tuple[Measured, int]:
    """Of the pairs that were made; and how many others of the two thousand are put before a person: people of one name, made by chance."""
    everybody = Crowd(frozenset())
    for number, pair in enumerate(given):
        for side, told in (("a", pair.one), ("b", pair.other)):
            facts = Facts(attributes={name: Attribute(value=value, at=0) for name, value in told.items()})
            everybody.add(Lead(id=f"{number:04}{side}", facts=facts))
    found = {(one.one, one.other): one.verdict for one in pairs_in(everybody, ())}
    links = frozenset((f"{number:04}a", f"{number:04}b") for number, pair in enumerate(given) if pair.is_one)
    made = frozenset(pair for pair in found if pair[0][:4] == pair[1][:4])
    certain = frozenset(pair for pair, verdict in found.items() if verdict == Verdict.CERTAIN)
    return Measured(links, made, certain), len(found) - len(made)
