"""One case, played by the engine and by the naive reader, and what each of them makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from engine.domain import effects as e
from engine.domain.events import Event
from engine.lab.world import World as Played
from engine.rules.compile import ProgramSettings, compile_program
from engine.rules.filters import NotYet
from engine.rules.program import MailInfo, Program
from grammar import ast as g
from grammar.parse import parse
from tests.reference.asked import Said
from tests.reference.clocks import shown
from tests.reference.naive import World
from tests.reference.programs import Case
from tests.reference.standing import LEAD, Heard

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


@lru_cache(maxsize=1)
def file_of(text: str) -> g.SourceFile:
    """The tree, which both read."""
    result = parse(text, "case.nurture")
    assert not result.diagnostics, f"{result.diagnostics[0]}\n{text}"
    return result.file


def compare(case: Case) -> tuple[Story, Story]:
    """What the naive reader expects, and what the engine does."""
    return expected(case), story_of(play(case, [event_of(number, heard) for number, heard in enumerate(case.heard)]))


def event_of(number: int, heard: Heard) -> Event:
    """It as a door would hand it on."""
    return Event(
        source="test",
        id=f"{number:06}",
        type=heard.kind,
        subject=LEAD,
        at=heard.at,
        received=heard.received,
        props=dict(heard.props),
        live=heard.live,
    )


def expected(case: Case) -> Story:
    """What the naive reader makes of it."""
    said = Said(file_of(case.text), case.zone, case.mails)
    world = World(said, case.step)
    world.play(case.start, case.heard, case.until)
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


def program_of(case: Case) -> Program:
    """The program as the engine has it; that of the case before is kept, for most are played twice."""
    return _compiled(case.text, case.zone, tuple((name, *mail) for name, mail in case.mails.items()))


@lru_cache(maxsize=1)
def _compiled(text: str, zone: str, mails: tuple[tuple[str, str, bool], ...]) -> Program:
    return compile_program([file_of(text)], ProgramSettings(zone, {mail[0]: MailInfo(*mail) for mail in mails}))


def play(case: Case, events: Sequence[Event]) -> Played:
    """The engine's world after all of it."""
    world = Played(program_of(case), case.start)
    for event in events:
        world.put(event)
    world.run_until(case.until)
    return world


def story_of(world: Played) -> Story:
    """What the engine made of it."""
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


def told(number: int, case: Case) -> str:
    """The case as a person can read it, and where the two part."""
    lines = [f"case {number}, in {case.zone}", case.text]
    lines += [
        f"{_clock(one.at, case)} (heard {_clock(one.received, case)}) {one.kind} {dict(one.props)} live={one.live}" for one in case.heard
    ]
    expected, found = compare(case)
    for name, mine, theirs in ((name, getattr(expected, name), getattr(found, name)) for name in Story.__dataclass_fields__):
        if name == "acts":
            lines += [f"only expected: {_clock(one[0], case)} {one[1:]}" for one in mine if one not in theirs]
            lines += [f"only found: {_clock(one[0], case)} {one[1:]}" for one in theirs if one not in mine]
        elif mine != theirs:
            lines.append(f"{name}: expected {mine}, found {theirs}")
    return "\n".join(lines)


def _clock(instant: int, case: Case) -> str:
    return shown(instant, case.zone).isoformat(" ", "minutes")


def _disagree(case: Case) -> bool:
    """A case that neither can read any more shows nothing."""
    try:
        mine, theirs = compare(case)
    except (AssertionError, LookupError, StopIteration, ValueError, NotYet):
        return False
    return mine != theirs


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
