"""What people do to leads from the command line: each act is an event through the one door, nothing is written past it."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from engine.app import current_program, known, store_at
from engine.commands.who import who
from engine.domain.errors import NurtureError
from engine.domain.events import Kind, Props
from engine.domain.instants import at_wall, to_iso
from engine.doors.identities import EMAIL, address_of
from engine.doors.inbox import Receipt, put
from engine.doors.incoming import Incoming
from engine.reports import waiting
from engine.store import people, stumbles
from engine.store.database import Store
from engine.store.writer import Priority

SOURCE = "cli"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Acted:
    """What went into the inbox. new: the lead was unknown until now."""

    lead: str
    type: str
    props: Props
    new: bool = False


def add(folder: Path, name: str, values: tuple[str, ...], *, scenario: str | None) -> Acted:
    """Adds a lead by mail address or id with `name=value` attributes, or puts it into a scenario."""
    props = dict(_pair(text) for text in values)
    address = address_of(name) if "@" in name else None
    if "@" in name and address is None:
        raise NurtureError("event.no-address", value=name)
    with store_at(folder) as (_, store):
        if scenario:
            _known_scenario(store, scenario)
        if scenario and not values and (found := _known(store, address or name)):
            return _put(store, Kind.RUN_STARTED, {"scenario": scenario}, lead=found)
        if address:
            acted = _put(store, Kind.LEAD_CHANGED, {EMAIL: address} | props, keys={EMAIL: address})
        else:
            acted = _put(store, Kind.LEAD_CHANGED, dict(props), lead=name)
        if scenario:
            return _put(store, Kind.RUN_STARTED, {"scenario": scenario}, lead=acted.lead)
    return acted


def hold(folder: Path, name: str, *, until: str, because: str) -> Acted:
    """Nothing is sent or handed over before that day is over; without one, until released."""
    with store_at(folder) as (settings, store):
        end = end_of(until, settings.workspace.timezone) if until else None
        return _put(store, Kind.LEAD_HELD, {"until": end, "because": because, "by": who()}, lead=_find(store, name))


def release(folder: Path, name: str) -> Acted:
    """Ends a hold, and tries anew what was set aside after failing again and again."""
    with store_at(folder) as (_, store):
        lead = _find(store, name)
        store.write(Priority.INTAKE, lambda tx: stumbles.take_back(tx, lead))
        return _put(store, Kind.LEAD_RELEASED, {}, lead=lead)


def remove(folder: Path, name: str, *, scenario: str) -> Acted:
    """Takes the lead out of a scenario."""
    with store_at(folder) as (_, store):
        _known_scenario(store, scenario)
        return _put(store, Kind.RUN_REMOVED, {"scenario": scenario}, lead=_find(store, name))


def answer_handoff(folder: Path, beginning: str, kind: Kind, *, reason: str = "") -> Acted:
    """Sales accepts or rejects."""
    with store_at(folder) as (_, store):
        with store.read() as tx:
            found = only(waiting.find_handoffs(tx, beginning), beginning, "handoff")
        if found.state not in waiting.OPEN:
            raise NurtureError("handoff-closed", id=found.id, state=found.state)
        props = {"id": found.id, "team": found.team} | ({"reason": reason} if reason else {})
        return _put(store, kind, props, lead=found.lead)


def finish_task(folder: Path, beginning: str, *, result: str) -> Acted:
    """A task is done."""
    with store_at(folder) as (_, store):
        with store.read() as tx:
            found = only(waiting.find_tasks(tx, beginning), beginning, "task")
        if found.state not in waiting.OPEN:
            raise NurtureError("task-closed", id=found.id, state=found.state)
        return _put(store, Kind.TASK_DONE, {"id": found.id, "outcome": result}, lead=found.lead)


def only(found: tuple[T, ...], beginning: str, kind: str) -> T:
    """The one whose id begins so. Raises NurtureError where there is none, or more than one."""
    if not found:
        raise NurtureError(f"no-such-{kind}", id=beginning)
    if len(found) > 1:
        raise NurtureError("not-clear", id=beginning, count=len(found))
    return found[0]


def _put(store: Store, kind: Kind, props: Props, *, lead: str = "", keys: dict[str, str] | None = None) -> Acted:
    id_ = store.dice.token()
    said = Incoming(source=SOURCE, id=id_, type=kind, lead=lead, keys=keys or {}, props=props)
    receipt: Receipt = put(store, [said])[0]
    if receipt.state == "refused":
        raise NurtureError("lead-erased", name=(keys or {}).get(EMAIL) or lead)
    return Acted(receipt.lead, kind, props, receipt.new)


def _known_scenario(store: Store, name: str) -> None:
    """Raises NurtureError for a scenario that the program does not have."""
    with store.read() as tx:
        program = current_program(tx)
    names = list(program.scenarios) if program else []
    if name not in names:
        near = get_close_matches(name, names, n=1) or names[:5]
        raise NurtureError("no-such-scenario", name=name, near=", ".join(f"`{one}`" for one in near))


def _known(store: Store, name: str) -> str | None:
    with store.read() as tx:
        return people.find(tx, name)


def _find(store: Store, name: str) -> str:
    return known(_known(store, name), name)


def _pair(text: str) -> tuple[str, str]:
    name, said, value = text.partition("=")
    if not said or not name.strip():
        raise NurtureError("not-a-pair", text=text)
    return name.strip(), value.strip()


def end_of(text: str, zone: str) -> str:
    """The first instant after a day, as ISO text; a day that cannot be read raises NurtureError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NurtureError("not-a-day", text=text) from None
    return to_iso(at_wall(day + timedelta(days=1), time(0), zone), zone)
