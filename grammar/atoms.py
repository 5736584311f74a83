"""What a single condition says: which values a fact must have for it to hold."""

from decimal import ROUND_FLOOR, Decimal

from grammar.ast import (
    Attribute,
    Between,
    Compare,
    Condition,
    HandoffWas,
    InStageFor,
    IsEmpty,
    IsIn,
    IsNotEmpty,
    IsNotIn,
    Keep,
    LevelIs,
    Operator,
    PersonaIs,
    Score,
    ScoreAgainst,
    ScoreBetween,
    ScoreIs,
    StageIs,
    TextTest,
    key,
)
from grammar.domains import ANYTHING, NOTHING, Domain, Fact, Interval, Range, Saying, Some, both, numbers, one, opposite
from grammar.names import Symbols, levels_of
from grammar.value_atoms import of_value, sides, values_of


def saying(condition: Condition, symbols: Symbols) -> Saying:
    """What one condition, that joins no others, surely asks for."""
    match condition:
        case ScoreIs(of="lead") | ScoreBetween(of="lead") | ScoreAgainst(of="lead") | LevelIs():
            return _of_score(condition, symbols)
        case StageIs(stage=name, operator=operator):
            return one(Fact("stage", ""), Some(frozenset([name.key]), others=operator == "is not"))
        case PersonaIs(persona=name, operator=operator):
            return one(Fact("persona", ""), Some(frozenset([name.key]), others=operator == "is not"))
        case InStageFor(stage=name):
            return Saying(((Fact("stage", ""), Some(frozenset([name.key]))),))
        case HandoffWas(outcome=outcome, by=by):
            return one(Fact("handoff", by.key if by else ""), Some(frozenset([outcome])))
        case Compare() | Between() | IsEmpty() | IsNotEmpty() | IsIn() | IsNotIn() | TextTest():
            return of_value(condition, symbols)
        case _:
            return NOTHING


def universe(fact: Fact, symbols: Symbols) -> Domain:
    """Every value a fact can have at all."""
    match fact:
        case Fact(kind="score", what=str(name)):
            score = symbols.score(name)
            low, high = (None, None) if score is None else bounds(score)
            return numbers(Interval(low, high), whole=True)
        case Fact(kind="against"):
            return Some(frozenset("<=>"))
        case Fact(kind="value", family=""):
            found = declared(fact, symbols)
            return values_of(found) if found is not None else ANYTHING
        case _:
            return ANYTHING


def declared(fact: Fact, symbols: Symbols) -> Attribute | None:
    """The attribute whose value a fact is, where it is one value."""
    match fact:
        case Fact(kind="value", what=("LeadRef", str(name))):
            found = symbols.attribute(name)
        case Fact(kind="value", what=("AccountRef", str(name))):
            found = symbols.account_attribute(name)
        case _:
            return None
    return found if isinstance(found, Attribute) else None


# ── scores ──────────────────────────────────────────────────────────────────────────────


def bounds(score: Score) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most points that are ever shown of a score, as far as it says what it is kept at."""
    keep = next((rule for rule in score.rules if isinstance(rule, Keep)), Keep())
    if keep.low is not None and keep.high is not None and keep.low > keep.high:
        return None, None  # a mistake of its own
    return _floor(keep.low), _floor(keep.high)


def _floor(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.to_integral_value(ROUND_FLOOR)


def _of_score(condition: ScoreIs | ScoreBetween | ScoreAgainst | LevelIs, symbols: Symbols) -> Saying:
    match condition:
        case ScoreIs(score=score, operator=operator, points=limit):
            return one(Fact("score", key(score)), _points(operator, limit))
        case ScoreBetween(score=score, low=low, high=high):
            return one(Fact("score", key(score)), numbers(Interval(low, high), whole=True))
        case ScoreAgainst(score=score, operator=operator, other=other):
            return _against(key(score), operator, key(other))
        case LevelIs(score=score):
            return one(Fact("score", key(score)), _level(condition, symbols))


def _points(operator: Operator, number: Decimal) -> Range:
    """The points that stand so to a number: they are compared as they are shown, which is whole."""
    return numbers(*sides(operator, number), whole=True)


def _level(condition: LevelIs, symbols: Symbols) -> Domain | None:
    """A level is a range of points: from its own up to the next one's."""
    score = symbols.score(condition.score)
    levels = sorted(levels_of(score), key=lambda level: level.at) if score else []
    here = next((each for each in levels if each.name.key == condition.level.key), None)
    if here is None:
        return None
    above = next((each.at for each in levels if each.at > here.at), None)
    beyond = numbers(whole=True) if above is None else _points(">=", above)
    match condition.operator:
        case ">=" | "<":
            return _points(condition.operator, here.at)
        case ">":
            return beyond
        case "<=":
            return _rest(beyond)
        case "is":
            return both(_points(">=", here.at), _rest(beyond))
        case "is not":
            return _rest(both(_points(">=", here.at), _rest(beyond)))


def _rest(domain: Domain) -> Domain:
    """The other points; a score is never missing."""
    return both(opposite(domain), numbers(Interval(), whole=True))


_SIGNS = {"is": "=", "is not": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_TURNED = {"<": ">", ">": "<", "=": "="}


def _against(score: str, operator: Operator, other: str) -> Saying:
    """How one score stands to another, always told from the one whose name comes first."""
    signs = set(_SIGNS[operator])
    if score == other:
        return one(Fact("against", (score, score)), Some(frozenset(signs & {"="})))
    if score > other:
        signs, score, other = {_TURNED[sign] for sign in signs}, other, score
    return one(Fact("against", (score, other)), Some(frozenset(signs)))
