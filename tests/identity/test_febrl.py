"""FEBRL: how many of the true pairs the likeness finds, and whether it may join the certain ones by itself.

Nothing is trained here. The two thresholds stand in `engine/work/judging.py` and were chosen on set 2, which no test measures; what a
field is worth was estimated on set 2 without its links. `NURTURE_TEST_LONG=1` measures the whole of sets 3 and 4, `pytest -s` shows the
lines.
"""

from pathlib import Path

import pytest

from tests.faults.figures import count, promise
from tests.identity.febrl import Records, measure, records

ALL = 5_000
PERSONS = count("NURTURE_TEST_PERSONS", short=250, long=ALL)
"""Of a large set; half as many where the number comes with it."""


@pytest.mark.parametrize(("number", "least"), [(1, 0.96), (3, 0.95), (4, 0.95)])
def test_the_pairs_of_febrl_are_found_without_the_number_of_their_social_security(number: int, least: float, tmp_path: Path) -> None:
    given = part(number)
    found = measure(given, tmp_path / "kumo", has_number=False)
    promise(f"febrl {number}, {len(given.rows):,} records, without soc_sec_id", **found.told())

    assert found.f1 >= least
    assert found.automatic >= 0.999
    if len(given.rows) >= ALL:
        assert found.lower >= 0.999


@pytest.mark.parametrize(("number", "least"), [(1, 0.96), (3, 0.95), (4, 0.95)])
def test_with_that_number_more_are_certain(number: int, least: float, tmp_path: Path) -> None:
    given = records(number).part(PERSONS if PERSONS == ALL else PERSONS // 2)
    found = measure(given, tmp_path / "kumo", has_number=True)
    promise(f"febrl {number}, {len(given.rows):,} records, with soc_sec_id", **found.told())

    assert found.f1 >= least
    assert found.automatic >= 0.999


def part(number: int) -> Records:
    """The first set is whole in both forms."""
    given = records(number)
    return given if number == 1 else given.part(PERSONS)
