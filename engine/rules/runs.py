"""Runs: how one goes from place to place until every place has come to rest."""

from engine.domain.instants import MINUTE, Instant
from engine.domain.subjects import Place, Run
from engine.rules.assigning import again
from engine.rules.entering import do_act, in_order
from engine.rules.hearing import hears
from engine.rules.limits import in_series
from engine.rules.moments import clocked, instant_of
from engine.rules.outcomes import climb, open_task, raise_handoff
from engine.rules.picking import REST, pick
from engine.rules.places import (
    ActNode,
    AgainNode,
    GoToNode,
    HandoffNode,
    IfNode,
    MomentNode,
    Node,
    RepeatNode,
    SendNode,
    SplitArm,
    SplitNode,
    TaskNode,
    TogetherNode,
    WaitForNode,
    WaitNode,
    WebhookNode,
)
from engine.rules.turn import Turn, chance, run_moved
from engine.rules.webhooks import call_webhook
from grammar.ast import Duration

_MOST_PLACES = 1_000
"""A run that passes so many places in one moment is in a loop the checker should have refused."""


# ── events that places wait for ─────────────────────────────────────────────────────────


def meet_waits(turn: Turn) -> None:
    """Lets the runs that stand at a wait for this event go on; one that came after the deadline is reported as too late."""
    for run in in_order(turn):
        for place in list(run.places):
            node = turn.node(run, place)
            if isinstance(node, WaitForNode) and place.state == "waiting":
                _meet(turn, run, place, node)


def _meet(turn: Turn, run: Run, place: Place, node: WaitForNode) -> None:
    happened = turn.moment if turn.event is None else turn.event.at
    for arm in node.arms:
        if not hears(turn, run, arm.events, turn.matched):
            continue
        if place.deadline and happened > place.deadline:
            turn.say("too-late", arm.rule, step=node.id, at=happened)
            continue
        turn.say("met", arm.rule, step=node.id, scenario=run.scenario)
        turn.go(run, place, arm.first)
        return


# ── going on ────────────────────────────────────────────────────────────────────────────


def go_on(turn: Turn) -> bool:
    """Moves every run on until each has come to rest; True if one moved. A paused run stands still, and its clocks run on."""
    moved = False
    for run in in_order(turn):
        before = list(run.places)
        for place in before:
            if not run.paused and run in turn.lead.runs and any(one is place for one in run.places):
                moved |= _advance(turn, run, place)
        moved |= len(run.places) > len(before)
    return moved


def _advance(turn: Turn, run: Run, place: Place) -> bool:
    moved = False
    for _ in range(_MOST_PLACES):
        node = turn.node(run, place)
        if node is None and moved and not place.of:
            return True  # its last acts may have met a goal: that is looked at first
        if node is None:
            _arrive(turn, run, place)
            return True
        following = _work(turn, run, place, node)
        if following is None or run not in turn.lead.runs:
            return moved or run not in turn.lead.runs
        turn.go(run, place, following)
        moved = True
        if run.paused:
            return True
    turn.say("runaway", scenario=run.scenario, step=place.step)
    return moved


def _arrive(turn: Turn, run: Run, place: Place) -> None:
    """The end of a way: of a branch or an act on the way, or of the run."""
    if place.of:
        run.places = [one for one in run.places if one is not place]
    else:
        turn.end(run, run.choices.get("", "finished"), turn.scenario(run).rule)


def _work(turn: Turn, run: Run, place: Place, node: Node) -> str | None:
    """The next step, or None where the place rests."""
    match node:
        case SendNode():
            return _propose(turn, run, place, node)
        case WaitNode():
            return _wait(turn, run, place, node)
        case MomentNode():
            return _wait_until(turn, run, place, node)
        case WaitForNode():
            return _wait_for(turn, run, place, node)
        case HandoffNode():
            return raise_handoff(turn, run, place, node)
        case TaskNode():
            return open_task(turn, run, place, node)
        case WebhookNode():
            return call_webhook(turn, run, place, node)
        case ActNode():
            do_act(turn, run, node)
            return node.next
        case _:
            return _choose_way(turn, run, place, node)


def _choose_way(turn: Turn, run: Run, place: Place, node: Node) -> str | None:
    match node:
        case IfNode():
            return _choose(turn, run, node)
        case SplitNode():
            return _split(turn, run, place, node)
        case RepeatNode():
            return _repeat(run, node)
        case GoToNode():
            return _go_to(turn, run, node)
        case AgainNode():
            return node.step if again(node.step) in run.choices else node.next
        case TogetherNode():
            return _branch_out(turn, run, place, node)
        case _:
            raise TypeError(f"a place of no known kind: {node.id}")


def _propose(turn: Turn, run: Run, place: Place, node: SendNode) -> str | None:
    """A mail is proposed once a moment; caps and windows are judged at its end, over all of them."""
    if node.skip_if is not None and node.skip_if.holds(turn.sight.of(run)):
        turn.say("skipped", node.rule, template=node.template, reason="condition", scenario=run.scenario)
        return node.next
    if in_series(turn, node) is None:
        turn.say("skipped", node.rule, template="", reason="series-over", scenario=run.scenario)
        return node.next
    if not any(one is place for _, one, _ in turn.proposals):
        turn.proposals.append((run, place, node))
    return None


# ── waits ───────────────────────────────────────────────────────────────────────────────


