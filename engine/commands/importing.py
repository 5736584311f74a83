"""`nurture import`: leads from tables and events from logs, for good or only to see what would happen."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TextIO

from engine.app import current_program, opened, place_at, settings_at, workspace_at
from engine.domain.accounts import Account
from engine.domain.effects import HandoffRaised, MailDecided, RunMoved
from engine.domain.errors import NurtureError, Problem
from engine.domain.events import Event, Kind
from engine.domain.instants import Instant
from engine.doors.accounts_csv import read_accounts
from engine.doors.attendance import read_attendance, system_of
from engine.doors.csv_cells import BOM, csv_line
from engine.doors.events import Rejection
from engine.doors.events_jsonl import read_events
from engine.doors.guessing import Declared, Guessed, guess
from engine.doors.imports import ImportReport, Row, count_lines, gathered, take_in, take_in_steps
from engine.doors.inbox import Receipt, keys_of, refused_of
from engine.doors.incoming import Incoming
from engine.doors.leads_csv import read_leads
from engine.doors.mapping import Mapping, read_mapping
from engine.doors.mapping_toml import toml_of
from engine.doors.outlook import Outlook, Watcher
from engine.doors.reading_ahead import read_ahead
from engine.doors.tables import is_book, open_table
from engine.lab.world import World
from engine.rules.dispatch import ledgers_of
from engine.rules.program import Identity, Program
from engine.rules.values import SYSTEM_ATTRIBUTES, kind_of
from engine.settings.model import WorkspaceSection
from engine.settings.workspace import Workspace as Place
from engine.store import inbox, ledger, people, subjects
from engine.store.database import Store
from engine.store.hot import Tx
from grammar.catalogue import Attribute
from grammar.catalogue import Event as DeclaredEvent

LARGE = 4_000_000
"""Bytes of a file that is worth a twin."""
REASON = "refused because"
"""The column behind those of the table; read again it is none of them."""

Progress = Callable[[int], None]
"""Called with the rows read since the last call."""


@dataclass(frozen=True, slots=True)
class Taking:
    """What shall be taken in. mapping: of a table of leads, None for what is sure of a guess; of_accounts: it names companies.

    refused: the file that the rows go to which do not go in; because: why, in the reader's language.
    """

    file: Path
    live: bool
    mapping: Mapping | None = None
    is_table: bool = False
    of_accounts: bool = False
    refused: Path | None = None
    because: Callable[[Problem], str] = lambda problem: problem.code


@dataclass(slots=True)
class Foreseen:
    """What would happen if the events were news: entries by scenario, mails by template, handoffs by team.

    brought: by scenario, leads that enter it because this import brings them.
    who: the leads that would enter a scenario, by its name; a new lead is called by its first key.
    """

    entries: Counter[str] = field(default_factory=Counter)
    mails: Counter[str] = field(default_factory=Counter)
    handoffs: Counter[str] = field(default_factory=Counter)
    brought: Counter[str] = field(default_factory=Counter)
    who: dict[str, list[str]] = field(default_factory=dict)
    leads: int = 0
    deployed: bool = True


@dataclass(frozen=True, slots=True)
class Imported:
    """foreseen, outlook: only for a dry run, which takes nothing in. lets_in: some scenario asks for leads that an import brings."""

    report: ImportReport
    foreseen: Foreseen | None = None
    lets_in: bool = False
    outlook: Outlook | None = None


def lines_of(file: Path) -> int | None:
    """How long the file is, for a bar; None for a workbook, which does not say. Raises NurtureError where there is none."""
    if not file.is_file():
        raise NurtureError("no-such-file", path=file)
    return None if is_book(file) else count_lines([str(file)])


def guessed(folder: Path, file: Path, sheet: str = "") -> Guessed:
    """What the columns of a table are taken for, by their names and cells, and by what the files of the workspace and the program declare.

    Raises NurtureError where nothing can be a key.
    """
    place = place_at(folder)
    declared = {name: kind for name, kind in _declared(place).items() if name not in SYSTEM_ATTRIBUTES}
    events = frozenset(str(one.name) for one in workspace_at(place).all(DeclaredEvent))
    found = guess(open_table(file, sheet), Declared(declared, events), place.timezone)
    return replace(found, sheet=sheet)


def sure(found: Guessed, file: Path) -> Mapping:
    """Only what needs no person. Raises NurtureError where no key is sure."""
    mapping = found.mapping(only_sure=True)
    if mapping is None:
        named = ", ".join(f"`{one.column}`" for one in found.columns if one.role == "key")
        raise NurtureError("import-unsure", file=file.name, columns=named)
    return mapping


def mapping_at(path: Path) -> Mapping:
    """As it stands in a file. Raises NurtureError."""
    return read_mapping(path)


def keep_mapping(mapping: Mapping, found: Guessed, to: Path) -> None:
    """As a file that `--mapping` reads. Raises NurtureError where one is already."""
    if to.exists():
        raise NurtureError("copy-is-there", file=to)
    known = [*mapping.keys.values(), *(name for column in mapping.attributes.values() for name in column.all)]
    known += [one.column for event in mapping.event for one in (event.at, event.when) if one is not None]
    try:
        to.write_text(toml_of(mapping, (one.column for one in found.columns if one.column and one.column not in known)), "utf-8")
    except OSError as error:
        raise NurtureError("folder-missing", folder=to.parent) from error


def _declared(place: Place) -> dict[str, str]:
    return {str(one.name): kind_of(one.type) for one in workspace_at(place).all(Attribute) if one.of == "lead"}


def take(folder: Path, taking: Taking, bar: AbstractContextManager[Progress]) -> Imported:
    """Puts everything into the inbox; what was there before stays as it is. Stopped in the middle it goes on there when called again."""
    settings = settings_at(folder)
    with opened(settings) as store, store.read() as tx:
        program = current_program(tx)
    taking = taking if taking.mapping or not taking.is_table else replace(taking, mapping=sure(guessed(folder, taking.file), taking.file))
    read = partial(_rows, taking, settings.workspace, lets_in=program is None or _lets_in(program))
    # The twin that reads a large file is made while nobody here has a thread or a connection.
    batches = read_ahead(read) if taking.file.stat().st_size > LARGE else gathered(read())
    with opened(settings) as store, Refusals(taking) as refusals, bar as progress:
        report = take_in_steps(batches, store, _name_of(taking), _steps(progress), ImportReport(keep=refusals.keep))
        return Imported(report, lets_in=taking.is_table and program is not None and _lets_in(program))


def undeclared(folder: Path, taking: Taking) -> tuple[str, ...]:
    """Events of a report of Zoom or Teams that nothing in the workspace would hear."""
    if taking.is_table or taking.of_accounts or not system_of(taking.file):
        return ()
    place = place_at(folder)
    declared = {str(one.name) for one in workspace_at(place).all(DeclaredEvent)}
    found = {one.type for row in read_attendance(taking.file, zone=place.timezone) for one in row.events}
    return tuple(sorted(found - declared))


def _name_of(taking: Taking) -> str:
    """Tells this file, and how it is read, from every other."""
    digest = blake2b(digest_size=16)
    with taking.file.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    mapping = taking.mapping.model_dump_json() if taking.mapping else ""
    digest.update(f"{taking.file.stat().st_mtime_ns}\0{taking.live}\0{taking.of_accounts}\0{taking.is_table}\0{mapping}".encode())
    return digest.hexdigest()


class Refusals:
    """The rows that are refused, with the reason in one more column, as a table that can be mended and imported again.

    They stand in a file beside it until the import is at its end: one that was stopped begins it anew.
    """

    def __init__(self, taking: Taking) -> None:
        self._taking = taking
        self._out: TextIO | None = None
        self._width = 0

    def __enter__(self) -> "Refusals":
        if self._taking.refused is not None and self._taking.refused.exists():
            raise NurtureError("copy-is-there", file=self._taking.refused)
        return self

    def keep(self, one: Rejection) -> None:
        """Rows of the first table only: what is wrong with another is mended there."""
        if self._taking.refused is None or not one.cells:
            return
        if self._out is None:
            self._out = self._begun(self._taking.refused)
        cells = one.cells[: self._width]
        self._out.write(csv_line([*cells, *[""] * (self._width - len(cells)), self._taking.because(one.problem)]))

    def _begun(self, to: Path) -> TextIO:
        header = open_table(self._taking.file, self._taking.mapping.sheet if self._taking.mapping else "").header
        self._width = len(header)
        try:
            part = _part(to)
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            out = part.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise NurtureError("folder-missing", folder=to.parent) from error
        out.write(BOM + csv_line([*header, REASON]))
        return out

    def __exit__(self, failed: object, *_: object) -> None:
        to = self._taking.refused
        if self._out is not None and to is not None:
            self._out.close()
            if failed is None:
                _part(to).rename(to)
            else:
                _part(to).unlink()


def _part(to: Path) -> Path:
    return to.with_name(f"{to.name}.part")


def foresee(folder: Path, taking: Taking, progress: Progress) -> Imported:
    """Takes nothing in: the events are played in memory, on the leads as they stand now.

    History fires nothing; so that one can see how many it would have been, each event counts as news when it happened.
    With `live` it counts as received now, and only what is younger than a day fires.
    """
    settings = settings_at(folder)
    taking = taking if taking.mapping or not taking.is_table else replace(taking, mapping=sure(guessed(folder, taking.file), taking.file))
    with opened(settings) as store, Refusals(taking) as refusals:
        incoming: list[Incoming] = []
        with store.read() as tx:
            program = current_program(tx)
            rows = _rows(taking, settings.workspace, lets_in=program is not None and _lets_in(program))
            watcher = Watcher(tx, program.identity if program is not None else Identity())
            report = ImportReport(keep=refusals.keep)
            report = take_in(watcher.watch(rows), partial(_keep, tx, store, incoming), _steps(progress), report)
            report.new = max(report.new, watcher.seen.new)
            if program is None:
                return Imported(report, Foreseen(deployed=False), outlook=watcher.seen)
            found = _played(tx, store, program, [one for one in incoming if one.type != Kind.LEAD_IMPORTED], live=taking.live)
            found.brought = _brought(tx, store, program, incoming) if _lets_in(program) else Counter()
            return Imported(report, found, outlook=watcher.seen)


def _lets_in(program: Program) -> bool:
    """Whether any scenario asks for leads that an import brings; else nothing need be told of each."""
    return any(entry.by == "import" for scenario in program.scenarios.values() for entry in scenario.entries)


def _brought(tx: Tx, store: Store, program: Program, incoming: Sequence[Incoming]) -> Counter[str]:
    """By scenario, how many come in by the import: everything taken in as the history it is, and the last of them waited for."""
    now = store.clock.now()
    before = inbox.receipts_of(tx, ((one.source, one.id) for one in incoming))
    fresh = [one for one in incoming if (one.source, one.id) not in before]
    names = _names(tx, fresh)
    world = _world(tx, program, names, now)
    for one, name in zip(fresh, names, strict=True):
        at = min(one.at or now, now)
        world.put(Event(source=one.source, id=one.id, type=one.type, subject=name, at=at, received=now, props=one.props, live=False))
    world.run_until(max((moment for lead in world.leads.values() for moment in lead.admitted.values()), default=now))
    rules = {entry.rule for scenario in program.scenarios.values() for entry in scenario.entries if entry.by == "import"}
    moves = (effect for entry in world.journal for effect in entry.effects if isinstance(effect, RunMoved))
    return Counter(move.scenario for move in moves if move.state == "entered" and move.rule in rules)


def _world(tx: Tx, program: Program, names: Sequence[str], start: Instant) -> World:
    """The leads of these names as they stand, with what has happened to them."""
    world = World(program, start)
    world.know(held.subject for held in subjects.read(tx, _concerned(tx, set(names))).values())
    ids = {id_ for lead in world.leads.values() for id_ in ledgers_of(lead)}
    world.ledgers |= {id_: [event for _, event in ledger.of_subject(tx, id_)] for id_ in ids}
    return world


def _rows(taking: Taking, place: WorkspaceSection, *, lets_in: bool) -> Iterator[Row]:
    if taking.of_accounts:
        return read_accounts(taking.file, live=taking.live)
    if not taking.is_table and (system_of(taking.file) or taking.file.suffix.lower() in (".csv", ".tsv")):
        return read_attendance(taking.file, zone=place.timezone, live=taking.live)
    if not taking.is_table:
        return read_events(taking.file, zone=place.timezone, live=taking.live, region=place.region)
    assert taking.mapping is not None
    mapping = taking.mapping.model_copy(update={"region": taking.mapping.region or place.region})
    return read_leads(taking.file, mapping, zone=place.timezone, live=taking.live, lets_in=lets_in)


def _steps(progress: Progress) -> Callable[[ImportReport], None]:
    before = [0]

    def step(report: ImportReport) -> None:
        progress(report.read - before[0])
        before[0] = report.read

    return step


def _keep(tx: Tx, store: Store, kept: list[Incoming], incoming: Sequence[Incoming]) -> list[Receipt]:
    """All but what is of people who were erased."""
    gone, _ = refused_of(tx, store, incoming)
    before = inbox.receipts_of(tx, ((one.source, one.id) for one in incoming))
    kept += [one for one in incoming if (one.source, one.id) not in gone]
    states = {pair: Receipt(source=pair[0], id=pair[1], lead=lead, state="again") for pair, lead in before.items()} | gone
    return [
        states.get((one.source, one.id)) or Receipt(source=one.source, id=one.id, lead="", state="taken") for one in incoming
    ]


def _played(tx: Tx, store: Store, program: Program, incoming: Sequence[Incoming], *, live: bool) -> Foreseen:
    now = store.clock.now()
    names = _names(tx, incoming)
    events = [_event(one, names[number], now, live=live) for number, one in enumerate(incoming)]
    events.sort(key=lambda one: (one.received, one.at))
    world = _world(tx, program, names, events[0].received if events else now)
    for event in events:
        world.put(event)
    return _counted(world)


def _concerned(tx: Tx, ids: set[str]) -> set[str]:
    """The subjects themselves, and the people of those that are accounts: they are told."""
    accounts = (held.subject for held in subjects.read(tx, ids).values() if isinstance(held.subject, Account))
    return ids | {lead for account in accounts for lead in account.people}


def _names(tx: Tx, incoming: Sequence[Incoming]) -> list[str]:
    """Whom each event is about: the lead known by one of its keys; a new one is called by the first key it showed."""
    keys = [keys_of(one) for one in incoming]
    owners = people.owners(tx, [key for some in keys for key in some])
    names = []
    for one, some in zip(incoming, keys, strict=True):
        name = next((owners[key] for key in some if key in owners), some[0][1] if some else one.lead or "?")
        owners |= {key: name for key in some if key not in owners}
        names.append(name)
    return names


def _event(one: Incoming, lead: str, now: int, *, live: bool) -> Event:
    at = min(one.at or now, now)
    received = now if live else at
    return Event(source=one.source, id=one.id, type=one.type, subject=lead, at=at, received=received, props=one.props)


def _counted(world: World) -> Foreseen:
    found = Foreseen()
    touched = set()
    for entry in world.journal:
        for effect in entry.effects:
            match effect:
                case RunMoved(state="entered", scenario=scenario):
                    found.entries[scenario] += 1
                    found.who.setdefault(scenario, []).append(entry.subject)
                case MailDecided(template=template):
                    found.mails[template] += 1
                case HandoffRaised(team=team):
                    found.handoffs[team] += 1
                case _:
                    continue
            touched.add(entry.subject)
    found.leads = len(touched)
    return found
