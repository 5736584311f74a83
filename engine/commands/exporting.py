"""`nurture leads export`: everything we hold of one person, dated and readable, and nothing of anybody else."""

import json
import os
from pathlib import Path
from typing import Any

from engine.app import known, store_at
from engine.domain.errors import NurtureError
from engine.doors import erasing
from engine.doors.arrivals import take_all_apart
from engine.reports.person import sections
from engine.store import people


def export(folder: Path, lead: str, *, to: Path | None) -> tuple[str, dict[str, Any]]:
    """As JSON and as data; written to `to`, for its owner alone. Raises NurtureError for an unknown lead, and a file that is there."""
    with store_at(folder) as (settings, store):
        take_all_apart(store)
        with store.read() as tx:
            who = erasing.known(tx, [known(people.find(tx, lead), lead)])
            data = sections(tx, who.ids, who.keys, who.addresses, zone=settings.workspace.timezone)
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if to is not None:
        _write(to, text)
    return text, data


def _write(file: Path, text: str) -> None:
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise NurtureError("copy-is-there", file=file) from error
    except FileNotFoundError as error:
        raise NurtureError("folder-missing", folder=file.parent) from error
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
