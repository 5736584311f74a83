"""A lead that is another one, too: it hands over everything once, and from then on passes on what comes to it.

1. It is told `lead.joined`. It writes one letter with its document to the other and keeps nothing but the other's name.
2. What comes to it later is passed on as it is: the same source and id, the same moment of happening. So it counts once.
3. Two that are joined crosswise, or more of them in a ring, would pass their letters round for ever. A letter says whom it came by; where
   it comes home, the first of the ring by name takes up its own document again, and all the others are that one.
"""

import msgspec
from msgspec import structs

from engine.domain.effects import Decision, Letter
from engine.domain.events import Cause, Event, Kind
from engine.domain.instants import DAY, NEVER, Instant
from engine.domain.subjects import Lead
from engine.rules.program import Program
from engine.rules.turn import Turn, run_moved

BY_HAND = "by hand"
"""Why two leads are one where no rule says so."""

TAKEN_BACK_WITHIN = 30 * DAY
"""A merge may be taken back so long. A month of mails, handoffs and a colleague's words to one person cannot be dealt out to two any more,
and so long a document keeps what the other had brought."""


def leaves(lead: Lead, cause: Cause) -> bool:
    """Whether the cause is not this lead's any more, or ends its being one of its own."""
    if lead.merged_into:
        return not (isinstance(cause, Event) and comes_home(lead, cause))
    return isinstance(cause, Event) and cause.type == Kind.LEAD_JOINED


def comes_home(lead: Lead, event: Event) -> bool:
    """Whether a letter has gone round a ring whose first this lead is."""
    through = event.props.get("through", []) if event.type == Kind.LEAD_MERGED else []
    return lead.id in through and lead.id == min(through[through.index(lead.id) :])


def taken_up(lead: Lead, cause: Cause) -> Lead:
    """The lead as it decides: one whose own letter came home is what it was."""
    if not lead.merged_into or not isinstance(cause, Event):
        return lead
    own = msgspec.convert(cause.props["document"], Lead) if cause.props["from"] == lead.id else Lead(id=lead.id)
    return structs.replace(own, moment=lead.moment, number=lead.number, account=None)


def forget_old(lead: Lead) -> None:
    """A merge that may be taken back no more needs no memory."""
    if lead.joined:
        lead.joined = {id_: one for id_, one in lead.joined.items() if lead.moment - one.at <= TAKEN_BACK_WITHIN}


def decide(program: Program, lead: Lead, cause: Cause, moment: Instant) -> Decision:
    """Joins the lead to another, or passes the event on."""
    turn = Turn(program, lead, cause, moment)
    if lead.merged_into:
        if isinstance(cause, Event):
            _pass_on(turn, cause)
    elif isinstance(cause, Event):
        _join(turn, lead, cause)
    return _decision(turn)


def switch(program: Program, lead: Lead, moment: Instant) -> Decision:
    """Another program finds nothing here that it could change."""
    silence = Event(source="deployment", id="", type="deployed", subject=lead.id, at=moment, received=moment, live=False)
    return _decision(Turn(program, lead, silence, moment))


def _decision(turn: Turn) -> Decision:
    turn.lead.program = turn.program.hash
    return Decision(subject=turn.lead, effects=turn.effects, trace=turn.trace, due=NEVER)


def _pass_on(turn: Turn, event: Event) -> None:
    """All but the word of an account, which tells its own people."""
    if event.type == Kind.ACCOUNT_TOLD:
        return
    into = turn.lead.merged_into
    props = event.props
    if event.type == Kind.LEAD_MERGED:
        props = props | {"through": [*props.get("through", []), turn.lead.id]}
    turn.say("passed-on", lead=into)
    turn.do(Letter(event=structs.replace(event, subject=into, props=props)))


def _join(turn: Turn, before: Lead, event: Event) -> None:
    lead, into, because = turn.lead, str(event.props.get("into", "")), str(event.props.get("because") or BY_HAND)
    if not into or into == lead.id or into in lead.merged:
        turn.say("one-already", lead=into)
        return
    turn.say("goes-over", lead=into, because=because)
    for run in lead.runs:
        turn.do(run_moved(run, "stopped", "", step=run.places[0].step if run.places else "", reason="merged"))
    if lead.account is not None:
        turn.write(Kind.ACCOUNT_LEFT, lead.account.id, lead=lead.id, into=into)
    document = msgspec.to_builtins(before)
    turn.write(Kind.LEAD_MERGED, into, **{"from": lead.id, "document": document, "because": because, "through": [lead.id]})
    turn.lead = Lead(id=lead.id, moment=lead.moment, number=lead.number, merged_into=into)
