"""Tests: what is played to a scenario on the virtual clock; what is expected of it stands in `expectations.py`."""

from datetime import date, time
from decimal import Decimal
from typing import ClassVar, Literal

from grammar.acts import WithoutLimit
from grammar.conditions import MailVerb
from grammar.expectations import ByDay, DayMoment, Expectation
from grammar.node import Node, node
from grammar.patterns import Moment
from grammar.source import Name
from grammar.values import Assignment, Duration


@node
class StartAt(Node):
    """`start at 2026-11-02 09:00`: day 0."""

    day: date
    at: time


# ── what is given ───────────────────────────────────────────────────────────────────────


@node
class GivenTag(Node):
    """`tagged "vip"`."""

    tag: str


@node
class GivenStage(Node):
    """`in stage 興味`."""

    stage: Name


@node
class GivenConsent(Node):
    """`consents to newsletter`."""

    topic: Name


@node
class GivenPoints(Node):
    """`with 40 points in 関心`."""

    points: Decimal
    score: Name


@node
class GivenArm(Node):
    """`in 長い件名 of 件名テスト`: whatever chance would say."""

    arm: Name
    split: Name


@node
class GivenAccount(Node):
    """`of account { 階層 = "A" }`: what is known of the company the lead belongs to."""

    values: tuple[Assignment, ...]


Trait = GivenTag | GivenStage | GivenConsent | GivenPoints | GivenArm | GivenAccount


@node
class Given(Node):
    """`given lead 山田 { 業種 = "製造業" } tagged "vip", in stage 興味`."""

    lead: Name
    values: tuple[Assignment, ...] = ()
    traits: tuple[Trait, ...] = ()


# ── acts ────────────────────────────────────────────────────────────────────────────────


@node
class Does(Node):
    """`山田 does download { kind = "whitepaper" }`."""

    event: Name
    values: tuple[Assignment, ...] = ()


@node
class DidAgo(Node):
    """`山田 did page-view 2 hours ago`: it is told only now."""

    event: Name
    values: tuple[Assignment, ...]
    ago: Duration


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
class GivesConsent(Node):
    """`山田 consents to newsletter`: the reader's own yes, which confirms a double opt-in."""

    topic: Name


@node
class IsHeld(Node):
    """`山田 is held until 2026-12-01 because "商談中"`: a person's judgement."""

    until: Duration | Moment | WithoutLimit
    because: str | None = None


@node
class IsReleased(Node):
    """`山田 is released`: the person takes the judgement back."""


@node
class AccountHeld(Node):
    """`account of 山田 is held until 2026-12-01 because "入札中"`: a judgement on all of a company. The subject is a lead of it."""

    until: Duration | Moment | WithoutLimit
    because: str | None = None


@node
class AccountReleased(Node):
    """`account of 山田 is released`: the person takes that judgement back. The subject is a lead of the company."""


@node
class Unsubscribes(Node):
    """`山田 unsubscribes from newsletter`; without a topic from everything."""

    topic: Name | None = None


@node
class MergedInto(Node):
    """`匿名 is merged into 山田`."""

    lead: Name


@node
class Unmerged(Node):
    """`匿名 is unmerged`: it is a person of its own after all."""


@node
class Imported(Node):
    """`山田 is imported { 業種 = "IT" }`: a table brought the lead, as history."""

    values: tuple[Assignment, ...] = ()


@node
class Deployed(Node):
    """`資料請求後 is deployed`: until then the scenario was not there."""


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


@node
class IsTagged(Node):
    """`山田 is tagged "vip"`, `is untagged "vip"`: by a person or another system."""

    tag: str
    absent: bool = False


@node
class MovesTo(Node):
    """`山田 moves to stage 商談`: by a person or another system."""

    stage: Name


@node
class IsGiven(Node):
    """`山田 is given +10 points in 関心`; `anew`: `is set to 40 points in 関心`."""

    points: Decimal
    score: Name
    anew: bool = False


@node
class IsPutInto(Node):
    """`山田 is put into 資料請求後`, by hand; `out`: `is taken out of 資料請求後`."""

    scenario: Name
    out: bool = False


@node
class IsOfAccount(Node):
    """`山田 is of account { 階層 = "A" }`: what is known of the company of 山田 changes."""

    values: tuple[Assignment, ...]


@node
class MailMeets(Node):
    """`wp-thanks fails for 山田`, `misses its time`, `is in doubt`: what becomes of a mail on its way. The subject is the mail."""

    fate: Literal["fails", "misses its time", "is in doubt"] = "fails"
    lead: Name | None = None


@node
class WebhookDone(Node):
    """`webhook crm-sync done "登録済み" for 山田`: it has arrived, and what came of it. The subject is the webhook."""

    result: str | None = None
    lead: Name | None = None


@node
class WebhookFailed(Node):
    """`webhook crm-sync failed for 山田`: the other side refused it, or was not reached. The subject is the webhook."""

    lead: Name | None = None


TestAct = (
    Does | DidAgo | Reacts | Bounces | GivesConsent | Unsubscribes | MergedInto | Unmerged | Accepts | Rejects | Finishes | Becomes
    | IsTagged | MovesTo | IsGiven | IsHeld | IsReleased | AccountHeld | AccountReleased | IsPutInto | IsOfAccount | MailMeets
    | WebhookDone | WebhookFailed | Imported | Deployed
)


@node
class Play(Node):
    """`at day 1 10:00 山田 clicks wp-thanks`. The subject is a lead, a team, a mail, a webhook, or a scenario that is deployed."""

    at: DayMoment
    subject: Name
    act: TestAct


@node
class Expect(Node):
    """`expect at day 3 10:00 email case-study`, `expect by day 30 no email`; without a moment after the last one above it."""

    expectation: Expectation
    at: DayMoment | ByDay | None = None


TestItem = StartAt | Given | Play | Expect


@node
class Test(Node):
    """`test "…" for 資料請求後 { items }`; without a scenario the whole workspace runs."""

    __test__: ClassVar[bool] = False  # not one of pytest's

    title: str
    items: tuple[TestItem, ...]
    scenario: Name | None = None
