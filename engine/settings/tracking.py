"""The section of what is recorded of readers."""

from typing import Literal

from pydantic import Field

from engine.settings.sections import Line, Section
from grammar.laws import covered


class TrackingSection(Section):
    """Whose opens and clicks are recorded."""

    record: Literal["all", "asked", "none"] = Field(
        "all", description="Opens and clicks of all who have not refused; only of who has said yes (`asked`); or of nobody."
    )
    countries: list[Line] = Field(
        [],
        description='For `asked`: only in these countries, by ISO code, or `"EU"`; everywhere unless named. '
        "A lead without a `country` counts as being there.",
    )

    @property
    def codes(self) -> frozenset[str]:
        """Single countries: a union stands for its members."""
        return covered(self.countries)
