"""What a test expects of how a lead stands: score, level, stage, facts, and its runs."""

from typing import assert_never

from engine.domain.documents import name_in
from engine.domain.effects import RunMoved, StageMoved
from engine.domain.experiments import Experiment
from engine.domain.subjects import Run
from engine.lab.asked import ORDERS, Asked, Found, plain
from engine.lab.world import World
from engine.rules.compile_conditions import ConditionCompiler
from engine.rules.filters import attribute_key
from engine.rules.program import Program
from engine.rules.values import coerce
from grammar import ast as g

_ENDS = {"finished", "left", "goal", "stopped", "holdout", "removed"}
_STATES = {"reached goal": "goal", "in holdout": "holdout"}

Expected = (
    g.ScoreExpected | g.LevelExpected | g.StageExpected | g.StageMoved | g.StageDropped | g.SplitExpected | g.WinnerExpected | g.TagExpected
    | g.AttributeExpected | g.FactExpected | g.HeldExpected | g.ConsentExpected | g.RunState
)  # fmt: skip


def met(world: World, expected: Expected, asked: Asked) -> Found | None:
    """None if the lead stands so."""
    lead = asked.lead
    match expected:
        case g.ScoreExpected(score=score, operator=how, points=points):
            found = _points(world, lead, str(score), of=expected.of)
            return None if ORDERS[how](found, int(points)) else ("score-was", {"lead": lead, "score": score, "found": found})
        case g.LevelExpected(score=score, operator=how, level=level):
            return _level(world, lead, str(score), how, str(level))
        case g.StageExpected() | g.StageMoved() | g.StageDropped():
            return _stage(world, expected, asked)
        case g.SplitExpected(split=split, arm=arm):
            drawn = _arm(world, lead, str(split))
            return None if drawn == arm else ("arm-was", {"lead": lead, "split": split, "found": drawn})
        case g.WinnerExpected(split=split, arm=wanted):
            won = _winner(world, str(split))
            return None if won == (wanted or "") else ("winner-was", {"split": split, "found": won})
        case g.TagExpected(tag=tag, absent=absent):
            there = tag in world.sight(lead).lead.facts.tags
            return None if there != absent else ("not-tagged" if absent is False else "is-tagged", {"lead": lead, "tag": tag})
        case g.AttributeExpected(ref=ref, operator=how, value=value):
            return _attribute(world, lead, attribute_key(ref), how, value)
        case g.FactExpected():
            return _fact(world, lead, expected)
        case g.HeldExpected() | g.ConsentExpected():
            return _said_of(world, lead, expected)
        case g.RunState(state="refused"):
            return _refused(world, expected, asked)
        case g.RunState():
            return _run(world, lead, expected)
        case _:
            assert_never(expected)


def _level(world: World, lead: str, score: str, how: str, level: str) -> Found | None:
    names = ["", *(one.name for one in world.program.scores[score].levels)]
    found = world.sight(lead).level(score)
    fits = level in names and ORDERS[how](names.index(found), names.index(level))
    return None if fits else ("level-was", {"lead": lead, "score": score, "found": found})


def _stage(world: World, expected: g.StageExpected | g.StageMoved | g.StageDropped, asked: Asked) -> Found | None:
    """Where the lead stands; or how it moved, in that stretch."""
    lead = asked.lead
    if isinstance(expected, g.StageExpected):
        standing = world.sight(lead).lead.stage
        name = standing.name if standing else ""
        return None if ORDERS[expected.operator](name, str(expected.stage)) else ("stage-was", {"lead": lead, "found": name})
    moves = [one for at, one in world.effects(lead) if isinstance(one, StageMoved) and asked.since <= at <= asked.until]
    if isinstance(expected, g.StageDropped):
        fits = any(one.dropped and one.before == expected.stage for one in moves)
    else:
        fits = any(not one.dropped and (one.before, one.after) == (expected.origin, expected.to) for one in moves)
    told = [f"{one.before} ↓" if one.dropped else f"{one.before} → {one.after}" for one in moves if one.before]
    return None if fits else ("stages-were", {"lead": lead, "found": told})


def _arm(world: World, lead: str, split: str) -> str:
    """The arm last drawn for the lead; "" if it never came to that."""
    drawn = [
        str(line.detail["arm"])
        for entry in world.journal
        if entry.subject == lead
        for line in entry.trace
        if line.what == "split" and line.detail["split"] == split
    ]
    return drawn[-1] if drawn else ""


def _winner(world: World, split: str) -> str:
    """Of the newest test of a split; "" while it goes on, or if nobody came to it."""
    tests = [one for one in world.others.values() if isinstance(one, Experiment) and name_in(one.id).split("/")[1] == split]
    return max(tests, key=lambda one: one.began).winner if tests else ""


def _attribute(world: World, lead: str, name: str, how: str, value: g.Value | None) -> Found | None:
    sight = world.sight(lead)
    found = sight.attributes.get(name)
    if value is None:
        fits = (found is None) == (how == "is")
    else:
        kind = world.program.attributes.get(name)
        wanted = coerce(plain(value, sight.today), kind, sight.zone) if kind else plain(value, sight.today)
        fits = found is not None and wanted is not None and ORDERS[how](found, wanted)
    return None if fits else ("attribute-was", {"lead": lead, "name": name, "found": found})


