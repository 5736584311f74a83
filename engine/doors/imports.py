"""Taking a file in: rows become events, events go into the inbox in batches, and every row that does not is named."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.domain.errors import Problem
from engine.domain.events import Kind
from engine.doors.events import Rejection
from engine.doors.inbox import CHUNK, Incoming, Receipt, keys_of, refused_of
from engine.store import inbox, people
from engine.store.database import Store

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

    erased: events of people who were erased; nothing of them is kept.

    That a row brought its lead is no event of its own here: it says nothing of the lead.

    rejected and notes name the first 1,000; refused and noted count them all.
    """

    read: int = 0
    taken: int = 0
    again: int = 0
    erased: int = 0
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

    def answered(self, incoming: Iterable[Incoming], receipts: Iterable[Receipt]) -> None:
        """Counts what the inbox said."""
        for one, receipt in zip(incoming, receipts, strict=True):
            if one.type == Kind.LEAD_IMPORTED:
                continue
            self.taken += receipt.state == "taken"
            self.again += receipt.state == "again"
            self.erased += receipt.state == "refused"
            self.new += receipt.new


Put = Callable[[Sequence[Incoming]], Sequence[Receipt]]
"""`functools.partial(put, store)`, or `rehearse(store)` for a dry run."""


def rehearse(store: Store) -> Put:
    """A `Put` that only looks: what would be taken, and whose it would be. Nothing is written."""

    def look(incoming: Sequence[Incoming]) -> list[Receipt]:
        with store.read() as tx:
            before = inbox.receipts_of(tx, ((one.source, one.id) for one in incoming))
            owners = people.owners(tx, (key for one in incoming for key in keys_of(one)))
            gone, _ = refused_of(tx, store, [one for one in incoming if (one.source, one.id) not in before])
        return [gone.get((one.source, one.id)) or _as_if(one, before, owners) for one in incoming]

    return look


def _as_if(one: Incoming, before: Mapping[tuple[str, str], str], owners: Mapping[people.Key, str]) -> Receipt:
    if (one.source, one.id) in before:
        return Receipt(source=one.source, id=one.id, lead=before[one.source, one.id], state="again")
    lead = next((owners[key] for key in keys_of(one) if key in owners), "")
    return Receipt(source=one.source, id=one.id, lead=lead, state="taken", new=not lead)


def take_in(rows: Iterable[Row], put: Put, progress: Callable[[ImportReport], None] = lambda report: None) -> ImportReport:
    """Puts all events of the rows, in order. progress: called after each batch. Raises NurtureError from `put`."""
    report = ImportReport()
    waiting: list[Incoming] = []
    for row in rows:
        report.add(row)
        waiting += row.events
        if len(waiting) >= CHUNK:
            report.answered(waiting, put(waiting))
            waiting = []
            progress(report)
    if waiting:
        report.answered(waiting, put(waiting))
    progress(report)
    return report


def count_lines(files: Iterable[str]) -> int:
    """How many lines the files have, for a progress bar."""
    total = 0
    for name in files:
        with open(name, "rb") as file:
            total += sum(chunk.count(b"\n") for chunk in iter(lambda file=file: file.read(1 << 20), b""))  # type: ignore[misc]
    return total
