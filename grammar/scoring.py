"""Scores, checklists and the journey."""

from dataclasses import dataclass
from decimal import Decimal

from grammar.conditions import Condition
from grammar.patterns import Pattern, Trigger
from grammar.source import Name, Node
from grammar.values import Duration, Period


@dataclass(frozen=True, slots=True)
class Once(Node):
    """`once`: the first time only."""


@dataclass(frozen=True, slots=True)
class AtMostTimes(Node):
    """`at most 3 times per week`; without a period, in all."""

    times: int
    per: Period | None = None


@dataclass(frozen=True, slots=True)
class AtMostPoints(Node):
    """`at most 5 points per day`; without a period, in all."""

    points: Decimal
    per: Period | None = None


AwardLimit = Once | AtMostTimes | AtMostPoints


@dataclass(frozen=True, slots=True)
class Fading(Node):
    """`fading 5 points every 1 week`: from each award's own moment."""

    points: Decimal
    every: Duration


@dataclass(frozen=True, slots=True)
class Expiring(Node):
    """`for 30 days`: each award ends after that time."""

    after: Duration


@dataclass(frozen=True, slots=True)
class PointsOn(Node):
    """`on PATTERN or PATTERN give +5 points LIMIT FADE`."""

    patterns: tuple[Pattern, ...]
    points: Decimal
    limit: AwardLimit | None = None
    fade: Fading | Expiring | None = None


@dataclass(frozen=True, slots=True)
class PointsWhile(Node):
    """`while CONDITION give +20 points`: for as long as it is true."""

    condition: Condition
    points: Decimal


@dataclass(frozen=True, slots=True)
class ScoreGroup(Node):
    """`group 閲覧 while CONDITION { rules }`; a cap inside holds for the group."""

    name: Name
    rules: "tuple[ScoreRule, ...]"
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class PointsCap(Node):
    """`at most 15 points per day`, of the group or score it stands in; without a period, in all."""

    points: Decimal
    per: Period | None = None


@dataclass(frozen=True, slots=True)
class Loss(Node):
    """`lose 10 points every 30 days without activity`."""

    points: Decimal
    every: Duration


@dataclass(frozen=True, slots=True)
class Halving(Node):
    """`halve every 30 days`."""

    every: Duration


@dataclass(frozen=True, slots=True)
class Keep(Node):
    """`keep between 0 and 200`, `keep at most 100`, `keep at least 0`."""

    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Level(Node):
    """`level hot "ホット" at 80`."""

    name: Name
    at: Decimal
    label: str | None = None


ScoreRule = PointsOn | PointsWhile | ScoreGroup | PointsCap | Loss | Halving | Keep | Level


@dataclass(frozen=True, slots=True)
class Score(Node):
    """`score 関心 "行動スコア" { rules }`."""

    name: Name
    rules: tuple[ScoreRule, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class ChecklistItem(Node):
    """`budget "予算" worth 30 points while CONDITION`; without `worth` it is one to tick."""

    name: Name
    condition: Condition
    points: Decimal | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class PassMark(Node):
    """`pass at 70 points`."""

    points: Decimal


ChecklistRule = ChecklistItem | PassMark


@dataclass(frozen=True, slots=True)
class Checklist(Node):
    """`checklist BANT { items }`."""

    name: Name
    rules: tuple[ChecklistRule, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Stage(Node):
    """`stage 興味 when CONDITION`, `stage 受注 on EVENT`; the first has no trigger."""

    name: Name
    trigger: Trigger | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Back(Node):
    """`back from 比較検討 to 興味 when CONDITION`."""

    origin: Name
    to: Name
    trigger: Trigger


@dataclass(frozen=True, slots=True)
class Dropped(Node):
    """`dropped when CONDITION`: out of the journey."""

    trigger: Trigger


JourneyRule = Stage | Back | Dropped


@dataclass(frozen=True, slots=True)
class Journey(Node):
    """`journey { stages in order }`."""

    rules: tuple[JourneyRule, ...]
