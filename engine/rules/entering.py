"""How a lead comes into a scenario and out of it: by events, conditions, calendars, other scenarios and people."""

from collections.abc import Iterable
from typing import Any

from engine.domain.documents import name_in
from engine.domain.events import Event, Kind
from engine.domain.instants import Instant, local_day
from engine.domain.subjects import Place, Queued, Run
from engine.rules.acts import act
from engine.rules.admitting import has_come
from engine.rules.belonging import Asked, account_of, ask_account
from engine.rules.facts import fields_of
from engine.rules.hearing import hears
from engine.rules.moments import instant_of, next_of
from engine.rules.places import ActNode, Entry, Exit, Scenario
from engine.rules.queues import is_taken, leave_queue, line_up, next_called, send_away
from engine.rules.turn import Turn, give_back, passed_key, run_moved


def in_order(turn: Turn) -> list[Run]:
    """Runs by the priority of their scenario, then age, then name."""
    rank = turn.program.policy.rank
    return sorted(turn.lead.runs, key=lambda run: (rank(run.scenario), run.entered, run.scenario, run.key))


# ── coming in ───────────────────────────────────────────────────────────────────────────


def knock(turn: Turn, matched: frozenset[int]) -> None:
    """Notes each entry that fires now, the most important scenario first; they are let in one by one."""
    watch = turn.program.watch
    opened = {door.place: door for number in matched for door in watch.by_pattern.get(number, ())} if turn.news else {}
    for door in watch.always:
        if _fires(turn, door.scenario, door.entry):
            opened[door.place] = door
    turn.entries += [(door.scenario, door.entry) for _, door in sorted(opened.items())]


def let_in(turn: Turn) -> bool:
    """Lets the lead into the next scenario that takes it; True if one did.

    What a more important run does in its first steps is seen by the conditions of the entries behind it. Who waited for a turn goes
    before who comes new to a scenario that is as important.
    """
    rank = turn.program.policy.rank
    while True:
        called = next_called(turn)
        if called is not None and not (turn.entries and rank(turn.entries[0][0].name) < rank(called.scenario)):
            if _call(turn, called):
                return True
        elif turn.entries:
            scenario, entry = turn.entries.pop(0)
            if enter(turn, scenario, entry, _fields(turn)):
                return True
        else:
            return False


def _call(turn: Turn, called: Queued) -> bool:
    """Its turn has come: it enters as it would have then, if what it entered by still holds."""
    turn.lead.queue.remove(called)
    scenario = turn.program.scenarios[called.scenario]
    entry = next((one for one in scenario.entries if one.name == called.by), Entry(rule=scenario.rule))
    turn.say("called", entry.rule, scenario=scenario.name, group=scenario.group)
    if entry.edge is not None and not entry.edge.condition.holds(turn.sight.outside(scenario.name)):
        turn.say("not-entered", entry.rule, scenario=scenario.name, reason="condition does not hold")
        return False
    return enter(turn, scenario, entry, called.entry)


def _fields(turn: Turn) -> dict[str, Any]:
    """What the entering event said, as the catalogue declares it."""
    if turn.event is None or "." in turn.event.type:
        return {}
    return dict(fields_of(turn.program, turn.event, turn.sight.zone))


def _fires(turn: Turn, scenario: Scenario, entry: Entry) -> bool:
    """Whether an entry by a condition, a calendar or a person fires."""
    if entry.edge is not None:
        fired = turn.turned(entry.edge, turn.lead.truths, turn.sight.outside(scenario.name), f"enter {scenario.name}")
        return (bool(entry.every) and has_come(turn, scenario, entry, fired=fired)) or fired
    if entry.by:
        return bool(entry.every) and has_come(turn, scenario, entry)
    return bool(entry.key) and _scheduled(turn, scenario, entry)


def _scheduled(turn: Turn, scenario: Scenario, entry: Entry) -> bool:
    """Whether one of its moments has come since the last look; the first look only begins to look.

    A moment before an event or a wake-up has had its own wake-up, or its condition could not hold then: nothing makes up for it.
    """
    key = _looked_key(scenario, entry)
    since = turn.lead.looked.get(key)
    if since is not None and turn.event is None and turn.news:
        since = turn.lead.looked[key] = max(since, turn.due - 1)
    moment = scheduled_after(turn, scenario, entry, since) if since is not None else None
    has_come = moment is not None and turn.is_over(moment)
    if since is None or (has_come and turn.event is None and turn.news):
        turn.lead.looked[key] = turn.moment
    elif has_come and turn.event is not None:
        turn.lead.looked[key] = turn.moment - 1
    return has_come and turn.event is None and turn.news


