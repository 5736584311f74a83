"""One case, played by the engine and by the naive reader, and what each of them makes of it."""

from dataclasses import dataclass, replace
from typing import Any

from engine.domain import effects as e
from engine.domain.events import Event
from engine.lab.world import World as Played
from engine.rules.compile import ProgramSettings, compile_program
from engine.rules.program import MailInfo
from grammar.parse import parse
from tests.reference.asked import Said
from tests.reference.naive import LEAD, Heard, World
from tests.reference.programs import Case

_ENDED = ("left", "goal", "finished", "stopped", "removed", "holdout")


@dataclass(frozen=True)
class Story:
    """acts: (moment, what, …) in the order of moments. standing: the runs that are open."""

    acts: list[tuple[Any, ...]]
    points: dict[str, int]
    levels: dict[str, str]
    tags: set[str]
    attributes: dict[str, Any]
    stage: tuple[str, bool] | None
    standing: list[tuple[str, str, int]]


def compare(case: Case) -> tuple[Story, Story]:
    """What the naive reader expects, and what the engine does."""
    result = parse(case.text, "case.nurture")
    if result.diagnostics:  # noqa
        raise AssertionError(str(result.diagnostics[0]) + "\n" + case.text)
    return _expected(case, Said(result.file, case.zone, case.mails)), played(case, event_of)


def event_of(number: int, heard: Heard) -> Event:
    """It as a door would hand it on."""
    return Event(source="test", id=f"{number:06}", type=heard.kind, subject=LEAD, at=heard.at, received=heard.received, props=dict(heard.props),
                 live=heard.live)  # fmt: skip


def _expected(case: Case, said: Said) -> Story:
    world = World(said, case.step)
    world.play(case.start, case.heard, case.until)
    from grammar import ast as g

    scores = [str(one.name) for one in said.all(g.Score)]
    return Story(
        acts=sorted(world.log, key=repr_of),
        points={name: world.points(name) for name in scores},
        levels={name: world.level(name) for name in scores},
        tags=world.history.tags(),
        attributes=world.history.attributes(),
        stage=(world.stage.name, world.stage.dropped) if world.stage else None,
        standing=sorted((run.name, run.key, run.number) for run in world.runs),
    )


def play(case: Case) -> Played:
    """The engine's world after all of it."""
    settings = ProgramSettings(case.zone, {name: MailInfo(name, topic, exempt) for name, (topic, exempt) in case.mails.items()})
    return Played(compile_program([parse(case.text, "case.nurture").file], settings), case.start)


def played(case: Case, make: Any) -> Story:
    world = play(case)
    for number, heard in enumerate(case.heard):
        world.put(make(number, heard))
    world.run_until(case.until)
    return story_of(world)


def story_of(world: Played) -> Story:
    lead = world.leads.get(LEAD)
    sight = world.sight(LEAD)
    acts = [(moment, *told) for moment, effect in world.effects(LEAD) if (told := _told(effect))]
    return Story(
        acts=sorted(acts, key=repr_of),
        points={name: sight.points(name) for name in world.program.scores},
        levels={name: sight.level(name) for name in world.program.scores},
        tags=set(lead.facts.tags) if lead else set(),
        attributes=dict(sight.attributes),
        stage=(lead.stage.name, lead.stage.dropped) if lead and lead.stage else None,
        standing=sorted((run.scenario, run.key, run.number) for run in lead.runs) if lead else [],
    )


def repr_of(act: tuple[Any, ...]) -> tuple[int, str]:
    return act[0], repr(act[1:])


def _told(effect: e.AnyEffect) -> tuple[Any, ...]:
    match effect:
        case e.MailDecided():
            return "mail", effect.template, effect.scenario
        case e.MailDropped():
            return "dropped", effect.template, effect.reason
        case e.HandoffRaised():
            return "handoff", effect.team, effect.accept_by
        case e.HandoffClosed():
            return "closed", "handoff", effect.state, effect.reason
        case e.TaskOpened():
            return "task", effect.team, effect.due
        case e.TaskClosed():
            return "closed", "task", effect.state, effect.outcome
        case e.Notified():
            return ("notified",)
        case e.StageMoved():
            return "stage", effect.before, effect.after, effect.dropped
        case e.RunMoved(state="entered"):
            return "entered", effect.scenario, effect.key, effect.number
        case e.RunMoved(state=state) if state in _ENDED:
            return "ended", effect.scenario, effect.key, effect.number, state
    return ()


# ── the smallest case that still shows it ───────────────────────────────────────────────


def shrunk(case: Case) -> Case:
    """Takes away events and lines as long as the two still disagree."""
    smaller = True
    while smaller:
        smaller = False
        for candidate in [*_with_fewer_events(case), *_with_fewer_lines(case)]:
            if _disagree(candidate):
                case, smaller = candidate, True
                break
    return case


def _disagree(case: Case) -> bool:
    try:
        expected, found = compare(case)
    except Exception:
        return False
    return expected != found


def _with_fewer_events(case: Case) -> list[Case]:
    return [replace(case, heard=case.heard[:n] + case.heard[n + 1 :]) for n in range(len(case.heard))]


def _with_fewer_lines(case: Case) -> list[Case]:
    """Without one line, one block, or the braces around one."""
    lines = case.text.splitlines()
    found: list[list[str]] = []
    for n, line in enumerate(lines):
        last = next((k for k in range(n + 1, len(lines)) if lines[k].startswith(line[: len(line) - len(line.lstrip())] + "}")), n)
        if line.endswith("{"):
            found += [lines[:n] + lines[last + 1 :], lines[:n] + lines[n + 1 : last] + lines[last + 1 :]]
        elif not line.strip().startswith("}"):
            found.append(lines[:n] + lines[n + 1 :])
    return [replace(case, text="\n".join(one) + "\n") for one in found]
