"""Waiting for one's turn in a group of scenarios: who lines up, who waits no more, and who is next."""

from typing import Any

from engine.domain.instants import Instant
from engine.domain.subjects import Queued, Run
from engine.rules.hearing import hears
from engine.rules.places import Entry, Exit, Scenario
from engine.rules.turn import Turn

MOST = 20
"""Entries of one lead that may wait at once, over all groups: keys of bookings could be many."""


def is_taken(turn: Turn, scenario: Scenario) -> bool:
    """Whether the lead is in another scenario of the same group."""
    others = (run for run in turn.lead.runs if run.scenario != scenario.name)
    return bool(scenario.group) and any(turn.scenario(other).group == scenario.group for other in others)


def line_up(turn: Turn, scenario: Scenario, entry: Entry, key: str, fields: dict[str, Any]) -> None:
    """Remembers an entry until its turn comes. One that waits already keeps its place and takes the newer values."""
    waits = next((one for one in turn.lead.queue if (one.scenario, one.key) == (scenario.name, key)), None)
    if waits is not None:
        waits.entry = fields
    elif len(turn.lead.queue) >= MOST:
        turn.say("not-entered", entry.rule, scenario=scenario.name, reason="too many wait")
        return
    else:
        sight = turn.sight.outside(scenario.name)
        until = sight.after(turn.moment, scenario.turn_within) if scenario.turn_within is not None else 0
        turn.lead.queue.append(
            Queued(scenario=scenario.name, key=key, since=turn.moment, until=until, by=entry.name, entry=fields)
        )
    turn.say("queued", entry.rule, scenario=scenario.name, group=scenario.group)


def leave_queue(turn: Turn, matched: frozenset[int]) -> None:
    """Takes away who has waited too long, has reached the goal before, or would leave at once."""
    for one in list(turn.lead.queue):
        scenario = turn.program.scenarios.get(one.scenario)
        if scenario is None:
            forget(turn, one, "", "deployment")
        elif turn.news and one.until and turn.is_over(one.until):
            forget(turn, one, scenario.rule, "waited too long")
        elif turn.news and (way := _way_out(turn, scenario, one, matched)) is not None:
            forget(turn, one, way.rule, way.kind)


def _way_out(turn: Turn, scenario: Scenario, waits: Queued, matched: frozenset[int]) -> Exit | None:
    run = _run(turn, waits)
    for way in scenario.exits:
        if way.edge is not None and way.edge.condition.holds(turn.sight.of(run)):
            return way
        if hears(turn, run, way.events, matched):
            return way
    return None


def _run(turn: Turn, waits: Queued) -> Run:
    """The run it would be."""
    return Run(scenario=waits.scenario, key=waits.key, number=0, entered=turn.moment, entry=waits.entry)


def forget(turn: Turn, waits: Queued, rule: str, reason: str) -> None:
    """An entry that waits no more."""
    turn.lead.queue.remove(waits)
    turn.say("unqueued", rule, scenario=waits.scenario, reason=reason)


def send_away(turn: Turn, rule: str, *, scenario: str = "", group: str = "") -> None:
    """Who waits for a scenario, or for any of a group, is stopped with those who are in it."""
    for one in list(turn.lead.queue):
        known = turn.program.scenarios.get(one.scenario)
        if one.scenario == scenario or (group and known is not None and known.group == group):
            forget(turn, one, rule, "stopped by a scenario")


def next_called(turn: Turn) -> Queued | None:
    """Who is next: of those whose group is free the most important, then who has waited longest. History calls nobody."""
    if not turn.news or turn.silent:
        return None
    rank, scenarios = turn.program.policy.rank, turn.program.scenarios
    free = [one for one in turn.lead.queue if one.scenario in scenarios and not is_taken(turn, scenarios[one.scenario])]
    return min(free, key=lambda one: (rank(one.scenario), one.since, one.scenario, one.key), default=None)


def moments_of(turn: Turn) -> list[Instant | None]:
    """When time alone takes somebody out of the queue."""
    moments: list[Instant | None] = [one.until for one in turn.lead.queue if one.until]
    for one in turn.lead.queue:
        sight = turn.sight.of(_run(turn, one))
        moments += [way.edge.condition.next_change(sight) for way in turn.program.scenarios[one.scenario].exits if way.edge]
    return moments
