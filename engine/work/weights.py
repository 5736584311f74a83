"""What an agreement is worth: bits for and against two leads being one person, after Fellegi and Sunter (1969).

A level of a field is worth log2(m / u): how often one person's two entries stand at it, over how often two people's do. How often two
people have the same value is counted in the workspace itself: 佐藤 says little, 勅使河原 much. m of names, places and days was estimated
without any true links, by expectation maximisation on a set that is measured nowhere (`python -m tests.identity.estimate`); of company,
mail, telephone and branch it was set by hand. docs/identity.md has the story.
"""

from collections.abc import Mapping
from math import log2
from typing import NamedTuple

from engine.work.agreement import Agreement, Level


class Field(NamedTuple):
    """different, somewhat, nearly: bits. same: how often one person has the same value twice; usual: how often two people share one."""

    different: float
    somewhat: float
    nearly: float
    same: float
    usual: float


FIELDS: Mapping[str, Field] = {
    "family": Field(-3.5, 1.5, 6.5, 0.64, 0.004),
    "given": Field(-4.5, 1.0, 5.5, 0.72, 0.005),
    "birthday": Field(-4.0, -1.0, 4.9, 0.90, 0.0004),
    "postcode": Field(-4.0, 0.5, 3.9, 0.76, 0.0013),
    "house": Field(-2.9, -1.5, 0.0, 0.84, 0.014),
    "street": Field(-3.7, -1.0, 7.5, 0.69, 0.0008),
    "building": Field(-3.0, 0.5, 7.5, 0.63, 0.001),
    "town": Field(-3.8, 0.0, 7.5, 0.70, 0.0013),
    "state": Field(-4.0, 0.0, 2.0, 0.95, 0.2),
    "number": Field(-4.3, 1.0, 10.0, 0.87, 0.0004),
    "company": Field(-2.5, 1.0, 5.0, 0.75, 0.001),
    "mail": Field(-1.5, 4.0, 9.0, 0.55, 0.00001),
    "mobile": Field(-2.5, 0.0, 6.0, 0.70, 0.00001),
    "phone": Field(-1.5, 0.0, 4.0, 0.60, 0.0001),
}
BRANCH_DIFFERS = -4.0
SWAPPED = -2.0
SAME_DESK = 1.0
"""Bits of an address that a desk reads: info@."""
COLLEAGUES_ADDRESS = -2.5
"""Besides, where one company's domain has two addresses of theirs."""

PERSONAL = frozenset({"family", "given", "birthday", "mail", "mobile", "number"})
"""What tells colleagues apart, who share company, domain, switchboard and street."""
OWN = PERSONAL - {"family"}
"""What tells apart the members of a family, who share name, home and often a telephone."""
SHARED = 4.0
"""Bits an address or a number is worth within a family at most: two may use one."""
NAMED_ALIKE = 9.5
"""Bits of one given name within a family at least: parents give each child another one, but for one family in a thousand."""
FAMILY_SIZE = 4
FEW = 1_000
"""Leads from which on the workspace's own counts say more than what is usual elsewhere."""


class Scores(NamedTuple):
    """Bits against each of those it might be instead; None where it cannot be one. The lowest counts."""

    stranger: float
    colleague: float | None
    relative: float | None

    @property
    def least(self) -> float:
        """How sure it is, whoever else it might be."""
        return min(one for one in self if one is not None)


def worth(field: str, level: Level, often: float) -> float:
    """Bits of a field at a level. often: how often two people share that value."""
    told = FIELDS[field]
    if level == Level.SAME:
        return log2(told.same / often)
    same = log2(told.same / often)
    return (told.different, min(told.somewhat, same), min(told.nearly, same))[level]


def is_shared(agreement: Agreement, *fields: str) -> bool:
    """Whether one of these is the same of both."""
    return any(agreement.get(field, Level.DIFFERENT) >= Level.NEARLY for field in fields)
