"""The list of addresses that get no mail, kept by hand: closed at once, and what a person asked for is not undone lightly."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engine.app import store_at
from engine.commands.who import who
from engine.domain.addresses import address_key
from engine.domain.errors import NurtureError, Problem
from engine.domain.events import Kind
from engine.domain.instants import to_iso
from engine.doors.arrivals import write_behind
from engine.doors.csv_cells import csv_line
from engine.doors.events import Rejection
from engine.doors.inbox import let_in, put_within
from engine.doors.incoming import Incoming
from engine.doors.suppression_csv import Wanted, closable, read_list
from engine.store import people, suppressions
from engine.store.database import Store
from engine.store.erased import Erasure, erasure
from engine.store.hot import Tx
from engine.store.suppressions import LISTED, Closing, Move
from engine.store.writer import Priority

SOURCE = "cli"
ERASED = "erased"
"""The reason of an address whose person was erased."""
TOGETHER = 100
FINAL = ("unsubscribed", "complained")
"""What a person asked for: it is opened again only with a reason."""
COLUMNS = ("address", "reason", "topic", "because", "who", "at")


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one address. state: new, already, opened, or refused with `why`."""

    address: str
    state: str
    line: int = 0
    reason: str = ""
    why: Problem | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """zone: for times; more: there are others behind these."""

    zone: str
    rows: tuple[Closing, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """What closes an address now, and what was done about it by hand."""

    address: str
    zone: str
    closed: tuple[Closing, ...]
    moves: tuple[Move, ...]


def add(folder: Path, written: tuple[str, ...], *, topic: str, because: str, dry: bool) -> list[Done]:
    """Closes the addresses, or whole domains (`@example.jp`). Raises NurtureError where one is none; then nothing is closed."""
    wanted = [Wanted(0, _closable(text), LISTED, because, topic) for text in written]
    with store_at(folder) as (_, store):
        return _close_all(store, wanted, dry=dry)


def take_list(folder: Path, file: Path, *, because: str, dry: bool) -> list[Done]:
    """The same for a table; each row that is none is named. Raises NurtureError for a file that is no list."""
    if not file.is_file():
        raise NurtureError("no-such-file", path=file)
    rows = list(read_list(file))
    wanted = [replace(row, because=row.because or because) for row in rows if isinstance(row, Wanted)]
    refused = [Done("", "refused", row.line, why=row.problem) for row in rows if isinstance(row, Rejection)]
    with store_at(folder) as (_, store):
        return sorted([*_close_all(store, wanted, dry=dry), *refused], key=lambda one: one.line)


def _close_all(store: Store, wanted: list[Wanted], *, dry: bool) -> list[Done]:
    if dry:
        with store.read() as tx:
            return [_foreseen(tx, one, wanted[:place]) for place, one in enumerate(wanted)]
    done: list[Done] = []
    for start in range(0, len(wanted), TOGETHER):
        some = wanted[start : start + TOGETHER]
        done += store.write(Priority.INTAKE, lambda tx, some=some: [_close(tx, store, one) for one in some])  # type: ignore[misc]
    return done


def _close(tx: Tx, store: Store, one: Wanted) -> Done:
    closing = Closing(one.address, one.topic, one.reason, store.clock.now(), one.because, who())
    return Done(one.address, "new" if suppressions.close(tx, closing) else "already", one.line, one.reason)


def _foreseen(tx: Tx, one: Wanted, before: list[Wanted]) -> Done:
    there = {(row.address, row.topic) for row in suppressions.of_address(tx, one.address)} | {(row.address, row.topic) for row in before}
    return Done(one.address, "already" if (one.address, one.topic) in there else "new", one.line, one.reason)


def remove(folder: Path, written: str, *, topic: str, because: str, dry: bool) -> Done:
    """Opens an address again. Raises NurtureError where it is not closed, or was by a person's wish and nobody says why."""
    address = _closable(written)
    with store_at(folder) as (_, store):
        with store.read() as tx:
            found = next((row for row in suppressions.of_address(tx, address) if (row.address, row.topic) == (address, topic)), None)
            gone = _erased(tx, store, address)
        if found is None and gone is not None:
            return _let_in(store, gone, address, because, dry=dry)
        if found is None:
            raise NurtureError("not-suppressed", address=address)
        if found.reason == ERASED and not because.strip():
            raise NurtureError("suppressed-erased", address=address)
        if found.reason in FINAL and not because.strip():
            raise NurtureError("suppressed-final", address=address, reason=found.reason)
        if not dry:
            write_behind(store, lambda tx: _reopen(tx, store, found._replace(because=because, who=who(), at=store.clock.now())))
    return Done(address, "opened", reason=found.reason)


def _reopen(tx: Tx, store: Store, one: Closing) -> None:
    """The lead's own facts hold it too; they hear of it as of everything else."""
    if not suppressions.reopen(tx, one):
        return
    owners = people.owners(tx, [("email", one.address)])
    props = {"address": one.address, "reason": one.reason, "because": one.because} | ({"topic": one.topic} if one.topic else {})
    put_within(
        tx,
        store,
        [Incoming(source=SOURCE, id=store.dice.token(), type=Kind.SUPPRESSION_LIFTED, lead=lead, props=props) for lead in owners.values()],
    )


def _erased(tx: Tx, store: Store, address: str) -> Erasure | None:
    """Of the person whose address it was; nothing else is known of them."""
    names = store.erased.among(tx, [("email", address)]) if store.erased else {}
    return erasure(tx, next(iter(names.values()))) if names else None


def _let_in(store: Store, gone: Erasure, address: str, because: str, *, dry: bool) -> Done:
    """Somebody who was erased may come back, as one of whom nothing is known."""
    if not because.strip():
        raise NurtureError("suppressed-erased", address=address)
    opened = Closing(address, "", ERASED, store.clock.now(), because, who())

    def write(tx: Tx) -> None:
        if let_in(tx, store, gone.name):
            suppressions.note_opened(tx, opened)

    if not dry:
        store.write(Priority.INTAKE, write)
    return Done(address, "opened", reason=ERASED)


def listing(folder: Path, *, reason: str, limit: int) -> Listing:
    """The list by address. reason: only those, "" for all."""
    with store_at(folder) as (settings, store), store.read() as tx:
        rows = suppressions.page(tx, None, json.dumps([reason]) if reason else "", limit + 1)
    return Listing(settings.workspace.timezone, tuple(rows[:limit]), len(rows) > limit)


def written_out(folder: Path, *, reason: str) -> str:
    """The whole list as a table that `import` takes again."""
    lines = [csv_line(COLUMNS)]
    with store_at(folder) as (settings, store), store.read() as tx:
        for row in _all(tx, json.dumps([reason]) if reason else ""):
            at = to_iso(row.at, settings.workspace.timezone)
            lines.append(csv_line((row.address, row.reason, row.topic, row.because, row.who, at)))
    return "".join(lines)


def _all(tx: Tx, reasons: str) -> Iterator[Closing]:
    after: Closing | None = None
    while rows := suppressions.page(tx, after, reasons, 1_000):
        yield from rows
        after = rows[-1]


def why(folder: Path, written: str) -> Why:
    """What closes an address. Raises NurtureError for what is none."""
    address = _closable(written)
    with store_at(folder) as (settings, store), store.read() as tx:
        closed, moves = suppressions.of_address(tx, address), suppressions.moves_of(tx, address)
        gone = _erased(tx, store, address)
    if gone is not None:
        closed.append(Closing(address, "", ERASED, gone.asked_at, "", gone.who))
    return Why(address, settings.workspace.timezone, tuple(closed), tuple(moves))


def _closable(text: str) -> str:
    found = closable(text)
    if found is None:
        raise NurtureError("suppress-no-address", value=address_key(text)[:100])
    return found
