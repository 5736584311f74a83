"""An owner: whoever takes over leads and accounts is told once of the judgements that stand on them, all in one mail."""

from engine.domain.addresses import address_key
from engine.domain.documents import OWNER, id_of, name_in
from engine.domain.effects import Decision, OwnerTold
from engine.domain.events import Cause, Event, Kind
from engine.domain.instants import MINUTE, NEVER, Instant
from engine.domain.owners import Owner
from engine.domain.subjects import Lead
from engine.rules.answering import Answering
from engine.rules.program import Program
from engine.rules.turn import Turn

GATHERED = 15 * MINUTE
"""Owners are replaced by tables and by rules, many leads at once: what comes within this time is told in one mail."""


def decide(program: Program, owner: Owner, cause: Cause, moment: Instant) -> Decision:
    """Gathers what is theirs now, and tells them when no more is waited for."""
    answering = Answering(program, owner, cause, moment)
    mine = answering.subject
    if isinstance(cause, Event):
        if cause.type == Kind.OWNER_REPLACED:
            mine.people[str(cause.props["lead"])] = answering.moment
            mine.due = mine.due or answering.moment + GATHERED
    elif mine.due and mine.due <= answering.moment:
        _tell(answering)
    return answering.decision(mine.due or NEVER)


def switch(program: Program, owner: Owner, moment: Instant) -> Decision:
    """Under another version the same is told, and at the same time."""
    silence = Event(source="deployment", id="", type="deployed", subject=owner.id, at=moment, received=moment, live=False)
    answering = Answering(program, owner, silence, moment)
    return answering.decision(answering.subject.due or NEVER)


def _tell(answering: Answering[Owner]) -> None:
    mine = answering.subject
    answering.effects.append(OwnerTold(id=f"takeover/{mine.number}", to=name_in(mine.id), people=dict(mine.people)))
    answering.say("owner-told", people=len(mine.people))
    mine.people, mine.due = {}, 0


# ── leads, and who they belong to ───────────────────────────────────────────────────────


def owner_of(lead: Lead) -> str:
    """The colleague a lead belongs to, by mail address: its own owner, else its account's; "" where nobody is named so."""
    return address_of(_own(lead) or (lead.facts.account.attributes.get("owner") if lead.facts.account is not None else None))


def pass_on(turn: Turn, before: str) -> None:
    """Tells the new owner of a lead on which judgements stand. One that stands on the account is told by the account, with its owner."""
    lead, now = turn.lead, owner_of(turn.lead)
    standing = lead.judgements if _own(lead) else [hold for hold in (lead.hold, lead.held) if hold is not None]
    if now and now != before and standing:
        turn.say("owner-replaced", owner=now)
        turn.write(Kind.OWNER_REPLACED, id_of(OWNER, now), lead=lead.id)


def _own(lead: Lead) -> object:
    attribute = lead.facts.attributes.get("owner")
    return attribute.value if attribute is not None else None


def address_of(value: object) -> str:
    """As a subject is named by it; "" for what is no address."""
    return address_key(str(value)) if value and "@" in str(value) else ""
