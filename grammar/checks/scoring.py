"""Scores: levels a lead can reach, points that count, comparisons that can be true."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from grammar.ast import (
    AtMostPoints,
    AtMostTimes,
    Checklist,
    ChecklistItem,
    Fading,
    Give,
    Halving,
    Keep,
    Level,
    Node,
    PassMark,
    PerAmount,
    PointsCap,
    PointsOf,
    PointsOn,
    PointsWhile,
    Score,
    ScoreBetween,
    ScoreGroup,
    ScoreIs,
    ScoreRule,
    SetScore,
)
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.heights import Heights, ceiling_of, floor_of, takes_away
from grammar.model import Workspace
from grammar.names import levels_of
from grammar.walk import walk
from grammar.wording import lasting, plain

LEVEL = Rule(
    id="S401",
    name="unreachable-level",
    en="no lead reaches the level `{name}`: it is at {at}, and `{score}` goes up to {most} at most",
    ja="レベル `{name}` に届く人はいません。{at} 点からですが、`{score}` は最大でも {most} 点です",
    help_en="lower the level, or let the score go higher",
    help_ja="レベルを下げるか、点数がもっと上がるようにします",
    severity="warning",
)
BELOW = Rule(
    id="S402",
    name="level-below-floor",
    en="every lead is at the level `{name}` or higher: `{score}` never goes below {least}",
    ja="全員がレベル `{name}` 以上です。`{score}` は {least} 点より下がりません",
    help_en="put the level above {least}",
    help_ja="レベルを {least} 点より上にします",
    severity="warning",
)
SAME = Rule(
    id="S403",
    name="levels-at-one-point",
    en="`{name}` and `{other}` are both at {at}: nobody can be at the lower one",
    ja="`{name}` と `{other}` がどちらも {at} 点からなので、片方に当てはまる人がいません",
    help_en="give them different points",
    help_ja="別の点数にします",
)
KEEP = Rule(
    id="S404",
    name="floor-above-ceiling",
    en="`keep between {low} and {high}`: the floor is above the ceiling",
    ja="`keep between {low} and {high}` では、下限が上限を超えています",
    help_en="write the smaller number first",
    help_ja="小さいほうを先に書きます",
)
NO_POINTS = Rule(
    id="S405",
    name="no-points",
    en="this gives no points",
    ja="これでは一点も動きません",
    help_en="give it points, or take the line away",
    help_ja="点数を書くか、この行を消します",
    severity="warning",
)
CUT = Rule(
    id="S406",
    name="award-above-cap",
    en="{points} points are never given in full: at most {cap} are let through",
    ja="{points} 点がそのまま入ることはありません。{cap} 点までに抑えられます",
    help_en="lower the points, or raise the cap",
    help_ja="点数を下げるか、上限を上げます",
    severity="warning",
)
OUT_OF_REACH = Rule(
    id="S407",
    name="score-out-of-reach",
    en="this is never true: `{score}` stays {range}",
    ja="これが成り立つことはありません。`{score}` は{range_ja}です",
    help_en="change the number, or what the score is kept at",
    help_ja="数を変えるか、スコアの範囲を変えます",
)
TWICE = Rule(
    id="S408",
    name="same-rule-twice",
    en="this rule stands here twice: both give points",
    ja="同じ規則が二つあります。両方が点を付けます",
    help_en="take one away, or add the points",
    help_ja="片方を消すか、点数を足して一つにします",
    severity="warning",
)
TWO_KEEPS = Rule(
    id="S409",
    name="second-scale",
    en="`{word}` stands here twice; a score has one",
    ja="`{word}` が二つあります。一つのスコアに一つだけです",
    help_en="keep one of them",
    help_ja="どちらか一つにします",
)

NOBODY_PASSES = Rule(
    id="S410",
    name="pass-mark-out-of-reach",
    en="nobody passes `{name}`: the mark is {mark}, and all items together are worth {most}",
    ja="`{name}` を満たせる人はいません。合格点は {mark} 点ですが、全項目でも {most} 点です",
    help_en="lower the mark, or give the items more points",
    help_ja="合格点を下げるか、項目の点を上げます",
)

CONTINUOUS = Rule(
    id="S411",
    name="points-in-business-time",
    en="`{word}` works at every moment, at night and on holidays too: it cannot count by `{every}`",
    ja="`{word}` は夜も休日も休まず点を減らすので、`{every}` では数えられません",
    help_en="count by `days` or `weeks`; `lose … points every … without activity` and `for …` take business time",
    help_ja="`days` か `weeks` で書きます。`lose … points every … without activity` と `for …` なら営業時間で数えられます",
)

NO_FADING = Rule(
    id="S414",
    name="fading-of-nothing",
    en="`fading 0 points` takes nothing away",
    ja="`fading 0 points` では、何も減りません",
    help_en="write how many points go each time, or leave `fading` away",
    help_ja="毎回減る点数を書くか、`fading` を外します",
)

RULES = (LEVEL, BELOW, SAME, KEEP, NO_POINTS, CUT, OUT_OF_REACH, TWICE, TWO_KEEPS, NOBODY_PASSES, CONTINUOUS, NO_FADING)

_ZERO = Decimal(0)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Levels can be reached, and points are what they seem."""
    heights = Heights(workspace.symbols, workspace.all(Give), workspace.all(SetScore))
    for score in workspace.each(Score):
        yield from _levels(score, heights.most(score))
        yield from _rules(score)
        yield from _single(score)
    for checklist in workspace.each(Checklist):
        yield from _mark(checklist)
    yield from _give(workspace)
    yield from _comparisons(workspace)


