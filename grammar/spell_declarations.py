"""How all declarations but scenarios and tests are written."""

from collections.abc import Iterable
from decimal import Decimal
from typing import assert_never

from grammar import spell_values as spell
from grammar.catalogue import (
    AccountRules,
    Alert,
    Attribute,
    ByDomain,
    Changed,
    CompareSplit,
    Event,
    Field,
    FieldType,
    ForPart,
    Identity,
    Kpi,
    KpiRule,
    LeadsReachingLevel,
    LeadsReachingStage,
    LeadsWith,
    ListAttribute,
    MailRate,
    Measure,
    Moved,
    Persona,
    PlainType,
    Prefer,
    Quantified,
    ReviewWhen,
    SameWhen,
    Segment,
    Series,
    StepRef,
    SumOf,
    Target,
    Topic,
)
from grammar.node import Node
from grammar.scoring import (
    Asks,
    AtMostPoints,
    AtMostTimes,
    AwardLimit,
    Back,
    Checklist,
    Dropped,
    Expiring,
    Fading,
    Halving,
    Journey,
    JourneyRule,
    Keep,
    Level,
    Loss,
    Once,
    PassMark,
    PointsCap,
    PointsOf,
    PointsOn,
    PointsWhile,
    Score,
    ScoreGroup,
    ScoreRule,
    Stage,
)
from grammar.spell_conditions import condition, trigger
from grammar.writer import Writer

Catalogue = (
    Attribute | ListAttribute | Event | Topic | Series | Identity | AccountRules | Segment | Persona | Moved | Changed
)


def catalogue(writer: Writer, node: Catalogue) -> None:
    """Attributes, events, people and the notes for leads in flight."""
    match node:
        case Attribute():
            of = "account " if node.of == "account" else ""
            optional = " optional" if node.optional else ""
            writer.start(node, f"attribute {of}{node.name}: ")
            _type(writer, node.type)
            writer.write(optional + spell.label(node.label))
        case ListAttribute():
            of = "account " if node.of == "account" else ""
            writer.start(node, f"attribute {of}{node.name}: list{spell.label(node.label)}")
            _fields(writer, node, node.fields)
        case Event():
            arrives = spell.maybe("arrives within ", node.arrives_within and spell.duration(node.arrives_within))
            writer.start(node, f"event {node.name}{spell.label(node.label)}{arrives}")
            _fields(writer, node, node.fields)
        case Topic():
            writer.start(node, f"topic {node.name}{spell.label(node.label)}")
            lines: list[tuple[Node, str]] = [(writer.first_line(node), f"opt-in {node.opt_in}")] if node.opt_in else []
            lines += [(node.confirmed, f"confirmed on {spell.patterns(node.confirmed.patterns)}")] if node.confirmed else []
            _lines(writer, node, lines)
        case Series():
            writer.start(node, f"series {node.name}{spell.label(node.label)} ")
            writer.listing(spell.names(node.mails))
        case Identity():
            writer.start(node, "identity")
            writer.open()
            for rule in node.rules:
                writer.line(rule, _who_is_who(rule))
            writer.close(node)
        case AccountRules():
            _account(writer, node)
        case Segment() | Persona():
            word = "segment" if isinstance(node, Segment) else "persona"
            writer.start(node, f"{word} {node.name}{spell.label(node.label)} while ")
            condition(writer, node.condition)
        case Moved():
            writer.start(node, f"moved {_step(node.origin)} to {_step(node.to)}")
        case Changed():
            writer.start(node, f"changed {_step(node.step)} {node.timer} timer")
        case _:
            assert_never(node)
    writer.end()


def _who_is_who(rule: SameWhen | ReviewWhen | Prefer) -> str:
    match rule:
        case SameWhen(keys=keys):
            return f"same when {' and '.join(keys)}"
        case ReviewWhen(keys=keys):
            return f"review when {' and '.join(keys)} are alike"
        case Prefer(sources=sources, attributes=attributes):
            ending = f" for {', '.join(attributes)}" if attributes else ""
            return f"prefer {', '.join(spell.quoted(source) for source in sources)}{ending}"
        case _:
            assert_never(rule)


