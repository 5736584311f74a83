"""Who takes what is handed over: the members of a team in turn, and handing it on to the next.

A team that names its members in turn has a desk, which is asked by letter and answers by letter: the lead learns a moment later who has it.
"""

from typing import NamedTuple

from engine.domain.documents import TEAM, id_of
from engine.domain.effects import Assigned
from engine.domain.events import Event, Kind
from engine.domain.subjects import Run, Waiting
from engine.rules.places import ActNode, HandoffNode, TaskNode
from engine.rules.program import Team
from engine.rules.turn import Turn

OWNER = "owner"
"""The attribute that names the colleague a lead belongs to, by mail address."""


class _Wanted(NamedTuple):
    """Somebody for a handoff or task ("" for the lead itself) who has not had it yet."""

    id: str
    had: tuple[str, ...]
    because: str


def give_out(turn: Turn, run: Run, waiting: Waiting, rule: str) -> None:
    """Finds out who takes it. A team without turns has it as a whole, and so at once."""
    team = turn.program.teams.get(waiting.team)
    if team is None:
        return
    had = run.had.setdefault(waiting.step, [])
    if team.in_turn:
        _ask(turn, team, _Wanted(waiting.id, tuple(had), ""), rule)
    elif _whole(team) not in had:
        had.append(_whole(team))


def reassign(turn: Turn, run: Run, node: ActNode) -> None:
    """Hands on what the run handed over last, to the next of the team or to another team.

    Each colleague gets it once. Where nothing is open any more, the handoff is made anew if the run stands in its answer, and else the
    lead itself gets another owner.
    """
    step = str(node.value or "")
    one = next((each for each in reversed(turn.lead.waiting) if each.run == run.id and step in ("", each.step)), None)
    if step:
        run.choices[again(step)] = node.target or "next"
    if one is not None:
        _hand_on(turn, run, one, node)
    elif not step:
        _new_owner(turn, node)


def again(step: str) -> str:
    """Under what name a run keeps that it goes back to that step."""
    return f"again {step}"


def _hand_on(turn: Turn, run: Run, one: Waiting, node: ActNode) -> None:
    owner, had = _owner(turn), run.had.setdefault(one.step, [])
    team = turn.program.teams.get(node.target or one.team) or _team_of(turn, owner)
    if owner and not had:
        had.append(owner)
    _leave_desk(turn, one)
    one.due, one.member = 0, ""
    if team is None or (not team.in_turn and _whole(team) in had):
        _nobody(turn, one, node.rule)
        return
    one.team = team.name
    if team.in_turn:
        _ask(turn, team, _Wanted(one.id, tuple(had), node.because), node.rule)
        return
    had.append(_whole(team))
    _put_into_hands(turn, run, one, node.because, node.rule)


def _new_owner(turn: Turn, node: ActNode) -> None:
    owner = _owner(turn)
    team = turn.program.teams.get(node.target) or _team_of(turn, owner)
    if team is None or not team.in_turn:
        turn.say("nobody-left", node.rule, team=node.target)
        return
    _ask(turn, team, _Wanted("", (owner,) if owner else (), node.because), node.rule)


def take_answer(turn: Turn, event: Event) -> None:
    """The desk has answered. What was closed meanwhile is in nobody's hands any more."""
    id_, member = str(event.props["id"]), str(event.props["member"])
    if not id_:
        _own(turn, member)
        return
    one = next((each for each in turn.lead.waiting if each.id == id_), None)
    if one is None:
        turn.write(Kind.DESK_FREED, id_of(TEAM, event.props["team"]), id=id_)
        return
    run = next((each for each in turn.lead.runs if each.id == one.run), None)
    if not member:
        _nobody(turn, one, "")
        return
    one.member = member
    _own(turn, member)
    if run is not None:
        run.had.setdefault(one.step, []).append(member)
    _put_into_hands(turn, run, one, str(event.props.get("because", "")), "")


def free(turn: Turn, one: Waiting) -> None:
    """What is answered, done or withdrawn leaves its member's desk."""
    _leave_desk(turn, one)


def _leave_desk(turn: Turn, one: Waiting) -> None:
    if one.member:
        turn.write(Kind.DESK_FREED, id_of(TEAM, one.team), id=one.id)


def _ask(turn: Turn, team: Team, wanted: _Wanted, rule: str) -> None:
    said = wanted._asdict() | {"had": list(wanted.had), "lead": turn.lead.id, "owner": _owner(turn)}
    turn.write(Kind.DESK_ASKED, id_of(TEAM, team.name), rule, **said)


def _put_into_hands(turn: Turn, run: Run | None, one: Waiting, because: str, rule: str) -> None:
    """The time to answer begins anew for whoever gets it after somebody else."""
    had = run.had.get(one.step, []) if run is not None else []
    if run is not None and len(had) > 1:
        one.due = _deadline(turn, run, one)
    turn.say("assigned", rule, id=one.id, team=one.team, member=one.member)
    turn.do(
        Assigned(
            rule=rule,
            id=one.id,
            kind=one.kind,
            team=one.team,
            member=one.member,
            text=one.text if one.kind == "task" else "",
            because=", ".join(reason for reason in (one.text if one.kind == "handoff" else "", because) if reason),
            reasons=reasons_of(turn),
            scenario=run.scenario if run is not None else "",
            run=one.run,
            step=one.step,
            due=one.due,
        )
    )


def reasons_of(turn: Turn) -> list[str]:
    """What speaks for calling this lead: its scores as they are shown."""
    return [f"{name} {turn.sight.points(name)}" for name in turn.program.scores]


def _deadline(turn: Turn, run: Run, one: Waiting) -> int:
    node = turn.scenario(run).nodes.get(one.step)
    team = turn.program.teams.get(one.team)
    within = node.within if isinstance(node, HandoffNode | TaskNode) else None
    within = within or (team.accept_within if team is not None and one.kind == "handoff" else None)
    return turn.sight.of(run).after(turn.moment, within) if within else 0


def _nobody(turn: Turn, one: Waiting, rule: str) -> None:
    """Everybody has had it: it stays open, and the run that waits for it goes on."""
    turn.say("nobody-left", rule, id=one.id, team=one.team)
    for run in turn.lead.runs:
        run.choices.pop(again(one.step), None)
        for place in [each for each in run.places if each.ref == one.id]:
            node = turn.node(run, place)
            if node is not None:
                turn.go(run, place, node.next)


def _team_of(turn: Turn, owner: str) -> Team | None:
    """The team with turns that a colleague belongs to."""
    return next((team for team in turn.program.teams.values() if team.in_turn and owner in team.members), None)


def _own(turn: Turn, member: str) -> None:
    if member and member != _owner(turn):
        turn.record(Kind.LEAD_CHANGED, "", **{OWNER: member})


def _owner(turn: Turn) -> str:
    return str(turn.sight.attributes.get(OWNER) or "")


def _whole(team: Team) -> str:
    """How it is kept that a team as a whole had it."""
    return f"team:{team.name}"
