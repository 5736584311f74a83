"""Which calendar counts where a scenario names none."""

import pytest

from engine.testing import program_of

TOKYO = 'calendar 日本 {{\n  {}timezone "Asia/Tokyo"\n}}\n'
YORK = 'calendar 米国 {{\n  {}timezone "America/New_York"\n}}\n'


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        (TOKYO.format("") + YORK.format(""), "Asia/Tokyo"),
        (TOKYO.format("") + YORK.format("default\n  "), "America/New_York"),
        (TOKYO.format("default\n  ") + YORK.format(""), "Asia/Tokyo"),
    ],
)
def test_the_default_calendar_counts_and_else_the_first(text: str, zone: str) -> None:
    assert zone == program_of(text).zone