def _wait(turn: Turn, run: Run, place: Place, node: WaitNode) -> str | None:
    if place.state == "ready":
        place.state = "waiting"
        sight = turn.sight.of(run)
        place.due = clocked(sight.after(place.since, node.duration), node.duration, (node.at, node.days), sight)
    return node.next if turn.is_over(place.due, place.since) else None


def _wait_until(turn: Turn, run: Run, place: Place, node: MomentNode) -> str | None:
    """Looked at anew each time, since an attribute it hangs on may change. The minute of now is not past."""
    moment = instant_of(node.moment, turn.sight.of(run), run, place.since)
    is_past = moment is None or (place.state == "ready" and moment + MINUTE <= turn.moment)
    if moment is None or is_past:
        turn.say("past", node.past_rule or node.rule, step=node.id, scenario=run.scenario)
        return node.past
    place.state, place.due = "waiting", moment
    if not turn.is_over(moment, place.since):
        return None
    if node.body != node.past:
        turn.say("reached", node.rule, step=node.id, scenario=run.scenario)
    return node.body


def _wait_for(turn: Turn, run: Run, place: Place, node: WaitForNode) -> str | None:
    if place.state == "ready":
        place.state, place.deadline = "waiting", _deadline(turn, run, place, node)
    sight = turn.sight.of(run)
    for arm in node.arms:
        if arm.condition is not None and arm.condition.holds(sight):
            turn.say("met", arm.rule, step=node.id, scenario=run.scenario)
            return arm.first
    ends = place.deadline + node.slack if place.deadline else 0
    if ends and turn.is_over(ends, place.since):
        turn.say("timeout", node.timeout_rule or node.rule, step=node.id, scenario=run.scenario)
        return node.timeout
    climb(turn, run, place, node.rungs)
    place.due = min((one for one in (place.due, ends) if one), default=0)
    return None


def _deadline(turn: Turn, run: Run, place: Place, node: WaitForNode) -> Instant:
    """The last moment that counts, 0 for no limit. A limit that hangs on something missing is over at once."""
    if node.limit is None:
        return 0
    if isinstance(node.limit, Duration):
        return turn.sight.of(run).after(place.since, node.limit)
    moment = instant_of(node.limit, turn.sight.of(run), run, place.since)
    return turn.moment if moment is None else max(moment, 1)


# ── ways ────────────────────────────────────────────────────────────────────────────────


def _choose(turn: Turn, run: Run, node: IfNode) -> str:
    sight = turn.sight.of(run)
    for number, (condition, first, rule) in enumerate(node.branches, 1):
        if condition.holds(sight):
            turn.say("branch", rule, step=node.id, branch=str(number), scenario=run.scenario)
            return first
    turn.say("branch", node.else_rule or node.rule, step=node.id, branch="else", scenario=run.scenario)
    return node.otherwise


def _split(turn: Turn, run: Run, place: Place, node: SplitNode) -> str | None:
    """Chance is taken once and kept; a holdout leaves the scenario and stays in its reports."""
    arm: SplitArm | None = _draw(turn, run, node)
    if arm is not None and node.picking is not None and not arm.holdout:
        arm = pick(turn, run, place, node, arm)
    if arm is None:
        return None
    run.choices[node.name] = arm.name
    turn.say("split", arm.rule or node.rule, split=node.name, arm=arm.name, scenario=run.scenario)
    if arm.holdout:
        run.choices[""] = "holdout"
    else:
        turn.do(run_moved(run, "arm", node.rule, step=node.id, reason=arm.name))
    return arm.first


def _draw(turn: Turn, run: Run, node: SplitNode) -> SplitArm:
    said = turn.program.drawn.get((turn.lead.id, node.name), "")
    arm = node.arm(said) or (next(arm for arm in node.arms if not arm.holdout) if said == REST else None)
    if arm is not None:
        return arm
    thrown, reached = chance(turn.lead.id, run.scenario, node.name), 0
    for arm in node.arms:
        reached += arm.share
        if thrown < reached:
            return arm
    return node.arms[-1]


def _repeat(run: Run, node: RepeatNode) -> str:
    """Its body leads back here; once it has been through, it may begin anew the next time around."""
    times = run.visits.get(node.id, 0)
    if times < node.times:
        run.visits[node.id] = times + 1
        return node.body
    run.visits.pop(node.id, None)
    return node.next


def _go_to(turn: Turn, run: Run, node: GoToNode) -> str:
    if node.at_most is not None:
        times = run.visits.get(node.id, 0)
        if times >= node.at_most:
            turn.say("branch", node.else_rule or node.rule, step=node.id, branch="else", scenario=run.scenario)
            return node.otherwise
        run.visits[node.id] = times + 1
    turn.say("go-to", node.rule, step=node.step, scenario=run.scenario)
    for repeat in node.leaves:
        run.visits.pop(repeat, None)
    return turn.scenario(run).steps[node.step]


def _branch_out(turn: Turn, run: Run, place: Place, node: TogetherNode) -> str | None:
    """Each branch is a place of its own; this one goes on when none of them is left."""
    if place.state == "ready":
        place.state = "blocked"
        run.places += [Place(step=first, since=turn.moment, of=node.id) for _, first in node.branches]
        return None
    return None if any(one.of == node.id for one in run.places) else node.next
