"""Conditions inside of branches: what the way here has already decided."""

from collections.abc import Iterable, Iterator

from grammar.ast import (
    AddTo,
    AllOf,
    Block,
    Condition,
    Give,
    Handoff,
    If,
    MoveToStage,
    Node,
    Not,
    Scenario,
    Send,
    SetAttribute,
    SetScore,
    Statement,
    Task,
    Webhook,
)
from grammar.checks.waits import PAUSES
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.logic import is_impossible
from grammar.model import Workspace
from grammar.walk import children, walk

CONTRADICTS = Rule(
    id="F208",
    name="contradicts-the-way-here",
    en="no lead fulfils this here: the branch it stands in lets none of them through",
    ja="ここでこの条件に当てはまる人はいません。外側の枝を通れないからです",
    help_en="take it away, or put it outside of that branch",
    help_ja="消すか、その枝の外に出します",
)

RULES = (CONTRADICTS,)

CHANGES = (*PAUSES, Send, SetAttribute, AddTo, Give, SetScore, MoveToStage)
"""After these a lead may be another than when the branch was taken; a mail may be held for days."""


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """A condition can hold on the way that leads to it."""
    for scenario in workspace.scenarios:
        yield from _row(scenario.body, [], workspace)


def _row(statements: Iterable[Statement], known: list[Condition], workspace: Workspace) -> Iterator[Diagnostic]:
    """known: what surely holds where the row begins."""
    for statement in statements:
        if isinstance(statement, If):
            yield from _branches(statement, known, workspace)
        elif not isinstance(statement, PAUSES):
            yield from _inner(statement, known if not _changes(statement) else [], workspace)
        else:
            yield from _inner(statement, [], workspace)
        if _changes(statement):
            known = []


def _inner(statement: Statement, known: list[Condition], workspace: Workspace) -> Iterator[Diagnostic]:
    for block in _blocks(statement):
        yield from _row(block.statements, known, workspace)


def _blocks(node: Node) -> Iterator[Block]:
    """The blocks of a statement, those of its arms too, but not those inside of them."""
    for child in children(node):
        if isinstance(child, Block):
            yield child
        elif not isinstance(child, Scenario):
            yield from _blocks(child)


def _branches(node: If, known: list[Condition], workspace: Workspace) -> Iterator[Diagnostic]:
    denied: list[Condition] = []
    for branch in node.branches:
        condition = branch.condition
        alone = is_impossible(condition, workspace.symbols)
        if known and not alone and is_impossible(AllOf((*known, condition)), workspace.symbols):
            note = Related(known[-1].span, "the way here asks for this", "ここに来るには、これが要ります")
            yield CONTRADICTS.at(condition.span, related=[note])
        yield from _row(branch.body.statements, [*known, *denied, condition], workspace)
        denied.append(Not(condition, span=condition.span))
    if node.otherwise is not None:
        yield from _row(node.otherwise.statements, [*known, *denied], workspace)


def _changes(statement: Statement) -> bool:
    holds = (Handoff, Task, Webhook)
    return any(isinstance(each, CHANGES) or (isinstance(each, holds) and each.arms) for each in walk(statement))
