"""Findings as plain data: kept from one check to the next, or told by one process to another."""

from dataclasses import asdict
from functools import cache
from typing import Any

from grammar.diagnostics import Diagnostic, Fix, Justification, Related, Rule
from grammar.source import Span
from grammar.witness import Demand, Witness


def to_plain(found: Diagnostic) -> dict[str, Any]:
    """A finding as JSON can hold it. Of thousands most have neither a fix nor a witness, and the rules are few."""
    return {
        "of": _rule(found.of),
        "span": found.span,
        "words": found.words,
        "fix": found.fix and asdict(found.fix),
        "related": [{"span": one.span, "en": one.en, "ja": one.ja} for one in found.related],
        "witness": found.witness and asdict(found.witness),
        "allowed": found.allowed and asdict(found.allowed),
    }


def from_plain(told: dict[str, Any]) -> Diagnostic:
    """The finding again. Raises KeyError or TypeError for what was none."""
    fix = told["fix"]
    return Diagnostic(
        of=Rule(**told["of"]),
        span=Span(*told["span"]),
        words=tuple((name, word) for name, word in told["words"]),
        fix=Fix(Span(*fix["span"]), fix["replacement"], fix["safe"]) if fix else None,
        related=tuple(Related(Span(*one["span"]), one["en"], one["ja"]) for one in told["related"]),
        witness=_witness(told["witness"]),
        allowed=Justification(told["allowed"]["reason"], Span(*told["allowed"]["span"])) if told["allowed"] else None,
    )


@cache
def _rule(rule: Rule) -> dict[str, Any]:
    return asdict(rule)


def _witness(told: dict[str, Any] | None) -> Witness | None:
    if told is None:
        return None
    reaches, misses = (tuple(Span(*one) for one in told[part]) for part in ("reaches", "misses"))
    demand = told["demand"]
    return Witness(told["text"], reaches, misses, Demand(**_lists(demand)) if demand else None, told["illustrates"], told["played"])


def _lists(told: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no tuples."""
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return plain | {"cap": Span(*told["cap"]) if told["cap"] else None}
