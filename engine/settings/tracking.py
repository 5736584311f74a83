"""The sections of what is recorded of readers, and for how long it is kept."""

import re
from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from engine.settings.sections import Line, Section, refuse
from engine.settings.workspace import is_region
from grammar.laws import covered


def _countries(named: list[str]) -> list[str]:
    if any(not is_region(one.strip().upper()) for one in named):
        raise refuse("settings.countries")
    return named


class TrackingSection(Section):
    """Whose opens and clicks are recorded."""

    record: Literal["all", "asked", "none"] = Field(
        "all", description="Opens and clicks of all who have not refused; only of who has said yes (`asked`); or of nobody."
    )
    countries: Annotated[list[Line], AfterValidator(_countries)] = Field(
        [], description='For `asked`: only in these countries, by ISO code, or `"EU"`; everywhere unless named.'
    )
    unknown: Literal["asked", "all"] = Field(
        "asked", description="Whose `country` is not known, or no ISO code: as in those countries (`asked`), or as elsewhere (`all`)."
    )

    @property
    def codes(self) -> frozenset[str]:
        """Single countries: a union stands for its members."""
        return covered(self.countries)

    @property
    def records_unknown(self) -> bool:
        return self.unknown == "all"


_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9]) to ([01][0-9]|2[0-3]):([0-5][0-9])")


def _hours(text: str) -> str:
    if text and not _HOURS.fullmatch(text):
        raise refuse("settings.hours")
    return text


MONTH = 31
"""Days the record of a consent is kept behind the last mail it allowed, at least. Source: 特定電子メール法 施行規則 4条."""


def _proof(days: int) -> int:
    if 0 < days < MONTH:
        raise refuse("settings.proof-days")
    return days


class RetentionSection(Section):
    """How long what was taken in is kept whole. What is written here the daemon keeps; what only holds by default waits for a person."""

    raw_days: Annotated[int, Field(ge=0, le=36_500)] = Field(
        1_095, description="So old, what nobody computes with any more loses its payload; 0 for never."
    )
    proof_days: Annotated[int, Field(ge=0, le=36_500), AfterValidator(_proof)] = Field(
        0, description="So long after it was withdrawn, 31 days at least, the record of a consent is kept as proof; 0 for ever."
    )
    hours: Annotated[str, AfterValidator(_hours)] = Field(
        "01:00 to 05:00",
        description="When `nurture run` does it, each night, in the zone of the workspace; \"\" leaves it to `nurture db tidy`.",
    )

    @property
    def declared(self) -> tuple[int, int]:
        """(raw_days, proof_days) as far as somebody wrote them down; 0 for what the daemon leaves alone."""
        said = self.model_fields_set
        return (self.raw_days if "raw_days" in said else 0, self.proof_days if "proof_days" in said else 0)

    @property
    def night(self) -> tuple[time, time] | None:
        """From when to when; None where the daemon does nothing."""
        found = _HOURS.fullmatch(self.hours)
        if found is None or not any(self.declared):
            return None
        first, second, third, fourth = map(int, found.groups())
        return time(first, second), time(third, fourth)
