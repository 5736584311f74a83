"""Runs: how a lead comes into a scenario, goes from place to place, and leaves."""

from collections.abc import Iterable

from engine.domain.events import Event, Kind
from engine.domain.subjects import Place, Run
from engine.rules.acts import act
from engine.rules.calendar import after, next_clock
from engine.rules.outcomes import open_task, raise_handoff
from engine.rules.program import (
    ActNode,
    ClockNode,
    Entry,
    HandoffNode,
    IfNode,
    Node,
    Scenario,
    SendNode,
    SplitNode,
    TaskNode,
    WaitForNode,
    WaitNode,
)
from engine.rules.turn import Turn, chance, passed_key, run_moved

_MOST_PLACES = 1_000
"""A run that passes so many places in one moment is in a loop the checker should have refused."""


def in_order(turn: Turn) -> list[Run]:
    """Runs by the priority of their scenario, then age, then name."""
    rank = turn.program.policy.rank
    return sorted(turn.lead.runs, key=lambda run: (rank(run.scenario), run.entered, run.scenario, run.key))


# ── entering ────────────────────────────────────────────────────────────────────────────


def enter_scenarios(turn: Turn, matched: frozenset[int]) -> bool:
    """Lets the lead into each scenario whose entry fires now; True if one took it."""
    entered = False
    for scenario in turn.program.scenarios.values():
        for entry in scenario.entries:
            if _fires(turn, scenario, entry, matched):
                entered |= enter(turn, scenario, entry)
    return entered


def _fires(turn: Turn, scenario: Scenario, entry: Entry, matched: frozenset[int]) -> bool:
    if entry.edge is not None:
        return turn.turned(entry.edge, turn.lead.truths, turn.sight, f"enter {scenario.name}")
    return turn.news and bool(entry.patterns & matched)


def enter(turn: Turn, scenario: Scenario, entry: Entry) -> bool:
    """Starts a run, unless the scenario does not take the lead (again) now; then the trace says why."""
    refusal = _refusal(turn, scenario, entry)
    if refusal:
        turn.say("not-entered", entry.rule, scenario=scenario.name, reason=refusal)
        return False
    before = turn.lead.passed.get(passed_key(scenario.name, ""))
    props = dict(turn.event.props) if turn.event is not None and "." not in turn.event.type else {}
    run = Run(scenario=scenario.name, number=(before.times if before else 0) + 1, entered=turn.moment, entry=props)
    run.places = [Place(step=scenario.first, since=turn.moment)]
    turn.lead.runs.append(run)
    turn.say("entered", entry.rule, scenario=scenario.name, number=run.number)
    turn.do(run_moved(run, "entered", entry.rule, step=scenario.first))
    return True


def _refusal(turn: Turn, scenario: Scenario, entry: Entry) -> str:
    """Why the lead is not taken, or "" if it is."""
    if any(run.scenario == scenario.name for run in turn.lead.runs):
        return "already in"
    passed = turn.lead.passed.get(passed_key(scenario.name, ""))
    if passed is not None:
        if scenario.reenter == "never":
            return "was in before"
        if scenario.again is not None:
            since = passed.entered if scenario.reenter == "entry" else passed.ended
            if after(since, scenario.again, turn.sight.zone, turn.sight.calendar) > turn.moment:
                return "was in too recently"
    if entry.condition is not None and not entry.condition.holds(turn.sight):
        return "condition does not hold"
    return ""


# ── leaving ─────────────────────────────────────────────────────────────────────────────


def leave_scenarios(turn: Turn, matched: frozenset[int]) -> bool:
    """Ends each run whose goal or leaving condition is met, with its acts; True if one ended."""
    ended = False
    for run in in_order(turn):
        sight = turn.sight.of(run)
        for way in turn.program.scenarios[run.scenario].exits:
            if way.edge is not None:
                met = turn.turned(way.edge, run.truths, sight, f"{way.kind} {run.id}")
            else:
                met = turn.news and bool(way.patterns & matched)
            if met:
                turn.end(run, way.kind, way.rule)
                for one in way.acts:
                    act(turn, run, one)
                ended = True
                break
    return ended


# ── events that places wait for ─────────────────────────────────────────────────────────


def meet_waits(turn: Turn, event: Event) -> None:
    """Lets the runs that stand at a wait for this event go on; one that came after the deadline is reported as too late."""
    for run in in_order(turn):
        for place in run.places:
            node = node_of(turn, run, place)
            if not isinstance(node, WaitForNode) or place.state != "waiting" or not node.patterns & turn.matched:
                continue
            if place.deadline and event.at > place.deadline:
                turn.say("too-late", node.rule, step=node.id, at=event.at)
                continue
            turn.say("met", node.rule, step=node.id, scenario=run.scenario)
            go(turn, run, place, node.body)


def node_of(turn: Turn, run: Run, place: Place) -> Node | None:
    """The node a place names, or None at the end of the scenario."""
    return turn.program.scenarios[run.scenario].nodes.get(place.step)


# ── going on ────────────────────────────────────────────────────────────────────────────


