"""Taking a file in: rows become events, events go into the inbox in batches, and every row that does not is named."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

import msgspec

from engine.domain.errors import Problem
from engine.domain.events import Kind
from engine.doors.arrivals import write_behind
from engine.doors.bulk import put_many
from engine.doors.events import Rejection
from engine.doors.inbox import CHUNK, LONG, Receipt, keys_of, refused_of
from engine.doors.incoming import Incoming
from engine.store import imports, inbox, people
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.imports import Mark
from engine.store.writer import Priority

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


class Batch(msgspec.Struct):
    """What became of some rows that follow each other. rows: how many answers; read: of them the file's own rows."""

    rows: int = 0
    read: int = 0
    events: list[Incoming] = []
    rejected: list[Rejection] = []
    notes: list[Note] = []


LONGEST = 20_000
"""Events a transaction takes while nobody else needs the writer: receipts lie in no order, and each transaction writes their pages anew."""
AT_ONCE = 100
"""Rows of a batch: with what happened to each of them a transaction beside a daemon."""


def gathered(rows: Iterable[Row]) -> Iterator[Batch]:
    """Always cut at the same places, so that a number of rows tells one."""
    source = iter(rows)
    while some := list(islice(source, AT_ONCE)):
        yield Batch(
            len(some),
            sum(row.line > 0 for row in some),
            [event for row in some for event in row.events],
            [one for row in some for one in row.rejected],
            [one for row in some for one in row.notes],
        )


@dataclass(slots=True)
class ImportReport:
    """read: rows. taken, again: events that are new, and those that were there already. new: leads nobody knew before.

    erased: events of people who were erased; nothing of them is kept.

    keep: is told of every row that is refused.

    That a row brought its lead is no event of its own here: it says nothing of the lead.

    rejected and notes name the first 1,000; refused and noted count them all. resumed: rows that an earlier call took, which was stopped.
    """

    read: int = 0
    taken: int = 0
    again: int = 0
    erased: int = 0
    new: int = 0
    refused: int = 0
    noted: int = 0
    resumed: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    keep: Callable[[Rejection], None] | None = None

    def add(self, batch: Batch) -> None:
        """Counts the rows and keeps what is wrong with them."""
        self.read += batch.read
        self.refused += len(batch.rejected)
        self.noted += len(batch.notes)
        self.rejected += batch.rejected[: MOST_NAMED - len(self.rejected)]
        self.notes += batch.notes[: MOST_NAMED - len(self.notes)]
        if self.keep is not None:
            for one in batch.rejected:
                self.keep(one)

    def take_over(self, reached: Mark) -> None:
        """What the inbox said of all rows so far."""
        self.taken, self.again, self.erased, self.new = reached.taken, reached.again, reached.erased, reached.new

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


Progress = Callable[[ImportReport], None]


def take_in(rows: Iterable[Row], put: Put, progress: Progress = lambda report: None, report: ImportReport | None = None) -> ImportReport:
    """Puts all events of the rows, in order. progress: called after each batch. Raises NurtureError from `put`."""
    report = report or ImportReport()
    for waiting, _ in _long(gathered(rows), report, LONG):
        report.answered(waiting, put(waiting))
        progress(report)
    progress(report)
    return report


def take_in_steps(
    batches: Iterable[Batch], store: Store, id_: str, progress: Progress = lambda report: None, report: ImportReport | None = None
) -> ImportReport:
    """The same into a store, and how far it came in each transaction: killed and called again it goes on there, and counts nothing twice.

    id_: tells this file, and how it is read, from every other.
    """
    report = report or ImportReport()
    gc.disable()
    try:
        return _in_steps(batches, store, id_, progress, report)
    finally:
        # Nothing here makes a ring, and looking for some among so many rows takes a fifth of the time.
        gc.enable()


def _in_steps(batches: Iterable[Batch], store: Store, id_: str, progress: Progress, report: ImportReport) -> ImportReport:
    with store.read() as tx:
        reached = imports.mark_of(tx, id_)
    report.resumed = reached.rows
    report.take_over(reached)
    has_room = store.has_room()
    written: Future[Mark] | None = None
    for waiting, number in _long(batches, report, LONGEST if has_room else CHUNK, skip=reached.rows):
        # While one transaction is written, the rows of the next are taken over from whoever reads the file.
        if written is not None:
            reached = written.result()
        step = partial(_step, store=store, waiting=waiting, id_=id_, before=reached, rows=number)
        if has_room:
            written = store.submit(Priority.INTAKE, step)
        else:
            reached = write_behind(store, step)
        report.take_over(reached)
        progress(report)
    if written is not None:
        reached = written.result()
        report.take_over(reached)
    if reached.rows:
        store.write(Priority.INTAKE, lambda tx: imports.end(tx, id_))
    progress(report)
    return report


def _long(batches: Iterable[Batch], report: ImportReport, size: int, skip: int = 0) -> Iterator[tuple[list[Incoming], int]]:
    """Events of a transaction, and how many rows of the file they end with. skip: rows that are only counted."""
    waiting: list[Incoming] = []
    number = 0
    for batch in batches:
        report.add(batch)
        number += batch.rows
        if number > skip:
            waiting += batch.events
        if len(waiting) >= size:
            yield waiting, number
            waiting = []
    if waiting:
        yield waiting, number


def _step(tx: Tx, *, store: Store, waiting: list[Incoming], id_: str, before: Mark, rows: int) -> Mark:
    """Nothing outside is touched: it may run twice."""
    told = put_many(tx, store, waiting)
    reached = Mark(rows, before.taken + told.taken, before.again + told.again, before.erased + told.erased, before.new + told.new)
    imports.mark(tx, id_, store.now(tx), reached)
    return reached


def count_lines(files: Iterable[str]) -> int:
    """How many lines the files have, for a progress bar."""
    total = 0
    for name in files:
        with open(name, "rb") as file:
            total += sum(chunk.count(b"\n") for chunk in iter(lambda file=file: file.read(1 << 20), b""))  # type: ignore[misc]
    return total
