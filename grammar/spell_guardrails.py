"""How calendars, policies and teams are written."""

from typing import assert_never

from grammar import spell_values as spell
from grammar.acts import Otherwise
from grammar.guardrails import (
    AcceptWithin,
    Calendar,
    CalendarRule,
    Closed,
    DefaultCalendar,
    DeliverWithin,
    EmailCap,
    HoldWhile,
    Holidays,
    Law,
    Members,
    OpenHours,
    Policy,
    PolicyRule,
    Priority,
    RejectReasons,
    SendWindow,
    SkipWhile,
    Team,
    TeamManager,
    TeamNotify,
    TeamRule,
    Timezone,
    YieldToHigher,
)
from grammar.spell_conditions import condition
from grammar.spell_statements import deadline
from grammar.writer import Writer


def calendar(writer: Writer, node: Calendar) -> None:
    """A whole calendar."""
    writer.start(node, f"calendar {node.name}{spell.label(node.label)}")
    writer.open()
    for rule in node.rules:
        writer.line(rule, _calendar_rule(rule))
    writer.close(node)
    writer.end()


def _calendar_rule(node: CalendarRule) -> str:
    match node:
        case DefaultCalendar():
            return "default"
        case Timezone():
            return f"timezone {spell.quoted(node.zone)}"
        case Holidays():
            return f"holidays {spell.quoted(node.country)}"
        case Closed():
            return f"closed from {spell.day(node.first)} to {spell.day(node.last)}"
        case OpenHours():
            return f"hours {spell.clock(node.opens)} to {spell.clock(node.closes)}{spell.on_days(node.days)}"
        case _:
            assert_never(node)


def policy(writer: Writer, node: Policy) -> None:
    """A whole policy."""
    writer.start(node, f"policy {node.name}{spell.label(node.label)}")
    writer.open()
    for rule in node.rules:
        writer.start(rule, "")
        _policy_rule(writer, rule)
        writer.end()
    writer.close(node)
    writer.end()


def _policy_rule(writer: Writer, node: PolicyRule) -> None:
    match node:
        case Priority():
            writer.write("priority ")
            writer.listing(spell.names(node.scenarios))
        case EmailCap():
            _cap(writer, node)
        case SendWindow():
            hours = f"{spell.clock(node.opens)} and {spell.clock(node.closes)}"
            writer.write(f"send only between {hours}{spell.on_days(node.days)}{_otherwise(node.otherwise)}")
        case DeliverWithin():
            writer.write(f"deliver{deadline(node.deadline)}")
        case SkipWhile() | HoldWhile():
            writer.write("skip email while " if isinstance(node, SkipWhile) else "hold email while ")
            condition(writer, node.condition)
        case YieldToHigher():
            within = spell.maybe("within ", node.within and spell.duration(node.within))
            writer.write(f"yield to higher priority{within}{_otherwise(node.otherwise)}")
        case Law():
            writer.write(f"law {spell.quoted(node.country)}{spell.because(node.because)}")
        case _:
            assert_never(node)


def _cap(writer: Writer, node: EmailCap) -> None:
    span = f"per {node.per}" if node.within is None else f"within {spell.duration(node.within)}"
    topic = spell.maybe("on topic ", node.topic)
    writer.write(f"at most {spell.counted(node.count, 'email')} {span}{topic}")
    if node.condition is not None:
        writer.write(" while ")
        condition(writer, node.condition)
    writer.write(_otherwise(node.otherwise))


def _otherwise(word: Otherwise | None) -> str:
    return spell.maybe("else ", word)


def team(writer: Writer, node: Team) -> None:
    """A whole team."""
    writer.start(node, f"team {node.name}{spell.label(node.label)}")
    writer.open()
    for rule in node.rules:
        writer.start(rule, "")
        _team_rule(writer, rule)
        writer.end()
    writer.close(node)
    writer.end()


def _team_rule(writer: Writer, node: TeamRule) -> None:
    match node:
        case TeamNotify():
            writer.write(f"notify {spell.quoted(node.address)}")
        case TeamManager():
            writer.write(f"manager {spell.quoted(node.address)}")
        case Members():
            writer.write("members ")
            writer.listing([spell.quoted(each) for each in node.addresses])
            writer.write(" in turn" if node.in_turn else "")
        case AcceptWithin():
            writer.write(f"accept within {spell.duration(node.within)}")
        case RejectReasons():
            writer.write("reject reasons ")
            writer.listing([spell.quoted(each) for each in node.reasons])
        case _:
            assert_never(node)
