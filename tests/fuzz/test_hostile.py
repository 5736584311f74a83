"""Whatever a file holds, there is an answer: no failure, in time, and with little memory. Each text is judged in a process of its own."""

import json
import os
import subprocess
import sys

import pytest

from tests.fuzz.hostile import HOSTILE
from tests.fuzz.sources import ROOT

SIZES = (1_500, 16_000, 130_000, 1_048_576) if "NURTURE_TEST_INPUTS" in os.environ else (16_000,)
"""Below every limit, below that of lines, below that of files, and far above all; the short form takes the second."""
SECONDS = 2.0
MEGABYTES = 256


@pytest.mark.parametrize("size", SIZES)
def test_no_text_of_too_much_of_one_thing_takes_long(size: int) -> None:
    """The processor's time counts, so that a busy machine fails no test."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.standing", str(size), *HOSTILE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    told = [json.loads(line) for line in run.stdout.splitlines()]

    assert run.stderr == ""
    assert [one["name"] for one in told] == list(HOSTILE)
    assert [] == [one for one in told if one["seconds"] > SECONDS or one["megabytes"] > MEGABYTES]
