"""`nurture leads erase`: what would go, and taking it away; with a receipt of what was looked through, and what is left."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from engine.app import known, store_at
from engine.commands.who import who
from engine.domain.erased import digest
from engine.domain.errors import NurtureError
from engine.domain.instants import Instant
from engine.doors import erasing
from engine.doors.arrivals import take_all_apart
from engine.doors.erasing import PATIENCE, Erasing, Known
from engine.doors.erasing_files import blank_lines, copies_that_know, files_that_name
from engine.settings.model import Settings
from engine.store import erased, people
from engine.store.database import Store
from engine.store.erasing import tokens_of
from engine.store.erasures import ErasureLog, Line, erasures_of
from engine.store.hot import Tx
from engine.store.mentions import tables_looked_through
from engine.store.scrubbing import Bytes, scrub
from engine.store.writer import Priority

LONG = 16
"""Characters of an id that a line of a file is recognised by."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of one erasure. name: what the lead is called now, "" for one that was only looked at.

    rows: by table, how many were the person's; elsewhere: rows of others that named them; lines: by file, how many; stopped: messages
    that leave no more. through: the tables that were looked through. remain: how many rows were found by the last look. copies: of the
    database, which still know the person and forget when they are put back; files: in which the person still stands.
    """

    lead: str
    zone: str
    rows: dict[str, int]
    copies: tuple[str, ...]
    name: str = ""
    asked_at: Instant = 0
    done_at: Instant = 0
    who: str = ""
    because: str = ""
    stopped: int = 0
    elsewhere: int = 0
    lines: dict[str, int] | None = None
    through: tuple[str, ...] = ()
    remain: int = 0
    files: tuple[str, ...] = ()
    bytes: Bytes | None = None
    again: bool = False


def foresee(folder: Path, lead: str) -> Receipt:
    """What would go. Raises NurtureError where there is no such lead."""
    with store_at(folder) as (settings, store):
        take_all_apart(store)
        return _foreseen(settings, store, lead)


def _foreseen(settings: Settings, store: Store, lead: str) -> Receipt:
    with store.read() as tx:
        before = _erased_before(tx, store, settings, lead)
        if before is not None:
            return before
        who_it_is = erasing.known(tx, [known(people.find(tx, lead), lead)])
        return Receipt(who_it_is.lead, settings.workspace.timezone, _with_last(who_it_is), _copies(settings, who_it_is))


def erase(
    folder: Path, lead: str, *, because: str, after: Callable[[str], None] = lambda _: None, patience: Instant = PATIENCE
) -> Receipt:
    """Takes it away. after: told the name of each step that is on disk. Raises NurtureError; the same again goes on where it ended."""
    with store_at(folder) as (settings, store):
        take_all_apart(store)
        with store.read() as tx:
            before = _erased_before(tx, store, settings, lead)
            who_it_is = None if before else erasing.known(tx, [known(people.find(tx, lead), lead)])
            words = () if who_it_is is None else _words(tx, who_it_is)
        if before is not None:
            return _again(store, before)
        assert who_it_is is not None, "else it was erased before"
        lines = blank_lines(settings.state, words)
        gone = Erasing(store, erasures_of(settings), who(), patience, after).erase(who_it_is)
        # What the engine has written meanwhile.
        for name, count in blank_lines(settings.state, words).items():
            lines[name] = lines.get(name, 0) + count
        return Receipt(
            lead=who_it_is.lead,
            zone=settings.workspace.timezone,
            rows=_with_last(who_it_is) | gone.rows,
            copies=_copies(settings, who_it_is),
            name=gone.name,
            asked_at=gone.asked_at,
            done_at=gone.done_at,
            who=who(),
            because=because,
            stopped=gone.stopped,
            elsewhere=gone.mentions,
            lines=lines,
            through=gone.through,
            remain=gone.found,
            files=tuple(files_that_name(settings.state, words)),
            bytes=scrub(store),
        )


def erase_again(settings: Settings, store: Store) -> int:
    """An older copy forgets whoever was erased since it was made; how many that were. Raises NurtureError without the key of the log."""
    log = erasures_of(settings)
    lines = list(log.read())
    with store.read() as tx:
        done = {name for name, at in erased.names(tx).items() if at}
    waiting = [line for line in lines if line.digests and line.name not in done]
    key = log.key() if waiting else b""
    if key is None:
        raise NurtureError("erasures-key-missing")
    if waiting:
        # What only lay there when the copy was made may be theirs, too.
        take_all_apart(store)
    for line in waiting:
        _forget(store, log, line, key)
    for name in {line.name for line in lines if line.lifted}:
        store.write(Priority.WORK, lambda tx, name=name: erased.lift(tx, name))  # type: ignore[misc]
    if waiting:
        scrub(store)
    return len({line.name for line in waiting})


def _forget(store: Store, log: ErasureLog, line: Line, key: bytes) -> None:
    """Whoever of the copy one of the digests is of; from now on they are refused, also where the copy has never heard of them."""
    wanted = set(line.digests)
    with store.read() as tx:
        leads = [row.lead for row in people.every_key(tx) if digest(key, row.kind, row.value) in wanted]
        found = erasing.known(tx, leads) if leads else None
    again = Erasing(store, log, patience=0)
    if found is None:
        again.note(line, key)
    else:
        again.erase(found, line=line)


def _erased_before(tx: Tx, store: Store, settings: Settings, lead: str) -> Receipt | None:
    """Where the person was erased already, and nothing is known of them any more."""
    if people.find(tx, lead) is not None or store.erased is None:
        return None
    names = store.erased.among(tx, [("email", lead.strip().lower()), (people.LEAD, lead)])
    found = erased.erasure(tx, next(iter(names.values()))) if names else None
    if found is None:
        return None
    return Receipt(
        lead=found.name,
        zone=settings.workspace.timezone,
        rows={},
        copies=(),
        name=found.name,
        asked_at=found.asked_at,
        done_at=found.done_at,
        who=found.who,
        through=tables_looked_through(),
        again=True,
    )


def _again(store: Store, before: Receipt) -> Receipt:
    """Nothing is left to take away but bytes that waited for the engine to end."""
    return replace(before, bytes=scrub(store))


def _words(tx: Tx, known: Known) -> tuple[str, ...]:
    """What a line of a file is recognised by."""
    values = [value for kind, value in known.keys if kind not in (people.LEAD, "email") and len(value) >= LONG // 2]
    return (*known.addresses, *(id_ for id_ in known.ids if len(id_) >= LONG), *values, *tokens_of(tx, known.ids))


def _with_last(known: Known) -> dict[str, int]:
    return known.rows | {"keys": len(known.keys), "subjects": len(known.ids)}


def _copies(settings: Settings, known: Known) -> tuple[str, ...]:
    database = settings.database_path if settings.database.is_file else None
    return tuple(copies_that_know(settings.state, database, known.keys))
