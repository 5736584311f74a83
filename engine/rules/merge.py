"""Two leads that are one person.

A person is a set of leads: events keep the lead they came to, and the facts are folded from all of them. One run a scenario and key, the
further one; no mail twice; the stricter consent; the further stage. A run that ends here ends because of the merge, and says so.
"""

from engine.domain.events import Kind
from engine.domain.subjects import Lead, Passed, Queued, Run, longer
from engine.rules.editions import put_on_editions
from engine.rules.picking import ask_anew, unite
from engine.rules.places import SplitNode
from engine.rules.turn import Turn, run_moved


def merge(turn: Turn, other: Lead) -> None:
    """Takes over what was decided for the other lead; the facts are folded from both ledgers already."""
    lead = turn.lead
    turn.say("merged", lead=other.id)
    put_on_editions(turn.program, other)
    _runs(turn, other)
    lead.sends = sorted({send.key: send for send in [*other.sends, *lead.sends]}.values(), key=lambda send: send.sent)
    lead.returned += other.returned
    lead.waiting += other.waiting
    lead.queue = _queue(lead, other)
    lead.truths |= other.truths
    lead.muted = max(lead.muted, other.muted)
    lead.hold, lead.held = longer(lead.hold, other.hold), longer(lead.held, other.held)
    for key, passed in other.passed.items():
        own = lead.passed.get(key)
        lead.passed[key] = _passed(own, passed) if own else passed
    unite(turn, other)
    _stage(turn, other)
    _consents(turn, other)


def _runs(turn: Turn, other: Lead) -> None:
    for theirs in other.runs:
        ours = next((run for run in turn.lead.runs if (run.scenario, run.key) == (theirs.scenario, theirs.key)), None)
        if turn.program.edition(theirs) is None:
            continue
        if ours is not None and _progress(turn, ours) >= _progress(turn, theirs):
            continue
        if ours is not None:
            turn.end(ours, "stopped", "", "merged")
        turn.lead.runs.append(theirs)
        for place in theirs.places:
            if isinstance(turn.node(theirs, place), SplitNode):
                ask_anew(place)
        turn.do(run_moved(theirs, "standing", "", step=theirs.places[0].step, reason="merged"))


def _queue(lead: Lead, other: Lead) -> list[Queued]:
    """Who waited longer keeps the place; who is in by now waits no more."""
    inside = {(run.scenario, run.key) for run in lead.runs}
    waits = sorted([*lead.queue, *other.queue], key=lambda one: -one.since)
    return [one for key, one in {(one.scenario, one.key): one for one in waits}.items() if key not in inside]


def _progress(turn: Turn, run: Run) -> tuple[int, int]:
    """How far along a run is: the number of its place in the scenario as it is written, then how long it has stood there."""
    written = list(reversed(list(turn.scenario(run).nodes)))
    place = run.places[0]
    return (written.index(place.step) if place.step in written else len(written), -place.since)


def _passed(one: Passed, other: Passed) -> Passed:
    return Passed(times=one.times + other.times, entered=max(one.entered, other.entered), ended=max(one.ended, other.ended))


def _stage(turn: Turn, other: Lead) -> None:
    journey, own = turn.program.journey, turn.lead.stage
    if other.stage is not None and (own is None or journey.index(other.stage.name) > journey.index(own.name)):
        turn.lead.stage = other.stage


def _consents(turn: Turn, other: Lead) -> None:
    """Who said no as either lead has said no; it is recorded, so that folding anew says the same."""
    if other.facts.suppressed and not turn.lead.facts.suppressed:
        turn.record(Kind.UNSUBSCRIBED, "", topic="")
    for topic, consent in other.facts.consents.items():
        if not consent and turn.lead.facts.consents.get(topic, True):
            turn.record(Kind.UNSUBSCRIBED, "", topic=topic)
