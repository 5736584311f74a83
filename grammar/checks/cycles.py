"""Facts that wait for each other: a segment of a segment of itself, a score that depends on itself."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from grammar.ast import (
    Checklist,
    Declaration,
    InScenario,
    InSegment,
    InStageFor,
    Journey,
    LevelIs,
    Node,
    Passes,
    Persona,
    PersonaIs,
    PointsOf,
    PointsWhile,
    Score,
    ScoreAgainst,
    ScoreBetween,
    ScoreGroup,
    ScoreIs,
    Segment,
    StageIs,
)
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace
from grammar.walk import walk

CYCLE = Rule(
    id="N141",
    name="cycle",
    en="`{name}` depends on itself: {way}",
    ja="`{name}` が、めぐりめぐって自分自身に頼っています：{way}",
    help_en="take one of these conditions away",
    help_ja="このうちの一つの条件を外します",
)
JOURNEY = Rule(
    id="N142",
    name="cycle-through-journey",
    en="`{name}` moves leads from stage to stage, and the stage moves `{name}`: {way}",
    ja="`{name}` がステージを動かし、ステージが `{name}` を動かします：{way}",
    help_en="let the stage depend on something else, or the score on something else than the stage",
    help_ja="ステージかスコアのどちらかを、別の条件にします",
    severity="warning",
)

RULES = (CYCLE, JOURNEY)


class Fact(NamedTuple):
    """Something that is worked out from other facts."""

    kind: str
    name: str


class Edge(NamedTuple):
    to: Fact
    place: Node


THE_JOURNEY = Fact("journey", "")


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Facts can be worked out one after the other."""
    graph = graph_of(workspace)
    reported: set[Fact] = set()
    for fact in _turning(graph):
        circle = _circle(graph, fact) if fact not in reported else []
        if circle:
            reported.update(edge.to for edge in circle)
            yield _finding(fact, circle)


def graph_of(workspace: Workspace) -> dict[Fact, list[Edge]]:
    """What each fact hangs on at every moment."""
    graph: dict[Fact, list[Edge]] = {}
    for declaration in workspace.declarations:
        found = _owner(declaration)
        if found is not None:
            fact, conditions = found
            edges = [edge for condition in conditions for edge in edges_of(condition)]
            graph.setdefault(fact, []).extend(edge for edge in edges if (fact, edge.to) != (THE_JOURNEY, THE_JOURNEY))
    personas = list(workspace.all(Persona))
    for one, following in pairwise(personas):
        graph[Fact("persona", following.name.key)].append(Edge(Fact("persona", one.name.key), following.condition))
    return graph


def _owner(declaration: Declaration) -> tuple[Fact, list[Node]] | None:
    match declaration:
        case Segment(name=name, condition=condition):
            return Fact("segment", name.key), [condition]
        case Persona(name=name, condition=condition):
            return Fact("persona", name.key), [condition]
        case Score(name=name):
            return Fact("score", name.key), list(_lasting(declaration))
        case Checklist(name=name):
            return Fact("checklist", name.key), [declaration]
        case Journey():
            return THE_JOURNEY, [declaration]
        case _:
            return None


def _lasting(score: Score) -> Iterator[Node]:
    """What the points hang on at every moment.

    An event that once came is no circle: a group of awards asks how the lead stood before it.
    """
    for node in walk(score):
        match node:
            case PointsWhile(condition=condition):
                yield condition
            case PointsOf():
                yield node
            case ScoreGroup(condition=asked) if asked is not None and _gives_lastingly(node):
                yield asked
            case _:
                pass


def _gives_lastingly(group: ScoreGroup) -> bool:
    return any(isinstance(rule, PointsWhile | PointsOf) for rule in walk(group))


def edges_of(condition: Node) -> Iterator[Edge]:
    """What a condition asks for that is worked out from other facts, or was decided."""
    for node in walk(condition):
        match node:
            case InSegment(segment=name):
                yield Edge(Fact("segment", name.key), node)
            case PersonaIs(persona=name):
                yield Edge(Fact("persona", name.key), node)
            case Passes(checklist=name):
                yield Edge(Fact("checklist", name.key), node)
            case PointsOf(score=name) | ScoreIs(score=name) | ScoreBetween(score=name) | LevelIs(score=name):
                yield Edge(Fact("score", name.key), node)
            case ScoreAgainst(score=name, other=other):
                yield Edge(Fact("score", name.key), node)
                yield Edge(Fact("score", other.key), node)
            case StageIs() | InStageFor():
                yield Edge(THE_JOURNEY, node)
            case InScenario(scenario=name):
                yield Edge(Fact("scenario", name.key), node)
            case _:
                pass


def _turning(graph: Mapping[Fact, list[Edge]]) -> list[Fact]:
    """The facts that may hang on themselves: without those that hang on nothing, and then those that hang only on such."""
    above: dict[Fact, list[Fact]] = {}
    left = {fact: {edge.to for edge in edges} for fact, edges in graph.items()}
    for fact, below in left.items():
        for each in below:
            above.setdefault(each, []).append(fact)
    ready = [fact for fact in {*graph, *above} if not left.get(fact)]
    while ready:
        done = ready.pop()
        left.pop(done, None)
        for fact in above.get(done, ()):
            if fact in left:
                left[fact].discard(done)
                if not left[fact]:
                    ready.append(fact)
    return [fact for fact in graph if fact in left]


def _circle(graph: Mapping[Fact, list[Edge]], start: Fact) -> list[Edge]:
    """The shortest way from a fact back to itself; empty if there is none."""
    came: dict[Fact, tuple[Fact, Edge]] = {}
    waiting = deque([start])
    while waiting and start not in came:
        here = waiting.popleft()
        for edge in graph.get(here, ()):
            if edge.to not in came:
                came[edge.to] = (here, edge)
                waiting.append(edge.to)
    if start not in came:
        return []
    before, edge = came[start]
    way = [edge]
    while before != start:
        before, edge = came[before]
        way.append(edge)
    return way[::-1]


def _finding(fact: Fact, circle: list[Edge]) -> Diagnostic:
    names = [fact, *(edge.to for edge in circle)]
    way = " → ".join(f"`{each.name or each.kind}`" for each in names)
    notes = [Related(edge.place.span, "and this", "そして、これ") for edge in circle[1:]]
    through = any(edge.to == THE_JOURNEY for edge in circle)
    name = next(each.name for each in names if each.name)
    return (JOURNEY if through else CYCLE).at(circle[0].place.span, name=name, way=way, related=notes)
