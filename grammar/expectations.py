"""What a test expects of a scenario; `lead` may be left out where there is one."""

from datetime import time
from decimal import Decimal
from typing import Literal

from grammar.acts import Assignee, Recipient
from grammar.conditions import (
    Between,
    Has,
    InScenario,
    InSegment,
    InStageFor,
    IsIn,
    IsNotEmpty,
    IsNotIn,
    NoActivityFor,
    Owner,
    Passes,
    PersonaIs,
    ScoreAgainst,
    ScoreBetween,
    TextTest,
    Unsubscribed,
)
from grammar.node import Node, node
from grammar.source import Name
from grammar.values import AccountRef, Equality, LeadRef, Operator, Value


@node
class DayMoment(Node):
    """`day 3 10:00`; without a time, the time of the start."""

    day: int
    at: time | None = None


@node
class ByDay(Node):
    """`by day 3 10:00`: all that came before counts too; without a time, up to the end of the day."""

    day: int
    at: time | None = None


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
    """`email trial-invite to 山田 skipped because "suppressed"`, also held, failed, in doubt."""

    mail: Name
    how: Literal["skipped", "held", "failed", "in doubt"]
    because: str | None = None
    lead: Name | None = None


@node
class EmailCount(Node):
    """`2 emails to 山田`: in all so far."""

    count: int
    lead: Name | None = None


@node
class EmailShows(Node):
    """`email wp-thanks shows "山田様"`, `email wp-thanks does not show "様,"`: its subject or text, with this lead's values."""

    mail: Name
    text: str
    lead: Name | None = None
    absent: bool = False


@node
class ScoreExpected(Node):
    """`score 関心 >= 40 for 山田`, `account score 関心 >= 100`."""

    score: Name
    operator: Operator
    points: Decimal
    lead: Name | None = None
    of: Owner = "lead"


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
class StageMoved(Node):
    """`stage moved from 興味 to 商談 for 山田`."""

    origin: Name
    to: Name
    lead: Name | None = None


@node
class StageDropped(Node):
    """`dropped from stage 興味 for 山田`."""

    stage: Name
    lead: Name | None = None


@node
class SplitExpected(Node):
    """`件名テスト is 短い件名 for 山田`, `件名テスト is holdout`."""

    split: Name
    arm: Name
    lead: Name | None = None


@node
class WinnerExpected(Node):
    """`winner of 件名 is 質問形`, `no winner of 件名` while it is tested: of the newest test of that split, whoever is in it."""

    split: Name
    arm: Name | None = None


@node
class HandoffExpected(Node):
    """`handoff to 営業一課 with "suzuki@example.jp" rejected because "予算なし" for 山田`.

    member: in whose hands it is. because: of the rejection, else why it was handed over.
    """

    team: Name
    member: str | None = None
    state: Literal["open", "held", "accepted", "rejected", "overdue"] | None = None
    because: str | None = None
    lead: Name | None = None


@node
class NoHandoff(Node):
    """`no handoff for 山田`."""

    lead: Name | None = None


@node
class TaskExpected(Node):
    """`task "電話でご挨拶" to 営業一課 due at day 1 18:00 done because "つながった" for 山田`; because: the result."""

    title: str
    to: Assignee | None = None
    member: str | None = None
    due: DayMoment | None = None
    state: Literal["open", "done", "overdue", "withdrawn"] | None = None
    because: str | None = None
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
class HeldExpected(Node):
    """`lead held because "商談中" for 山田`, `lead not held`."""

    because: str | None = None
    lead: Name | None = None
    absent: bool = False


@node
class ConsentExpected(Node):
    """`consent to newsletter for 山田`, `no consent to newsletter`."""

    topic: Name
    lead: Name | None = None
    absent: bool = False


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
    state: Literal[
        "waiting", "waiting its turn", "paused", "finished", "left", "stopped", "removed", "in holdout", "refused",
        "reached goal", "not started",
    ]  # fmt: skip
    step: Name | None = None
    because: str | None = None
    lead: Name | None = None


@node
class WebhookExpected(Node):
    """`webhook crm-sync for 山田`."""

    name: Name
    lead: Name | None = None


@node
class NoWebhook(Node):
    """`no webhook crm-sync for 山田`; without a name none at all."""

    name: Name | None = None
    lead: Name | None = None


Fact = (
    InSegment | InStageFor | InScenario | PersonaIs | Passes | Unsubscribed | NoActivityFor | ScoreBetween
    | ScoreAgainst | Has | TextTest | IsIn | IsNotIn | Between | IsNotEmpty
)


@node
class FactExpected(Node):
    """`in segment 休眠 for 山田`, `not unsubscribed from newsletter`, `lead.契約 has (plan is "A")`: a condition of the language."""

    condition: Fact
    lead: Name | None = None
    absent: bool = False


Expectation = (
    EmailSent | NoEmail | EmailNotSent | EmailCount | EmailShows | ScoreExpected | LevelExpected
    | StageExpected | StageMoved | StageDropped | SplitExpected | WinnerExpected
    | HandoffExpected | NoHandoff | TaskExpected | NoTask | NotifyExpected | WebhookExpected | NoWebhook
    | HeldExpected | ConsentExpected | TagExpected | AttributeExpected | RunState | FactExpected
)
