"""Taking a file in: rows become events, events go into the inbox in batches, and every row that does not is named."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from engine.domain.errors import Problem
from engine.doors.events import Rejection
from engine.doors.inbox import CHUNK, Incoming, Receipt

MOST_NAMED = 1_000
"""Rejections and notes kept by name; beyond that they are only counted."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd that did not stop a row. line: as in `Rejection`, 0 for the whole file."""

    line: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one row of the file, or of one line."""

    line: int
    events: tuple[Incoming, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class ImportReport:
    """read: rows. taken, again: events that are new, and those that were there already. new: leads nobody knew before.

    rejected and notes name the first 1,000; refused and noted count them all.
    """

    read: int = 0
    taken: int = 0
    again: int = 0
    new: int = 0
    refused: int = 0
    noted: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Counts the row and keeps what is wrong with it."""
        self.read += row.line > 0
        self.refused += len(row.rejected)
        self.noted += len(row.notes)
        self.rejected += row.rejected[: MOST_NAMED - len(self.rejected)]
        self.notes += row.notes[: MOST_NAMED - len(self.notes)]

    def answered(self, receipts: Iterable[Receipt]) -> None:
        """Counts what the inbox said."""
        for receipt in receipts:
            self.taken += receipt.state == "taken"
            self.again += receipt.state == "again"
            self.new += receipt.new


Put = Callable[[Sequence[Incoming]], Sequence[Receipt]]
"""`functools.partial(put, store)`, or what only counts for a dry run."""


def take_in(
    rows: Iterable[Row], put: Put, progress: Callable[[ImportReport], None] = lambda report: None
) -> ImportReport:
    """Puts all events of the rows, in order. progress: called after each batch. Raises NurtureError from `put`."""
    report = ImportReport()
    waiting: list[Incoming] = []
    for row in rows:
        report.add(row)
        waiting += row.events
        if len(waiting) >= CHUNK:
            report.answered(put(waiting))
            waiting = []
            progress(report)
    if waiting:
        report.answered(put(waiting))
    progress(report)
    return report


def count_lines(files: Iterable[str]) -> int:
    """How many lines the files have, for a progress bar."""
    total = 0
    for name in files:
        with open(name, "rb") as file:
            total += sum(chunk.count(b"\n") for chunk in iter(lambda file=file: file.read(1 << 20), b""))  # type: ignore[misc]
    return total
