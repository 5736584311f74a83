"""`nurture export`: all leads, events, mails or handoffs as a table or as lines of JSON, one after the other and never all in memory."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from engine.app import current_program, store_at
from engine.domain.documents import LEAD, kind_of
from engine.domain.errors import NurtureError
from engine.domain.events import Event, Kind
from engine.domain.instants import from_iso, to_iso
from engine.doors.csv_cells import BOM, csv_line
from engine.doors.events import check_type
from engine.doors.mapping import Column, Mapping
from engine.doors.mapping_toml import toml_of
from engine.reports import wholes
from engine.store.hot import Tx

What: TypeAlias = Literal["leads", "events", "mails", "handoffs"]
Write: TypeAlias = Callable[[str], object]
SOURCE = "export"
EVENT = ("source", "id", "type", "at", "received", "lead", "email", "props")
_TYPES: dict[str, Literal["number", "yes-no", "list"]] = {"number": "number", "yesno": "yes-no", "list": "list"}


class Wanted(NamedTuple):
    """lines: JSON, one object a line, in place of a table. excel: with the mark by which Excel knows UTF-8. since: a day, "" for all."""

    what: What
    lines: bool = False
    excel: bool = False
    since: str = ""


class Written(NamedTuple):
    """mapping: by which a table of leads comes in again, "" for other things."""

    rows: int
    mapping: str = ""


def export_all(folder: Path, wanted: Wanted, write: Write) -> Written:
    """Row after row. Raises NurtureError for a day that is none."""
    with store_at(folder) as (settings, store), store.read() as tx:
        zone = settings.workspace.timezone
        since = _since(wanted.since, zone)
        match wanted.what:
            case "leads":
                return _lines(write, _leads_as_events(tx, zone)) if wanted.lines else _leads(tx, wanted, write)
            case "events":
                happened = wholes.happened(tx, since)
                if wanted.lines:
                    return _lines(write, (_event_line(one, keys, zone) for one, keys in happened))
                return _table(write, wanted, EVENT, (_event_row(one, keys, zone) for one, keys in happened))
            case "mails" | "handoffs":
                rows = ({name: _said(name, value, zone) for name, value in row.items()} for row in wholes.rows_of(tx, wanted.what, since))
                if wanted.lines:
                    return _lines(write, rows)
                header = wholes.MAIL if wanted.what == "mails" else wholes.HANDOFF
                return _table(write, wanted, header, (row.values() for row in rows))


def _since(text: str, zone: str) -> int:
    try:
        return from_iso(text, zone) if text else 0
    except ValueError as error:
        raise NurtureError("export-no-day", value=text[:40]) from error


def _said(name: str, value: Any, zone: str) -> Any:
    return (to_iso(value, zone) if value else "") if name in wholes.MOMENTS else value


def _lines(write: Write, rows: Iterable[dict[str, Any]]) -> Written:
    count = 0
    for row in rows:
        write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return Written(count)


def _table(write: Write, wanted: Wanted, header: Iterable[str], rows: Iterable[Iterable[object]]) -> Written:
    write((BOM if wanted.excel else "") + csv_line(header))
    count = 0
    for row in rows:
        write(csv_line(row))
        count += 1
    return Written(count)


def _leads(tx: Tx, wanted: Wanted, write: Write) -> Written:
    kinds, attributes = wholes.names_of(tx)
    attributes = [name for name in attributes if name != "email" or "email" not in kinds]
    program = current_program(tx)
    declared = program.attributes if program is not None else {}
    told: dict[str, set[str]] = {}

    def row(known: wholes.Known) -> Iterator[str]:
        yield known.lead.id
        for kind in kinds:
            yield next(iter(known.keys.get(kind, [])), "")
        for name in attributes:
            value = known.lead.facts.attributes[name].value if name in known.lead.facts.attributes else None
            told.setdefault(name, set()).add(type(value).__name__)
            yield _cell(value)

    header = ["lead", *kinds, *(name if name not in ("lead", *kinds) else f"{name} " for name in attributes)]
    written = _table(write, wanted, header, (row(known) for known in wholes.leads(tx)))
    columns = {name: Column(column=column.strip(), type=_type(declared.get(name, ""), told.get(name, set())))
               for name, column in zip(attributes, header[1 + len(kinds) :], strict=True)}  # fmt: skip
    mapping = toml_of(Mapping(source=SOURCE, keys={kind: kind for kind in kinds}, attributes=columns)) if kinds else ""
    return written._replace(mapping=mapping)


def _type(declared: str, told: set[str]) -> Literal["text", "number", "yes-no", "list"]:
    """By what stands in all cells, whatever the program says of it."""
    kinds = told - {"NoneType"}
    if kinds and kinds <= {"int", "float"}:
        return "number"
    if kinds == {"bool"}:
        return "yes-no"
    return "list" if kinds == {"list"} else "text"


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _leads_as_events(tx: Tx, zone: str) -> Iterator[dict[str, Any]]:
    """Each as one `lead.changed` that `nurture import events` takes, with every value as it is."""
    for lead, keys in wholes.leads(tx):
        attributes = {name: one.value for name, one in lead.facts.attributes.items()}
        newest = max((one.at for one in lead.facts.attributes.values()), default=lead.facts.created)
        known = {kind: values[0] for kind, values in keys.items()}
        who = {"keys": known} if known else {"lead": lead.id}
        at = to_iso(newest, zone)
        yield {"source": SOURCE, "id": f"{lead.id}/{newest}", "type": Kind.LEAD_CHANGED, **who, "at": at, "props": attributes}


def _event_line(one: Event, keys: dict[str, list[str]], zone: str) -> dict[str, Any]:
    """As a door takes it, where a door takes such a thing at all."""
    known = {kind: values[0] for kind, values in keys.items()}
    who = {"keys": known} if known and kind_of(one.subject) == LEAD and not check_type(one.type) else {"lead": one.subject}
    return {"source": one.source, "id": one.id, "type": one.type, **who, "at": to_iso(one.at, zone), "props": one.props}


def _event_row(one: Event, keys: dict[str, list[str]], zone: str) -> tuple[str, ...]:
    email = next(iter(keys.get("email", [])), "")
    props = json.dumps(one.props, ensure_ascii=False)
    return (one.source, one.id, one.type, to_iso(one.at, zone), to_iso(one.received, zone), one.subject, email, props)
