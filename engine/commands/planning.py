"""What a deployment would do: what changes, who stands where, who stays on an older version. Looking changes nothing."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from msgspec import structs

from engine.app import opened, settings_at, store_at
from engine.commands.editions import Refusal, kept
from engine.commands.programs import Ready, prepared
from engine.domain.instants import Instant
from engine.reports.scenarios import Place, places
from engine.rules.decide import steps_gone, switch
from engine.rules.editions import put_on_editions
from engine.rules.program import Program
from engine.store import control, ledger, programs, subjects
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.programs import Stored
from engine.work.deployments import hashed

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


@dataclass(frozen=True, slots=True)
class Stay:
    """Runs that finish on an older version. deployed: when it was."""

    scenario: str
    version: str
    deployed: Instant
    runs: int


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
    staying: tuple[Stay, ...] = ()
    true_now: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applied:
    """plan: None where the workspace has errors, or an older version cannot be kept; kept: the program that goes on deciding then."""

    ready: Ready
    plan: Plan | None
    kept: str = ""
    refusals: tuple[Refusal, ...] = ()


def planned(folder: Path, looked_at: Callable[[int], None]) -> Applied:
    """Checks the workspace and looks at every lead under its program; changes nothing. looked_at: called with leads done."""
    with opened(settings_at(folder)) as store:
        return plan_on(store, prepared(folder), looked_at)


def plan_on(store: Store, ready: Ready, looked_at: Callable[[int], None] = lambda leads: None) -> Applied:
    """The same on an open database."""
    with store.read() as tx:
        current = control.read(tx)
        if ready.stored is None:
            return Applied(ready, None, current.program)
        before = programs.load(tx, current.program) if current.program else None
        editions = kept(tx, before, ready.workspace)
        if editions.refusals:
            return Applied(ready, None, current.program, editions.refusals)
        stored, program = hashed(structs.replace(ready.stored, editions=list(editions.needed)))
        plan = Plan(current.program, program.hash, current.mode)
        plan.changes = _changes(before, stored)
        _look_at_leads(tx, plan, program, store.clock.now(), looked_at)
    return Applied(replace(ready, stored=stored, program=program), plan, current.program)


def count_leads(folder: Path) -> int:
    """For a bar."""
    with store_at(folder) as (_, store), store.read() as tx:
        return subjects.count(tx)


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
    gone, stays = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    entering = Counter[str]()
    after = ""
    while page := subjects.page(tx, after, PAGE):
        for lead in page:
            plan.leads += 1
            put_on_editions(program, lead)
            stays.update((run.scenario, run.version) for run in lead.runs if run.version)
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
    plan.staying = tuple(_stays(tx, stays))
    plan.true_now = dict(entering.most_common())


def _stays(tx: Tx, stays: Counter[tuple[str, str]]) -> Iterator[Stay]:
    deployed = dict(programs.deployed(tx))
    for (scenario, version), runs in sorted(stays.items(), key=lambda one: (one[0][0], deployed.get(one[0][1], 0))):
        yield Stay(scenario, version, deployed.get(version, 0), runs)
