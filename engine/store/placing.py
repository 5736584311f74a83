"""A copy takes the place of the database: step by step, and after a power cut between any two of them by doing it again."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.domain.errors import NurtureError
from engine.store.copies import connected, settled, sync_folder
from engine.store.sqlite import MARKER

PARTS = ("", "-wal", "-shm")
"""What a database consists of on the disk."""

Step = Callable[[str], None]
"""Told the name of each step before the next one begins."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the database lies. aside: the name under which the one that was there is kept."""

    database: Path
    aside: Path

    @property
    def marker(self) -> Path:
        return marker_of(self.database)


def marker_of(database: Path) -> Path:
    """While this file is there the database is not to be opened: it may be half of one and half of another."""
    return database.with_name(database.name + MARKER)


def place_of(database: Path, stamp: str) -> Place:
    """stamp: of this restore; one that was broken off goes on under its own."""
    marker = marker_of(database)
    if marker.exists():
        stamp = _stamp_in(marker) or stamp
    return Place(database, database.with_name(f"before-restore-{stamp}.db"))


def fold_in(database: Path) -> None:
    """Its log becomes part of the file. Raises NurtureError while anybody has it open; one that is damaged stays as it is."""
    try:
        with connected(database) as connection:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except NurtureError as error:
        if error.problem.code in ("database-locked", "database-full", "database-unwritable"):
            raise
        return
    if mode != "delete":
        raise NurtureError("database-locked", database=database)


def put_in(made: Path, place: Place, stamp: str, step: Step) -> None:
    """`made` becomes the database; what was there lies aside, whole."""
    unfinished = place.marker.with_name(place.marker.name + ".unfinished")
    unfinished.write_text(json.dumps({"stamp": stamp}), "utf-8")
    settled(unfinished, place.marker)
    step("marked")
    for part in PARTS:
        old = place.database.with_name(place.database.name + part)
        if old.exists():
            os.replace(old, place.aside.with_name(place.aside.name + part))
            sync_folder(place.database.parent)
            step(f"aside{part}")
    settled(made, place.database)
    step("placed")
    place.marker.unlink()
    sync_folder(place.database.parent)
    step("done")


def _stamp_in(marker: Path) -> str:
    try:
        return str(json.loads(marker.read_text("utf-8"))["stamp"])
    except (ValueError, KeyError):
        return ""
