"""Groups of awards: what their condition may ask, since points are worked out again from the events alone."""

from collections.abc import Iterable, Iterator, Mapping

from grammar.ast import Node, PointsOn, Score, ScoreAgainst, ScoreBetween, ScoreGroup, ScoreIs
from grammar.checks.cycles import Edge, Fact, edges_of, graph_of
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace
from grammar.walk import walk

DECIDED = Rule(
    id="S412",
    name="award-by-a-decision",
    en="points for events are worked out from the events alone, and `{what}` does not follow from them",
    ja="イベントの加点は、イベントだけからいつでも計算し直せるものです。`{what}` はイベントだけからは決まりません",
    help_en="ask for scores, segments, tags, activity or attributes, or give the points in a scenario: `give +5 points to {score}`",
    help_ja="スコア、セグメント、タグ、行動、属性で書くか、シナリオの中で付けます：`give +5 points to {score}`",
)

RULES = (DECIDED,)

_DECIDED = ("journey", "scenario")
"""Kinds of facts that are acts: decided once, and never computed again."""


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """A group of awards asks nothing that was decided, by itself or by what it names."""
    graph = graph_of(workspace)
    for score in workspace.each(Score):
        for group in walk(score):
            if isinstance(group, ScoreGroup) and group.condition is not None and _awards(group):
                yield from _decided(workspace, graph, score, group.condition)


def _awards(group: ScoreGroup) -> bool:
    return any(isinstance(rule, PointsOn) for rule in walk(group))


def _decided(workspace: Workspace, graph: Mapping[Fact, list[Edge]], score: Score, condition: Node) -> Iterator[Diagnostic]:
    """One finding for each thing the condition names that is a decision or hangs on one."""
    for edge in edges_of(condition):
        place = None if _is_told(edge.place) else _decision(graph, edge)
        if place is not None:
            notes = [Related(place.span, "by this", "これによります")] if place is not edge.place else []
            yield DECIDED.at(edge.place.span, what=workspace.text(edge.place.span), score=score.name, related=notes)


def _is_told(node: Node) -> bool:
    """What holds of the account came as an event, whatever it hung on there."""
    return isinstance(node, ScoreIs | ScoreBetween | ScoreAgainst) and node.of == "account"


def _decision(graph: Mapping[Fact, list[Edge]], start: Edge) -> Node | None:
    """Where a decision is asked for, on the way from one fact on."""
    seen: set[Fact] = set()
    ways = [start]
    while ways:
        edge = ways.pop(0)
        if edge.to.kind in _DECIDED:
            return edge.place
        if edge.to not in seen:
            seen.add(edge.to)
            ways.extend(graph.get(edge.to, ()))
    return None