def _step(node: StepRef) -> str:
    return f"{node.scenario}.{node.step}"


def _type(writer: Writer, node: FieldType) -> None:
    if isinstance(node, PlainType):
        writer.write(node.kind)
    else:
        writer.write("one of ")
        writer.listing([spell.value(each) for each in node.values])


def _fields(writer: Writer, node: Node, fields: Iterable[Field]) -> None:
    nodes = tuple(fields)
    if not nodes:
        return
    writer.open()
    for field in nodes:
        writer.start(field, f"{field.name}: ")
        _type(writer, field.type)
        writer.write(" optional" if field.optional else "")
        writer.end()
    writer.close(node)


def _lines(writer: Writer, node: Node, lines: Iterable[tuple[Node, str]]) -> None:
    """` { lines }`; nothing at all if there are none."""
    pairs = tuple(lines)
    if not pairs:
        return
    writer.open()
    for each, text in pairs:
        writer.line(each, text)
    writer.close(node)


def _account(writer: Writer, node: AccountRules) -> None:
    writer.start(node, "account")
    writer.open()
    for rule in node.rules:
        if isinstance(rule, ByDomain):
            writer.start(rule, "by domain")
            if rule.excepting:
                writer.write(" except ")
                writer.listing([spell.quoted(each) for each in rule.excepting])
            writer.end()
        else:
            writer.line(rule, "by company")
    writer.close(node)


# ── scores, checklists, journey ─────────────────────────────────────────────────────────


def score(writer: Writer, node: Score) -> None:
    """A whole score."""
    writer.start(node, f"score {node.name}{spell.label(node.label)}")
    writer.open()
    for rule in node.rules:
        _score_rule(writer, rule)
    writer.close(node)
    writer.end()


def _score_rule(writer: Writer, node: ScoreRule) -> None:
    writer.start(node, "")
    match node:
        case PointsOn():
            per = "" if node.per is None else f" per {spell.number(node.per.amount)} of {node.per.field}"
            writer.write(f"on {spell.patterns(node.patterns)} give {spell.points(node.points)}{per}{_limit(node.limit)}{_fade(node.fade)}")
        case PointsWhile():
            writer.write("while ")
            condition(writer, node.condition)
            writer.write(f" give {spell.points(node.points)}")
        case PointsOf():
            writer.write(f"add score {node.score}")
        case ScoreGroup():
            _group(writer, node)
        case PointsCap():
            writer.write(f"at most {_points(node.points)}{spell.maybe('per ', node.per)}")
        case Loss():
            writer.write(f"lose {_points(node.points)} every {spell.duration(node.every)} without activity")
        case Halving():
            writer.write(f"halve every {spell.duration(node.every)}")
        case Keep():
            writer.write(f"keep {_bounds(node)}")
        case Level():
            writer.write(f"level {node.name}{spell.label(node.label)} at {spell.number(node.at)}")
        case _:
            assert_never(node)
    writer.end()


def _group(writer: Writer, node: ScoreGroup) -> None:
    writer.write(f"group {node.name}")
    if node.condition is not None:
        writer.write(" while ")
        condition(writer, node.condition)
    writer.open()
    for rule in node.rules:
        _score_rule(writer, rule)
    writer.close(node)


def _points(value: Decimal) -> str:
    return f"{spell.number(value)} points"


def _bounds(node: Keep) -> str:
    if node.low is not None and node.high is not None:
        return f"between {spell.number(node.low)} and {spell.number(node.high)}"
    if node.high is not None:
        return f"at most {spell.number(node.high)}"
    return f"at least {spell.number(node.low or Decimal(0))}"


