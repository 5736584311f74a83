"""The race: all contenders of a row take turns, so that a busy or hot machine slows them alike."""

import gc
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Literal, NamedTuple

Role = Literal["ours", "limit", "peer"]


class Missing(Exception):
    """What a row needs is not on this machine."""


class Lap(NamedTuple):
    """Where not the whole lap counts. seconds: of all its operations."""

    operations: int
    seconds: float


def _nothing() -> None:
    """Most laps need no preparation."""


@dataclass(frozen=True)
class Contender:
    """work: does one lap and returns how many operations that were. before: what a lap needs and nobody counts.

    note: what a reader must know to compare fairly.
    """

    name: str
    role: Role
    work: Callable[[], int | Lap]
    note: str = ""
    before: Callable[[], None] = _nothing


@dataclass(frozen=True)
class Row:
    """One line of the table. unit: what one operation is. aim: how many times the limit's time we allow ourselves.

    line_up: makes the contenders and clears up behind them; exactly one of them is the limit. It raises Missing where one cannot run.
    """

    name: str
    title: str
    unit: str
    aim: float
    line_up: Callable[[], AbstractContextManager[Sequence[Contender]]]


@dataclass(frozen=True)
class Result:
    """seconds: of one operation, the median of all laps. ratio: to the limit, the median of the rounds' own ratios."""

    name: str
    role: Role
    seconds: float
    ratio: float
    note: str

    @property
    def per_second(self) -> float:
        return 1 / self.seconds


def run(row: Row, *, rounds: int) -> list[Result]:
    """One lap each to warm up, then `rounds` laps each, everybody starting once in every place."""
    with row.line_up() as contenders:
        for contender in contenders:
            contender.before()
            contender.work()
        laps = [_round(contenders, start=number % len(contenders)) for number in range(rounds)]
        return [_result(contender, contenders, laps) for contender in contenders]


def _round(contenders: Sequence[Contender], *, start: int) -> dict[str, float]:
    return {contender.name: _lap(contender) for contender in [*contenders[start:], *contenders[:start]]}


def _lap(contender: Contender) -> float:
    """Seconds an operation took. The collector runs before, not in between: it would punish whoever comes last."""
    contender.before()
    gc.collect()
    gc.disable()
    try:
        began = perf_counter()
        done = contender.work()
        lap = done if isinstance(done, Lap) else Lap(done, perf_counter() - began)
        return lap.seconds / lap.operations
    finally:
        gc.enable()


def _result(contender: Contender, contenders: Sequence[Contender], laps: Sequence[dict[str, float]]) -> Result:
    limit = next(other.name for other in contenders if other.role == "limit")
    return Result(
        name=contender.name,
        role=contender.role,
        seconds=median(lap[contender.name] for lap in laps),
        ratio=median(lap[contender.name] / lap[limit] for lap in laps),
        note=contender.note,
    )
