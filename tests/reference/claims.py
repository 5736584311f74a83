"""What the checker says cannot happen, as lines of the journal that must never be written and conditions that must never hold."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.domain.effects import Trace
from engine.rules.compile_conditions import ConditionCompiler
from engine.rules.view import Sight
from grammar import ast as g
from grammar.diagnostics import Diagnostic
from grammar.model import Workspace
from grammar.source import Span
from grammar.turnings import ways_of
from grammar.walk import walk

Line = tuple[int, str]
"""(line of the file, what the journal tells there)."""


@dataclass
class Claims:
    """lines: what must not be told, and by which rule; segments, levels, points: what must not be so."""

    lines: dict[Line, str] = field(default_factory=dict)
    segments: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, str], str] = field(default_factory=dict)
    points: list[g.ScoreIs | g.ScoreBetween] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    def broken_by_lines(self, told: Iterable[Trace]) -> Iterator[str]:
        """The claims that a piece of the journal refutes."""
        for one in told:
            _, _, line = one.rule.rpartition(":")
            what = one.what if one.what != "skipped" or one.detail["reason"] == "condition" else ""
            for key in ((int(line or 0), what), (int(line or 0), "")):
                if key in self.lines:
                    yield f"{self.lines[key]}: {one.what} at line {line}"

    def broken_by(self, sight: Sight) -> Iterator[str]:
        """The claims that a lead refutes as it stands."""
        program = sight.program
        yield from (f"{rule}: in segment {name}" for name, rule in self.segments.items() if program.segments[name].holds(sight))
        yield from (f"{rule}: {score} is {level}" for (score, level), rule in self.levels.items() if sight.level(score) == level)
        compiler = ConditionCompiler({}, frozenset(), {})
        yield from (f"S407: line {one.span.line}" for one in self.points if compiler.compile(one).holds(sight))


def claims_of(workspace: Workspace, findings: Iterable[Diagnostic]) -> Claims:
    """Everything among the findings that a play could refute."""
    blocks, claims = _blocks(workspace), Claims()
    nodes = {_at(node.span): node for node in (*workspace.all(g.ScoreIs), *workspace.all(g.ScoreBetween))}
    segments = {_at(each.condition.span): str(each.name) for each in workspace.all(g.Segment)}
    for one in findings:
        place = _at(one.span)
        node = nodes.get(place)
        if one.rule == "S401":
            levels = [(str(score.name), str(level.name)) for score, level in _levels(workspace) if level.name.span == one.span]
            claims.levels |= dict.fromkeys(levels, one.rule)
        elif one.rule == "S407" and isinstance(node, g.ScoreIs | g.ScoreBetween):
            claims.points.append(node)
        elif one.rule == "F201":
            claims.lines[_first(workspace, one.span)] = one.rule
        elif one.rule in _OF_PLACES and place in blocks:
            claims.lines[blocks[place]] = one.rule
        elif one.rule in ("F202", "F231") and (name := segments.get(place) or _asks_only(workspace, one.span)):
            claims.segments[name] = one.rule
        else:
            continue
        claims.counted[one.rule] += 1
    return claims


_OF_PLACES = {"F202", "F203", "F204", "F205", "F206", "F207", "F208", "F209", "F217", "F218"}


def _at(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _levels(workspace: Workspace) -> Iterator[tuple[g.Score, g.Level]]:
    yield from ((score, rule) for score in workspace.all(g.Score) for rule in score.rules if isinstance(rule, g.Level))


def _asks_only(workspace: Workspace, span: Span) -> str:
    """The segment whose condition is nothing but a question for the mail that is named there."""
    for each in workspace.all(g.Segment):
        match each.condition:
            case g.MailHappened(mail=g.OneMail(name=name)) if _at(name.span) == _at(span):
                return str(each.name)
            case _:
                pass
    return ""


def _first(workspace: Workspace, span: Span) -> Line:
    """The first line that is told by whoever comes to that statement."""
    for placed in workspace.placed(g.Step):
        if _at(placed.node.span) == _at(span):
            return _mark(placed.node.body)
    return span.line, ""


def _mark(block: g.Block) -> Line:
    return block.statements[0].span.line, "notify"


def _blocks(workspace: Workspace) -> dict[tuple[int, int], Line]:
    """Where a finding points -> what the journal tells of whoever comes to what it means."""
    found: dict[tuple[int, int], Line] = {}
    for scenario in workspace.scenarios:
        for node in walk(scenario):
            found |= {_at(way.span): _mark(way.block) for way in ways_of(node) if way.block is not None}
            match node:
                case g.WaitUntil(moment=moment, body=body) if body is not None:
                    found[_at(moment.span)] = _mark(body)
                case g.WaitUntilTrue(condition=condition, body=body) if body is not None:
                    found[_at(condition.span)] = _mark(body)
                case g.Send(skip_if=condition) if condition is not None:
                    found[_at(condition.span)] = node.span.line, "skipped"
                case g.Rung(after=after, body=body):
                    found[_at(after.span)] = _mark(body)
                case g.AcceptedArm() | g.RejectedArm() | g.OverdueArm() | g.DoneArm() | g.TimeoutArm():
                    found[_at(node.span)] = _mark(node.body)
                case _:
                    pass
            timeout = node.timeout if isinstance(node, g.WaitForEvent | g.WaitUntilTrue) else None
            if timeout is not None:
                found[_at(timeout.span)] = _mark(timeout)
    return found
