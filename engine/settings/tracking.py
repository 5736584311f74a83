"""The sections of what is recorded of readers, and for how long it is kept."""

from typing import Annotated, Literal

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


class RetentionSection(Section):
    """How long what was taken in is kept whole."""

    raw_days: Annotated[int, Field(ge=0, le=36_500)] = Field(
        1_095, description="So old, what nobody computes with any more loses its payload (`nurture db tidy`); 0 for never."
    )
    proof_days: Annotated[int, Field(ge=0, le=36_500)] = Field(
        0, description="So long after it was withdrawn the record of a consent is kept as proof; 0 for ever."
    )
