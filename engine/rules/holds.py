"""A judgement that holds a lead: no mail and no handoff before a day, by a person's word or by a scenario's."""

from typing import Any

import msgspec

from engine.domain.events import Event, Kind
from engine.domain.instants import NEVER, Instant, from_iso, to_iso
from engine.domain.subjects import Hold, Run, longer
from engine.rules.moments import instant_of
from engine.rules.places import ActNode
from engine.rules.turn import Turn
from engine.rules.view import Sight
from grammar import ast as g


def expire(turn: Turn) -> None:
    """Ends the holds whose time is over."""
    lead = turn.lead
    if lead.hold is not None and 0 < lead.hold.until <= turn.moment:
        lead.hold = None
    if lead.held is not None and 0 < lead.held.until <= turn.moment:
        lead.held = None
    if lead.account_hold is not None and 0 < lead.account_hold.until <= turn.moment:
        lead.account_hold = None


def hold_of(event: Event, zone: str) -> Hold | None:
    """What a person says of a lead or an account; None where it is taken back."""
    if event.type in (Kind.LEAD_RELEASED, Kind.ACCOUNT_RELEASED):
        return None
    until, by = event.props.get("until"), str(event.props.get("by") or event.source)
    return Hold(until=from_iso(until, zone) if until else 0, because=event.props.get("because") or "", by=by, at=event.at)


def told(turn: Turn, event: Event) -> None:
    """What the lead's account says of a hold on all its people."""
    said = event.props.get("hold")
    if turn.lead.account is not None and event.props.get("account") not in ("", turn.lead.account.id):
        return
    before, turn.lead.account_hold = turn.lead.account_hold, msgspec.convert(said, Hold) if said else None
    hold = turn.lead.account_hold
    if hold is not None and hold != before:
        turn.say("account-held", until=hold.until or NEVER, because=hold.because, by=hold.by)
    elif hold is None and before is not None:
        turn.say("account-released")


def judged(turn: Turn, event: Event) -> None:
    """A person holds the lead, or takes that back; what a scenario has held goes with it."""
    if event.type == Kind.LEAD_RELEASED:
        turn.lead.hold = turn.lead.held = None
        return
    turn.lead.hold = hold_of(event, turn.sight.zone)


def hold(turn: Turn, run: Run, node: ActNode) -> None:
    """The act `hold lead`. One that would end before what holds already changes nothing, nor does a moment that is past or unknown."""
    until = until_of(node.value, turn.sight.of(run), run)
    if until is None or 0 < until <= turn.moment:
        turn.say("hold-past", node.rule, because=node.because)
    elif turn.lead.held is not None and longer(turn.lead.held, Hold(until=until)) is turn.lead.held:
        turn.say("held-longer", node.rule, because=turn.lead.held.because)
    else:
        turn.lead.held = Hold(until=until, because=node.because, by=run.scenario, at=turn.moment)
        turn.say("hold-lead", node.rule, until=until or NEVER, because=node.because)
        text = to_iso(until, turn.sight.zone) if until else None
        turn.record(Kind.LEAD_HELD, node.rule, until=text, because=node.because, scenario=run.scenario)


def release(turn: Turn, run: Run, node: ActNode) -> None:
    """The act `release lead`: what a scenario has held. A person's word stays."""
    if turn.lead.held is None:
        return
    turn.lead.held = None
    turn.say("release-lead", node.rule)
    turn.record(Kind.LEAD_RELEASED, node.rule, scenario=run.scenario)


def until_of(value: Any, sight: Sight, run: Run | None) -> Instant | None:
    """When a hold of that length ends: 0 for no limit, None where what it hangs on is missing."""
    match value:
        case g.WithoutLimit():
            return 0
        case g.Duration():
            return sight.after(sight.moment, value)
        case _:
            return instant_of(value, sight, run, sight.moment)

