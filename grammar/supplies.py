"""What surely is there when a mail is sent: values that the way to it has asked for or set.

A value that was there when a condition asked for it is taken to stay, through waits too: nothing empties an attribute
but `clear`, and one that is cleared anywhere counts as supplied nowhere. Fields of the entering event never change.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from grammar.ast import (
    AllOf,
    And,
    AnyOf,
    Between,
    Block,
    Case,
    Choose,
    Compare,
    Condition,
    EnterAt,
    EnterBy,
    EnterEvery,
    EnterOn,
    EntryRef,
    EventPattern,
    FieldRef,
    GoTo,
    Has,
    If,
    InSegment,
    IsEmpty,
    IsIn,
    IsNotEmpty,
    IsNotIn,
    LeadRef,
    Node,
    NoneOf,
    Not,
    OnEvent,
    Or,
    PersonaIs,
    Scenario,
    Send,
    SetAttribute,
    Statement,
    Step,
    TextTest,
    WaitUntilTrue,
    WhenArm,
    WhenTrue,
)
from grammar.model import Workspace
from grammar.names import Symbols
from grammar.walk import children, found

Supplied = frozenset[tuple[str, str]]
"""Pairs of root and name: `("lead", "会社")`, `("entry", "asset")`; the names as they are compared."""
NOTHING: Supplied = frozenset()
_REFS: Mapping[type[Node], str] = {LeadRef: "lead", EntryRef: "entry", FieldRef: "entry"}


def supplied(scenario: Scenario, workspace: Workspace) -> dict[int, Supplied]:
    """For each `send` of a scenario, by `id`, what is surely there."""
    found: dict[int, Supplied] = {}
    way = _Way(workspace, found, _at_entry(scenario, workspace.symbols), _jumped_to(scenario))
    way.row(scenario.body, way.base)
    cleared = frozenset[tuple[str, str]]().union(*(_value(act.target) for act in workspace.all(SetAttribute) if act.value is None))
    return {send: values - cleared for send, values in found.items()}


def asked(condition: Condition, symbols: Symbols) -> Supplied:
    """The values that are there wherever the condition holds: a missing one makes every comparison false."""
    return _Asked(symbols).of(condition)


class _Asked:
    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self.open: set[tuple[str, str]] = set()

    def of(self, condition: Condition) -> Supplied:
        match condition:
            case And(parts=parts) | AllOf(parts=parts):
                return _union(self.of(part) for part in parts)
            case Or(parts=parts) | AnyOf(parts=parts):
                return _shared(self.of(part) for part in parts)
            case Not(part=part):
                return self._denied(part)
            case NoneOf(parts=parts):
                return _union(self._denied(part) for part in parts)
            case Compare(left=left, right=right):
                return _value(left) | _value(right)
            case IsNotEmpty(ref=ref) | IsIn(ref=ref) | IsNotIn(ref=ref) | TextTest(ref=ref) | Between(ref=ref) | Has(ref=ref):
                return _value(ref)
            case InSegment(segment=name):
                return self._named("segment", name.key)
            case PersonaIs(persona=name, operator="is"):
                return self._named("persona", name.key)
            case _:
                return NOTHING

    def _denied(self, condition: Condition) -> Supplied:
        match condition:
            case IsEmpty(ref=ref):
                return _value(ref)
            case Not(part=part):
                return self.of(part)
            case Or(parts=parts) | AnyOf(parts=parts):
                return _union(self._denied(part) for part in parts)
            case _:
                return NOTHING

    def _named(self, kind: Literal["segment", "persona"], name: str) -> Supplied:
        """Segments and personas have a condition of their own; one that leads back to itself says nothing."""
        declared = self.symbols.find(kind, name)
        condition = getattr(declared.node, "condition", None) if declared else None
        if condition is None or (kind, name) in self.open:
            return NOTHING
        self.open.add((kind, name))
        found = self.of(condition)
        self.open.discard((kind, name))
        return found


class _Way:
    """base: what is there wherever a jump leads to, whatever way it came."""

    def __init__(self, workspace: Workspace, found: dict[int, Supplied], base: Supplied, jumped: frozenset[str]) -> None:
        self.symbols, self.found, self.base, self.jumped = workspace.symbols, found, base, jumped

    def row(self, statements: Iterable[Statement], known: Supplied) -> Supplied:
        for statement in statements:
            known = self.one(statement, known)
        return known

    def one(self, statement: Statement, known: Supplied) -> Supplied:
        """What is there after it; the blocks inside are walked on the way."""
        match statement:
            case Send():
                skip = statement.skip_if
                self.found[id(statement)] = known | asked(Not(skip, span=skip.span), self.symbols) if skip is not None else known
            case SetAttribute(target=LeadRef(name=name), value=value) if value is not None:
                return known | {("lead", name.key)} if not isinstance(value, LeadRef | EntryRef) or _value(value) <= known else known
            case Step(name=name, body=body):
                return self.row(body.statements, self.base if name.key in self.jumped else known)
            case If():
                return self._if(statement, known)
            case Choose(ref=ref, arms=arms):
                for arm in arms:
                    self.row(arm.body.statements, known | _value(ref) if isinstance(arm, Case) else known)
            case WaitUntilTrue(condition=condition, body=body):
                self._blocks(statement, known, body, known | asked(condition, self.symbols))
            case _:
                self._blocks(statement, known)
        return known

    def _if(self, node: If, known: Supplied) -> Supplied:
        denied = known
        for branch in node.branches:
            self.row(branch.body.statements, denied | asked(branch.condition, self.symbols))
            denied |= asked(Not(branch.condition, span=branch.condition.span), self.symbols)
        if node.otherwise is not None:
            self.row(node.otherwise.statements, denied)
        return known

    def _blocks(self, node: Node, known: Supplied, own: Block | None = None, inside: Supplied = NOTHING) -> None:
        """The blocks of a statement and of its arms. own: the one before which more is known."""
        for child in children(node):
            if isinstance(child, WhenArm):
                self.row(child.body.statements, known | asked(child.condition, self.symbols))
            elif isinstance(child, Block):
                self.row(child.statements, inside if child is own else known)
            else:
                self._blocks(child, known)


def _at_entry(scenario: Scenario, symbols: Symbols) -> Supplied:
    """What every way in asks for. Who is put in by hand comes at a person's word, so that is not one of them."""
    ways: list[Supplied] = []
    for rule in scenario.rules:
        if isinstance(rule, EnterOn | EnterAt | EnterEvery) or (isinstance(rule, EnterBy) and rule.way == "import"):
            own = asked(rule.condition, symbols) if rule.condition is not None else NOTHING
            ways.append(own | (_trigger(rule, symbols) if isinstance(rule, EnterOn) else NOTHING))
    return _shared(ways)


def _trigger(rule: EnterOn, symbols: Symbols) -> Supplied:
    match rule.trigger:
        case WhenTrue(condition=condition):
            return asked(condition, symbols)
        case OnEvent(patterns=patterns):
            wheres = [each.where if isinstance(each, EventPattern) else None for each in patterns]
            return _shared(asked(where, symbols) if where is not None else NOTHING for where in wheres)


def _jumped_to(scenario: Scenario) -> frozenset[str]:
    return frozenset(jump.step.key for jump in found(scenario, GoTo))


def _value(value: Node) -> Supplied:
    root = _REFS.get(type(value))
    name = getattr(value, "name", None)
    return frozenset([(root, name.key)]) if root and name is not None else NOTHING


def _union(parts: Iterable[Supplied]) -> Supplied:
    return frozenset[tuple[str, str]]().union(*parts)


def _shared(parts: Iterable[Supplied]) -> Supplied:
    found = list(parts)
    return frozenset.intersection(*found) if found else NOTHING
