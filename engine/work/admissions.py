"""Which entries let in those already in, from one program to the next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from engine.domain.instants import Instant
from engine.rules.admitting import admission, admitting
from engine.rules.program import Program
from engine.store.programs import Admission, Stored
from engine.work.deployments import hashed


@dataclass(frozen=True, slots=True)
class Fresh:
    """An entry that no program before has had. every: microseconds between two who come in by it."""

    scenario: str
    every: Instant


def carried(before: Stored | None, stored: Stored) -> tuple[Stored, Program]:
    """What is under way goes on: the program with what the one before let in, as far as it still says so."""
    kept = before.admissions if before is not None else []
    known = {key for key, _, _ in admitting(hashed(stored)[1])} if kept else set()
    same = structs.replace(stored, admissions=[one for one in kept if one.key in known])
    found = hashed(same)
    if before is None or not same.admissions or found[0].hash == before.hash:
        return found
    return hashed(structs.replace(same, admissions=[structs.replace(one, under=[*one.under, before.hash]) for one in same.admissions]))


def fresh_of(program: Program) -> dict[str, Fresh]:
    """The entries that take those already in and have not done so yet, by their key."""
    return {key: Fresh(scenario.name, entry.every) for key, scenario, entry in admitting(program) if key not in program.admissions}


def with_those_in(stored: Stored, fresh: Mapping[str, Fresh], inside: Mapping[str, Sequence[str]]) -> tuple[Stored, Program]:
    """The program that lets them in, from its deployment on."""
    return hashed(structs.replace(stored, admissions=[*stored.admissions, *_admissions(fresh, inside)]))


def _admissions(fresh: Mapping[str, Fresh], inside: Mapping[str, Sequence[str]]) -> Iterator[Admission]:
    for key, one in fresh.items():
        made = admission(key, one.every, inside.get(key, ()))
        yield Admission(key, 0, made.every, list(made.marks), made.leads)
