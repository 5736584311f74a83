"""The catalogue (attributes, events, topics, series), the people, the targets and the notes for leads in flight."""

from datetime import date
from typing import Literal

from grammar.conditions import Condition, Owner
from grammar.node import Node, node
from grammar.patterns import Pattern
from grammar.source import Name
from grammar.values import Duration, Period, Quantity, Value


@node
class PlainType(Node):
    """`text`, `number`, `yesno`, `date` (a day), `datetime` (a moment)."""

    kind: Literal["text", "number", "yesno", "date", "datetime"]


@node
class OneOf(Node):
    """`one of ["製造業", "IT"]`."""

    values: tuple[Value, ...]


FieldType = PlainType | OneOf


@node
class Field(Node):
    """A field of an event or of a list's item."""

    name: Name
    type: FieldType
    optional: bool = False


@node
class Attribute(Node):
    """`attribute 業種: one of [ ] optional "業種"`; `attribute account 階層: …` belongs to the account."""

    name: Name
    type: FieldType
    optional: bool = False
    label: str | None = None
    of: Owner = "lead"


@node
class ListAttribute(Node):
    """`attribute 契約: list "契約" { fields }`."""

    name: Name
    fields: tuple[Field, ...]
    label: str | None = None
    of: Owner = "lead"


@node
class Event(Node):
    """`event download "資料ダウンロード" arrives within 10 minutes { fields }`."""

    name: Name
    fields: tuple[Field, ...] = ()
    label: str | None = None
    arrives_within: Duration | None = None


@node
class ConfirmedOn(Node):
    """`confirmed on clicked confirm-mail`: the reader's second yes."""

    patterns: tuple[Pattern, ...]


@node
class Topic(Node):
    """`topic newsletter "ニュースレター" { opt-in double, confirmed on clicked confirm-mail }`."""

    name: Name
    label: str | None = None
    opt_in: Literal["single", "double"] | None = None
    confirmed: ConfirmedOn | None = None


@node
class Series(Node):
    """`series ニュース "月刊ニュース" [news-01, news-02]`."""

    name: Name
    mails: tuple[Name, ...]
    label: str | None = None


@node
class SameWhen(Node):
    """`same when phone and name`: the same person."""

    keys: tuple[Name, ...]


@node
class ReviewWhen(Node):
    """`review when name and company are alike`: a person decides."""

    keys: tuple[Name, ...]


@node
class Prefer(Node):
    """`prefer "crm", "form" for company, phone`: whose value stands where sources disagree. attributes: none for all others."""

    sources: tuple[str, ...]
    attributes: tuple[Name, ...] = ()


@node
class Identity(Node):
    """`identity { rules }`."""

    rules: tuple[SameWhen | ReviewWhen | Prefer, ...]


@node
class ByDomain(Node):
    """`by domain except ["gmail.com"]`."""

    excepting: tuple[str, ...] = ()


@node
class ByCompany(Node):
    """`by company`."""


@node
class AccountRules(Node):
    """`account { rules }`: which leads belong together."""

    rules: tuple[ByDomain | ByCompany, ...]


@node
class Segment(Node):
    """`segment 休眠 while CONDITION`."""

    name: Name
    condition: Condition
    label: str | None = None


@node
class Persona(Node):
    """`persona 経営層 while CONDITION`; the first that holds, in the order of the files."""

    name: Name
    condition: Condition
    label: str | None = None


# ── targets ─────────────────────────────────────────────────────────────────────────────


@node
class MailRate(Node):
    """`opens per delivered`."""

    part: Literal["opens", "clicks", "replies", "bounces", "unsubscribes"]


@node
class LeadsReachingLevel(Node):
    """`leads reaching level hot of score 関心`."""

    level: Name
    score: Name


@node
class LeadsReachingStage(Node):
    """`leads reaching stage 商談`."""

    stage: Name


@node
class LeadsWith(Node):
    """`leads with PATTERN or PATTERN`."""

    patterns: tuple[Pattern, ...]


@node
class SumOf(Node):
    """`sum of deal-won.amount`."""

    event: Name
    field: Name


Quantified = MailRate | LeadsReachingLevel | LeadsReachingStage | LeadsWith | SumOf


@node
class Measure(Node):
    """`measure sum of deal-won.amount within 21 days`."""

    quantity: Quantified
    within: Duration | None = None


@node
class CompareSplit(Node):
    """`compare split 対照`."""

    split: Name


@node
class ForPart(Node):
    """`for stage 興味`: only that part."""

    kind: Literal["stage", "scenario", "persona", "segment", "email"]
    name: Name


@node
class Target(Node):
    """`target 25% per month by 2027-03-31`."""

    amount: Quantity
    by: date
    per: Period | None = None


@node
class Alert(Node):
    """`alert "slack:marketing" below 30`."""

    address: str
    below: Quantity


KpiRule = Measure | CompareSplit | ForPart | Target | Alert


@node
class Kpi(Node):
    """`kpi 開封率 "メール開封率" { rules }`."""

    name: Name
    rules: tuple[KpiRule, ...]
    label: str | None = None


# ── leads in flight ─────────────────────────────────────────────────────────────────────


@node
class StepRef(Node):
    """`資料請求後.お礼`: a step of a scenario."""

    scenario: Name
    step: Name


@node
class Moved(Node):
    """`moved A.old to A.new`: who stood there stands here."""

    origin: StepRef
    to: StepRef


@node
class Changed(Node):
    """`changed A.step keep timer`: what a changed wait does to those who wait."""

    step: StepRef
    timer: Literal["keep", "restart", "recount"]
