"""Handing over to people: handoffs and tasks, what comes back of them, and when nothing does."""

from engine.domain.effects import HandoffClosed, HandoffRaised, TaskClosed, TaskOpened
from engine.domain.events import Event, Kind
from engine.domain.instants import NEVER, Instant
from engine.domain.subjects import Place, Run, Waiting
from engine.rules.assigning import again, free, give_out, reasons_of
from engine.rules.places import HandoffNode, Rung, TaskNode
from engine.rules.turn import Turn, name_of

_OUTCOMES = {
    Kind.HANDOFF_ACCEPTED: "accepted",
    Kind.HANDOFF_REJECTED: "rejected",
    Kind.TASK_DONE: "done",
}


def raise_handoff(turn: Turn, run: Run, place: Place, node: HandoffNode) -> str | None:
    """Hands the lead to a team; the run rests here if the handoff has outcomes. A lead that is held is not handed over."""
    if place.state == "blocked":
        climb(turn, run, place, node.rungs)
        return None
    hold = turn.lead.judgement
    if hold is not None:
        if place.state != "held":
            turn.say("handoff-held", node.rule, team=node.team, because=hold.because)
        place.state, place.due = "held", hold.until or NEVER
        return None
    if (open_one := _reassigned(turn, run, node)) is not None:
        return _rest(turn, run, place, node, open_one)
    handoff = _name(turn, run, node.id)
    team = turn.program.teams[node.team]
    within = node.within or team.accept_within
    accept_by = turn.sight.of(run).after(turn.moment, within) if within else 0
    turn.lead.waiting.append(
        Waiting(id=handoff, kind="handoff", run=run.id, step=node.id, team=node.team, text=node.because, due=accept_by, came=run.came)
    )
    turn.say("handoff", node.rule, id=handoff, team=node.team, because=node.because, scenario=run.scenario)
    turn.do(
        HandoffRaised(
            rule=node.rule,
            id=handoff,
            team=node.team,
            scenario=run.scenario,
            run=run.id,
            step=node.id,
            because=node.because,
            reasons=reasons_of(turn),
            accept_by=accept_by,
        )
    )
    turn.record(Kind.HANDOFF_RAISED, node.rule, id=handoff, team=node.team)
    give_out(turn, run, turn.lead.waiting[-1], node.rule)
    return _rest(turn, run, place, node, handoff)


def open_task(turn: Turn, run: Run, place: Place, node: TaskNode) -> str | None:
    """Gives a task to a team or the lead's owner; the run rests here if it has outcomes."""
    if place.state == "blocked":
        climb(turn, run, place, node.rungs)
        return None
    if (open_one := _reassigned(turn, run, node)) is not None:
        return _rest(turn, run, place, node, open_one)
    task = _name(turn, run, node.id)
    due = turn.sight.of(run).after(turn.moment, node.within) if node.within else 0
    team = node.team or "owner:"
    one = Waiting(id=task, kind="task", run=run.id, step=node.id, team=team, text=node.title, due=due, came=run.came)
    turn.lead.waiting.append(one)
    turn.say("task", node.rule, id=task, title=node.title, team=team, scenario=run.scenario)
    turn.do(
        TaskOpened(
            rule=node.rule, id=task, text=node.title, team=team, scenario=run.scenario, run=run.id, step=node.id, due=due
        )
    )
    give_out(turn, run, turn.lead.waiting[-1], node.rule)
    return _rest(turn, run, place, node, task)


def _reassigned(turn: Turn, run: Run, node: HandoffNode | TaskNode) -> str | None:
    """What the run comes back to after handing it on: the one that is still open, if it is."""
    if run.choices.pop(again(node.id), None) is None:
        return None
    return next((one.id for one in turn.lead.waiting if (one.run, one.step) == (run.id, node.id)), None)


def _name(turn: Turn, run: Run, step: str) -> str:
    run.visits[step] = run.visits.get(step, 0) + 1
    return name_of(turn.lead.id, run.id, step, run.visits[step])


def _rest(turn: Turn, run: Run, place: Place, node: HandoffNode | TaskNode, ref: str) -> str | None:
    if not node.blocks:
        return node.next
    place.state, place.ref, place.since = "blocked", ref, turn.moment
    climb(turn, run, place, node.rungs)
    return None


