"""Levels and stages: what the facts say of how far a lead has come."""

from engine.domain.effects import LevelMoved, StageMoved
from engine.domain.subjects import Standing
from engine.rules.program import Dropping, Stage, StageBack
from engine.rules.turn import Turn


def settle_levels(turn: Turn) -> None:
    """Tells each level that was crossed since the last look."""
    for name, score in turn.program.scores.items():
        if not score.levels:
            continue
        before, now = turn.lead.levels.get(name, ""), turn.sight.level(name)
        if before != now:
            turn.lead.levels[name] = now
            if turn.silent:
                continue
            rule = next((level.rule for level in score.levels if level.name == (now or before)), score.rule)
            points = turn.sight.points(name)
            turn.say("level", rule, score=name, before=before, after=now, points=points)
            turn.do(LevelMoved(rule=rule, score=name, before=before, after=now, points=points))


def settle_stages(turn: Turn, matched: frozenset[int]) -> bool:
    """Moves the lead forward where a stage's trigger says so, backward only where that is said; True if it moved."""
    journey = turn.program.journey
    if not journey.stages:
        return False
    if turn.lead.stage is None:
        _move(turn, journey.stages[0].name, journey.stages[0].rule)
    here = turn.lead.stage.name if turn.lead.stage else ""
    moved = False
    for stage in journey.stages:
        if _triggered(turn, stage, f"stage {stage.name}", matched) and journey.index(stage.name) > journey.index(_name(turn)):
            _move(turn, stage.name, stage.rule)
            moved = True
    for back in journey.backs:
        fires = _triggered(turn, back, f"back {back.origin} {back.to}", matched)
        if fires and not moved and here == back.origin:
            _move(turn, back.to, back.rule)
            moved = True
    for dropping in journey.droppings:
        if _triggered(turn, dropping, "dropped", matched) and not moved and turn.lead.stage and not turn.lead.stage.dropped:
            _drop(turn, dropping)
            moved = True
    return moved


def _name(turn: Turn) -> str:
    return turn.lead.stage.name if turn.lead.stage else ""


def _triggered(turn: Turn, trigger: Stage | StageBack | Dropping, owner: str, matched: frozenset[int]) -> bool:
    """History moves stages too: it sets the facts of a lead, and the stage is where they put it."""
    if trigger.edge is None:
        return bool(trigger.patterns & matched)
    before = turn.lead.truths.get(f"{owner}:{trigger.edge.key}", False)
    fired = turn.turned(trigger.edge, turn.lead.truths, turn.sight, owner)
    now = turn.lead.truths.get(f"{owner}:{trigger.edge.key}", False)
    return fired or (now and not before and not turn.news and not turn.silent)


def _move(turn: Turn, after: str, rule: str) -> None:
    before = _name(turn)
    since = turn.moment if turn.news or turn.event is None else turn.event.at
    turn.lead.stage = Standing(name=after, since=since)
    turn.sight.refresh()
    turn.say("stage", rule, before=before, after=after)
    turn.do(StageMoved(rule=rule, before=before, after=after))


def _drop(turn: Turn, dropping: Dropping) -> None:
    if turn.lead.stage is not None:
        turn.lead.stage.dropped = True
        turn.sight.refresh()
        name = turn.lead.stage.name
        turn.say("dropped", dropping.rule, stage=name)
        turn.do(StageMoved(rule=dropping.rule, before=name, after=name, dropped=True))


def move_to(turn: Turn, stage: str, rule: str) -> None:
    """The act `move to stage`, in any direction."""
    if _name(turn) != stage or (turn.lead.stage and turn.lead.stage.dropped):
        _move(turn, stage, rule)
