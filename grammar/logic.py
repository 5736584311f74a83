"""What a condition says about single facts: whether it can ever hold, and whether it follows from another.

Everything here errs on the side of silence: what is not understood may be true.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from grammar.ast import (
    AllOf,
    And,
    AnyOf,
    Between,
    Compare,
    Condition,
    DuringClock,
    DuringDates,
    DuringHours,
    InStageFor,
    IsEmpty,
    IsIn,
    IsNotEmpty,
    IsNotIn,
    LevelIs,
    Node,
    NoneOf,
    Not,
    Number,
    Operator,
    Or,
    PersonaIs,
    Ref,
    ScoreBetween,
    ScoreIs,
    StageIs,
    Text,
    Value,
    YesNo,
    key,
)
from grammar.domains import EMPTY, Domain, Interval, Some, both, opposite, within
from grammar.names import Symbols, levels_of

Fact = tuple[str, Hashable]


class Said(NamedTuple):
    """What a condition says. exact: nothing else; otherwise it says more than this."""

    facts: Mapping[Fact, Domain]
    exact: bool = True


UNKNOWN = Said({}, exact=False)


# ── conditions ──────────────────────────────────────────────────────────────────────────


def said(condition: Condition, symbols: Symbols) -> Said:
    """The facts a condition surely asks for."""
    match condition:
        case And(parts=parts) | AllOf(parts=parts):
            return _together(said(part, symbols) for part in parts)
        case NoneOf(parts=parts):
            return _together(_denied(part, symbols) for part in parts)
        case Not(part=part):
            return _denied(part, symbols)
        case Or() | AnyOf():
            return UNKNOWN
        case _:
            return _single(condition, symbols)


def _together(parts: Iterable[Said]) -> Said:
    facts: dict[Fact, Domain] = {}
    exact = True
    for part in parts:
        exact = exact and part.exact
        for fact, domain in part.facts.items():
            facts[fact] = both(facts[fact], domain) if fact in facts else domain
    return Said(facts, exact)


def _denied(condition: Condition, symbols: Symbols) -> Said:
    """What `not CONDITION` says."""
    match condition:
        case Or(parts=parts) | AnyOf(parts=parts):
            return _together(_denied(part, symbols) for part in parts)
        case Not(part=part):
            return said(part, symbols)
        case _:
            found = _single(condition, symbols)
            if not found.exact or len(found.facts) != 1:
                return UNKNOWN
            ((fact, domain),) = found.facts.items()
            other = opposite(domain, numbers_only=fact[0] == "score")
            return Said({fact: other}) if other else UNKNOWN


def _single(condition: Node, symbols: Symbols) -> Said:
    match condition:
        case ScoreIs(score=score, operator=operator, points=points, of="lead"):
            return _said(("score", key(score)), _range(operator, points))
        case ScoreBetween(score=score, low=low, high=high, of="lead"):
            return _said(("score", key(score)), Interval(low, high))
        case LevelIs():
            return _said(("score", key(condition.score)), _level(condition, symbols))
        case StageIs(stage=name, operator=operator):
            return _said(("stage", ""), Some(frozenset([name.key]), others=operator == "is not"))
        case PersonaIs(persona=name, operator=operator):
            return _said(("persona", ""), Some(frozenset([name.key]), others=operator == "is not"))
        case InStageFor(stage=name):
            return Said({("stage", ""): Some(frozenset([name.key]))}, exact=False)
        case Compare() | Between() | IsEmpty() | IsNotEmpty() | IsIn() | IsNotIn():
            return _of_value(condition)
        case And() | Or() | AllOf() | AnyOf() | NoneOf() | Not() | DuringHours() | DuringClock() | DuringDates():
            return UNKNOWN  # what the clock says now it no longer says after the next wait
        case _:
            return Said({("holds", condition): Some(frozenset([True]))})


def _said(fact: Fact, domain: Domain | None) -> Said:
    return Said({fact: domain}) if domain else UNKNOWN


def _range(operator: Operator, number: Decimal) -> Interval | None:
    match operator:
        case "is":
            return Interval(number, number)
        case "<" | "<=":
            return Interval(high=number, high_open=operator == "<")
        case ">" | ">=":
            return Interval(low=number, low_open=operator == ">")
        case "is not":
            return None


def _level(condition: LevelIs, symbols: Symbols) -> Interval | None:
    """A level is a range of points: from its own up to the next one's."""
    score = symbols.score(condition.score)
    levels = sorted(levels_of(score), key=lambda level: level.at) if score else []
    here = next((each for each in levels if each.name.key == condition.level.key), None)
    if here is None:
        return None
    above = next((each.at for each in levels if each.at > here.at), None)
    match condition.operator:
        case "is":
            return Interval(here.at, above, high_open=above is not None)
        case ">=":
            return Interval(low=here.at)
        case ">":
            return Interval(low=above) if above is not None else Interval(Decimal(1), Decimal(0))
        case "<":
            return Interval(high=here.at, high_open=True)
        case "<=":
            return Interval(high=above, high_open=True) if above is not None else Interval()
        case "is not":
            return None


