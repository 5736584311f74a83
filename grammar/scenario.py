"""A scenario: how leads come in, what ends it, what it does."""

from datetime import date, time
from typing import Literal

from grammar.acts import WithoutLimit
from grammar.conditions import Condition
from grammar.node import Node, node
from grammar.patterns import Pattern, Trigger
from grammar.source import Name
from grammar.statements import Block, Statement, UpTo
from grammar.values import Days, Duration, Month, Weekday


@node
class Rate(Node):
    """`at most 100 per hour`: how fast many are let in."""

    count: int
    per: Literal["minute", "hour", "day"]


@node
class AlreadyIn(Node):
    """`including those already in at most 100 per hour`."""

    rate: Rate | None = None


@node
class EnterOn(Node):
    """`enter on PATTERN if CONDITION`, `enter when CONDITION including those already in`."""

    trigger: Trigger
    condition: Condition | None = None
    already_in: AlreadyIn | None = None


@node
class EnterAt(Node):
    """`enter at 2027-04-01 09:00 if CONDITION`."""

    day: date
    at: time
    condition: Condition | None = None


@node
class EnterBy(Node):
    """`enter by hand if CONDITION`, `enter by import at most 100 per hour`; other scenarios may start it without a word here."""

    way: Literal["hand", "import"]
    rate: Rate | None = None
    condition: Condition | None = None


@node
class MonthDay(Node):
    """`day 15`, `business day 5`, `last day`, `first business day`, `last business day`; the number only where it is said."""

    kind: Literal["day", "business day", "last day", "first business day", "last business day"]
    number: int | None = None


@node
class NthWeekday(Node):
    """`second tuesday`, `last friday` of a month."""

    nth: Literal["first", "second", "third", "fourth", "last"]
    day: Weekday


@node
class EveryMonth(Node):
    """`every month on last business day in february, may at 10:00`; no months: each."""

    on: MonthDay | NthWeekday
    at: time
    months: tuple[Month, ...] = ()


@node
class EveryDay(Node):
    """`every monday, friday at 09:00`; the days are names, `everyday`, `weekdays` or `business days`."""

    days: Days
    at: time


Schedule = EveryMonth | EveryDay


@node
class EnterEvery(Node):
    """`enter every SCHEDULE if CONDITION`."""

    schedule: Schedule
    condition: Condition | None = None


@node
class OneRunPer(Node):
    """`one run per booking-id`: a field of the entering event."""

    field: Name


@node
class OneRunPerAccount(Node):
    """`one run per account`."""


@node
class OneAtATime(Node):
    """`one at a time in 育成 else wait up to 30 days`: the group of scenarios of which a lead is in one, and whether it waits its turn."""

    group: Name
    waits: UpTo | WithoutLimit | None = None


@node
class RestartOn(Node):
    """`restart on PATTERN or PATTERN`: the run starts anew."""

    patterns: tuple[Pattern, ...]


@node
class Reenter(Node):
    """`reenter always`, `reenter never`."""

    how: Literal["always", "never"]


@node
class ReenterAfter(Node):
    """`reenter 90 days after end`."""

    duration: Duration
    since: Literal["entry", "end"]


@node
class Goal(Node):
    """`goal on PATTERN { }`."""

    trigger: Trigger
    body: Block | None = None


@node
class Leave(Node):
    """`leave when CONDITION { }`."""

    trigger: Trigger
    body: Block | None = None


@node
class Maintainer(Node):
    """`maintainer "marketing@example.jp"`."""

    address: str


@node
class Versions(Node):
    """`versions follow`, `versions pin`."""

    how: Literal["follow", "pin"]


@node
class UsesCalendar(Node):
    """`calendar 日本`: for the leads without a zone, and for business days."""

    calendar: Name


ScenarioRule = (
    EnterOn | EnterAt | EnterBy | EnterEvery | OneRunPer | OneRunPerAccount | OneAtATime | RestartOn
    | Reenter | ReenterAfter | Goal | Leave | Maintainer | Versions | UsesCalendar
)


@node
class Scenario(Node):
    """`scenario 資料請求後 "…" { rules, then statements }`."""

    name: Name
    rules: tuple[ScenarioRule, ...]
    body: tuple[Statement, ...]
    label: str | None = None
