"""`nurture export` on the screen: the rows on standard output or in a file, and how many they are beside it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from engine.commands.exporting_all import Wanted, Written, export_all
from engine.domain.errors import NurtureError
from engine.show.screen import FINE, Screen


@dataclass(frozen=True, slots=True)
class Places:
    """to: the file, none for standard output; mapping: where the mapping of a table of leads goes."""

    to: Path | None = None
    mapping: Path | None = None


def show_export_all(screen: Screen, wanted: Wanted, places: Places) -> int:
    """Row after row."""
    if places.to is None:
        if screen.as_json:
            raise NurtureError("export-needs-file")
        _mapping(screen, export_all(screen.folder, wanted, screen.pour), places.mapping)
        return FINE
    with _new(places.to) as out:
        done = export_all(screen.folder, wanted, out.write)
    _mapping(screen, done, places.mapping)
    screen.document({"rows": done.rows, "file": str(places.to), "mapping": str(places.mapping or "")})
    screen.say(f"{done.rows:,} {wanted.what} in {places.to}", f"{places.to} に {done.rows:,} 件を書きました")
    return FINE


def _mapping(screen: Screen, done: Written, to: Path | None) -> None:
    if to is not None and done.mapping:
        with _new(to) as out:
            out.write(done.mapping)
        screen.note(f"the mapping to take it in again stands in {to}", f"取り込み直すためのマッピングを {to} に書きました")


def _new(file: Path) -> TextIO:
    """For its owner alone: it holds what we know of people."""
    try:
        file.touch(mode=0o600, exist_ok=False)
        return file.open("w", encoding="utf-8", newline="")
    except FileExistsError as error:
        raise NurtureError("copy-is-there", file=file) from error
    except OSError as error:
        raise NurtureError("folder-missing", folder=file.parent) from error
