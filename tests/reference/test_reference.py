"""The engine and a naive reading of the language agree on random programs and histories.

The short form plays a few; `make reference` plays ten thousand, in as many parts as there are cores to play them.
"""

import os

import pytest

from tests.reference.programs import case_of
from tests.reference.side_by_side import compare, shrunk, told

PLAYED = int(os.environ.get("NURTURE_TEST_PROGRAMS", "60"))
PARTS = max(1, PLAYED // 250)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_engine_does_what_a_naive_reader_expects(part: int) -> None:
    for number in range(part, PLAYED, PARTS):
        expected, found = compare(case_of(number))
        assert expected == found, told(number, shrunk(case_of(number)))
