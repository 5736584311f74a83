"""`nurture apply` and `nurture stop`: which program decides, and whether anything may leave."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from engine.app import opened, settings_at, store_at
from engine.commands.programs import Ready, prepared
from engine.domain.errors import NurtureError
from engine.reports.scenarios import Place, places
from engine.rules.decide import steps_gone, switch
from engine.rules.program import Program
from engine.store import control, ledger, programs, subjects
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.programs import Stored
from engine.store.writer import Priority
from engine.work.deployments import deploy

PAGE = 200
"""Leads looked at together."""

ENTER = "enter "
"""How the truth of a scenario's `enter when` is named in a lead's document."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file or template that is not as deployed."""

    what: Literal["file", "template", "scenario"]
    how: Literal["new", "gone", "changed"]
    name: str


@dataclass(slots=True)
class Plan:
    """What a deployment would do.

    uprooted: steps that are gone and on which leads stand; true_now: scenario -> leads whose `enter when` holds already.
    """

    before: str
    after: str
    mode: str
    changes: list[Change] = field(default_factory=list)
    leads: int = 0
    standing: tuple[Place, ...] = ()
    uprooted: tuple[Place, ...] = ()
    true_now: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applied:
    """plan: None where the workspace has errors; kept: the program that goes on deciding then ("" for none)."""

    ready: Ready
    plan: Plan | None
    kept: str = ""


def planned(folder: Path, looked_at: Callable[[int], None]) -> Applied:
    """Checks the workspace and looks at every lead under its program; changes nothing. looked_at: called with leads done."""
    ready = prepared(folder)
    with opened(settings_at(folder)) as store, store.read() as tx:
        current = control.read(tx)
        if ready.program is None or ready.stored is None:
            return Applied(ready, None, current.program)
        plan = Plan(current.program, ready.program.hash, current.mode)
        before = programs.load(tx, current.program) if current.program else None
        plan.changes = _changes(before, ready.stored)
        _look_at_leads(tx, plan, ready.program, store.clock.now(), looked_at)
    return Applied(ready, plan, current.program)


def count_leads(folder: Path) -> int:
    """For a bar."""
    with store_at(folder) as (_, store), store.read() as tx:
        return subjects.count(tx)


def apply(folder: Path, ready: Ready, *, go: bool) -> None:
    """Makes the program the current one; with `go`, from now on mails leave."""
    if ready.stored is None:
        raise NurtureError("nothing-to-apply")
    with store_at(folder) as (_, store):
        deploy(store, ready.stored)
        if go:
            store.write(Priority.INTAKE, control.go_live)


def start_if_first(store: Store, folder: Path) -> Ready | None:
    """Deploys the workspace where nothing was ever deployed; None where something was."""
    with store.read() as tx:
        if control.read(tx).program:
            return None
    ready = prepared(folder)
    if ready.stored is not None:
        deploy(store, ready.stored)
    return ready


def is_behind(store: Store, ready: Ready) -> bool:
    """Whether the workspace on disk is another program than the one that decides."""
    with store.read() as tx:
        return ready.program is not None and control.read(tx).program != ready.program.hash


def stop(folder: Path) -> None:
    """From this commit on nothing passes the fence."""
    with store_at(folder) as (_, store):
        store.write(Priority.INTAKE, control.stop)


def resume(folder: Path) -> None:
    """Undoes `stop`."""
    with store_at(folder) as (_, store):
        store.write(Priority.INTAKE, control.resume)


def _changes(before: Stored | None, after: Stored) -> list[Change]:
    """Files and templates by name, as they were and as they are."""
    changes: list[Change] = []
    old_files = {one.path: one.text for one in before.sources} if before else {}
    old_mails = {one.name: one.digest for one in before.templates} if before else {}
    changes += _compared("file", old_files, {one.path: one.text for one in after.sources})
    return changes + _compared("template", old_mails, {one.name: one.digest for one in after.templates})


def _compared(what: Literal["file", "template"], old: dict[str, str], new: dict[str, str]) -> list[Change]:
    changes = []
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            changes.append(Change(what, "new", name))
        elif name not in new:
            changes.append(Change(what, "gone", name))
        elif old[name] != new[name]:
            changes.append(Change(what, "changed", name))
    return changes


def _look_at_leads(tx: Tx, plan: Plan, program: Program, now: int, looked_at: Callable[[int], None]) -> None:
    plan.standing = places(tx)
    gone = Counter[tuple[str, str]]()
    entering = Counter[str]()
    after = ""
    while page := subjects.page(tx, after, PAGE):
        for lead in page:
            plan.leads += 1
            if lead.program == program.hash:
                continue
            gone.update((run.scenario, step) for run in lead.runs for step in steps_gone(program, run))
            history = [event for _, event in ledger.of_subject(tx, lead.id)]
            there = switch(program, lead, history, max(now, lead.moment)).lead
            for key in there.truths.keys() - lead.truths.keys():
                if key.startswith(ENTER):
                    entering[key.removeprefix(ENTER).partition(":")[0]] += 1
        after = page[-1].id
        looked_at(len(page))
    plan.uprooted = tuple(Place(scenario, step, count) for (scenario, step), count in gone.most_common())
    plan.true_now = dict(entering.most_common())
