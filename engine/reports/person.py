"""Everything that is held of one person, table by table, for that person to read."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from engine.domain.instants import NEVER, to_iso
from engine.store import schema, subjects
from engine.store.hot import Tx
from engine.store.people import Key

TOLD: dict[str, tuple[str, str, str]] = {
    "consent_record": ("consents", "lead", "at received act topic address place text version digest"),
    "events": ("events", "subject", "type source at received live props"),
    "runs": ("runs", "lead", "scenario key number state step reason entered_at since ended_at"),
    "run_steps": ("run_steps", "lead", "scenario state step reason moment"),
    "stages": ("stage_moves", "lead", "before after dropped moment"),
    "scores": ("score_moves", "lead", "score before after points moment"),
    "handoffs": ("handoffs", "lead", "team scenario step because reasons state reason raised_at closed_at"),
    "tasks": ("tasks", "lead", "text team scenario step state outcome due opened_at closed_at"),
    "messages": (
        *("messages", "lead"),
        "id kind scenario step template target topic purpose state reason entry inputs answer decided_at settled_at",
    ),
    "links": ("links", "lead", "kind name target message"),
    "clicks": ("clicks", "lead", "at verdict agent why message"),
    "decisions": ("journal", "subject", "number moment trace"),
    "set_aside": ("stumbles", "subject", "reason at times document"),
}
"""Section -> table, the column that names the lead, and what is told. Who of us had to do with it is not the person's to have."""

_MOMENTS = {"at", "received", "moment", "due", "since"}
_OTHERS = {"lead", "into", "from"}
"""In an event: the id of somebody else, who may be that person, or not."""


def sections(tx: Tx, ids: Sequence[str], keys: Sequence[Key], addresses: Sequence[str], *, zone: str) -> dict[str, Any]:
    """JSON data. Moments are ISO text in the zone."""
    documents = [subject for id_ in ids if (subject := subjects.lead(tx, id_)) is not None]
    told: dict[str, Any] = {
        "ids": list(ids),
        "known_by": [{"kind": kind, "value": value} for kind, value in keys if kind != "lead"],
        "attributes": [
            {"name": name, "value": one.value, "since": _iso(one.at, zone), "from": one.source}
            for document in documents
            for name, one in sorted(document.facts.attributes.items())
        ],
        "tags": [{"tag": tag, "since": _iso(at, zone)} for document in documents for tag, at in sorted(document.facts.tags.items())],
        "consents": [{"topic": topic, "yes": yes} for document in documents for topic, yes in sorted(document.facts.consents.items())],
        "stage": [document.stage.name for document in documents if document.stage],
        "levels": [{"score": name, "level": level} for document in documents for name, level in sorted(document.levels.items())],
        "holds": [
            {"because": hold.because, "until": _iso(hold.until, zone), "at": _iso(hold.at, zone)}
            for document in documents
            for hold in document.judgements
        ],
    }
    for section, (name, by, columns) in TOLD.items():
        table = schema.metadata.tables[name]
        told[section] = _rows(tx, table, table.c[by].in_(ids), columns.split(), zone)
    told["closed_addresses"] = _of_addresses(tx, schema.addresses, addresses, "address topic reason because at", zone)
    told["closed_by_hand"] = _of_addresses(tx, schema.suppression_moves, addresses, "address topic act reason because at", zone)
    told["bounces"] = _of_addresses(tx, schema.bounces, addresses, "address at", zone)
    mine = select(schema.messages.c.id).where(schema.messages.c.lead.in_(ids))
    told["attempts"] = _rows(tx, schema.attempts, schema.attempts.c.message.in_(mine), ["message", "at", "step", "reason", "answer"], zone)
    return told


def _of_addresses(tx: Tx, table: Table, addresses: Sequence[str], columns: str, zone: str) -> list[dict[str, Any]]:
    return _rows(tx, table, table.c.address.in_(addresses), columns.split(), zone)


def _rows(tx: Tx, table: Table, mine: ColumnElement[bool], columns: Sequence[str], zone: str) -> list[dict[str, Any]]:
    query = select(*(table.c[name] for name in columns)).where(mine).order_by(*table.primary_key)
    return [_row(table, row, zone) for row in tx.execute(query).mappings()]


def _row(table: Table, row: Any, zone: str) -> dict[str, Any]:
    told = {name: _value(name, value, zone) for name, value in row.items()}
    if table is schema.messages and row["kind"] != "mail":
        # A word to a colleague: what it says of the person is told, where it went is the colleague's.
        told.pop("target")
    if table is schema.events and isinstance(told["props"], dict):
        told["props"] = {name: value for name, value in told["props"].items() if name not in _OTHERS or "." not in row["type"]}
    return told


def _value(name: str, value: Any, zone: str) -> Any:
    if name in _MOMENTS or name.endswith("_at") or (name == "due" and isinstance(value, int)):
        return _iso(value, zone)
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _iso(at: int | None, zone: str) -> str | None:
    return to_iso(at, zone) if at and 0 < at < NEVER else None
