"""The record of consents: of one person, or of everybody for whoever checks it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.app import known, store_at
from engine.domain.addresses import address_key
from engine.domain.erased import mark
from engine.domain.instants import Instant, to_iso
from engine.doors import erasing
from engine.doors.csv_cells import csv_line
from engine.settings.model import Settings
from engine.store import consents, people
from engine.store.consents import Entry
from engine.store.erasures import erasures_of
from engine.store.hot import Tx

COLUMNS = ("at", "act", "topic", "lead", "address", "place", "text", "version", "digest", "who", "received", "source", "event")
TOGETHER = 1_000


@dataclass(frozen=True, slots=True)
class Record:
    """What one person has said, in order. is_erased: who it was only the address asked for tells."""

    zone: str
    entries: tuple[Entry, ...]
    is_erased: bool = False


def record(folder: Path, lead: str) -> Record:
    """Of an erased person, too, whose address is given. Raises NurtureError where nobody is known by that."""
    with store_at(folder) as (settings, store), store.read() as tx:
        zone = settings.workspace.timezone
        found = people.find(tx, lead)
        if found is None and "@" in lead and (left := _of_erased(tx, settings, lead)):
            return Record(zone, left, is_erased=True)
        who = erasing.known(tx, [known(found, lead)])
        return Record(zone, tuple(consents.of_leads(tx, who.ids)))


def _of_erased(tx: Tx, settings: Settings, address: str) -> tuple[Entry, ...]:
    """What is left: act, topic and moment under a mark that only the key and the address make."""
    key = erasures_of(settings).key()
    marks = [mark(key, form) for form in dict.fromkeys((address, address.lower(), address_key(address)))] if key else []
    return tuple(consents.of_marks(tx, marks))


def written_out(folder: Path, *, since: Instant = 0, lead: str = "") -> str:
    """The whole record as a table, or one person's. since: only what was taken from then on. Raises NurtureError for nobody."""
    lines = [csv_line(COLUMNS)]
    of_one = record(folder, lead).entries if lead else ()
    with store_at(folder) as (settings, store), store.read() as tx:
        for entry in of_one if lead else all_entries(tx):
            if entry.received >= since:
                told = plain(entry, settings.workspace.timezone)
                lines.append(csv_line([told[name] for name in COLUMNS]))
    return "".join(lines)


def plain(entry: Entry, zone: str) -> dict[str, str]:
    """An entry in words; moments as ISO text."""
    return entry._asdict() | {"at": to_iso(entry.at, zone), "received": to_iso(entry.received, zone)}


def all_entries(tx: Tx) -> Iterator[Entry]:
    """The whole record, in the order in which it was taken."""
    last = 0
    while rows := consents.page(tx, last, TOGETHER):
        yield from (entry for _, entry in rows)
        last = rows[-1][0]
