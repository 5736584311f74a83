"""Tests: what is played to a scenario on the virtual clock, and what is expected of it."""

from datetime import date, time
from decimal import Decimal
from typing import ClassVar, Literal

from grammar.acts import Assignee, Recipient
from grammar.conditions import MailVerb
from grammar.source import Name, Node, node
from grammar.values import AccountRef, Assignment, Equality, LeadRef, Operator, Value


@node
class StartAt(Node):
    """`start at 2026-11-02 09:00`: day 0."""

    day: date
    at: time


@node
class Given(Node):
    """`given lead 山田 { 業種 = "製造業", 従業員数 = 500 }`."""

    lead: Name
    values: tuple[Assignment, ...] = ()


@node
class DayMoment(Node):
    """`day 3 10:00`; without a time, the time of the start."""

    day: int
    at: time | None = None


# ── acts ────────────────────────────────────────────────────────────────────────────────


@node
class Does(Node):
    """`山田 does download { kind = "whitepaper" }`."""

    event: Name
    values: tuple[Assignment, ...] = ()


@node
class Reacts(Node):
    """`山田 clicks wp-thanks link "demo"`, also opens, replies to, complains about."""

    verb: MailVerb
    mail: Name
    link: str | None = None


@node
class Bounces(Node):
    """`山田 bounces wp-thanks`; `softly`: the address could not take it for now."""

    mail: Name
    soft: bool = False


@node
class Unsubscribes(Node):
    """`山田 unsubscribes from newsletter`; without a topic from everything."""

    topic: Name | None = None


@node
class MergedInto(Node):
    """`匿名 is merged into 山田`."""

    lead: Name


@node
class Accepts(Node):
    """`営業一課 accepts for 山田`; the lead may be left out where there is one."""

    lead: Name | None = None


@node
class Rejects(Node):
    """`営業一課 rejects "予算なし" for 山田`."""

    reason: str | None = None
    lead: Name | None = None


@node
class Finishes(Node):
    """`営業一課 finishes "電話でご挨拶" "つながった" for 山田`."""

    task: str
    result: str | None = None
    lead: Name | None = None


@node
class Becomes(Node):
    """`山田 has 業種 = "IT", 予算 = yes`: attributes change."""

    values: tuple[Assignment, ...]


TestAct = Does | Reacts | Bounces | Unsubscribes | MergedInto | Accepts | Rejects | Finishes | Becomes


@node
class Play(Node):
    """`at day 1 10:00 山田 clicks wp-thanks`. The subject is a lead or a team."""

    at: DayMoment
    subject: Name
    act: TestAct


# ── expectations; `lead` may be left out where there is one ─────────────────────────────


@node
class EmailSent(Node):
    """`email wp-thanks to 山田 once`."""

    mail: Name
    lead: Name | None = None
    once: bool = False


@node
class NoEmail(Node):
    """`no email wp-thanks to 匿名`; without a name none at all."""

    mail: Name | None = None
    lead: Name | None = None


@node
class EmailNotSent(Node):
    """`email trial-invite to 山田 skipped because "suppressed"`, `email … held`."""

    mail: Name
    how: Literal["skipped", "held"]
    because: str | None = None
    lead: Name | None = None


@node
class EmailCount(Node):
    """`2 emails to 山田`: in all so far."""

    count: int
    lead: Name | None = None


@node
class ScoreExpected(Node):
    """`score 関心 >= 40 for 山田`."""

    score: Name
    operator: Operator
    points: Decimal
    lead: Name | None = None


@node
class LevelExpected(Node):
    """`level 関心 is hot for 山田`."""

    score: Name
    operator: Operator
    level: Name
    lead: Name | None = None


@node
class StageExpected(Node):
    """`stage is 興味 for 山田`."""

    stage: Name
    operator: Equality = "is"
    lead: Name | None = None


@node
class HandoffExpected(Node):
    """`handoff to 営業一課 because "返信あり" for 山田`."""

    team: Name
    because: str | None = None
    lead: Name | None = None


@node
class NoHandoff(Node):
    """`no handoff for 山田`."""

    lead: Name | None = None


@node
class TaskExpected(Node):
    """`task "電話でご挨拶" to 営業一課 due at day 1 18:00 open for 山田`."""

    title: str
    to: Assignee | None = None
    due: DayMoment | None = None
    state: Literal["open", "done", "overdue", "withdrawn"] | None = None
    lead: Name | None = None


@node
class NoTask(Node):
    """`no task "電話でご挨拶" for 山田`; without a title none at all."""

    title: str | None = None
    lead: Name | None = None


@node
class NotifyExpected(Node):
    """`notify owner because "未受領" for 山田`, `no notify`."""

    to: Recipient | None = None
    because: str | None = None
    lead: Name | None = None
    none: bool = False


@node
class TagExpected(Node):
    """`tagged "vip" for 山田`, `not tagged "vip"`."""

    tag: str
    lead: Name | None = None
    absent: bool = False


@node
class AttributeExpected(Node):
    """`lead.業種 is "IT" for 山田`; no value: `is empty`."""

    ref: LeadRef | AccountRef
    operator: Operator
    value: Value | None
    lead: Name | None = None


@node
class RunState(Node):
    """`資料請求後 left because "直前の予約" for 山田`."""

    scenario: Name
    state: Literal["waiting", "waiting its turn", "finished", "left", "reached goal", "not started"]
    because: str | None = None
    lead: Name | None = None


Expectation = (
    EmailSent | NoEmail | EmailNotSent | EmailCount | ScoreExpected | LevelExpected | StageExpected
    | HandoffExpected | NoHandoff | TaskExpected | NoTask | NotifyExpected | TagExpected | AttributeExpected | RunState
)


@node
class Expect(Node):
    """`expect at day 3 10:00 email case-study`; without `at` after the last `at` above it."""

    expectation: Expectation
    at: DayMoment | None = None


TestItem = StartAt | Given | Play | Expect


@node
class Test(Node):
    """`test "…" for 資料請求後 { items }`; without a scenario the whole workspace runs."""

    __test__: ClassVar[bool] = False  # not one of pytest's

    title: str
    items: tuple[TestItem, ...]
    scenario: Name | None = None