def _of_value(condition: Compare | Between | IsEmpty | IsNotEmpty | IsIn | IsNotIn) -> Said:
    match condition:
        case Compare(left=ref, operator=operator, right=Number(value=number)) if operator != "is not":
            return _said(_fact(ref), _range(operator, number))
        case Compare(left=ref, operator="is" | "is not" as operator, right=Text() | YesNo() as right):
            values = frozenset([_value(right)])
            return _said(_fact(ref), _either(values, chosen=operator == "is"))
        case Between(ref=ref, low=Number(value=low), high=Number(value=high)):
            return _said(_fact(ref), Interval(low, high))
        case IsEmpty(ref=ref):
            return _said(_fact(ref), Some(frozenset([EMPTY])))
        case IsNotEmpty(ref=ref):
            return _said(_fact(ref), Some(frozenset([EMPTY]), others=True))
        case IsIn(ref=ref, values=listed) | IsNotIn(ref=ref, values=listed) if all(isinstance(v, Text) for v in listed):
            values = frozenset(_value(value) for value in listed)
            return _said(_fact(ref), _either(values, chosen=isinstance(condition, IsIn)))
        case _:
            return Said({("holds", condition): Some(frozenset([True]))})


def _either(values: frozenset[Hashable], *, chosen: bool) -> Some:
    """A missing value makes any comparison false, `is not` too."""
    return Some(values) if chosen else Some(values | {EMPTY}, others=True)


def _fact(ref: Ref) -> Fact:
    return "value", (type(ref).__name__, ref.name.key)


def _value(value: Value) -> Hashable:
    match value:
        case Text(value=text):
            return key(text)
        case YesNo(value=truth):
            return truth
        case _:
            return value


# ── questions ───────────────────────────────────────────────────────────────────────────


def is_impossible(condition: Condition, symbols: Symbols) -> bool:
    """Whether no lead can ever fulfil it."""
    match condition:
        case Or(parts=parts) | AnyOf(parts=parts):
            return all(is_impossible(part, symbols) for part in parts)
        case And(parts=parts) | AllOf(parts=parts) if any(is_impossible(part, symbols) for part in parts):
            return True
        case _:
            return any(domain.is_empty for domain in said(condition, symbols).facts.values())


def follows(condition: Condition, earlier: Condition, symbols: Symbols) -> bool:
    """Whether `earlier` surely holds wherever `condition` does."""
    if condition == earlier:
        return True
    match condition, earlier:
        case (Or(parts=parts), _) | (AnyOf(parts=parts), _):
            return all(follows(part, earlier, symbols) for part in parts)
        case (_, Or(parts=parts)) | (_, AnyOf(parts=parts)):
            return any(follows(condition, part, symbols) for part in parts)
        case (_, And(parts=parts)) | (_, AllOf(parts=parts)):
            return all(follows(condition, part, symbols) for part in parts)
        case And(parts=parts), _ if any(part == earlier for part in parts):
            return True
        case _:
            return _covers(said(condition, symbols), said(earlier, symbols))


def _covers(condition: Said, earlier: Said) -> bool:
    if not earlier.exact or not earlier.facts:
        return False
    facts = condition.facts
    return all(fact in facts and within(facts[fact], domain) for fact, domain in earlier.facts.items())


def are_opposite(one: Condition, other: Condition) -> bool:
    """Whether one of the two always holds, as far as `not` shows it."""
    return one == Not(other) or other == Not(one)


def parts_of(condition: Condition) -> Iterator[Condition]:
    """The conditions that must all hold, the innermost ones."""
    match condition:
        case And(parts=parts) | AllOf(parts=parts):
            for part in parts:
                yield from parts_of(part)
        case _:
            yield condition
