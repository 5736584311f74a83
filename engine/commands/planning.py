"""What a deployment would do: what changes, who stands where, who stays on an older version. Looking changes nothing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from msgspec import structs

from engine.app import opened, settings_at, store_at
from engine.commands.editions import Refusal, kept
from engine.commands.programs import Ready, prepared
from engine.domain.events import Event
from engine.domain.instants import Instant
from engine.domain.subjects import Lead
from engine.reports.scenarios import Place, places
from engine.rules.admitting import is_in
from engine.rules.decide import steps_gone
from engine.rules.dispatch import decide, ledgers_of, switch
from engine.rules.editions import put_on_editions
from engine.rules.program import Program
from engine.store import control, inbox, ledger, programs, subjects
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.programs import Stored
from engine.work.admissions import Fresh, carried, fresh_of, with_those_in
from engine.work.editions import SHORT

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


@dataclass(frozen=True, slots=True)
class LettingIn:
    """Those already in whom a new entry takes, one by one. lasts: how long it takes, in microseconds."""

    scenario: str
    leads: int
    lasts: Instant


@dataclass(slots=True)
class Plan:
    """What a deployment would do.

    uprooted: steps that are gone and on which leads stand; true_now: scenario -> leads whose `enter when` holds already and who stay out.
    """

    before: str
    after: str
    mode: str
    changes: list[Change] = field(default_factory=list)
    leads: int = 0
    standing: tuple[Place, ...] = ()
    uprooted: tuple[Place, ...] = ()
    staying: tuple[Stay, ...] = ()
    letting_in: tuple[LettingIn, ...] = ()
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
        stored, program = carried(before, structs.replace(ready.stored, editions=list(editions.needed)))
        plan = Plan(current.program, program.hash, current.mode)
        plan.changes = _changes(before, stored)
        look = _Look(tx, program, store.clock.now(), fresh_of(program))
        look.at_leads(plan, looked_at)
        if look.fresh:
            look.at_unknown()
            stored, program = with_those_in(stored, look.fresh, look.inside)
            plan.after = program.hash
            plan.letting_in = tuple(_letting_in(look.fresh, look.inside))
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


@dataclass(slots=True)
class _Look:
    """A look at every lead under a program. fresh: entries that let in those already in; inside: by entry, who is."""

    tx: Tx
    program: Program
    now: Instant
    fresh: Mapping[str, Fresh]
    inside: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def at_leads(self, plan: Plan, looked_at: Callable[[int], None]) -> None:
        """Page after page; what is found goes into the plan."""
        plan.standing = places(self.tx)
        gone, stays, entering = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[str]()
        after = ""
        while page := subjects.page(self.tx, after, PAGE):
            for lead in page:
                put_on_editions(self.program, lead)
                stays.update((run.scenario, run.version) for run in lead.runs if run.version)
                if lead.program != self.program.hash:
                    gone.update((run.scenario, step) for run in lead.runs for step in steps_gone(self.program, run))
                    entering.update(self._entering(lead))
            plan.leads += len(page)
            after = page[-1].id
            looked_at(len(page))
        plan.uprooted = tuple(Place(scenario, step, count) for (scenario, step), count in gone.most_common())
        plan.staying = tuple(_stays(self.tx, stays, self.program))
        plan.true_now = dict(entering.most_common())

    def at_unknown(self) -> None:
        """Those whose events have all come in since nobody decided: the first deployment, or after the engine stood still."""
        for id_ in inbox.strangers(self.tx):
            lead, history = Lead(id=id_, program=self.program.hash), list[Event]()
            for _, event in ledger.of_subject(self.tx, id_):
                lead = decide(self.program, lead, event, event.received, history).lead
                history.append(event)
            self._note(lead)

    def _entering(self, lead: Lead) -> Iterator[str]:
        """The scenarios whose condition it meets under this program and which do not take it."""
        history = [event for id_ in ledgers_of(lead) for _, event in ledger.of_subject(self.tx, id_)]
        there = switch(self.program, lead, history, max(self.now, lead.moment)).lead
        self._note(there)
        for key in there.truths.keys() - lead.truths.keys():
            entry = key.removeprefix(ENTER)
            if key.startswith(ENTER) and entry not in self.fresh and entry not in there.admitted:
                yield entry.partition(":")[0]

    def _note(self, there: Lead) -> None:
        for key in self.fresh:
            if is_in(there, key):
                self.inside[key].append(there.id)


def _letting_in(fresh: Mapping[str, Fresh], inside: Mapping[str, list[str]]) -> Iterator[LettingIn]:
    for key, one in fresh.items():
        if inside[key]:
            yield LettingIn(one.scenario, len(inside[key]), (len(inside[key]) - 1) * one.every)


def _stays(tx: Tx, stays: Counter[tuple[str, str]], program: Program) -> Iterator[Stay]:
    """By the version whose text it is: a lead that has not followed for long goes by what the last one reads its version as."""
    deployed = {hash_[:SHORT]: (moment, hash_) for hash_, moment in programs.deployed(tx)}
    by_text = Counter[tuple[str, Instant, str]]()
    for (scenario, version), runs in stays.items():
        label = file_of(program.editions[scenario, version].rule).rpartition("@")[2]
        by_text[scenario, *deployed.get(label, (0, version))] += runs
    for (scenario, moment, version), runs in sorted(by_text.items()):
        yield Stay(scenario, version, moment, runs)


def file_of(rule: str) -> str:
    """Without the line."""
    return rule.rpartition(":")[0]
