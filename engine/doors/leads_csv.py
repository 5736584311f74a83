"""Leads from a table: each row says what a lead is like and what happened to it, as the mapping reads it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from engine.domain.errors import NurtureError, Problem
from engine.domain.events import Kind
from engine.domain.instants import SECOND, Instant, to_iso
from engine.domain.phones import REGION
from engine.doors.cells import LOST, read_cell, read_wall
from engine.doors.events import Door, Rejection, incoming_of
from engine.doors.identities import read_keys
from engine.doors.imports import Note, Row
from engine.doors.incoming import Incoming
from engine.doors.mapping import EventPart, Mapping
from engine.doors.plans import Broken, Cells, Plan
from engine.doors.sheets import Record, Sheet
from engine.doors.tables import open_table

MOST_JOINED = 1_000_000
"""Rows of a joined table; it is held in memory."""


def read_leads(path: Path, mapping: Mapping, *, zone: str, live: bool = False, lets_in: bool = False) -> Iterator[Row]:
    """One `Row` for each row of the file, then one for each row of a joined file that belongs to nobody.

    zone: of times without an offset, unless the mapping names one; lets_in: some scenario asks for those an import brings.
    Raises NurtureError before the first row for a file or column that is not there.
    """
    door = Door(source=mapping.source, zone=mapping.zone or zone, live=live, region=mapping.region or REGION)
    sheet = open_table(path, mapping.sheet)
    _look_for_columns(sheet, mapping, "")
    joined = [_open_joined(path, mapping, event) for event in mapping.event if event.file]
    written = _moment_of(path)
    plans = [Plan(event.props, door.zone, written) for event in mapping.event]
    table = _Table(mapping, door, written, joined, path.name, Plan(mapping.attributes, door.zone, written), plans)
    rows = _rows(sheet, table)
    return _brought(rows, table) if lets_in else rows


def _brought(rows: Iterator[Row], table: "_Table") -> Iterator[Row]:
    """Behind what each row says: that it brought its lead."""
    for place, row in enumerate(rows):
        yield replace(row, events=(*row.events, table.came(row.events, place))) if row.events else row


def _rows(sheet: Sheet, table: "_Table") -> Iterator[Row]:
    if sheet.notes:
        yield Row(0, notes=tuple(Note(0, said) for said in sheet.notes))
    yield from (Row(0, rejected=(broken,)) for other in table.joined for broken in other.broken)
    for record in sheet.records():
        if isinstance(record, Rejection):
            yield Row(record.line, rejected=(record,))
        else:
            yield table.row(record.line, _cells(sheet, record))
    yield from (Row(0, rejected=(nobody,)) for other in table.joined for nobody in other.left_over())


def _cells(sheet: Sheet, record: Record) -> Cells:
    cells = record.cells
    if not LOST.isdisjoint(cells):
        cells = ["" if cell in LOST else cell for cell in cells]
    return dict(zip(sheet.header, cells, strict=True))


def _moment_of(path: Path) -> Instant:
    """When the table was written: what its rows say was true then."""
    return int(path.stat().st_mtime) * SECOND


def _look_for_columns(sheet: Sheet, mapping: Mapping, file: str) -> None:
    for name in mapping.columns(file):
        if sheet.header.count(name) == 1:
            continue
        code = "import.column-twice" if name in sheet.header else "import.no-column"
        near = get_close_matches(name, sheet.header, n=1) or sheet.header[:8]
        raise NurtureError(code, column=name, file=sheet.path.name, near=", ".join(f"`{one}`" for one in near))


@dataclass(slots=True)
class _Joined:
    """The rows of another table by the key of their lead."""

    event: EventPart
    rows: dict[str, list[tuple[int, Cells]]] = field(default_factory=dict)
    broken: list[Rejection] = field(default_factory=list)

    def left_over(self) -> Iterator[Rejection]:
        """Rows whose lead never came."""
        for key, rows in self.rows.items():
            for line, _ in rows:
                yield Rejection(line, Problem("import.nobody", {"key": key, "file": self.event.file}))


def _open_joined(path: Path, mapping: Mapping, event: EventPart) -> _Joined:
    sheet = open_table(path.parent / event.file)
    _look_for_columns(sheet, mapping, event.file)
    joined = _Joined(event)
    on = sheet.header.index(event.on or mapping.main_key)
    for count, record in enumerate(sheet.records()):
        if count >= MOST_JOINED:
            raise NurtureError("import.joined-too-large", file=event.file, limit=MOST_JOINED)
        if isinstance(record, Rejection):
            joined.broken.append(_elsewhere((event, record.line, {}), record.problem))
        else:
            cells = _cells(sheet, record)
            joined.rows.setdefault(record.cells[on], []).append((record.line, cells))
    return joined


@dataclass(frozen=True, slots=True)
class _Known:
    """Who a row is about, and since when the table knows."""

    keys: dict[str, str]
    at: Instant


@dataclass(frozen=True, slots=True)
class _Table:
    mapping: Mapping
    door: Door
    written: Instant
    joined: list[_Joined]
    name: str
    attributes: Plan
    props: list[Plan]

    def row(self, line: int, cells: Cells) -> Row:
        """The lead of a row and its events: all of them, or none and the reason."""
        joined = [(other.event, *found) for other in self.joined for found in other.rows.pop(cells[self.mapping.main_key], [])]
        try:
            known = _Known(self._keys(cells), self._known_at(cells))
            row = Row(line, events=tuple(self._lead(cells, known)))
            for event in self.mapping.event:
                if not event.file:
                    row = self._with_event(row, (event, line, cells), known)
        except Broken as broken:
            return Row(line, rejected=(Rejection(line, broken.problem, tuple(cells.values())), *self._orphans(joined)))
        for found in joined:
            try:
                row = self._with_event(row, found, known)
            except Broken as broken:
                row = replace(row, rejected=(*row.rejected, _elsewhere(found, broken.problem)))
        return row

    def came(self, told: tuple[Incoming, ...], place: int) -> Incoming:
        """The same row of a file of that name, whenever it was written, is the same event."""
        at = max(one.at for one in told)
        since = at if self.mapping.at else 0
        said = [(one.type, one.keys, one.props) if one.type == Kind.LEAD_CHANGED else one.id for one in told]
        id_ = _digest(Kind.LEAD_IMPORTED, self.name, since, *said)
        return incoming_of(id_, Kind.LEAD_IMPORTED, self.door, keys=told[0].keys, at=at, props={"place": place})

    def _orphans(self, joined: "list[_Found]") -> Iterator[Rejection]:
        """Rows of other tables whose lead could not be read."""
        return (
            _elsewhere(found, Problem("import.nobody", {"key": found[2].get(found[0].on or self.mapping.main_key, "")})) for found in joined
        )

    def _keys(self, cells: Cells) -> dict[str, str]:
        said = {kind: cells[column] for kind, column in self.mapping.keys.items() if cells[column]}
        if not said:
            raise Broken(Problem("import.no-key", {"columns": ", ".join(self.mapping.keys.values())}))
        return _sound(read_keys(said, self.door.region))

    def _known_at(self, cells: Cells) -> Instant:
        column = self.mapping.at
        if column is None:
            return self.written
        if not cells[column.column]:
            raise Broken(Problem("import.empty", {"column": column.column}))
        return _sound(read_wall(cells[column.column], column, self.door.zone, self.written))

    def _lead(self, cells: Cells, known: _Known) -> Iterator[Incoming]:
        if self.mapping.attributes or self.mapping.at or not self.mapping.event:
            yield self._event(Kind.LEAD_CHANGED, "", known.keys, known.at, self.attributes.values(cells))

    def _with_event(self, row: Row, found: "_Found", known: _Known) -> Row:
        event, line, cells = found
        if not self._happened(event, cells):
            return row
        at = known.at
        if event.at is not None:
            at = _sound(read_wall(cells[event.at.column], event.at, self.door.zone, self.written))
        id = "/".join(cells[column] for column in event.id)
        props = self.props[self.mapping.event.index(event)].values(cells)
        made = self._event(event.type, id and f"{event.type}/{id}", known.keys, at, props)
        notes = row.notes
        if self.mapping.at and at < known.at:
            notes = (*notes, Note(line, self._before(event, made, known.at)))
        return replace(row, events=(*row.events, made), notes=notes)

    def _happened(self, event: EventPart, cells: Cells) -> bool:
        if event.when is not None:
            said = cells[event.when.column]
            if not said or not _sound(read_cell(said, event.when.model_copy(update={"type": "yes-no"}), self.door.zone)):
                return False
        return event.at is None or bool(cells[event.at.column])

    def _before(self, event: EventPart, made: Incoming, known: Instant) -> Problem:
        zone = self.door.zone
        values = {"type": event.type, "at": to_iso(made.at, zone), "known": to_iso(known, zone), "file": event.file}
        return Problem("import.before-known", values | {"lead": next(iter(made.keys.values()))})

    def _event(self, kind: str, id: str, keys: dict[str, str], at: Instant, props: dict[str, Any]) -> Incoming:
        return incoming_of(id or _digest(kind, keys, at, props), kind, self.door, keys=keys, at=at, props=props)


_Found = tuple[EventPart, int, Cells]
T = TypeVar("T")


def _sound(value: T | Problem) -> T:
    if isinstance(value, Problem):
        raise Broken(value)
    return value


def _elsewhere(found: _Found, problem: Problem) -> Rejection:
    """What is wrong with a row of another table."""
    event, line, _ = found
    return Rejection(line, Problem(problem.code, problem.values | {"file": event.file}))


def _digest(*parts: object) -> str:
    """An id by what is said: the same row again is the same event."""
    return blake2b(_written(parts).encode(), digest_size=12).hexdigest()


_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
