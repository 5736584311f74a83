"""How sure a difference is: intervals for proportions, their difference and their ratio."""

from dataclasses import dataclass
from math import exp, log, sqrt

Z95 = 1.959963984540054
"""The normal quantile that leaves 2.5 % above it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """value: the estimate; low, high: within them with 95 % confidence."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """count of total."""

    count: int
    total: int

    @property
    def value(self) -> float:
        return self.count / self.total if self.total else 0.0


def wilson(share: Share, z: float = Z95) -> Interval:
    """The score interval of one proportion.

    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). Of nothing nothing is known: 0 to 1.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, J. Am. Stat. Assoc. 22
    (1927) 209-212.
    """
    if not share.total:
        return Interval(0.0, 0.0, 1.0)
    p, n = share.value, share.total
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Interval(p, max(0.0, centre - half), min(1.0, centre + half))


def difference(one: Share, other: Share, z: float = Z95) -> Interval:
    """one - other, by the hybrid score interval of two independent proportions, without continuity correction.

    low = d - √((p1-l1)² + (u2-p2)²), high = d + √((u1-p1)² + (p2-l2)²), where l and u are Wilson's limits.
    Source: R. G. Newcombe, Interval estimation for the difference between independent proportions, Stat. Med. 17
    (1998) 873-890, method 10.
    """
    first, second = wilson(one, z), wilson(other, z)
    d = first.value - second.value
    low = d - sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    high = d + sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    return Interval(d, max(-1.0, low), min(1.0, high))


def ratio(one: Share, other: Share, z: float = Z95) -> Interval | None:
    """one / other, by the interval of the logarithm of a ratio of two proportions; None where either has none.

    exp(ln(p1/p2) ± z √(1/x1 - 1/n1 + 1/x2 - 1/n2)).
    Source: D. Katz, J. Baptista, S. P. Azen, M. C. Pike, Obtaining confidence intervals for the risk ratio in cohort
    studies, Biometrics 34 (1978) 469-474, method C.
    """
    if not (one.count and other.count):
        return None
    middle = log(one.value / other.value)
    spread = z * sqrt(1 / one.count - 1 / one.total + 1 / other.count - 1 / other.total)
    return Interval(exp(middle), exp(middle - spread), exp(middle + spread))
