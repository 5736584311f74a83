"""Many seeds, one after the other or in several processes, and what they came to."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import chain

from tests.simulator.points import POINTS
from tests.simulator.world import Outcome, simulate

CHUNK = 50


@dataclass(slots=True)
class Sum:
    """broken: those that broke a law; crashed: how often a process died at each point; states: of all messages."""

    seeds: int = 0
    broken: list[Outcome] = field(default_factory=list)
    crashed: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(POINTS, 0)))
    states: Counter[str] = field(default_factory=Counter)

    def add(self, one: Outcome) -> None:
        self.seeds += 1
        self.crashed.update(one.crashed)
        self.states.update(one.states)
        if one.broken:
            self.broken.append(one)

    @property
    def seldom(self) -> tuple[str, int]:
        """The point at which the fewest have died."""
        return min(((point, self.crashed[point]) for point in POINTS), key=lambda pair: pair[1])

    def __str__(self) -> str:
        point, times = self.seldom
        told = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return (
            f"no law is broken: {self.seeds} seeds, {len(self.broken)} broken; "
            f"{sum(self.crashed.values())} deaths at {len(POINTS)} points, fewest {times} ({point}); {told}"
        )


def many(first: int, count: int, processes: int = 1) -> Sum:
    """So many seeds from the first on."""
    found = Sum()
    for one in _outcomes(range(first, first + count), processes):
        found.add(one)
    return found


def story_of(one: Outcome) -> str:
    """The last steps of a seed, and how to see them again."""
    return "\n".join((*one.story, f"seed {one.seed}: {one.broken or 'no law is broken'}", f"python -m tests.simulator {one.seed}"))


def _outcomes(seeds: range, processes: int) -> Iterator[Outcome]:
    if processes == 1:
        yield from map(simulate, seeds)
        return
    chunks = [seeds[start : start + CHUNK] for start in range(0, len(seeds), CHUNK)]
    with ProcessPoolExecutor(processes) as pool:
        yield from chain.from_iterable(pool.map(_chunk, chunks))


def _chunk(seeds: range) -> list[Outcome]:
    return [simulate(seed) for seed in seeds]
