"""What the law of a country asks of marketing mail, as dated data beside this file. It is no legal advice.

A pack lists duties; each names its source, and who looks after it. What is not seen here (whether a subject deceives,
whether a consent was really given) stays with people, and the pack says so.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

Subject = Literal["consent", "proof", "name", "postal address", "inquiries", "unsubscribe", "stop", "honesty", "tracking"]
Keeper = Literal["check", "engine", "people"]
"""Who looks after it: the checker finds what is missing, the engine never does otherwise, or people must see to it."""

CODES = ("JP", "US", "EU", "GB", "CA", "AU")
"""The laws that are known, the most complete first."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing the law asks for. source: law and article; source_ja: as Japanese texts cite it, empty for the same."""

    topic: Subject
    keeper: Keeper
    source: str
    en: str
    ja: str
    source_ja: str = ""


@dataclass(frozen=True, slots=True)
class LawPack:
    """The duties of one country or union. as_of: the day up to which they are known to hold.

    covers: countries by ISO 3166 code, of a union whose members add rules of their own.
    """

    code: str
    en: str
    ja: str
    as_of: date
    duties: tuple[Duty, ...]
    covers: tuple[str, ...] = ()

    def duty(self, topic: Subject) -> Duty | None:
        """The first duty of that kind; None if the law does not ask for it."""
        return next((duty for duty in self.duties if duty.topic == topic), None)


def packs() -> tuple[LawPack, ...]:
    """Every law that is known."""
    return tuple(_read(code) for code in CODES)


def pack_of(country: str) -> LawPack | None:
    """The pack for an ISO code such as `JP`, `DE` or `US-CA`; None if none is known."""
    code = country.partition("-")[0].upper()
    if code in CODES:
        return _read(code)
    return next((pack for pack in packs() if code in pack.covers), None)


def covered(countries: Iterable[str]) -> frozenset[str]:
    """Single countries by ISO code; a union stands for its members."""
    codes = [country.strip().upper() for country in countries]
    return frozenset(code for one in codes for code in ((_read(one).covers if one in CODES else ()) or (one,)))


@cache
def _read(code: str) -> LawPack:
    told: dict[str, Any] = tomllib.loads((Path(__file__).parent / f"{code.lower()}.toml").read_text("utf-8"))
    duties = tuple(Duty(**duty) for duty in told.pop("duties"))
    return LawPack(**told | {"covers": tuple(told.get("covers", ()))}, duties=duties)
