"""Mistakes of writing that the grammar lets through: bare fields outside of `where`, days no month has."""

from collections.abc import Iterator

from grammar import syntax_rules as rules
from grammar.acts import RemoveItems
from grammar.conditions import (
    AccountDid,
    And,
    Compare,
    Condition,
    EventHappened,
    Has,
    IsIn,
    IsNotIn,
    MailHappened,
    Or,
    TextTest,
)
from grammar.diagnostics import Diagnostic, Fix
from grammar.file import Declaration
from grammar.node import Node
from grammar.patterns import EventPattern, MailPattern
from grammar.scenario import MonthDay
from grammar.values import FieldRef, Ref
from grammar.walk import children

FILTERED = (AccountDid, EventHappened, Has, MailHappened, EventPattern, MailPattern, RemoveItems)
"""In their filters fields stand alone; what `Has` and `RemoveItems` look at stands outside."""
DOUBTFUL = frozenset(("field_ref", "numbered_day", "numbered_open_day"))
"""The rules of which `proven` may have something to say, outside of filters: without them a declaration is not looked at."""


def proven(declaration: Declaration) -> Iterator[Diagnostic]:
    """The findings of one declaration."""
    reported: set[int] = set()
    for node in _outside_filters(declaration):
        if isinstance(node, FieldRef) and node.span.start not in reported:
            fix = Fix(node.span, f"lead.{node.name}")
            yield rules.BARE_FIELD.at(node.span, word=node.name, fix=fix)
        elif isinstance(node, And | Or) and (stray := _after_filter(node.parts)):
            joiner = "and" if isinstance(node, And) else "or"
            reported.add(stray.span.start)
            yield rules.FILTER_PARENTHESES.at(stray.span, joiner=joiner)
        elif isinstance(node, MonthDay) and node.number is not None and not 1 <= node.number <= 31:
            yield rules.MONTH_DAY.at(node.span, word=node.number)


def _after_filter(parts: tuple[Condition, ...]) -> FieldRef | None:
    """The field in `did x where a is 1 and b is 2` that the filter does not reach."""
    filtered = False
    for part in parts:
        if filtered and isinstance(part, Compare | TextTest | IsIn | IsNotIn) and isinstance(_ref(part), FieldRef):
            return _ref(part)  # type: ignore[return-value]
        filtered = filtered or getattr(part, "where", None) is not None
    return None


def _ref(part: Compare | TextTest | IsIn | IsNotIn) -> Ref:
    return part.left if isinstance(part, Compare) else part.ref


def _outside_filters(top: Node) -> Iterator[Node]:
    stack = [top]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, FILTERED):
            if isinstance(node, Has | RemoveItems):
                stack.append(node.ref)
            continue
        stack.extend(children(node))


