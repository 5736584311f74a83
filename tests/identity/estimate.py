"""What an agreement is worth, estimated without a single true link: `python -m tests.identity.estimate`.

Set 2 of FEBRL, which no test measures. m by expectation maximisation over the pairs that share a block, u over two hundred thousand
pairs at random. The bits printed stand beside those of `engine/work/weights.py`, which are these, rounded, and lower where a likeness
may be chance more often than there; given names that differ count more, for nobody changes theirs as often as these people do.
"""

from collections.abc import Mapping, Sequence
from math import log2
from random import Random

from engine.work import weights
from engine.work.agreement import Agreement, Level, agreement_of
from engine.work.blocks import Blocks, both, keys_of
from engine.work.portraits import Portrait, portrait_of
from tests.identity.febrl import COLUMNS, records

SET = 2
FIELDS = ("family", "given", "birthday", "postcode", "house", "street", "building", "town", "state", "number")
ROUNDS = 30
AT_RANDOM = 200_000
Shares = dict[str, list[float]]
"""Field -> how often each level occurs."""


def portraits() -> list[Portrait]:
    return [portrait_of((COLUMNS[column], value) for column, value in row.items()) for row in records(SET).rows.values()]


def shares(rows: Sequence[Agreement], worth: Sequence[float]) -> Shares:
    """How often each level occurs, each pair counted by its worth."""
    found: Shares = {}
    for field in FIELDS:
        counted = [0.001] * len(Level)
        for row, one in zip(rows, worth, strict=True):
            if field in row:
                counted[row[field]] += one
        found[field] = [count / sum(counted) for count in counted]
    return found


def estimate(rows: Sequence[Agreement]) -> tuple[float, Shares]:
    """How many of these pairs are one person, and at which levels those stand: two kinds of pairs, fields apart from each other."""
    share, m, u = 0.3, {field: [0.05, 0.05, 0.1, 0.8] for field in FIELDS}, {field: [0.6, 0.1, 0.1, 0.2] for field in FIELDS}
    for _ in range(ROUNDS):
        likely = [_likelihood(row, share, m, u) for row in rows]
        share = sum(likely) / len(likely)
        m, u = shares(rows, likely), shares(rows, [1 - one for one in likely])
    return share, m


def _likelihood(row: Agreement, share: float, m: Shares, u: Shares) -> float:
    one, two = share, 1 - share
    for field in FIELDS:
        if field in row:
            one, two = one * m[field][row[field]], two * u[field][row[field]]
    return one / (one + two)


def at_random(people: Sequence[Portrait]) -> Shares:
    """Of two people taken by chance."""
    dice = Random(5)
    rows = [agreement_of(dice.choice(people), dice.choice(people)) for _ in range(AT_RANDOM)]
    return shares(rows, [1.0] * len(rows))


def main() -> None:
    people = portraits()
    blocks = Blocks()
    for number, one in enumerate(people):
        blocks.add(number, keys_of(one))
    pairs = [both(pair) for pair in blocks.pairs(lambda number: people[number].whole)]
    share, m = estimate([agreement_of(people[one], people[other]) for one, other in pairs])
    u = at_random(people)
    print(f"{len(pairs):,} pairs share a block, {share:.1%} of them are taken for one person")
    for field in FIELDS:
        print(f"{field:9} {_line(m[field], u[field])}   in use {_in_use(weights.FIELDS, field)}")


def _line(m: Sequence[float], u: Sequence[float]) -> str:
    bits = "  ".join(f"{level.name.lower()} {log2(m[level] / u[level]):+5.1f}" for level in Level)
    return f"{bits}   m of the same {m[Level.SAME]:.2f}"


def _in_use(fields: Mapping[str, weights.Field], field: str) -> str:
    one = fields[field]
    return f"{one.different:+.1f} {one.somewhat:+.1f} {one.nearly:+.1f} {log2(one.same / one.usual):+.1f}"


if __name__ == "__main__":
    main()
