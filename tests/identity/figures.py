"""How right the likeness is: recall, precision, and how sure one may be of a precision that was counted."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959964
"""Of the normal distribution, for 95 % on both sides."""


@dataclass(frozen=True)
class Measured:
    """links: pairs that are one person; found: those put as one or for review; certain: those put as one without asking anybody."""

    links: frozenset[tuple[str, str]]
    found: frozenset[tuple[str, str]]
    certain: frozenset[tuple[str, str]]

    @property
    def recall(self) -> float:
        return len(self.found & self.links) / len(self.links)

    @property
    def precision(self) -> float:
        return len(self.found & self.links) / max(len(self.found), 1)

    @property
    def f1(self) -> float:
        return 2 * self.recall * self.precision / max(self.recall + self.precision, 1e-9)

    @property
    def wrong(self) -> int:
        """Pairs joined that are two people."""
        return len(self.certain - self.links)

    @property
    def automatic(self) -> float:
        """Precision of what nobody is asked about."""
        return 1 - self.wrong / max(len(self.certain), 1)

    @property
    def lower(self) -> float:
        """The least that precision may be in truth, with 95 % confidence."""
        return wilson(len(self.certain) - self.wrong, len(self.certain))

    def told(self) -> dict[str, object]:
        """For the line of figures."""
        return {
            "F1": f"{self.f1:.4f}",
            "precision": f"{self.precision:.4f}",
            "recall": f"{self.recall:.4f}",
            "links": len(self.links),
            "joined without review": len(self.certain),
            "wrong": self.wrong,
            "precision of these": f"{self.automatic:.4f} (lower 95 % bound {self.lower:.5f})",
        }


def wilson(hits: int, count: int) -> float:
    """The lower end of Wilson's interval (1927); 0 for nothing counted."""
    if not count:
        return 0.0
    share, spread = hits / count, Z * Z / count
    return (share + spread / 2 - Z * sqrt(share * (1 - share) / count + spread / count / 4)) / (1 + spread)