def scheduled_after(turn: Turn, scenario: Scenario, entry: Entry, since: Instant) -> Instant | None:
    """The entry's first moment after `since`, by the scenario's calendar."""
    sight = turn.sight.outside(scenario.name)
    if entry.schedule is not None:
        return next_of(entry.schedule, since, sight)
    moment = instant_of(entry.at, sight, None, since) if entry.at is not None else None
    return moment if moment is not None and moment > since else None


def next_scheduled(turn: Turn, scenario: Scenario, entry: Entry) -> Instant | None:
    """When to look again: the next moment, if the entry's condition can hold then without another event."""
    moment = scheduled_after(turn, scenario, entry, turn.lead.looked.get(_looked_key(scenario, entry), turn.moment))
    sight = turn.sight.outside(scenario.name)
    if entry.condition is None or entry.condition.holds(sight) or entry.condition.next_change(sight) is not None:
        return moment
    return None


def _looked_key(scenario: Scenario, entry: Entry) -> str:
    return f"{scenario.name}:{entry.key}"


def enter(turn: Turn, scenario: Scenario, entry: Entry, fields: dict[str, Any]) -> bool:
    """Starts a run, unless the scenario does not take the lead (again) now; then the trace says why."""
    key = _key(turn, scenario, fields)
    refusal = _refusal(turn, scenario, entry, key) or _unfit(turn, scenario, entry, fields)
    if refusal:
        turn.say("not-entered", entry.rule, scenario=scenario.name, reason=refusal)
        return False
    if is_taken(turn, scenario) and scenario.waits_turn:
        line_up(turn, scenario, entry, key, fields)
        return False
    day = local_day(turn.moment, turn.sight.zone).isoformat() if entry.key and not entry.by else ""
    if scenario.per_account and key:
        ask_account(turn, scenario.name, key, Asked(entry.rule, fields, day))
        return False
    run = _begin(turn, scenario, entry.rule, key, fields)
    run.round = day
    return True


def _key(turn: Turn, scenario: Scenario, fields: dict[str, Any]) -> str:
    """What the run belongs to: a field of the entering event, the lead's account, or ("") the lead alone."""
    if scenario.per_account and turn.program.accounts is not None:
        return name_in(account_of(turn.program.accounts, turn.lead.facts))
    return str(fields.get(scenario.keyed_by) or "") if scenario.keyed_by else ""


def take_entry(turn: Turn, event: Event) -> None:
    """The account has answered whether the lead may enter; what has changed since is looked at again."""
    name, fields, rule = str(event.props["scenario"]), dict(event.props["entry"]), str(event.props["origin"])
    scenario, reason = turn.program.scenarios.get(name), str(event.props["reason"])
    key = str(event.props["key"])
    if not reason:
        reason = "no such scenario" if scenario is None else _refusal(turn, scenario, Entry(rule=rule), key)
        if reason:
            give_back(turn, name, key, is_void=True)
    if reason or scenario is None:
        turn.say("not-entered", rule, scenario=name, reason=reason)
        return
    if is_taken(turn, scenario):
        give_back(turn, name, key, is_void=True)
        line_up(turn, scenario, next((one for one in scenario.entries if one.rule == rule), Entry(rule=rule)), key, fields)
        return
    run = _begin(turn, scenario, rule, key, fields)
    run.round = str(event.props["round"])


def _begin(turn: Turn, scenario: Scenario, rule: str, key: str, fields: dict[str, Any]) -> Run:
    before = turn.lead.passed.get(passed_key(scenario.name, key))
    run = Run(scenario=scenario.name, key=key, number=(before.times if before else 0) + 1, entered=turn.moment, entry=fields)
    run.places = [Place(step=scenario.first, since=turn.moment)]
    turn.lead.runs.append(run)
    turn.sight.refresh()
    turn.say("entered", rule, scenario=scenario.name, number=run.number)
    turn.do(run_moved(run, "entered", rule, step=scenario.first))
    return run


def _refusal(turn: Turn, scenario: Scenario, entry: Entry, key: str) -> str:
    """Why the lead is not taken, or "" if it is."""
    if scenario.keyed_by and not key:
        return f"no {scenario.keyed_by}"
    if any(run.scenario == scenario.name and run.key == key for run in turn.lead.runs):
        return "already in"
    if is_taken(turn, scenario) and not scenario.waits_turn:
        return f"in another of {scenario.group}"
    if _too_soon(turn, scenario, key):
        return "was in before" if scenario.reenter == "never" else "was in too recently"
    return ""


def _unfit(turn: Turn, scenario: Scenario, entry: Entry, fields: dict[str, Any]) -> str:
    """The entry's condition is asked as the run would ask it: it may name what the entering event said."""
    if entry.condition is None:
        return ""
    sight = turn.sight.of(Run(scenario=scenario.name, number=0, entered=turn.moment, entry=fields))
    return "" if entry.condition.holds(sight) else "condition does not hold"


