"""A team's desk: what comes in is given to the members in turn.

A lead that belongs to one of them stays with that one; the others take turns, in the order in which the team names them.
"""

from engine.domain.desks import Charge, Desk
from engine.domain.documents import name_in
from engine.domain.effects import Decision
from engine.domain.events import Cause, Event, Kind
from engine.domain.instants import Instant
from engine.rules.answering import Answering
from engine.rules.program import Program


def decide(program: Program, desk: Desk, cause: Cause, moment: Instant) -> Decision:
    """Answers who gets what was asked for; keeps in mind what is in hand."""
    answering = Answering(program, desk, cause, moment)
    if isinstance(cause, Event) and cause.type == Kind.DESK_ASKED:
        _give(answering, cause)
    elif isinstance(cause, Event) and cause.type == Kind.DESK_FREED:
        answering.subject.open.pop(cause.props["id"], None)
    return answering.decision()


def switch(program: Program, desk: Desk, moment: Instant) -> Decision:
    """Under another version nothing changes hands; whose turn it is goes on from where it was."""
    silence = Event(source="deployment", id="", type="deployed", subject=desk.id, at=moment, received=moment, live=False)
    return Answering(program, desk, silence, moment).decision()


def _give(answering: Answering[Desk], asked: Event) -> None:
    """The answer names nobody where everybody who could take it has had it."""
    desk, props = answering.subject, asked.props
    team = answering.program.teams.get(name_in(desk.id))
    members = team.members if team is not None else ()
    had = list(props.get("had", ()))
    free = [member for member in members if member not in had]
    before = next((one for one in reversed(had) if one in members), desk.last)
    member = _choose(members, free, before, str(props.get("owner", "")))
    if member:
        if member != props.get("owner"):
            desk.last = member
        desk.open[props["id"]] = Charge(lead=props["lead"], member=member, since=answering.moment)
    answering.say("given", team.rule if team else "", member=member, lead=props["lead"])
    answering.write(Kind.ASSIGNED, props["lead"], id=props["id"], team=name_in(desk.id), member=member, because=props.get("because", ""))


def _choose(members: tuple[str, ...], free: list[str], last: str, owner: str) -> str:
    """The owner of the lead, else the first behind the one who had it or whose turn it was; "" where nobody is free."""
    if owner in free:
        return owner
    start = members.index(last) + 1 if last in members else 0
    turns = [*members[start:], *members[:start]]
    return next((member for member in turns if member in free), "")
