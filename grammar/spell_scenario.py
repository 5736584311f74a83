"""How scenarios are written, with their rules."""

from typing import assert_never

from grammar import spell_values as spell
from grammar.scenario import (
    AlreadyIn,
    EnterAt,
    EnterBy,
    EnterEvery,
    EnterOn,
    EveryMonth,
    Goal,
    Leave,
    Maintainer,
    MonthDay,
    NthWeekday,
    OneAtATime,
    OneRunPer,
    OneRunPerAccount,
    Rate,
    Reenter,
    ReenterAfter,
    RestartOn,
    Scenario,
    ScenarioRule,
    Schedule,
    UsesCalendar,
    Versions,
)
from grammar.spell_conditions import condition, trigger
from grammar.spell_statements import followed, limit, statement
from grammar.values import Days
from grammar.writer import Writer


def scenario(writer: Writer, node: Scenario) -> None:
    """A whole scenario."""
    writer.start(node, f"scenario {node.name}{spell.label(node.label)}")
    writer.open()
    for rule in node.rules:
        writer.start(rule, "")
        _rule(writer, rule)
        writer.end()
    for each in node.body:
        statement(writer, each)
    writer.close(node)
    writer.end()


def _rule(writer: Writer, node: ScenarioRule) -> None:
    match node:
        case EnterOn() | EnterAt() | EnterBy() | EnterEvery():
            _enter(writer, node)
        case Goal() | Leave():
            writer.write("goal " if isinstance(node, Goal) else "leave ")
            trigger(writer, node.trigger)
            followed(writer, "", node.body)
        case OneRunPer():
            writer.write(f"one run per {node.field}")
        case OneRunPerAccount():
            writer.write("one run per account")
        case OneAtATime():
            waits = "" if node.waits is None else f" else wait{limit(node.waits)}"
            writer.write(f"one at a time in {node.group}{waits}")
        case RestartOn():
            writer.write(f"restart on {spell.patterns(node.patterns)}")
        case Reenter():
            writer.write(f"reenter {node.how}")
        case ReenterAfter():
            writer.write(f"reenter {spell.duration(node.duration)} after {node.since}")
        case Maintainer():
            writer.write(f"maintainer {spell.quoted(node.address)}")
        case Versions():
            writer.write(f"versions {node.how}")
        case UsesCalendar():
            writer.write(f"calendar {node.calendar}")
        case _:
            assert_never(node)


def _enter(writer: Writer, node: EnterOn | EnterAt | EnterBy | EnterEvery) -> None:
    writer.write("enter ")
    match node:
        case EnterOn():
            trigger(writer, node.trigger)
        case EnterAt():
            writer.write(f"at {spell.day(node.day)} {spell.clock(node.at)}")
        case EnterBy():
            writer.write(f"by {node.way}{_rate(node.rate)}")
        case EnterEvery():
            writer.write(f"every {_schedule(node.schedule)}")
        case _:
            assert_never(node)
    if node.condition is not None:
        writer.write(" if ")
        condition(writer, node.condition)
    if isinstance(node, EnterOn) and node.already_in is not None:
        writer.write(_already_in(node.already_in))


def _already_in(node: AlreadyIn) -> str:
    return f" including those already in{_rate(node.rate)}"


def _rate(node: Rate | None) -> str:
    return "" if node is None else f" at most {node.count} per {node.per}"


_EVERY = {"everyday": "day", "weekdays": "weekday", "business days": "business day"}


def _schedule(node: Schedule) -> str:
    if isinstance(node, EveryMonth):
        on = _day_of_month(node.on)
        months = f" in {', '.join(node.months)}" if node.months else ""
        return f"month on {on}{months} at {spell.clock(node.at)}"
    return f"{_days(node.days)} at {spell.clock(node.at)}"


def _day_of_month(node: MonthDay | NthWeekday) -> str:
    if isinstance(node, NthWeekday):
        return f"{node.nth} {node.day}"
    return node.kind if node.number is None else f"{node.kind} {node.number}"


def _days(node: Days) -> str:
    return _EVERY.get(node.words[0], spell.days(node))
