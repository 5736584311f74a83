"""What the tests of a workspace have been through: which sends, and which of the ways a run can take."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.domain.effects import Trace
from engine.lab.trials import Trial
from engine.rules.places import (
    Arms,
    GoToNode,
    HandoffNode,
    IfNode,
    MomentNode,
    Node,
    Rung,
    Scenario,
    SendNode,
    SplitNode,
    TaskNode,
    WaitForNode,
    WebhookNode,
)
from engine.rules.program import Program
from engine.rules.webhooks import ANSWERS

Seen = tuple[str, str]
"""(rule, what is told of it in the journal): what makes one way another than the next."""


@dataclass(frozen=True, slots=True)
class Way:
    """kind: `send`, or `branch` for every other way a run can take. what: which kind of way, a word of `WAYS`; rule: `file:line`.

    name: the mail, the arm, the outcome and its reasons, the number of the condition; "" where the kind says it all.
    """

    kind: str
    scenario: str
    what: str
    name: str
    rule: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class Coverage:
    """All ways of the program, and those that some test took."""

    ways: tuple[Way, ...]
    taken: frozenset[Way]

    def count(self, kind: str, scenario: str | None = None) -> tuple[int, int]:
        """How many of one kind were taken, and how many there are; of one scenario, or of all."""
        ways = [way for way in self.ways if way.kind == kind and scenario in (None, way.scenario)]
        return sum(way in self.taken for way in ways), len(ways)

    def percent(self, kind: str, scenario: str | None = None) -> int:
        """Of one kind, rounded down: 100 means all of them; a program without any is covered."""
        taken, there = self.count(kind, scenario)
        return 100 * taken // there if there else 100

    @property
    def scenarios(self) -> tuple[str, ...]:
        """In the order of the program."""
        return tuple(dict.fromkeys(way.scenario for way in self.ways))

    @property
    def missing(self) -> tuple[Way, ...]:
        """The ways no test took, in the order of the program."""
        return tuple(way for way in self.ways if way not in self.taken)


def covered(program: Program, trials: Iterable[Trial]) -> Coverage:
    """What these trials have been through."""
    ways, seen = ways_of(program), seen_in(trials)
    return Coverage(ways, frozenset(way for way in ways if way.seen in seen))


def ways_of(program: Program) -> tuple[Way, ...]:
    """All there are, in the order of the program."""
    return tuple(way for scenario in program.scenarios.values() for way in sorted(_ways(scenario), key=_place))


def seen_in(trials: Iterable[Trial]) -> frozenset[Seen]:
    """What the journals of the trials say was taken."""
    return frozenset(_seen(line) for trial in trials for entry in trial.timeline for line in entry.trace)


def _place(way: Way) -> tuple[str, int]:
    file, _, line = way.rule.rpartition(":")
    return file, int(line)


def _ways(scenario: Scenario) -> Iterator[Way]:
    for entry in scenario.entries:
        yield Way("branch", scenario.name, "enter", "", entry.rule, (entry.rule, "entered"))
    for way in scenario.exits:
        yield Way("branch", scenario.name, way.kind, "", way.rule, (way.rule, way.kind))
    if scenario.restart_rule:
        yield Way("branch", scenario.name, "restart", "", scenario.restart_rule, (scenario.restart_rule, "stopped"))
    for node in scenario.nodes.values():
        for kind, what, name, rule, told in _ways_at(node):
            yield Way(kind, scenario.name, what, name, rule, (rule, told))


def _ways_at(node: Node) -> Iterator[tuple[str, str, str, str, str]]:
    """kind, what, name, rule, and the word the journal tells it by."""
    match node:
        case SendNode():
            yield from _of_send(node)
        case IfNode(branches=branches, else_rule=otherwise):
            yield from (("branch", "if", "", rule, str(number)) for number, (_, _, rule) in enumerate(branches, 1))
            yield "branch", "else", "", otherwise or node.rule, "else"
        case SplitNode(name=split, arms=arms):
            yield from (("branch", "holdout" if arm.holdout else "arm", _arm(split, arm.name), arm.rule, arm.name) for arm in arms)
        case GoToNode(at_most=int(), else_rule=otherwise):
            yield "branch", "go-to", node.step, node.rule, "go-to"
            yield "branch", "else", "", otherwise or node.rule, "else"
        case MomentNode(body=body, past=past) if body != past:
            yield "branch", "reached", "", node.rule, "reached"
            yield "branch", "past", "", node.past_rule or node.rule, "past"
        case WaitForNode():
            yield from _of_wait(node)
        case HandoffNode(arms=arms, rungs=rungs) | TaskNode(arms=arms, rungs=rungs):
            yield from _of_people(arms)
            yield from _of_rungs(rungs)
        case WebhookNode(arms=arms):
            yield from (("branch", outcome, ", ".join(sorted(results)), rule, ANSWERS[outcome]) for outcome, results, _, rule in arms)
        case _:
            return


def _of_send(node: SendNode) -> Iterator[tuple[str, str, str, str, str]]:
    yield from (("send", "send", name, node.rule, name) for name in node.series or (node.template,))
    if node.skip_if is not None:
        yield "branch", "skip", node.template, node.rule, "condition"
    if node.series:
        yield "branch", "series-over", "", node.rule, "series-over"


def _arm(split: str, arm: str) -> str:
    return split if arm == "holdout" else f"{split}: {arm}"


def _of_wait(node: WaitForNode) -> Iterator[tuple[str, str, str, str, str]]:
    yield from (("branch", "met", "", arm.rule, "met") for arm in node.arms)
    yield from _of_rungs(node.rungs)
    if node.limit is not None:
        yield "branch", "timeout", "", node.timeout_rule or node.rule, "timeout"


def _of_people(arms: Arms) -> Iterator[tuple[str, str, str, str, str]]:
    for outcome, reasons, _, rule in arms:
        yield "branch", outcome, ", ".join(f'"{reason}"' for reason in sorted(reasons)), rule, outcome


def _of_rungs(rungs: tuple[Rung, ...]) -> Iterator[tuple[str, str, str, str, str]]:
    yield from (("branch", "rung", "", rung.rule, "rung") for rung in rungs)


_NAMED = {"mail": "template", "branch": "branch", "split": "arm", "ended": "state", "leaving": "state", "skipped": "reason"}
"""Lines of the journal that are told by more than their word: by which of their values."""


def _seen(line: Trace) -> Seen:
    """What a line of the journal says was taken."""
    name = _NAMED.get(line.what)
    return line.rule, line.what if name is None else str(line.detail[name])
