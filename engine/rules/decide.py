"""The story: what happens to one lead at one moment.

An event is folded into the facts; then level, stage, goals and leaving, waits, entries and runs are settled, pass after pass, until the
moment is worked to its end; then caps and windows are judged once over all mails it proposed. No clock, no dice, no database.
"""

from collections.abc import Iterable

import msgspec

from engine.domain.effects import Decision
from engine.domain.events import Cause, Event, Kind
from engine.domain.instants import NEVER, Instant, from_iso
from engine.domain.subjects import Hold, Lead, Returned, Run, clone
from engine.rules.conditions import earliest
from engine.rules.entering import by_hand, enter_scenarios, leave_scenarios, next_scheduled
from engine.rules.facts import refold
from engine.rules.journey import move_to, settle_levels, settle_stages
from engine.rules.limits import judge, judge_returned
from engine.rules.merge import merge
from engine.rules.outcomes import next_overdue, overdue, take_outcome
from engine.rules.places import WaitForNode
from engine.rules.program import Dropping, Program, Stage, StageBack
from engine.rules.runs import go_on, meet_waits
from engine.rules.turn import Turn

_PASSES = 100
"""The 100th pass stops the lead with a report: the checker refuses cycles, this is the belt to its braces."""

_NOTHING: frozenset[int] = frozenset()


def decide(program: Program, lead: Lead, cause: Cause, moment: Instant, ledger: Iterable[Event] | None = None) -> Decision:
    """What `cause` does to `lead` at `moment`.

    ledger: all events of the lead, needed only where the event happened before something already folded (`facts.is_late`); it may
    or may not hold the event itself. Raises LedgerNeeded without it.
    """
    turn = Turn(program, lead, cause, moment)
    if turn.lead.hold is not None and 0 < turn.lead.hold.until <= turn.moment:
        turn.lead.hold = None
    if isinstance(cause, Event):
        turn.take(cause, ledger)
        _receive(turn, cause)
    if turn.news:
        overdue(turn)
    matched = turn.matched
    for _ in range(_PASSES):
        moved = _settle(turn, matched)
        matched = _NOTHING
        if not moved and not judge(turn):
            break
    else:
        turn.say("runaway")
        turn.lead.hold = Hold(because="runaway")
    judge_returned(turn)
    return _decision(turn)


def _settle(turn: Turn, matched: frozenset[int]) -> bool:
    """One pass: score → level → stage → goals and leaving → waits → entries → runs. True if anything moved."""
    settle_levels(turn)
    moved = settle_stages(turn, matched)
    moved |= leave_scenarios(turn, matched)
    if turn.news and turn.event is not None and matched:
        meet_waits(turn, turn.event)
    if enter_scenarios(turn, matched):
        return True  # what would end a run is looked at before its first step
    if turn.news:
        moved |= go_on(turn)
    return moved


def _receive(turn: Turn, event: Event) -> None:
    """The engine's own events, which do more than change facts."""
    match event.type:
        case Kind.HANDOFF_ACCEPTED | Kind.HANDOFF_REJECTED | Kind.TASK_DONE:
            take_outcome(turn, event)
        case Kind.MAIL_SENT | Kind.MAIL_FAILED | Kind.MAIL_RETURNED:
            _delivered(turn, event)
        case Kind.LEAD_HELD:
            until = event.props.get("until")
            turn.lead.hold = Hold(until=from_iso(until, turn.sight.zone) if until else 0, because=event.props.get("because", ""))
        case Kind.LEAD_RELEASED:
            turn.lead.hold = None
        case Kind.RUN_STARTED | Kind.RUN_REMOVED:
            by_hand(turn, event)
        case Kind.LEAD_MERGED:
            merge(turn, msgspec.convert(event.props["document"], Lead))
        case Kind.STAGE_MOVED:
            move_to(turn, event.props["stage"], "")
        case _:
            pass


def _delivered(turn: Turn, event: Event) -> None:
    """What became of a mail: caps count the moment at which it really left."""
    key = event.props.get("key", "")
    send = next((one for one in turn.lead.sends if one.key == key), None)
    if send is None:
        return
    if event.type == Kind.MAIL_SENT:
        send.sent = event.at
        return
    turn.lead.sends.remove(send)
    if event.type == Kind.MAIL_RETURNED:
        turn.lead.returned.append(Returned(key=key, template=send.template, scenario=send.scenario, deadline=send.sent))


def _decision(turn: Turn) -> Decision:
    turn.lead.program = turn.program.hash
    return Decision(lead=turn.lead, effects=turn.effects, trace=turn.trace, due=_due(turn))


def _due(turn: Turn) -> Instant:
    """A lower bound of the moment at which time alone changes something for this lead."""
    lead, sight = turn.lead, turn.sight
    moments: list[Instant | None] = [next_overdue(lead.waiting)]
    for run in lead.runs:
        moments += _moments_of(turn, run)
    for scenario in turn.program.scenarios.values():
        moments += [entry.edge.condition.next_change(sight) for entry in scenario.entries if entry.edge is not None]
        moments += [next_scheduled(turn, scenario, entry) for entry in scenario.entries if entry.key]
    journey = turn.program.journey
    triggers: list[Stage | StageBack | Dropping] = [*journey.stages, *journey.backs, *journey.droppings]
    for trigger in triggers:
        if trigger.edge is not None:
            moments.append(trigger.edge.condition.next_change(sight))
    moments += [one.due for one in lead.returned if one.due]
    if lead.hold is not None and lead.hold.until:
        moments.append(lead.hold.until)
    first = earliest(*(moment for moment in moments if moment is None or moment < NEVER))
    return NEVER if first is None else max(first, turn.moment + (turn.event is None))


def _moments_of(turn: Turn, run: Run) -> list[Instant | None]:
    """When time alone moves a run: where it stands, what it waits for, what would end it. A paused run stands still, but still ends."""
    sight = turn.sight.of(run)
    exits = turn.program.scenarios[run.scenario].exits
    moments = [way.edge.condition.next_change(sight) for way in exits if way.edge is not None]
    if run.paused:
        return moments
    for place in run.places:
        moments.append(place.due or None)
        node = turn.node(run, place)
        if isinstance(node, WaitForNode):
            moments += [arm.condition.next_change(sight) for arm in node.arms if arm.condition is not None]
    return moments


def switch(program: Program, lead: Lead, ledger: Iterable[Event], moment: Instant) -> Decision:
    """Puts a lead under another version: facts anew from its ledger, entries and levels set silently, nothing fires.

    Runs follow the new version where they stand on a place it has; the deployment has made sure that they do.
    """
    lead = clone(lead)
    lead.facts = refold(program, ledger) if lead.number else lead.facts
    lead.runs = [run for run in lead.runs if run.scenario in program.scenarios]
    turn = Turn(program, lead, _silence(lead, moment), moment)
    turn.event, turn.news, turn.silent = None, False, True
    _settle(turn, _NOTHING)
    return _decision(turn)


def _silence(lead: Lead, moment: Instant) -> Event:
    return Event(source="deployment", id="", type="deployed", subject=lead.id, at=moment, received=moment, live=False)
