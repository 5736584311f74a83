"""What is looked at when: the entries an event can open, and the conditions that time alone can turn.

Most conditions ask for what only an event changes. They are told from the others once, when the program is compiled.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.rules import conditions as c
from engine.rules.places import Scenario
from engine.rules.program import Door, Dropping, Program, Stage, StageBack, Watch


def watched(program: Program) -> Program:
    """The program with an index of its entries by what opens them, in the order of priority."""
    by_pattern: dict[int, tuple[Door, ...]] = {}
    always: list[Door] = []
    for door in _doors(program):
        if door.entry.edge is not None or door.entry.key or door.entry.by:
            always.append(door)
        for number in door.entry.patterns:
            by_pattern[number] = (*by_pattern.get(number, ()), door)
    return replace(program, watch=Watch(by_pattern, tuple(always), tuple(_turning(program))))


def with_scenarios(program: Program, scenarios: Mapping[str, Scenario]) -> Program:
    """The program with those scenarios in the place of its own."""
    return watched(replace(program, scenarios=scenarios))


def _doors(program: Program) -> Iterator[Door]:
    ranked = sorted(program.scenarios.values(), key=lambda one: program.policy.rank(one.name))
    entries = ((scenario, entry) for scenario in ranked for entry in scenario.entries)
    return (Door(place, scenario, entry) for place, (scenario, entry) in enumerate(entries))


def _turning(program: Program) -> Iterator[tuple[str, c.Cond]]:
    """Of the conditions that let leads in or move them on, each that time can turn, with the scenario it lets them into."""
    journey = program.journey
    triggers: list[Stage | StageBack | Dropping] = [*journey.stages, *journey.backs, *journey.droppings]
    edges = [(door.scenario.name, door.entry.edge) for door in _doors(program)] + [("", trigger.edge) for trigger in triggers]
    return ((name, edge.condition) for name, edge in edges if edge is not None and may_turn(edge.condition, program))


def may_turn(condition: c.Cond, program: Program) -> bool:
    """Whether time alone may change its truth; of a condition that is not known here, it may."""
    match condition:
        case c.All(parts=parts) | c.AtLeast(parts=parts):
            return any(may_turn(part, program) for part in parts)
        case c.Negated(part=part):
            return may_turn(part, program)
        case c.AttributesAre(timed=timed) | c.HasItem(timed=timed):
            return timed.daily or bool(timed.turnings)
        case c.PointsAre(score=score):
            return _may_fall(score, program)
        case c.PointsAgainst(score=score, other=other):
            return _may_fall(score, program) or _may_fall(other, program)
        case c.InSegment(segment=name):
            return may_turn(program.segments[name], program)
        case c.PersonaIs(persona=name):
            return may_turn(program.personas[name], program)
        case c.PassesChecklist(checklist=name):
            return may_turn(program.checklists[name], program)
        case c.Passes(items=items):
            return any(may_turn(part, program) for part, _ in items)
        case c.Happened(window=window):
            return window is not None
        case c.StageIs() | c.InScenario() | c.OfAccountIs() | c.Tagged() | c.Consents() | c.Unsubscribed() | c.HandoffWas():
            return False
        case _:
            return True


def _may_fall(score: str, program: Program) -> bool:
    """Whether time alone may change the points: they halve, fade, end or are lost, or hang on what time may turn."""
    rule = program.scores[score]
    if rule.halves or rule.losses:
        return True
    awards = (award for each in program.awards.values() for award in each if award.score == score)
    if any(award.lasts is not None or award.fades for award in awards):
        return True
    return any((one.score and _may_fall(one.score, program)) or may_turn(one.condition, program) for one in rule.bonuses)
