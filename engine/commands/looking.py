"""What people look at: leads, handoffs and tasks, read from one snapshot."""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from engine.app import store_at
from engine.commands.acting import only
from engine.doors.whom import known_lead
from engine.reports import leads, waiting

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """An answer, and the workspace's zone to tell its times in."""

    zone: str
    answer: T


def list_leads(folder: Path, *, stage: str, owner: str = "", limit: int) -> Seen[leads.Page]:
    """Those with the newest activity first."""
    with store_at(folder) as (settings, store), store.read() as tx:
        return Seen(settings.workspace.timezone, leads.listed(tx, stage=stage, owner=owner, limit=limit))


def one_lead(folder: Path, name: str) -> Seen[leads.Full]:
    """By id or mail address. Raises NurtureError where there is none."""
    with store_at(folder) as (settings, store), store.read() as tx:
        found = leads.one(tx, known_lead(store, tx, name))
        assert found is not None, "a known lead has events"
        return Seen(settings.workspace.timezone, found)


def list_handoffs(folder: Path, *, everything: bool, limit: int) -> Seen[tuple[waiting.Handoff, ...]]:
    """The newest first."""
    with store_at(folder) as (settings, store), store.read() as tx:
        return Seen(settings.workspace.timezone, waiting.list_handoffs(tx, everything=everything, limit=limit))


def one_handoff(folder: Path, beginning: str) -> Seen[tuple[waiting.Handoff, leads.Full | None]]:
    """By the beginning of its id, with its lead."""
    with store_at(folder) as (settings, store), store.read() as tx:
        found = only(waiting.find_handoffs(tx, beginning), beginning, "handoff")
        return Seen(settings.workspace.timezone, (found, leads.one(tx, found.lead)))


def list_tasks(folder: Path, *, everything: bool, limit: int) -> Seen[tuple[waiting.Task, ...]]:
    """Those due first."""
    with store_at(folder) as (settings, store), store.read() as tx:
        return Seen(settings.workspace.timezone, waiting.list_tasks(tx, everything=everything, limit=limit))
