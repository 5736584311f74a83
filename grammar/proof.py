"""Mistakes of writing that the grammar lets through: bare fields outside of `where`, days no month has."""

from collections.abc import Iterator

from grammar import syntax_rules as rules
from grammar.conditions import AccountDid, EventHappened, Has, MailHappened
from grammar.diagnostics import Diagnostic, Fix
from grammar.file import Declaration
from grammar.patterns import EventPattern, MailPattern
from grammar.scenario import MonthDay
from grammar.source import Node
from grammar.values import FieldRef
from grammar.walk import children

_FILTERED = (AccountDid, EventHappened, Has, MailHappened, EventPattern, MailPattern)


def proven(declaration: Declaration) -> Iterator[Diagnostic]:
    """The findings of one declaration."""
    for node in _outside_filters(declaration):
        if isinstance(node, FieldRef):
            fix = Fix(node.span, f"lead.{node.name}")
            yield rules.BARE_FIELD.at(node.span, word=node.name, fix=fix)
        elif isinstance(node, MonthDay) and node.number is not None and not 1 <= node.number <= 31:
            yield rules.MONTH_DAY.at(node.span, word=node.number)


def _outside_filters(top: Node) -> Iterator[Node]:
    stack = [top]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, _FILTERED):
            if isinstance(node, Has):
                stack.append(node.ref)
            continue
        stack.extend(children(node))