def _mark(checklist: Checklist) -> Iterator[Diagnostic]:
    """An item without `worth` counts one point."""
    items = [rule for rule in checklist.rules if isinstance(rule, ChecklistItem)]
    most = sum((Decimal(1) if item.points is None else max(item.points, _ZERO) for item in items), _ZERO)
    for rule in checklist.rules:
        if isinstance(rule, PassMark) and rule.points > most:
            yield NOBODY_PASSES.at(rule.span, name=checklist.name, mark=plain(rule.points), most=plain(most))


def _levels(score: Score, most: Decimal | None) -> Iterator[Diagnostic]:
    """most: the most points the score can have; None for no end."""
    low = floor_of(score)
    seen: dict[Decimal, Level] = {}
    for level in levels_of(score):
        if most is not None and level.at > most:
            yield LEVEL.at(level.name.span, name=level.name, at=plain(level.at), score=score.name, most=plain(most))
        elif low is not None and level.at < low:
            yield BELOW.at(level.name.span, name=level.name, score=score.name, least=plain(low))
        other = seen.setdefault(level.at, level)
        if other is not level:
            note = Related(other.span, "the other stands here", "もう一つはここです")
            yield SAME.at(level.name.span, name=level.name, other=other.name, at=plain(level.at), related=[note])


# ── rules ───────────────────────────────────────────────────────────────────────────────


def _rules(score: Score) -> Iterator[Diagnostic]:
    for node in walk(score):
        match node:
            case Keep(low=low, high=high) if low is not None and high is not None and low > high:
                yield KEEP.at(node.span, low=plain(low), high=plain(high))
            case PointsOn(points=points) | PointsWhile(points=points) if points == 0:
                yield NO_POINTS.at(node.span)
            case PerAmount(amount=amount) if amount <= 0:
                yield NO_POINTS.at(node.span)
            case Fading(points=points) if points <= 0:
                yield NO_FADING.at(node.span)
            case AtMostTimes(times=0):
                yield NO_POINTS.at(node.span)
            case AtMostPoints(points=points) if points <= 0:
                yield NO_POINTS.at(node.span)
            case Halving(every=every) | Fading(every=every) if every.unit.startswith("business"):
                yield CONTINUOUS.at(every.span, word="halve" if isinstance(node, Halving) else "fading", every=lasting(every))
            case PointsOn(points=points, limit=AtMostPoints(points=cap)) if points > cap:
                yield CUT.at(node.span, points=plain(points), cap=plain(cap))
            case Score(rules=rules) | ScoreGroup(rules=rules):
                yield from _capped(rules)
                yield from _twice(rules)
            case _:
                pass


def _capped(rules: tuple[ScoreRule, ...]) -> Iterator[Diagnostic]:
    """What takes points away makes room under a cap again."""
    if takes_away(rules):
        return
    caps = [rule for rule in rules if isinstance(rule, PointsCap)]
    for cap in caps:
        for rule in rules:
            if isinstance(rule, PointsOn) and rule.points > cap.points and not isinstance(rule.limit, AtMostPoints):
                note = Related(cap.span, "the cap stands here", "上限はここです")
                yield CUT.at(rule.span, points=plain(rule.points), cap=plain(cap.points), related=[note])


def _twice(rules: tuple[ScoreRule, ...]) -> Iterator[Diagnostic]:
    seen: list[Node] = []
    for rule in rules:
        if not isinstance(rule, PointsOn | PointsWhile | PointsOf):
            continue
        first = next((each for each in seen if each == rule), None)
        if first is not None:
            yield TWICE.at(rule.span, related=[Related(first.span, "the first stands here", "最初のものはここです")])
        seen.append(rule)


def _single(score: Score) -> Iterator[Diagnostic]:
    for kind, word in ((Keep, "keep"), (Halving, "halve")):
        found = [rule for rule in score.rules if isinstance(rule, kind)]
        for again in found[1:]:
            note = Related(found[0].span, "the first stands here", "最初のものはここです")
            yield TWO_KEEPS.at(again.span, word=word, related=[note])


def _give(workspace: Workspace) -> Iterator[Diagnostic]:
    for give in workspace.each(Give):
        if give.points == 0:
            yield NO_POINTS.at(give.span)


# ── comparisons ─────────────────────────────────────────────────────────────────────────


def _comparisons(workspace: Workspace) -> Iterator[Diagnostic]:
    for each in workspace.each(ScoreIs):
        score = workspace.symbols.score(each.score) if each.of == "lead" else None
        if score and _never(each.operator, each.points, floor_of(score), ceiling_of(score)):
            yield _out(each, score)
    for between in workspace.each(ScoreBetween):
        score = workspace.symbols.score(between.score) if between.of == "lead" else None
        if score is None:
            continue
        low, high = floor_of(score), ceiling_of(score)
        if (high is not None and between.low > high) or (low is not None and between.high < low):
            yield _out(between, score)


def _never(operator: str, points: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    above = high is not None and (points > high or (points == high and operator == ">"))
    below = low is not None and (points < low or (points == low and operator == "<"))
    return (above and operator in ("is", ">", ">=")) or (below and operator in ("is", "<", "<="))


def _out(node: ScoreIs | ScoreBetween, score: Score) -> Diagnostic:
    low, high = floor_of(score), ceiling_of(score)
    en = " and ".join(
        part for part in (f"at least {plain(low)}" if low is not None else "",
                          f"at most {plain(high)}" if high is not None else "") if part
    )  # fmt: skip
    ja = "、".join(
        part for part in (f"{plain(low)} 点以上" if low is not None else "",
                          f"{plain(high)} 点以下" if high is not None else "") if part
    )  # fmt: skip
    return OUT_OF_REACH.at(node.span, score=score.name, range=en, range_ja=ja)