def _too_soon(turn: Turn, scenario: Scenario, key: str) -> bool:
    passed = turn.lead.passed.get(passed_key(scenario.name, key))
    if passed is None or scenario.reenter == "always":
        return False
    if scenario.again is None:
        return True
    since = passed.entered if scenario.reenter == "entry" else passed.ended
    return turn.sight.outside(scenario.name).after(since, scenario.again) > turn.moment


# ── going out ───────────────────────────────────────────────────────────────────────────


def leave_scenarios(turn: Turn, matched: frozenset[int]) -> bool:
    """Ends each run whose goal or leaving condition is met, with its acts, and restarts those that begin anew; True if one did."""
    moved = False
    leave_queue(turn, matched)
    for run in in_order(turn):
        scenario = turn.scenario(run)
        if run.leaving:
            continue
        if _leaves(turn, run, scenario, matched):
            moved = True
        elif turn.news and hears(turn, run, scenario.restarts, matched):
            turn.end(run, "stopped", scenario.restart_rule or scenario.rule, "restarted")
            _begin_anew(turn, run)
            moved = True
    return moved


def _begin_anew(turn: Turn, run: Run) -> None:
    """A run that begins anew is a new run: it takes today's text, where there is one."""
    today = turn.program.scenarios.get(run.scenario)
    scenario = today or turn.scenario(run)
    begun = _begin(turn, scenario, scenario.rule, run.key, run.entry | _fields(turn))
    begun.version, begun.round = "" if today else run.version, run.round


def _leaves(turn: Turn, run: Run, scenario: Scenario, matched: frozenset[int]) -> bool:
    sight = turn.sight.of(run)
    for way in scenario.exits:
        if way.edge is not None:
            met = turn.turned(way.edge, run.truths, sight, f"{way.kind} {run.id}")
        else:
            met = turn.news and hears(turn, run, way.events, matched)
        if met and way.first:
            _go_off(turn, run, way)
            return True
        if met:
            turn.end(run, way.kind, way.rule)
            for one in way.acts:
                do_act(turn, run, one)
            return True
    return False


def _go_off(turn: Turn, run: Run, way: Exit) -> None:
    """The run leaves what it stood on and does what is said for leaving; then it ends."""
    turn.say("leaving", way.rule, scenario=run.scenario, state=way.kind)
    run.leaving = run.choices[""] = way.kind
    turn.withdraw(run.places, way.rule)
    run.places = [Place(step=run.places[0].step, since=turn.moment)]
    turn.go(run, run.places[0], way.first)


# ── acts that begin and end runs ────────────────────────────────────────────────────────


def do_act(turn: Turn, run: Run, node: ActNode) -> None:
    """Does any act at once; `stop` ends this run."""
    match node.verb:
        case "stop":
            if run in turn.lead.runs:
                turn.end(run, "stopped", node.rule, node.because)
        case "start":
            enter(turn, turn.program.scenarios[node.target], Entry(rule=node.rule), run.entry)
        case "end" | "pause" | "resume":
            _steer(turn, node, open_runs(turn.lead.runs, node.target))
            if node.verb == "end":
                send_away(turn, node.rule, scenario=node.target)
        case "end-all" | "pause-all" | "resume-all":
            group = [one for one in turn.lead.runs if turn.scenario(one).group == node.target]
            _steer(turn, node, group)
            if node.verb == "end-all":
                send_away(turn, node.rule, group=node.target)
        case _:
            act(turn, run, node)


def _steer(turn: Turn, node: ActNode, runs: list[Run]) -> None:
    verb = node.verb.removesuffix("-all")
    for one in runs:
        if verb == "end":
            turn.end(one, "stopped", node.rule, node.because)
        else:
            one.paused = verb == "pause"
            turn.say(verb, node.rule, scenario=one.scenario)


def open_runs(runs: Iterable[Run], scenario: str) -> list[Run]:
    """The runs that stand in a scenario."""
    return [run for run in runs if run.scenario == scenario]


def by_hand(turn: Turn, event: Event) -> None:
    """A person takes the lead out of a scenario, or puts it in."""
    name = event.props.get("scenario", "")
    if event.type == Kind.RUN_REMOVED:
        for run in open_runs(turn.lead.runs, name):
            turn.end(run, "removed", "", event.props.get("because", ""))
        send_away(turn, "", scenario=name)
    elif name in turn.program.scenarios and turn.news:
        scenario = turn.program.scenarios[name]
        said = next((entry for entry in scenario.entries if entry.by == "hand"), Entry(rule=scenario.rule))
        enter(turn, scenario, said, dict(event.props))
