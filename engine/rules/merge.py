"""Two leads that are one person.

A person is a set of leads: events keep the lead they came to, and the facts are folded from all of them. One run a scenario and key, the
further one; one of a group; no mail twice; the stricter consent; the further stage. A run that ends here ends because of the merge, and
says so.
"""

import msgspec
from msgspec import structs

from engine.domain.effects import StageMoved, TookOver
from engine.domain.events import Kind
from engine.domain.subjects import Facts, Joined, Lead, Passed, Queued, Run, Send, Waiting, clone, longer
from engine.rules.admitting import forget_unknown
from engine.rules.editions import put_on_editions
from engine.rules.picking import ask_anew, unite
from engine.rules.places import SplitNode
from engine.rules.turn import Turn, give_back, run_moved


def merge(turn: Turn, other: Lead, before: Facts) -> None:
    """Takes over what was decided for the other lead; the facts are folded from both ledgers already. before: this lead's own until now."""
    lead = turn.lead
    turn.say("merged", lead=other.id)
    put_on_editions(turn.program, other)
    if other.id != lead.id:
        turn.do(TookOver(lead=other.id))
        _remember(turn, other)
    else:
        lead.joined = other.joined | lead.joined
    lead.merged = sorted({*lead.merged, *other.merged, other.id} - {lead.id})
    lead.waiting += other.waiting
    _runs(turn, other)
    lead.sends = _sends(lead, other)
    lead.returned += other.returned
    lead.queue = _queue(lead, other)
    lead.truths |= other.truths
    lead.shown = other.shown | lead.shown
    lead.looked |= {key: max(moment, lead.looked.get(key, 0)) for key, moment in other.looked.items()}
    lead.admitted = other.admitted | lead.admitted
    forget_unknown(turn)
    lead.muted = max(lead.muted, other.muted)
    lead.hold, lead.held = longer(lead.hold, other.hold), longer(lead.held, other.held)
    for key, passed in other.passed.items():
        own = lead.passed.get(key)
        lead.passed[key] = _passed(own, passed) if own else passed
    unite(turn, other)
    _stage(turn, other)
    _consents(turn, other, before)
    _account(turn, before)


def _remember(turn: Turn, other: Lead) -> None:
    """As long as the merge may be taken back: the other as it came, and of what it brings whose it is."""
    lead, event = turn.lead, turn.event
    kept = structs.replace(other, facts=Facts(), runs=list(other.runs), account=None)
    said = event.props if event is not None else {}
    to = next((id_ for id_ in said.get("through", ())[1:2] if id_ != lead.id), "")
    memory = Joined(at=turn.moment, because=str(said.get("because", "")), lead=clone(kept), stage=lead.stage, to=to)
    lead.joined[other.id] = memory
    brought: tuple[Run | Waiting | Queued | Send, ...] = (*other.runs, *other.waiting, *other.queue, *other.sends)
    for one in brought:
        one.came = one.came or other.id


def _sends(lead: Lead, other: Lead) -> list[Send]:
    """Of one that both got, this lead's."""
    return sorted({send.key: send for send in [*other.sends, *lead.sends]}.values(), key=lambda send: send.sent)


def _runs(turn: Turn, other: Lead) -> None:
    """Of two runs in one scenario with one key the further one goes on; of two in one group the one that began first."""
    for theirs in other.runs:
        if turn.program.edition(theirs) is None:
            continue
        rivals = [run for run in turn.lead.runs if _exclude(turn, run, theirs)]
        if any(_goes_on(turn, ours, theirs) for ours in rivals):
            _give_up(turn, theirs)
            turn.say("stays-behind", scenario=theirs.scenario, lead=other.id)
            continue
        for ours in rivals:
            turn.end(ours, "stopped", "", "merged")
        turn.lead.runs.append(theirs)
        for place in theirs.places:
            if isinstance(turn.node(theirs, place), SplitNode):
                ask_anew(place)
        turn.sight.refresh()
        turn.say("goes-on", scenario=theirs.scenario, lead=other.id)
        if other.id in turn.lead.joined:
            turn.lead.joined[other.id].runs.append(theirs.id)
        turn.do(run_moved(theirs, "standing", "", step=theirs.places[0].step, reason="merged"))


def _give_up(turn: Turn, theirs: Run) -> None:
    """What was still waited for is taken back; others of the account may enter."""
    turn.withdraw(theirs.places)
    if theirs.key and turn.scenario(theirs).per_account:
        give_back(turn, theirs.scenario, theirs.key)


def _exclude(turn: Turn, ours: Run, theirs: Run) -> bool:
    """Whether one person cannot be in both."""
    if ours.scenario == theirs.scenario:
        return ours.key == theirs.key
    mine, other = (turn.program.scenarios.get(run.scenario) for run in (ours, theirs))
    return mine is not None and other is not None and bool(mine.group) and mine.group == other.group


def _goes_on(turn: Turn, ours: Run, theirs: Run) -> bool:
    if ours.scenario == theirs.scenario:
        return _progress(turn, ours) >= _progress(turn, theirs)
    return ours.entered <= theirs.entered


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
    if other.stage is None or (own is not None and journey.index(other.stage.name) <= journey.index(own.name)):
        return
    before = own.name if own is not None else ""
    turn.lead.stage = other.stage
    turn.say("stage", before=before, after=other.stage.name)
    turn.do(StageMoved(before=before, after=other.stage.name))


def _consents(turn: Turn, other: Lead, before: Facts) -> None:
    """Who said no as either lead has said no, even if the other said yes later; it is recorded, so that folding anew says the same."""
    refused = {topic for facts in (before, other.facts) for topic, consent in facts.consents.items() if not consent}
    if (before.suppressed or other.facts.suppressed) and not turn.lead.facts.suppressed:
        turn.record(Kind.UNSUBSCRIBED, "", topic="")
    for topic in sorted(refused):
        if turn.lead.facts.consents.get(topic, True):
            turn.record(Kind.UNSUBSCRIBED, "", topic=topic)


def _account(turn: Turn, before: Facts) -> None:
    """What the other was told by its account is not about this lead's."""
    own, folded = before.account, turn.lead.facts.account
    if turn.lead.account is not None and own is not None and (folded is None or folded.account != own.account):
        turn.record(Kind.ACCOUNT_TOLD, "", **msgspec.to_builtins(own))
