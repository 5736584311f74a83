"""Conditions, event patterns, triggers and moments."""

from datetime import date, time
from decimal import Decimal
from typing import Literal

from grammar.node import Node, node
from grammar.source import Name
from grammar.values import AccountRef, Days, Duration, EntryRef, Equality, LeadRef, Operator, Ref, Text, Value

MailVerb = Literal["opened", "clicked", "replied", "bounced", "complained", "received"]
HandoffOutcome = Literal["accepted", "rejected", "overdue"]
TextOperator = Literal["contains", "starts with", "ends with", "matches"]
Owner = Literal["lead", "account"]


@node
class AnyMail(Node):
    """`any email`."""


@node
class OneMail(Node):
    """A mail by the name of its template."""

    name: Name


MailRef = AnyMail | OneMail


@node
class InLast(Node):
    """`in last 30 days`: a look back from now."""

    duration: Duration


@node
class SinceEntry(Node):
    """`since entry`: a look back to the start of the run."""


LookBack = InLast | SinceEntry


# ── joining ─────────────────────────────────────────────────────────────────────────────


@node
class And(Node):
    """`a and b and c`; two parts at least."""

    parts: "tuple[Condition, ...]"


@node
class Or(Node):
    """`a or b or c`; two parts at least."""

    parts: "tuple[Condition, ...]"


@node
class Not(Node):
    """`not a`."""

    part: "Condition"


@node
class AllOf(Node):
    """`all of { }`."""

    parts: "tuple[Condition, ...]"


@node
class AnyOf(Node):
    """`any of { }`."""

    parts: "tuple[Condition, ...]"


@node
class NoneOf(Node):
    """`none of { }`."""

    parts: "tuple[Condition, ...]"


@node
class AtLeastOf(Node):
    """`at least 2 of { }`."""

    count: int
    parts: "tuple[Condition, ...]"


# ── fields and attributes ───────────────────────────────────────────────────────────────


@node
class Compare(Node):
    """`lead.従業員数 >= 300`."""

    left: Ref
    operator: Operator
    right: Value


@node
class IsEmpty(Node):
    """`lead.導入時期 is empty`."""

    ref: Ref


@node
class IsNotEmpty(Node):
    """`lead.導入時期 is not empty`."""

    ref: Ref


@node
class IsIn(Node):
    """`lead.業種 in ["製造業", "IT"]`."""

    ref: Ref
    values: tuple[Value, ...]


@node
class IsNotIn(Node):
    """`lead.業種 not in ["製造業", "IT"]`."""

    ref: Ref
    values: tuple[Value, ...]


@node
class TextTest(Node):
    """`lead.役職 contains "部長"`, `link contains entry.asset`; `matches` takes a regular expression."""

    ref: Ref
    operator: TextOperator
    text: Text | LeadRef | AccountRef | EntryRef


@node
class Between(Node):
    """`lead.従業員数 between 100 and 1000`, both ends included."""

    ref: Ref
    low: Value
    high: Value


@node
class Has(Node):
    """`lead.契約 has (renews between today and 30 days from today)`: one item of the list meets the filter."""

    ref: Ref
    where: "Condition"


# ── scores, levels, places ──────────────────────────────────────────────────────────────


@node
class ScoreIs(Node):
    """`score 関心 >= 40`, `account score 関心 >= 100` (summed over the account's contacts)."""

    score: Name
    operator: Operator
    points: Decimal
    of: Owner = "lead"


@node
class ScoreAgainst(Node):
    """`score 適合 > score 関心`."""

    score: Name
    operator: Operator
    other: Name
    of: Owner = "lead"


@node
class ScoreBetween(Node):
    """`score 関心 between 20 and 40`, both ends included."""

    score: Name
    low: Decimal
    high: Decimal
    of: Owner = "lead"


@node
class LevelIs(Node):
    """`level 関心 is hot`, `level 関心 >= hot`; levels are ordered by their points."""

    score: Name
    operator: Operator
    level: Name


@node
class StageIs(Node):
    """`stage is 興味`."""

    stage: Name
    operator: Equality = "is"


@node
class InStageFor(Node):
    """`in stage 興味 for 180 days`."""

    stage: Name
    duration: Duration


@node
class PersonaIs(Node):
    """`persona is 経営層`."""

    persona: Name
    operator: Equality = "is"


@node
class InSegment(Node):
    """`in segment 競合`."""

    segment: Name


@node
class InScenario(Node):
    """`in scenario 長期育成`: a run of it stands."""

    scenario: Name


@node
class Passes(Node):
    """`passes BANT`: the checklist's pass mark is reached."""

    checklist: Name


@node
class Tagged(Node):
    """`tagged "vip"`."""

    tag: str


@node
class Consents(Node):
    """`consents to newsletter`."""

    topic: Name


@node
class Unsubscribed(Node):
    """`unsubscribed` (from everything), `unsubscribed from newsletter`."""

    topic: Name | None = None


# ── what has happened ───────────────────────────────────────────────────────────────────


@node
class MailHappened(Node):
    """`clicked any email where link is "demo" at least 2 times in last 7 days`.

    No count means once, no look back means ever.
    """

    verb: MailVerb
    mail: MailRef
    where: "Condition | None" = None
    at_least: int | None = None
    window: LookBack | None = None


@node
class EventHappened(Node):
    """`did download where kind is "price-list" at least 2 times in last 30 days`."""

    event: Name
    where: "Condition | None" = None
    at_least: int | None = None
    window: LookBack | None = None


@node
class AccountDid(Node):
    """`account did page-view by at least 3 people in last 7 days`."""

    event: Name
    people: int
    where: "Condition | None" = None
    window: LookBack | None = None


@node
class NoActivityFor(Node):
    """`no activity for 90 days`."""

    duration: Duration


@node
class HandoffWas(Node):
    """`handoff accepted`: the outcome of the lead's last handoff, of one team if `by` is given."""

    outcome: HandoffOutcome
    by: Name | None = None


@node
class DuringHours(Node):
    """`during business hours`: while the calendar is open."""


@node
class DuringClock(Node):
    """`during 22:00 to 06:00 on weekdays`: between two clock times, over midnight too; the days are those on which it begins."""

    opens: time
    closes: time
    days: Days | None = None


@node
class DuringDates(Node):
    """`during 2026-12-24 to 2027-01-05`: both days included."""

    first: date
    last: date


Condition = (
    And | Or | Not | AllOf | AnyOf | NoneOf | AtLeastOf
    | Compare | IsEmpty | IsNotEmpty | IsIn | IsNotIn | TextTest | Between | Has
    | ScoreIs | ScoreAgainst | ScoreBetween | LevelIs | StageIs | InStageFor | PersonaIs | InSegment | InScenario
    | Passes | Tagged | Consents | Unsubscribed | DuringHours | DuringClock | DuringDates
    | MailHappened | EventHappened | AccountDid | NoActivityFor | HandoffWas
)
