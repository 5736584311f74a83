"""How the columns of a mapping are read, worked out once for all rows: most cells are plain texts, and cost next to nothing."""

import unicodedata
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any, TypeAlias

from engine.domain.errors import Problem
from engine.domain.instants import Instant
from engine.doors.cells import read_cell
from engine.doors.mapping import Column

Cells: TypeAlias = dict[str, str]
Said: TypeAlias = Callable[[Cells], str]
Read: TypeAlias = Callable[[str], Any]


class Broken(Exception):
    """A row that cannot go in, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Plan:
    """The values of a row by name; an empty cell says nothing. zone, near: as in `read_cell`."""

    def __init__(self, wanted: Mapping[str, Column], zone: str, near: Instant) -> None:
        self._steps = [(name, said_of(column), _read_of(column, zone, near)) for name, column in wanted.items()]

    def values(self, cells: Cells) -> dict[str, Any]:
        """Raises Broken for a cell that cannot be read."""
        found: dict[str, Any] = {}
        for name, said, read in self._steps:
            if text := said(cells):
                value = read(text)
                if value.__class__ is Problem:
                    raise Broken(value)
                found[name] = value
        return found


def said_of(column: Column) -> Said:
    """What stands in its cell: of several columns the first that is filled, or all of them behind each other."""
    if column.otherwise:
        names = (column.column, *column.otherwise)
        return lambda cells: next((cells[name] for name in names if cells[name]), "")
    if column.join:
        parts, between = (column.column, *column.join), column.between
        return lambda cells: between.join([cells[name] for name in parts if cells[name]])
    return itemgetter(column.column)


def _read_of(column: Column, zone: str, near: Instant) -> Read:
    if column.type == "text" and not column.values:
        return _text
    return lambda text: read_cell(text, column, zone, near)


def _text(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
