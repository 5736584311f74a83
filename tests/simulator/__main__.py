"""`python -m tests.simulator SEED [COUNT [PROCESSES]]`: plays a seed again, or so many from there on."""

import sys

from tests.simulator.many import many, story_of
from tests.simulator.world import simulate


def main(seed: int, count: int = 1, processes: int = 1) -> int:
    """Tells the story of one; of many, of those that broke a law."""
    if count == 1:
        one = simulate(seed)
        sys.stdout.write(f"{story_of(one)}\n")
        return 1 if one.broken else 0
    found = many(seed, count, processes)
    for one in found.broken:
        sys.stdout.write(f"{story_of(one)}\n\n")
    sys.stdout.write(f"{found}\n")
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
