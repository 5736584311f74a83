"""What this process knows of its own beats: when each job last went well, how long batches took, what went wrong."""

import threading
import time
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: the upper ends of the classes of a duration; one more class takes what is longer."""


@dataclass(slots=True)
class Span:
    """counts: by class of `BOUNDS`; total: seconds, all together."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds


@dataclass(frozen=True, slots=True)
class Reading:
    """ages: seconds since each job last went well; failures, steps: counts since the process began; spans: by job.

    stream: `taken` and `refused` messages of Kafka since then, and the `lag`; empty where none are read.
    """

    ages: dict[str, float]
    failures: dict[str, int]
    steps: dict[str, int]
    spans: dict[str, tuple[tuple[int, ...], float]]
    stream: dict[str, int] = field(default_factory=dict)


class Pulse:
    """Jobs tell it; health and metrics ask it. Every thread may."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._beats: dict[str, float] = {}
        self._failures: Counter[str] = Counter()
        self._steps: Counter[str] = Counter()
        self._spans: dict[str, Span] = {}
        self._stream: dict[str, int] = {}

    def expect(self, *jobs: str) -> None:
        """From now on these jobs are to go well again and again."""
        with self._lock:
            self._beats.update(dict.fromkeys(jobs, time.monotonic()))

    def forget(self) -> None:
        """Nothing is expected any more: the process ends."""
        with self._lock:
            self._beats.clear()

    def went_well(self, job: str, since: float) -> None:
        """since: when it began, by `time.monotonic`."""
        now = time.monotonic()
        with self._lock:
            if job in self._beats:
                self._beats[job] = now
            self._spans.setdefault(job, Span()).add(now - since)

    def fell(self, job: str) -> None:
        """It went wrong once more."""
        with self._lock:
            self._failures[job] += 1

    def stepped(self, steps: dict[str, int]) -> None:
        """What became of so many messages."""
        with self._lock:
            self._steps.update(steps)

    def streamed(self, *, taken: int, refused: int, lag: int) -> None:
        """So many messages of a stream since the process began, and so many that wait there."""
        with self._lock:
            self._stream = {"taken": taken, "refused": refused, "lag": lag}

    def read(self) -> Reading:
        """All of it, as it is now."""
        now = time.monotonic()
        with self._lock:
            return Reading(
                {job: now - beat for job, beat in self._beats.items()},
                dict(self._failures),
                dict(self._steps),
                {job: (tuple(span.counts), span.total) for job, span in self._spans.items()},
                dict(self._stream),
            )
