"""Leads as another system's interface gives them: one JSON object a line, or a page of them, what stands inside flattened by dots."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from engine.domain.errors import NurtureError, Problem
from engine.doors.events import Rejection
from engine.doors.reader import Limits, read_json
from engine.doors.sheets import Record, Sheet

LINE = Limits(size=4_000_000)
"""A line may be a page of some hundred leads."""
PAGES = ("results", "records", "contacts", "leads", "data")
"""Fields under which a page of leads stands."""
MOST_COLUMNS = 2_000

_json = msgspec.json.Encoder()


def open_lines(path: Path) -> Sheet:
    """Its columns are all the fields that any of its objects has. Raises NurtureError."""
    header: dict[str, None] = {}
    for _, found in _objects(path):
        if isinstance(found, dict):
            header |= dict.fromkeys(found)
        if len(header) > MOST_COLUMNS:
            raise NurtureError("import.too-many-columns", file=path.name, limit=MOST_COLUMNS)
    if not header:
        raise NurtureError("import.no-header", file=path)
    return Sheet(path, list(header), lambda: _records(path, list(header)))


def _records(path: Path, header: list[str]) -> Iterator[Record | Rejection]:
    for number, found in _objects(path):
        if isinstance(found, Problem):
            yield Rejection(number, found)
        else:
            yield Record(number, [found.get(name, "") for name in header])


def _objects(path: Path) -> Iterator[tuple[int, dict[str, str] | Problem]]:
    """Each object flattened, or why a line is none, with its line from 1."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LINE.size + 2):
            number += 1
            if text := line.strip():
                data = read_json(text, LINE)
                if isinstance(data, Problem):
                    yield number, data
                    continue
                for one in _page(data):
                    yield number, flattened(one) if isinstance(one, dict) else Problem("import.no-object")


def _page(data: Any) -> list[Any]:
    if isinstance(data, dict):
        found = next((data[name] for name in PAGES if isinstance(data.get(name), list)), None)
        return [data] if found is None else found
    return data if isinstance(data, list) else [data]


def flattened(data: dict[str, Any], before: str = "") -> dict[str, str]:
    """`{"properties": {"email": "a@example.jp"}}` is `properties.email`; a list of plain values stands between semicolons."""
    found: dict[str, str] = {}
    for name, value in data.items():
        if isinstance(value, dict):
            found |= flattened(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = _text(value)
    return found


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return "true" if value else "false"
        case list() if not any(isinstance(part, dict | list) for part in value):
            return ";".join(_text(part) for part in value)
        case _:
            return _json.encode(value).decode()