def go_on(turn: Turn) -> bool:
    """Moves every run on until each has come to rest; True if one moved."""
    moved = False
    for run in in_order(turn):
        for place in list(run.places):
            moved |= _advance(turn, run, place)
    return moved


def go(turn: Turn, run: Run, place: Place, step: str) -> None:
    """Puts a place on another step."""
    place.step, place.since, place.state = step, turn.moment, "ready"
    place.due, place.ref, place.deadline = 0, "", 0
    node = node_of(turn, run, place)
    if node is not None and not isinstance(node, ActNode):
        turn.do(run_moved(run, "standing", node.rule, step=step))


def _advance(turn: Turn, run: Run, place: Place) -> bool:
    moved = False
    for _ in range(_MOST_PLACES):
        node = node_of(turn, run, place)
        if node is None:
            turn.end(run, run.choices.get("", "finished"), turn.program.scenarios[run.scenario].rule)
            return True
        following = _work(turn, run, place, node)
        if following is None or run not in turn.lead.runs:
            return moved or run not in turn.lead.runs
        go(turn, run, place, following)
        moved = True
    turn.say("runaway", scenario=run.scenario, step=place.step)
    return moved


def _work(turn: Turn, run: Run, place: Place, node: Node) -> str | None:
    """The next step, or None where the run rests."""
    match node:
        case SendNode():
            return _propose(turn, run, place, node)
        case WaitNode() | ClockNode():
            return _wait(turn, place, node)
        case WaitForNode():
            return _wait_for(turn, run, place, node)
        case IfNode():
            return _choose(turn, run, node)
        case SplitNode():
            return _split(turn, run, node)
        case HandoffNode():
            return raise_handoff(turn, run, place, node)
        case TaskNode():
            return open_task(turn, run, place, node)
        case ActNode(verb="stop", rule=rule, because=because):
            turn.end(run, "stopped", rule, because)
            return None
        case ActNode():
            act(turn, run, node)
            return node.next
        case _:
            raise TypeError(f"a place of no known kind: {node.id}")


def _propose(turn: Turn, run: Run, place: Place, node: SendNode) -> str | None:
    """A mail is proposed once a moment; caps and windows are judged at its end, over all of them."""
    if node.skip_if is not None and node.skip_if.holds(turn.sight.of(run)):
        turn.say("skipped", node.rule, template=node.template, reason="condition", scenario=run.scenario)
        return node.next
    if not any(one is place for _, one, _ in turn.proposals):
        turn.proposals.append((run, place, node))
    return None


def _wait(turn: Turn, place: Place, node: WaitNode | ClockNode) -> str | None:
    if place.state == "ready":
        place.state = "waiting"
        if isinstance(node, WaitNode):
            place.due = after(place.since, node.duration, turn.sight.zone, turn.sight.calendar)
        else:
            place.due = next_clock(place.since, node.at, node.days, turn.sight.zone, turn.sight.calendar)
    return node.next if place.due <= turn.moment else None


def _wait_for(turn: Turn, run: Run, place: Place, node: WaitForNode) -> str | None:
    if place.state == "ready":
        place.state = "waiting"
        if node.limit is not None:
            place.deadline = after(place.since, node.limit, turn.sight.zone, turn.sight.calendar)
            place.due = place.deadline + node.slack
    if place.due and place.due <= turn.moment:
        turn.say("timeout", node.rule, step=node.id, scenario=run.scenario)
        return node.timeout
    return None


def _choose(turn: Turn, run: Run, node: IfNode) -> str:
    sight = turn.sight.of(run)
    for number, (condition, first, rule) in enumerate(node.branches, 1):
        if condition.holds(sight):
            turn.say("branch", rule, step=node.id, branch=str(number), scenario=run.scenario)
            return first
    turn.say("branch", node.rule, step=node.id, branch="else", scenario=run.scenario)
    return node.otherwise


def _split(turn: Turn, run: Run, node: SplitNode) -> str:
    """Chance is taken once and kept; a holdout leaves the scenario and stays in its reports."""
    thrown, reached = chance(turn.lead.id, run.scenario, node.name), 0
    arm = node.arms[-1]
    for one in node.arms:
        reached += one.share
        if thrown < reached:
            arm = one
            break
    run.choices[node.name] = arm.name
    turn.say("split", node.rule, split=node.name, arm=arm.name, scenario=run.scenario)
    if arm.holdout:
        run.choices[""] = "holdout"
    else:
        turn.do(run_moved(run, "arm", node.rule, step=node.id, reason=arm.name))
    return arm.first


def open_runs(runs: Iterable[Run], scenario: str) -> list[Run]:
    """The runs that stand in a scenario."""
    return [run for run in runs if run.scenario == scenario]


def removed_by_hand(turn: Turn, event: Event) -> None:
    """A person takes the lead out of a scenario, or puts it in."""
    name = event.props.get("scenario", "")
    if event.type == Kind.RUN_REMOVED:
        for run in open_runs(turn.lead.runs, name):
            turn.end(run, "removed", "", event.props.get("because", ""))
    elif name in turn.program.scenarios and turn.news:
        enter(turn, turn.program.scenarios[name], Entry(rule=turn.program.scenarios[name].rule))


