"""Scores, checklists and the journey."""

from decimal import Decimal

from grammar.conditions import Condition
from grammar.node import Node, node
from grammar.patterns import Pattern, Trigger
from grammar.source import Name
from grammar.values import Duration, Period


@node
class Once(Node):
    """`once`: the first time only."""


@node
class AtMostTimes(Node):
    """`at most 3 times per week`; without a period, in all."""

    times: int
    per: Period | None = None


@node
class AtMostPoints(Node):
    """`at most 5 points per day`; without a period, in all."""

    points: Decimal
    per: Period | None = None


AwardLimit = Once | AtMostTimes | AtMostPoints


@node
class Fading(Node):
    """`fading 5 points every 1 week`: from each award's own moment."""

    points: Decimal
    every: Duration


@node
class Expiring(Node):
    """`for 30 days`: each award ends after that time."""

    after: Duration


@node
class PerAmount(Node):
    """`per 1000 of amount`: once for each whole thousand in that field of the event."""

    amount: Decimal
    field: Name


@node
class PointsOn(Node):
    """`on PATTERN or PATTERN give +5 points PER LIMIT FADE`."""

    patterns: tuple[Pattern, ...]
    points: Decimal
    per: PerAmount | None = None
    limit: AwardLimit | None = None
    fade: Fading | Expiring | None = None


@node
class PointsWhile(Node):
    """`while CONDITION give +20 points`: for as long as it is true."""

    condition: Condition
    points: Decimal


@node
class PointsOf(Node):
    """`add score 適合`: all points of another score, as they stand."""

    score: Name


@node
class ScoreGroup(Node):
    """`group 閲覧 while CONDITION { rules }`; a cap inside holds for the group."""

    name: Name
    rules: "tuple[ScoreRule, ...]"
    condition: Condition | None = None


@node
class PointsCap(Node):
    """`at most 15 points per day`, of the group or score it stands in; without a period, in all."""

    points: Decimal
    per: Period | None = None


@node
class Loss(Node):
    """`lose 10 points every 30 days without activity`."""

    points: Decimal
    every: Duration


@node
class Halving(Node):
    """`halve every 30 days`."""

    every: Duration


@node
class Keep(Node):
    """`keep between 0 and 200`, `keep at most 100`, `keep at least 0`."""

    low: Decimal | None = None
    high: Decimal | None = None


@node
class Level(Node):
    """`level hot "ホット" at 80`."""

    name: Name
    at: Decimal
    label: str | None = None


ScoreRule = PointsOn | PointsWhile | PointsOf | ScoreGroup | PointsCap | Loss | Halving | Keep | Level


@node
class Score(Node):
    """`score 関心 "行動スコア" { rules }`."""

    name: Name
    rules: tuple[ScoreRule, ...]
    label: str | None = None


@node
class ChecklistItem(Node):
    """`budget "予算" worth 30 points while CONDITION`; without `worth` it is one to tick."""

    name: Name
    condition: Condition
    points: Decimal | None = None
    label: str | None = None


@node
class PassMark(Node):
    """`pass at 70 points`."""

    points: Decimal


ChecklistRule = ChecklistItem | PassMark


@node
class Checklist(Node):
    """`checklist BANT { items }`."""

    name: Name
    rules: tuple[ChecklistRule, ...]
    label: str | None = None


@node
class Asks(Node):
    """`asks "他社との違いは？" answered by case-study, comparison for 経営層`; no personas: everybody asks it."""

    question: str
    answers: tuple[Name, ...] = ()
    personas: tuple[Name, ...] = ()


@node
class Stage(Node):
    """`stage 興味 when CONDITION { questions }`, `stage 受注 on EVENT`; the first has no trigger."""

    name: Name
    trigger: Trigger | None = None
    label: str | None = None
    asks: tuple[Asks, ...] = ()


@node
class Back(Node):
    """`back from 比較検討 to 興味 when CONDITION`."""

    origin: Name
    to: Name
    trigger: Trigger


@node
class Dropped(Node):
    """`dropped when CONDITION`: out of the journey."""

    trigger: Trigger


JourneyRule = Stage | Back | Dropped


@node
class Journey(Node):
    """`journey { stages in order }`."""

    rules: tuple[JourneyRule, ...]
