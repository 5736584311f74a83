"""When a lead must be looked at again although nothing happens to it."""

from engine.domain.instants import NEVER, Instant
from engine.domain.subjects import Run
from engine.rules.conditions import earliest
from engine.rules.entering import next_scheduled
from engine.rules.outcomes import next_overdue
from engine.rules.places import WaitForNode
from engine.rules.queues import moments_of
from engine.rules.turn import Turn


def next_moment(turn: Turn) -> Instant:
    """A lower bound of the moment at which time alone changes something for this lead."""
    lead, sight = turn.lead, turn.sight
    moments: list[Instant | None] = [next_overdue(lead.waiting)]
    for run in lead.runs:
        moments += _moments_of(turn, run)
    moments += [condition.next_change(sight.outside(scenario)) for scenario, condition in turn.program.watch.turning]
    scheduled = [door for door in turn.program.watch.always if door.entry.key and not door.entry.by]
    moments += [next_scheduled(turn, door.scenario, door.entry) for door in scheduled]
    if turn.program.accounts is not None:
        moments += [sight.points_change(score) for score in turn.program.accounts.scores]
    moments += [one.due for one in lead.returned if one.due]
    moments += moments_of(turn)
    moments += [hold.until for hold in lead.judgements if hold.until]
    moments += [moment for moment in lead.admitted.values() if moment]
    first = earliest(*(moment for moment in moments if moment is None or moment < NEVER))
    return NEVER if first is None else max(first, turn.moment + (turn.event is None and not turn.silent))


def _moments_of(turn: Turn, run: Run) -> list[Instant | None]:
    """When time alone moves a run: where it stands, what it waits for, what would end it. A paused run stands still, but still ends."""
    sight = turn.sight.of(run)
    exits = turn.scenario(run).exits
    moments = [way.edge.condition.next_change(sight) for way in exits if way.edge is not None]
    if run.paused:
        return moments
    for place in run.places:
        moments.append(place.due or None)
        node = turn.node(run, place)
        if isinstance(node, WaitForNode):
            moments += [arm.condition.next_change(sight) for arm in node.arms if arm.condition is not None]
    return moments
