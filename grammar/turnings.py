"""Where a run goes one of several ways by what holds at that moment: the first whose condition holds is taken."""

from collections.abc import Iterator
from typing import NamedTuple

from grammar.ast import (
    Block,
    Case,
    Choose,
    Condition,
    ElseCase,
    EmptyCase,
    GoTo,
    If,
    IsEmpty,
    IsIn,
    Node,
    Scenario,
    Statement,
    Step,
    Stop,
    WaitForAny,
    WhenArm,
)
from grammar.source import Span
from grammar.walk import children, found, walk


class Way(NamedTuple):
    """condition: None for whoever takes no other. span: where a report points. place: where the journal tells it."""

    condition: Condition | None
    span: Span
    name: str
    block: Block | None
    place: Span


def ways_of(node: Node) -> tuple[Way, ...]:
    """The ways of a statement, in the order in which they are looked at; none where it is not chosen by conditions."""
    match node:
        case If():
            return _of_if(node)
        case Choose():
            return _of_choose(node)
        case WaitForAny(arms=arms):
            return tuple(Way(arm.condition, arm.condition.span, "when", arm.body, arm.span) for arm in arms if isinstance(arm, WhenArm))
        case _:
            return ()


def _of_if(node: If) -> tuple[Way, ...]:
    ways = [Way(each.condition, each.condition.span, "if", each.body, each.span) for each in node.branches]
    if node.otherwise is not None:
        ways.append(Way(None, node.otherwise.span, "else", node.otherwise, node.otherwise.span))
    return tuple(ways)


def _of_choose(node: Choose) -> tuple[Way, ...]:
    ways: list[Way] = []
    for arm in node.arms:
        match arm:
            case Case(values=values, body=body):
                ways.append(Way(IsIn(ref=node.ref, values=values, span=arm.span), arm.span, "case", body, arm.span))
            case EmptyCase(body=body):
                ways.append(Way(IsEmpty(ref=node.ref, span=arm.span), arm.span, "empty", body, arm.span))
            case ElseCase(body=body):
                ways.append(Way(None, arm.span, "else", body, body.span))
    return tuple(ways)


def has_rest(ways: tuple[Way, ...]) -> bool:
    """Whether whoever takes none of the ways has a block too."""
    return any(way.condition is None for way in ways)


# ── the text ────────────────────────────────────────────────────────────────────────────


def blocks_of(node: Node) -> Iterator[Block]:
    """The blocks of a statement, those of its arms too, but not those inside of them."""
    for child in children(node):
        if isinstance(child, Block):
            yield child
        else:
            yield from blocks_of(child)


def comes_out(block: Block | None) -> bool:
    """Whether a run that goes in can come to what stands below; if in doubt it can."""
    if block is None:
        return True
    return not any(_ends(statement) for statement in block.statements)


def _ends(statement: Statement) -> bool:
    match statement:
        case Stop():
            return True
        case GoTo(at_most=at_most, otherwise=otherwise):
            return at_most is None or (otherwise is not None and not comes_out(otherwise))
        case Step(body=body):
            return not comes_out(body)
        case If() | Choose():
            ways = ways_of(statement)
            return has_rest(ways) and not any(comes_out(way.block) for way in ways)
        case _:
            return False


def targets_of(scenario: Scenario) -> frozenset[str]:
    """The steps to which a run jumps."""
    return frozenset(jump.step.key for jump in found(scenario, GoTo))


def is_jumped_into(statement: Statement, targets: frozenset[str]) -> bool:
    """Whether runs come into it from elsewhere."""
    return bool(targets) and any(isinstance(node, Step) and node.name.key in targets for node in walk(statement))
