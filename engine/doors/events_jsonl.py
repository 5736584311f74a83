"""Events from a log: one `{source, id, type, lead | keys, at, props}` a line."""

from collections.abc import Iterator
from pathlib import Path

from engine.domain.errors import NurtureError, Problem
from engine.domain.phones import REGION
from engine.doors.events import Door, Rejection, read_event
from engine.doors.imports import Row
from engine.doors.reader import LINE, read_json


def read_events(path: Path, *, zone: str, source: str = "import", live: bool = False, region: str = REGION) -> Iterator[Row]:
    """One `Row` for each line that is not blank. zone: of times without an offset; source: of events that name none."""
    if not path.is_file():
        raise NurtureError("import.unreadable", file=path)
    return _rows(path, Door(source=source, zone=zone, live=live, region=region))


def _rows(path: Path, door: Door) -> Iterator[Row]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LINE.size + 2):
            number += 1
            if len(line) > LINE.size:
                while line and not line.endswith(b"\n"):
                    line = file.readline(LINE.size)
                limit = str(LINE.size)
                yield Row(number, rejected=(Rejection(number, Problem("json.too-large", {"limit": limit})),))
            elif text := line.strip():
                yield _row(text, number, door)


def _row(text: bytes, number: int, door: Door) -> Row:
    given = read_json(text, LINE)
    if isinstance(given, Problem):
        return Row(number, rejected=(Rejection(number, given),))
    event = read_event(given, door, line=number)
    if isinstance(event, Rejection):
        return Row(number, rejected=(event,))
    if not event.at:
        return Row(number, rejected=(Rejection(number, Problem("event.missing", {"field": "at"})),))
    return Row(number, events=(event,))