def _limit(node: AwardLimit | None) -> str:
    match node:
        case None:
            return ""
        case Once():
            return " once"
        case AtMostTimes():
            return f" at most {spell.counted(node.times, 'time')}{spell.maybe('per ', node.per)}"
        case AtMostPoints():
            return f" at most {_points(node.points)}{spell.maybe('per ', node.per)}"
        case _:
            assert_never(node)


def _fade(node: Fading | Expiring | None) -> str:
    match node:
        case None:
            return ""
        case Fading():
            return f" fading {_points(node.points)} every {spell.duration(node.every)}"
        case Expiring():
            return f" for {spell.duration(node.after)}"
        case _:
            assert_never(node)


def checklist(writer: Writer, node: Checklist) -> None:
    """A whole checklist."""
    writer.start(node, f"checklist {node.name}{spell.label(node.label)}")
    writer.open()
    for rule in node.rules:
        if isinstance(rule, PassMark):
            writer.line(rule, f"pass at {_points(rule.points)}")
            continue
        worth = "" if rule.points is None else f" worth {_points(rule.points)}"
        writer.start(rule, f"{rule.name}{spell.label(rule.label)}{worth} while ")
        condition(writer, rule.condition)
        writer.end()
    writer.close(node)
    writer.end()


def journey(writer: Writer, node: Journey) -> None:
    """The journey with its stages."""
    writer.start(node, "journey")
    writer.open()
    for rule in node.rules:
        _journey_rule(writer, rule)
    writer.close(node)
    writer.end()


def _journey_rule(writer: Writer, node: JourneyRule) -> None:
    match node:
        case Stage():
            writer.start(node, f"stage {node.name}{spell.label(node.label)}")
            if node.trigger is not None:
                writer.write(" ")
                trigger(writer, node.trigger)
            if node.asks:
                _lines(writer, node, [(line, _asks(line)) for line in node.asks])
        case Back():
            writer.start(node, f"back from {node.origin} to {node.to} ")
            trigger(writer, node.trigger)
        case Dropped():
            writer.start(node, "dropped ")
            trigger(writer, node.trigger)
        case _:
            assert_never(node)
    writer.end()


def _asks(node: Asks) -> str:
    answers = f" answered by {', '.join(node.answers)}" if node.answers else ""
    personas = f" for {', '.join(node.personas)}" if node.personas else ""
    return f"asks {spell.quoted(node.question)}{answers}{personas}"


# ── targets ─────────────────────────────────────────────────────────────────────────────


def kpi(writer: Writer, node: Kpi) -> None:
    """A whole target."""
    writer.start(node, f"kpi {node.name}{spell.label(node.label)}")
    writer.open()
    for rule in node.rules:
        writer.line(rule, _kpi_rule(rule))
    writer.close(node)
    writer.end()


def _kpi_rule(node: KpiRule) -> str:
    match node:
        case Measure():
            within = spell.maybe("within ", node.within and spell.duration(node.within))
            return f"measure {_quantity(node.quantity)}{within}"
        case CompareSplit():
            return f"compare split {node.split}"
        case ForPart():
            return f"for {node.kind} {node.name}"
        case Target():
            per = spell.maybe("per ", node.per)
            return f"target {spell.value(node.amount)}{per} by {spell.day(node.by)}"
        case Alert():
            return f"alert {spell.quoted(node.address)} below {spell.value(node.below)}"
        case _:
            assert_never(node)


def _quantity(node: Quantified) -> str:
    match node:
        case MailRate():
            return f"{node.part} per delivered"
        case LeadsReachingLevel():
            return f"leads reaching level {node.level} of score {node.score}"
        case LeadsReachingStage():
            return f"leads reaching stage {node.stage}"
        case LeadsWith():
            return f"leads with {spell.patterns(node.patterns)}"
        case SumOf():
            return f"sum of {node.event}.{node.field}"
        case _:
            assert_never(node)
