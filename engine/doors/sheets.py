"""A table whatever it was written by: the names of its columns, and its rows as texts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.domain.errors import Problem
from engine.doors.events import Rejection


@dataclass(frozen=True, slots=True)
class Record:
    """line: where it begins, from 1. cells: as many as the header has, stripped."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that can be read. header: the names of its columns; notes: what is odd about the file.

    records: every row below the header, or why it cannot be read; from the first one at each call.
    """

    path: Path
    header: list[str]
    records: Callable[[], Iterator[Record | Rejection]]
    notes: tuple[Problem, ...] = ()
