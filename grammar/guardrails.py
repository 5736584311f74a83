"""Calendars, the mail policy and the teams."""

from datetime import date, time

from grammar.acts import Deadline, Otherwise
from grammar.conditions import Condition
from grammar.node import Node, node
from grammar.source import Name
from grammar.values import Days, Duration, Period


@node
class DefaultCalendar(Node):
    """`default`: this calendar counts where a scenario names none."""


@node
class Timezone(Node):
    """`timezone "Asia/Tokyo"`."""

    zone: str


@node
class Holidays(Node):
    """`holidays "JP"`."""

    country: str


@node
class Closed(Node):
    """`closed from 2026-12-29 to 2027-01-03`, both days included."""

    first: date
    last: date


@node
class OpenHours(Node):
    """`hours 09:00 to 18:00 on weekdays`."""

    opens: time
    closes: time
    days: Days | None = None


CalendarRule = DefaultCalendar | Timezone | Holidays | Closed | OpenHours


@node
class Calendar(Node):
    """`calendar 日本 { rules }`."""

    name: Name
    rules: tuple[CalendarRule, ...]
    label: str | None = None


@node
class Priority(Node):
    """`priority [a, b, c]`: scenarios, the most important first."""

    scenarios: tuple[Name, ...]


@node
class EmailCap(Node):
    """`at most 5 emails within 10 days else skip`: per calendar period or rolling, exactly one of the two is given."""

    count: int
    per: Period | None = None
    within: Duration | None = None
    topic: Name | None = None
    condition: Condition | None = None
    otherwise: Otherwise | None = None


@node
class SendWindow(Node):
    """`send only between 09:00 and 18:00 on business days else skip`; may go over midnight."""

    opens: time
    closes: time
    days: Days | None = None
    otherwise: Otherwise | None = None


@node
class DeliverWithin(Node):
    """`deliver within 3 days else skip`: what happens to a held mail in the end."""

    deadline: Deadline


@node
class SkipWhile(Node):
    """`skip email while CONDITION`."""

    condition: Condition


@node
class HoldWhile(Node):
    """`hold email while CONDITION`."""

    condition: Condition


@node
class YieldToHigher(Node):
    """`yield to higher priority within 2 days else skip`: for as long as that, or as long as the other run lasts; then that."""

    within: Duration | None = None
    otherwise: Otherwise | None = None


@node
class Law(Node):
    """`law "JP" because "…"`: because: on what ground mails go to whoever has not been asked."""

    country: str
    because: str | None = None


PolicyRule = Priority | EmailCap | SendWindow | DeliverWithin | SkipWhile | HoldWhile | YieldToHigher | Law


@node
class Policy(Node):
    """`policy 送信ルール { rules }`."""

    name: Name
    rules: tuple[PolicyRule, ...]
    label: str | None = None


@node
class TeamNotify(Node):
    """`notify "slack:sales"`."""

    address: str


@node
class TeamManager(Node):
    """`manager "mailto:…"`."""

    address: str


@node
class Members(Node):
    """`members ["a@example.jp"] in turn`."""

    addresses: tuple[str, ...]
    in_turn: bool = False


@node
class AcceptWithin(Node):
    """`accept within 2 business days`."""

    within: Duration


@node
class RejectReasons(Node):
    """`reject reasons ["時期尚早", "予算なし"]`."""

    reasons: tuple[str, ...]


TeamRule = TeamNotify | TeamManager | Members | AcceptWithin | RejectReasons


@node
class Team(Node):
    """`team 営業一課 "営業一課" { rules }`."""

    name: Name
    rules: tuple[TeamRule, ...]
    label: str | None = None
