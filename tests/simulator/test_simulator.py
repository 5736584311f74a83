"""The whole engine in worlds in which everything goes wrong: no law is broken, and each guard that is taken out is missed.

The short form plays eighty seeds; `make faults` plays twenty thousand (`NURTURE_TEST_SEEDS`).
"""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.figures import count, promise
from tests.simulator.many import many, story_of
from tests.simulator.mutants import MUTANTS, planted, weather_of
from tests.simulator.points import POINTS
from tests.simulator.world import simulate

SEEDS = count("NURTURE_TEST_SEEDS", short=80, long=20_000)
OFTEN = 10_000
"""From so many seeds on a process has died at every point as often as `DEATHS` says."""
DEATHS = 50
WITHIN = 100
"""So many seeds find any guard that is missing."""
FROM = {"suppression is not read": 50}
"""Where to begin for one that is seldom needed: the seeds before would only take their time."""


def test_no_law_is_broken() -> None:
    found = many(0, SEEDS, processes=1 if SEEDS < OFTEN else os.cpu_count() or 1)
    point, fewest = found.seldom
    promise(
        "whatever goes wrong, no law is broken",
        **{"seeds": found.seeds, "broken": len(found.broken), "messages": sum(found.states.values())},
        **{"deaths": sum(found.crashed.values()), "points": len(POINTS), f"fewest deaths at a point ({point})": fewest},
    )

    assert "" == "\n\n".join(map(story_of, found.broken))
    assert DEATHS <= fewest or SEEDS < OFTEN


@pytest.mark.parametrize("guard", MUTANTS)
def test_an_engine_without_a_guard_is_found(guard: str) -> None:
    with ExitStack() as stack:
        for mutant in MUTANTS[guard]:
            stack.enter_context(planted(mutant))
        first = FROM.get(guard, 0)
        assert any(simulate(seed, weather_of(guard)).broken.startswith("Violation") for seed in range(first, first + WITHIN))


def test_a_seed_is_the_same_story_in_every_process() -> None:
    told = {_told(hashing) for hashing in ("1", "2")}

    assert 1 == len(told)


def _told(hashing: str) -> str:
    """As another process tells it, whose sets have another order."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-W", "ignore", "-m", "tests.simulator", "7"]
    done = subprocess.run(command, cwd=root, env=os.environ | {"PYTHONHASHSEED": hashing}, capture_output=True, text=True, check=True)
    return done.stdout