def climb(turn: Turn, run: Run, place: Place, rungs: tuple[Rung, ...]) -> None:
    """Begins the acts on the way whose time has come; `place.due` is the next one's."""
    sight = turn.sight.of(run)
    moments = sorted((sight.after(place.since, rung.after), rung.first, rung.rule) for rung in rungs)
    for _, first, rule in (one for one in moments[place.rung :] if turn.is_over(one[0], place.since)):
        place.rung += 1
        turn.say("rung", rule, step=place.step)
        run.places.append(Place(step=first, since=turn.moment, of=place.step))
    place.due = moments[place.rung][0] if place.rung < len(moments) else 0


def take_outcome(turn: Turn, event: Event) -> str | None:
    """Someone accepted, rejected or finished: closes what was open and lets its run go on; None if nothing of that name is open."""
    outcome = _OUTCOMES.get(Kind(event.type), "")
    found = _find(turn, event)
    if found is None:
        turn.say("nothing-open", kind=event.type)
        return None
    reason = str(event.props.get("reason") or event.props.get("outcome") or "")
    turn.lead.waiting.remove(found)
    free(turn, found)
    turn.say(outcome, _arm_of(turn, found, outcome, reason)[1], id=found.id, team=found.team, reason=reason)
    if found.kind == "task":
        turn.do(TaskClosed(id=found.id, state="done", outcome=reason))
    elif outcome == "accepted":
        turn.do(HandoffClosed(id=found.id, state="accepted"))
    else:
        turn.do(HandoffClosed(id=found.id, state="rejected", reason=reason))
    _go_by(turn, found, outcome, reason)
    return found.id


def _find(turn: Turn, event: Event) -> Waiting | None:
    """By id, else the newest of the team; a test names the team only."""
    kind = "task" if event.type == Kind.TASK_DONE else "handoff"
    wanted, team = event.props.get("id"), event.props.get("team")
    for one in reversed(turn.lead.waiting):
        if one.kind == kind and (one.id == wanted if wanted else not team or one.team == team):
            return one
    return None


def overdue(turn: Turn) -> None:
    """What nobody answered in time. A run goes on only where the scenario says what to do then; others may wait for it to happen."""
    for one in turn.lead.waiting:
        if not one.due or not turn.is_over(one.due):
            continue
        one.due = 0
        turn.say("overdue", _arm_of(turn, one, "overdue", "")[1], id=one.id, kind=one.kind, team=one.team)
        if one.kind == "task":
            turn.do(TaskClosed(id=one.id, state="overdue"))
        else:
            turn.do(HandoffClosed(id=one.id, state="overdue"))
            turn.matched |= turn.record(Kind.HANDOFF_OVERDUE, "", id=one.id, team=one.team)
        _go_by(turn, one, "overdue", "")


def _go_by(turn: Turn, waiting: Waiting, outcome: str, reason: str) -> None:
    """Puts the place that is blocked by it on the first arm that fits, or behind it if it is closed."""
    first, rule = _arm_of(turn, waiting, outcome, reason)
    if not rule and outcome == "overdue":
        return
    for run, place, node in _blocked(turn, waiting):
        turn.go(run, place, first if rule else node.next)


def _arm_of(turn: Turn, waiting: Waiting, outcome: str, reason: str) -> tuple[str, str]:
    """The first node and the rule of the arm that fits; two empty texts where nobody waits or no arm says what to do."""
    for _, _, node in _blocked(turn, waiting):
        for said, reasons, first, rule in node.arms:
            if said == outcome and (not reasons or reason in reasons):
                return first, rule
    return "", ""


def _blocked(turn: Turn, waiting: Waiting) -> list[tuple[Run, Place, HandoffNode | TaskNode]]:
    """Who waits for it."""
    found = [(run, place, turn.node(run, place)) for run in turn.lead.runs for place in run.places if place.ref == waiting.id]
    return [(run, place, node) for run, place, node in found if isinstance(node, HandoffNode | TaskNode)]


def next_overdue(waiting: list[Waiting]) -> Instant | None:
    """When the first of what is open will be overdue."""
    moments = [one.due for one in waiting if one.due]
    return min(moments) if moments else None
