"""A list of addresses that shall get nothing, from a table or as one address a line; a broken row costs only itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.domain.addresses import address_key
from engine.domain.errors import NurtureError, Problem
from engine.doors.events import Rejection
from engine.doors.sheets import Record
from engine.doors.tables import open_table

ADDRESSES = ("address", "email", "e-mail", "mail", "メールアドレス", "アドレス", "宛先", "メール")
NOTES = ("because", "note", "notes", "comment", "理由", "備考", "メモ")
REASONS = {
    "": "listed",
    "listed": "listed",
    "unsubscribed": "unsubscribed",
    "unsubscribe": "unsubscribed",
    "配信停止": "unsubscribed",
    "complained": "complained",
    "complaint": "complained",
    "苦情": "complained",
    "bounced": "bounced",
    "bounce": "bounced",
    "不達": "bounced",
}
"""What a table calls a reason -> ours."""

_FORM = re.compile(r"[^@\s]{0,64}@(?=.{3,253}\Z)[^@\s.]+(?:\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row. line: from 1; address: as it is compared."""

    line: int
    address: str
    reason: str = "listed"
    because: str = ""
    topic: str = ""


def closable(text: str) -> str | None:
    """The address or `@domain` as it is compared; None for what is neither. A spreadsheet's `'` before a sign is none of it."""
    key = address_key(text.removeprefix("'"))
    return key if len(text.split()) == 1 and _FORM.fullmatch(key) else None


def read_list(path: Path) -> Iterator[Wanted | Rejection]:
    """Each row of the table. Raises NurtureError before the first for a file in which no column holds addresses."""
    sheet = open_table(path)
    names = [name.lower() for name in sheet.header]
    if len(names) == 1 and closable(names[0]):
        # No table: one address a line, the first line too.
        yield Wanted(1, closable(names[0]) or "")
        names = ["address"]
    if not any(name in ADDRESSES for name in names):
        raise NurtureError("suppress-needs-addresses", file=path.name, columns=", ".join(f"`{name}`" for name in sheet.header[:8]))
    for record in sheet.records():
        yield _row(record, names) if isinstance(record, Record) else record


def _row(record: Record, names: list[str]) -> Wanted | Rejection:
    cells = dict(zip(names, record.cells, strict=True))
    written = next((cells[name] for name in ADDRESSES if cells.get(name)), "")
    address, said = closable(written), cells.get("reason", "").lower()
    if address is None:
        return Rejection(record.line, Problem("suppress-no-address", {"value": written[:100]}))
    if said not in REASONS:
        return Rejection(record.line, Problem("suppress-no-reason", {"value": said[:100]}))
    because = next((cells[name] for name in NOTES if cells.get(name)), "")
    return Wanted(record.line, address, REASONS[said], because[:500], cells.get("topic", "")[:200])
