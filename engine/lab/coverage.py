"""What the tests of a workspace have been through: which sends, and which ways at each fork."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.domain.effects import Trace
from engine.lab.trials import Trial
from engine.rules.places import IfNode, Node, Scenario, SendNode, SplitNode, WaitForNode
from engine.rules.program import Program


@dataclass(frozen=True, slots=True)
class Way:
    """kind: `send`, or `branch` of an if, a wait or a split. name: the mail, or which way; rule: `file:line`."""

    kind: str
    scenario: str
    step: str
    name: str
    rule: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """All ways of the program, and those that some test took."""

    ways: tuple[Way, ...]
    taken: frozenset[Way]

    def percent(self, kind: str) -> int:
        """Of one kind, rounded down: 100 means all of them; a program without any is covered."""
        ways = [way for way in self.ways if way.kind == kind]
        return 100 * sum(way in self.taken for way in ways) // len(ways) if ways else 100

    @property
    def missing(self) -> tuple[Way, ...]:
        """The ways no test took, in the order of the program."""
        return tuple(way for way in self.ways if way not in self.taken)


def covered(program: Program, trials: Iterable[Trial]) -> Coverage:
    """What these trials have been through."""
    ways = tuple(way for scenario in program.scenarios.values() for way in _ways(scenario))
    seen = {key for trial in trials for entry in trial.timeline for line in entry.trace if (key := _seen(line)) is not None}
    taken = frozenset(way for way in ways if (way.scenario, way.step, way.name) in seen or (way.rule, way.name) in seen)
    return Coverage(ways, taken)


def _ways(scenario: Scenario) -> Iterator[Way]:
    for node in reversed(list(scenario.nodes.values())):
        yield from _ways_of(scenario.name, node)


def _ways_of(scenario: str, node: Node) -> Iterator[Way]:
    match node:
        case SendNode(template=template, series=series):
            yield from (Way("send", scenario, node.id, name, node.rule) for name in series or (template,))
        case IfNode(branches=branches):
            for number, (_, _, rule) in enumerate(branches, 1):
                yield Way("branch", scenario, node.id, str(number), rule)
            yield Way("branch", scenario, node.id, "else", node.rule)
        case SplitNode(name=split, arms=arms):
            yield from (Way("branch", scenario, split, arm.name, node.rule) for arm in arms)
        case WaitForNode(arms=arms, limit=limit):
            yield from (Way("branch", scenario, node.id, "met", arm.rule) for arm in arms)
            if limit is not None:
                yield Way("branch", scenario, node.id, "timeout", node.rule)
        case _:
            return


def _seen(line: Trace) -> tuple[str, ...] | None:
    """What a line of the journal says was taken; a mail and a met wait are known by their line of the file."""
    detail = line.detail
    match line.what:
        case "mail":
            return (line.rule, str(detail["template"]))
        case "branch":
            return (str(detail["scenario"]), str(detail["step"]), str(detail["branch"]))
        case "split":
            return (str(detail["scenario"]), str(detail["split"]), str(detail["arm"]))
        case "met":
            return (line.rule, "met")
        case "timeout":
            return (str(detail["scenario"]), str(detail["step"]), "timeout")
        case _:
            return None
