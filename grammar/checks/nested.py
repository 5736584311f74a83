"""Conditions inside of branches: what the way here has already decided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from grammar.ast import (
    AllOf,
    AnyOf,
    Block,
    Choose,
    Condition,
    EnterOn,
    EventPattern,
    If,
    Leave,
    Not,
    OnEvent,
    Scenario,
    Send,
    Statement,
    Step,
    TimeoutArm,
    WaitForAny,
    WaitUntilTrue,
)
from grammar.ast import Goal as Goals
from grammar.checks.reach import ARM, BRANCH
from grammar.checks.unsure import unsettled
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.lasting import changes, holds_run, lasting, of_entry
from grammar.logic import going, is_impossible, judged
from grammar.model import Workspace
from grammar.names import Symbols
from grammar.search import Goal
from grammar.source import Span
from grammar.turnings import Way, blocks_of, comes_out, has_rest, is_jumped_into, targets_of, ways_of

CONTRADICTS = Rule(
    id="F208",
    name="contradicts-the-way-here",
    en="no lead fulfils this here: the branch it stands in lets none of them through",
    ja="ここでこの条件に当てはまる人はいません。外側の枝を通れないからです",
    help_en="take it away, or put it outside of that branch",
    help_ja="消すか、その枝の外に出します",
)

RULES = (CONTRADICTS,)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """A condition can hold on the way that leads to it."""
    for scenario in workspace.each(Scenario):
        yield from _entries(scenario, workspace.symbols)
        way = _WayHere(workspace.symbols, targets_of(scenario))
        way.row(scenario.body, [])
        for rule in scenario.rules:
            if isinstance(rule, Goals | Leave) and rule.body is not None:
                way.row(rule.body.statements, [])
        yield from way.found


def _entries(scenario: Scenario, symbols: Symbols) -> Iterator[Diagnostic]:
    """What an entry asks of its event stays so: a condition beside it that asks for the contrary lets nobody in."""
    for rule in scenario.rules:
        if not isinstance(rule, EnterOn) or rule.condition is None or not isinstance(rule.trigger, OnEvent):
            continue
        asked = [pattern.where if isinstance(pattern, EventPattern) else None for pattern in rule.trigger.patterns]
        ways = [lasting([Goal(of_entry(where))]) for where in asked if where is not None]
        goals = [*lasting([Goal(rule.condition)])]
        alone = judged(goals, symbols).is_never
        if goals and len(ways) == len(asked) and not alone and all(judged([*way, *goals], symbols).is_never for way in ways):
            note = Related(rule.trigger.patterns[0].span, "the entry asks for this", "入るには、これが要ります")
            yield CONTRADICTS.at(rule.condition.span, related=[note])


@dataclass(slots=True)
class _WayHere:
    """Goes through a scenario with what surely holds where it stands. targets: the steps to which a run jumps."""

    symbols: Symbols
    targets: frozenset[str]
    found: list[Diagnostic] = field(default_factory=list)

    def row(self, statements: Iterable[Statement], known: list[Goal]) -> list[Goal]:
        """known: what surely holds where the row begins; returned: what holds where it ends."""
        for statement in statements:
            inside = is_jumped_into(statement, self.targets)
            self._inside(statement, [] if inside else known)
            known = [] if inside else self._below(statement, known)
        return known

    def _block(self, block: Block | None, known: list[Goal]) -> None:
        if block is not None:
            self.row(block.statements, known)

    def _below(self, statement: Statement, known: list[Goal]) -> list[Goal]:
        """Who comes out below a choice went one of the ways that lead out of it."""
        match statement:
            case Step(body=body):
                for each in body.statements:
                    known = self._below(each, known)
                return known
            case If() | Choose():
                ways = ways_of(statement)
                out = [way for way in ways if comes_out(way.block)]
                known = [*known, *_one_of(ways, out)]
                changed = known and any(way.block is not None and changes(way.block) for way in out)
                return lasting(known) if changed else known
            case _:
                return lasting(known) if known and changes(statement) else known

    def _inside(self, statement: Statement, known: list[Goal]) -> None:
        match statement:
            case If() | Choose():
                self._ways(ways_of(statement), BRANCH if isinstance(statement, If) else ARM, known)
            case WaitUntilTrue(condition=condition, body=body, timeout=timeout):
                later = lasting(known)
                self._holds(condition, later)
                self._block(body, [*later, Goal(condition)])
                self._block(timeout, [*later, Goal(condition, holds=False)])
            case WaitForAny():
                self._wait(statement, lasting(known))
            case Send(skip_if=condition):
                if condition is not None:
                    self._holds(condition, lasting(known))
            case _:
                later = lasting(known) if known and (holds_run(statement) or self._comes_round(statement)) else known
                for block in blocks_of(statement):
                    self._block(block, later)

    def _comes_round(self, statement: Statement) -> bool:
        """Whether its block begins anew after it has changed something."""
        return not isinstance(statement, Step) and changes(statement)

    def _wait(self, wait: WaitForAny, later: list[Goal]) -> None:
        """The first arm whose condition holds wins; at the time-out none of them does."""
        ways = ways_of(wait)
        self._ways(ways, ARM, later)
        taken = {id(way.block) for way in ways}
        for arm in wait.arms:
            if id(arm.body) not in taken:
                none = [Goal(way.condition, holds=False) for way in ways if way.condition is not None]
                self._block(arm.body, [*later, *none] if isinstance(arm, TimeoutArm) else later)

    def _ways(self, ways: Sequence[Way], rule: Rule, known: list[Goal]) -> None:
        before: list[Condition] = []
        for way in ways:
            if known:
                self.found += self._judge(way, before, rule, known)
            self._block(way.block, [*known, *going(way, before)])
            if way.condition is not None:
                before.append(way.condition)

    def _judge(self, way: Way, before: Sequence[Condition], rule: Rule, known: list[Goal]) -> Iterator[Diagnostic]:
        """Only what the way here adds is told; what is so anywhere is told by the branches themselves."""
        goals = going(way, before)
        verdict = judged([*known, *goals], self.symbols)
        if verdict.lead is not None or is_impossible(way.condition, self.symbols):
            return
        if way.condition is not None and self._never([*known, Goal(way.condition)]):
            if self._never(known):
                return
            yield CONTRADICTS.at(way.span, related=[self._note(known, [Goal(way.condition)])])
            return
        if verdict.is_never and before and not self._never(goals) and not self._never(known):
            notes = [Related(before[0].span, "they take this branch", "その人たちは、この枝に入ります"), self._note(known, goals)]
            yield rule.at(way.span, related=notes, name=way.name)
        elif not verdict.is_known:
            yield unsettled(way.span, CONTRADICTS)

    def _holds(self, condition: Condition, known: list[Goal]) -> None:
        goal = [Goal(condition)]
        if known and self._never([*known, *goal]) and not self._never(goal) and not self._never(known):
            self.found.append(CONTRADICTS.at(condition.span, related=[self._note(known, goal)]))

    def _never(self, goals: Sequence[Goal]) -> bool:
        return judged(goals, self.symbols).is_never

    def _note(self, known: Sequence[Goal], goals: Sequence[Goal]) -> Related:
        """The part of the way here that alone decides it, else the last one."""
        alone = (one for one in reversed(known) if self._never([one, *goals]))
        return Related(_span(next(alone, known[-1])), "the way here asks for this", "ここに来るには、これが要ります")


def _span(goal: Goal) -> Span:
    assert not isinstance(goal.what, tuple)
    return goal.what.span


def _one_of(ways: Sequence[Way], out: Sequence[Way]) -> list[Goal]:
    """That one of these ways was gone; whoever fulfilled no condition and has no block goes on as well."""
    whole = has_rest(tuple(ways))
    if len(out) == len(ways):
        return []
    paths: list[Condition] = []
    before: list[Condition] = []
    for way in ways:
        if way in out:
            paths.append(_path(way.condition, before))
        if way.condition is not None:
            before.append(way.condition)
    if not whole:
        paths.append(_path(None, before))
    return [Goal(AnyOf(parts=tuple(paths), span=ways[0].span))] if paths else []


def _path(condition: Condition | None, before: Sequence[Condition]) -> Condition:
    own = () if condition is None else (condition,)
    denied = (Not(each, span=each.span) for each in before)
    parts: tuple[Condition, ...] = (*own, *denied)
    return AllOf(parts=parts, span=parts[0].span)