def _said_of(world: World, lead: str, expected: g.HeldExpected | g.ConsentExpected) -> Found | None:
    """Whether the lead is held, or has consented to a topic."""
    subject = world.sight(lead).lead
    if isinstance(expected, g.ConsentExpected):
        given = subject.facts.consents.get(str(expected.topic), False)
        return None if given != expected.absent else ("has-consent" if given else "no-consent", {"lead": lead, "topic": expected.topic})
    hold = subject.judgement
    is_held = hold is not None and (not hold.until or hold.until > world.now)
    because = hold.because if hold is not None and is_held else ""
    fits = is_held != expected.absent and (expected.because or "") in because
    return None if fits else ("hold-was", {"lead": lead, "found": (because or "-") if is_held else ""})


# ── facts: conditions of the language ───────────────────────────────────────────────────


def _fact(world: World, lead: str, expected: g.FactExpected) -> Found | None:
    sight = world.sight(lead)
    if isinstance(expected.condition, g.ScoreBetween | g.ScoreAgainst):
        return _compared(world, lead, expected.condition, absent=expected.absent)
    if _compiler(world.program).compile(expected.condition).holds(sight) != expected.absent:
        return None
    match expected.condition:
        case g.PersonaIs():
            fitting = [name for name, condition in world.program.personas.items() if condition.holds(sight)]
            return "persona-was", {"lead": lead, "found": fitting}
        case g.Has(ref=ref) | g.TextTest(ref=ref) | g.IsIn(ref=ref) | g.IsNotIn(ref=ref) | g.Between(ref=ref) | g.IsNotEmpty(ref=ref):
            name = attribute_key(ref) if isinstance(ref, g.LeadRef | g.AccountRef) else str(ref.name)
            return "attribute-was", {"lead": lead, "name": name, "found": sight.attributes.get(name)}
        case _:
            return "fact-holds" if expected.absent else "fact-fails", {"lead": lead}


def _compared(world: World, lead: str, node: g.ScoreBetween | g.ScoreAgainst, *, absent: bool) -> Found | None:
    points = _points(world, lead, str(node.score), of=node.of)
    match node:
        case g.ScoreBetween(low=low, high=high):
            fits = int(low) <= points <= int(high)
        case g.ScoreAgainst(operator=how, other=other):
            fits = ORDERS[how](points, _points(world, lead, str(other), of=node.of))
    return None if fits != absent else ("score-was", {"lead": lead, "score": node.score, "found": points})


def _points(world: World, lead: str, score: str, *, of: str) -> int:
    """What the score shows; of an account what it shows for all of its people together."""
    there = world.leads.get(world.person(lead))
    if of == "lead" or there is None or there.account is None:
        return world.sight(lead).points(score) if of == "lead" else 0
    colleagues = [one.id for one in world.leads.values() if one.account is not None and one.account.id == there.account.id]
    return sum(world.sight(one).points(score) for one in colleagues)


def _compiler(program: Program) -> ConditionCompiler:
    levels = {name: {level.name: level.points // 100 for level in score.levels} for name, score in program.scores.items()}
    return ConditionCompiler(program.attributes, program.explicit_topics, levels, program.lists)


# ── runs ────────────────────────────────────────────────────────────────────────────────


def _run(world: World, lead: str, expected: g.RunState) -> Found | None:
    scenario, state = str(expected.scenario), expected.state
    told: dict[str, object] = {"lead": lead, "scenario": scenario}
    there = world.leads.get(world.person(lead))
    open_now = [run for run in there.runs if run.scenario == scenario] if there else []
    moves = [one for _, one in world.effects(lead) if isinstance(one, RunMoved) and one.scenario == scenario]
    last = next((move for move in reversed(moves) if move.state in _ENDS), None)
    in_line = there is not None and any(one.scenario == scenario for one in there.queue)
    found = _standing(open_now) if open_now else "waiting its turn" if in_line else last.state if last else "not started"
    reason = "" if open_now else last.reason if last else next(reversed(_refusals(world, scenario, Asked(0, world.now, (lead,)))), "")
    if state == "waiting" and found == "paused":
        found = "waiting"  # it stands still, and that is somewhere
    wanted = {state, "goal", "stopped", "holdout", "removed"} if state == "left" else {_STATES.get(state, state)}
    if found not in wanted:
        return "run-was", told | {"state": found, "because": reason}
    steps = [place.step for run in open_now for place in run.places] if open_now else [last.step] if last else []
    if expected.step is not None and not any(step.startswith(f"{expected.step}/") for step in steps):
        return "step-was", told | {"found": [step.partition("/")[0] for step in steps]}
    return None if (expected.because or "") in reason else ("reason-was", told | {"reasons": [reason] if reason else []})


def _standing(runs: list[Run]) -> str:
    if all(run.choices.get("") == "holdout" for run in runs):
        return "holdout"
    return "paused" if all(run.paused for run in runs) else "waiting"


def _refused(world: World, expected: g.RunState, asked: Asked) -> Found | None:
    """Whether the scenario refused the lead in that stretch, and why."""
    reasons = _refusals(world, str(expected.scenario), asked)
    if any((expected.because or "") in reason for reason in reasons):
        return None
    return "refused-for", {"lead": asked.lead, "scenario": expected.scenario, "reasons": reasons}


def _refusals(world: World, scenario: str, asked: Asked) -> list[str]:
    """Why a scenario did not take the lead, each time it could have."""
    return [
        str(line.detail["reason"])
        for entry in world.journal
        if entry.subject == asked.lead and asked.since <= entry.moment <= asked.until
        for line in entry.trace
        if line.what == "not-entered" and line.detail["scenario"] == scenario
    ]
