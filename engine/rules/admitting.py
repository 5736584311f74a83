"""Letting in little by little: those for whom a condition held before its scenario was there, and those whom an import brings.

The moment of each is fixed when it is known that it shall come in: at the deployment by its rank among all of them, at an import by the
number of its row. Then it is woken, and judged again.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from hashlib import blake2s

from engine.domain.events import Kind
from engine.domain.instants import Instant
from engine.domain.subjects import Lead
from engine.rules.places import Entry, Scenario
from engine.rules.program import Admission, Program
from engine.rules.turn import Turn

MOST_MARKS = 10_000
"""Groups that all those already in are divided into; beyond that, several come in at one moment."""


# ── at the deployment ───────────────────────────────────────────────────────────────────


def admitting(program: Program) -> Iterator[tuple[str, Scenario, Entry]]:
    """The entries that take those already in, by the name of their admission."""
    for scenario in program.scenarios.values():
        for entry in scenario.entries:
            if entry.edge is not None and entry.every:
                yield admission_key(scenario, entry), scenario, entry


def admission_key(scenario: Scenario, entry: Entry) -> str:
    """What stays the same of it over versions: its scenario and its condition."""
    return f"{scenario.name}:{entry.edge.key if entry.edge is not None else entry.key}"


def is_in(lead: Lead, key: str) -> bool:
    """Whether the condition of that entry is known to hold for a lead that was put under its program."""
    return lead.truths.get(f"enter {key}", False)


def number_of(lead: str, key: str) -> int:
    """A lead's place among all leads, by chance and always the same."""
    return int.from_bytes(blake2s(f"{lead}\0{key}".encode(), digest_size=6).digest())


def admission(key: str, every: Instant, leads: Iterable[str], since: Instant = 0) -> Admission:
    """The order in which these leads come in, one each `every` microseconds."""
    numbers = sorted(number_of(lead, key) for lead in leads)
    size = -(-len(numbers) // MOST_MARKS) or 1
    return Admission(since=since, every=every * size, marks=tuple(numbers[size - 1 :: size]), leads=len(numbers))


def admissions(program: Program, known: Iterable[str], leads: Iterable[Lead], since: Instant = 0) -> dict[str, Admission]:
    """Of the entries that are not among `known`. leads: all, as they stand under this program after the switch."""
    fresh = {key: entry.every for key, _, entry in admitting(program) if key not in set(known)}
    inside: dict[str, list[str]] = {key: [] for key in fresh}
    for lead in leads if fresh else ():
        for key in fresh:
            if is_in(lead, key):
                inside[key].append(lead.id)
    return {key: admission(key, every, inside[key], since) for key, every in fresh.items()}


def moment_of(admission: Admission, lead: str, key: str) -> Instant:
    """When that lead's turn is."""
    return admission.since + bisect_left(admission.marks, number_of(lead, key)) * admission.every


# ── in the fold ─────────────────────────────────────────────────────────────────────────


def forget_unknown(turn: Turn) -> None:
    """What is awaited by no entry of this program is awaited no more."""
    known = {admission_key(scenario, entry) for scenario in turn.program.scenarios.values() for entry in scenario.entries if entry.every}
    turn.lead.admitted = {key: moment for key, moment in turn.lead.admitted.items() if key in known}


def has_come(turn: Turn, scenario: Scenario, entry: Entry, *, fired: bool = False) -> bool:
    """Whether the lead's turn has come to enter by this entry; who enters by news meanwhile waits no more."""
    key, awaited = admission_key(scenario, entry), turn.lead.admitted
    if fired:
        awaited.pop(key, None)
        if _is_before(turn, key):
            awaited[key] = 0
    elif entry.edge is None:
        _note_import(turn, scenario, entry, key)
    elif _is_before(turn, key) and key not in awaited and is_in(turn.lead, key):
        _await(turn, scenario, entry, moment_of(turn.program.admissions[key], turn.lead.id, key))
    due = awaited.get(key, 0)
    if not due or due > turn.moment or turn.event is not None or not turn.news:
        return False
    del awaited[key]
    if entry.edge is None or entry.edge.condition.holds(turn.sight):
        return True
    turn.say("not-entered", entry.rule, scenario=scenario.name, reason="condition does not hold")
    return False


def _is_before(turn: Turn, key: str) -> bool:
    """Whether the lead is looked at as it was before the entry was there: at the switch, or by what had come in until then."""
    admission = turn.program.admissions.get(key)
    if admission is None:
        return False
    return turn.lead.program not in admission.under if turn.silent else turn.moment < admission.since


def _note_import(turn: Turn, scenario: Scenario, entry: Entry, key: str) -> None:
    event, mark = turn.event, f"import {key}"
    if event is None or event.type != Kind.LEAD_IMPORTED or mark in turn.fired or key in turn.lead.admitted:
        return
    turn.fired.add(mark)
    if entry.condition is not None and not entry.condition.holds(turn.sight):
        turn.say("not-entered", entry.rule, scenario=scenario.name, reason="condition does not hold")
    else:
        _await(turn, scenario, entry, turn.moment + int(event.props.get("place", 0)) * entry.every)


def _await(turn: Turn, scenario: Scenario, entry: Entry, moment: Instant) -> None:
    turn.lead.admitted[admission_key(scenario, entry)] = moment = max(moment, turn.moment)
    turn.say("admitted", entry.rule, scenario=scenario.name, until=moment)
