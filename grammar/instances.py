"""A lead for whom a condition holds, written as in a test: findings show whom they are about."""

from collections.abc import Iterator
from decimal import Decimal

from grammar.ast import Condition
from grammar.domains import EMPTY, Domain, Interval, Some
from grammar.logic import said
from grammar.names import Symbols
from grammar.wording import plain


def example_of(condition: Condition, symbols: Symbols) -> str:
    """`given lead 山田 { 業種 = "IT" }`; empty if the condition asks for nothing that could be shown."""
    values: list[str] = []
    others: list[str] = []
    for (kind, what), domain in said(condition, symbols).facts.items():
        shown = next(_members(domain), None)
        if shown is None:
            continue
        match kind, what:
            case "value", ("LeadRef", str(name)):
                values.append(f"{name} = {shown}")
            case "score", str(name):
                others.append(f"score {name} is {shown}")
            case ("stage" | "persona"), _:
                others.append(f"{kind} is {shown.strip(chr(34))}")
            case _:
                pass
    given = f"given lead 山田 {{ {', '.join(values)} }}" if values else "given lead 山田"
    return ", ".join([given, *others]) if values or others else ""


def _members(domain: Domain) -> Iterator[str]:
    """Values of a domain as the language writes them, the plainest first."""
    match domain:
        case Some(values=values, others=False):
            yield from sorted(_written(value) for value in values if value != EMPTY)
        case Interval(low=low, low_open=is_open) if low is not None:
            yield plain(low + Decimal(1) if is_open else low)
        case Interval(high=high, high_open=is_open) if high is not None:
            yield plain(high - Decimal(1) if is_open else high)
        case _:
            return


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f'"{value}"'
