"""A score's rules: awards by pattern, points while a condition holds, caps, losses and levels."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engine.rules import program as p
from engine.rules.compile_conditions import ConditionCompiler, fingerprint, is_plain, rule_of
from engine.rules.compile_parts import exact
from engine.rules.conditions import All
from grammar import ast as g


@dataclass(slots=True)
class ScoreCompiler:
    """awards: pattern number -> its awards, of all scores. numbers: for the awards of all scores, in the order of writing."""

    conditions: ConditionCompiler
    name: str
    awards: dict[int, list[p.Award]]
    numbers: Iterator[int]
    bonuses: list[p.Bonus] = field(default_factory=list)
    levels: list[p.Level] = field(default_factory=list)
    limits: list[p.Limit] = field(default_factory=list)
    losses: list[p.Loss] = field(default_factory=list)
    keep: g.Keep = field(default_factory=g.Keep)
    halves: int = 0

    def compile(self, score: g.Score) -> p.Score:
        """The score. Raises NotYet for what is not executed yet."""
        self._rules(score.rules, None, ())
        low, high = self.keep.low, self.keep.high
        return p.Score(
            name=self.name,
            rule=rule_of(score),
            bonuses=tuple(self.bonuses),
            levels=tuple(sorted(self.levels, key=lambda level: level.points)),
            limits=tuple(self.limits),
            losses=tuple(self.losses),
            halves=self.halves,
            low=int(low * 100) if low is not None else None,
            high=int(high * 100) if high is not None else None,
        )

    def _rules(self, rules: tuple[g.ScoreRule, ...], condition: g.Condition | None, limits: tuple[p.Limit, ...]) -> None:
        """condition, limits: of the groups these rules stand in, the inmost first."""
        for rule in rules:
            match rule:
                case g.PointsOn():
                    self._award(rule, condition, limits)
                case g.PointsWhile(condition=own, points=points):
                    held = self.conditions.compile(own)
                    holds = held if condition is None else All((self.conditions.compile(condition), held))
                    self.bonuses.append(p.Bonus(rule_of(rule), holds, int(points * 100), limits=_ceilings(limits)))
                case g.PointsOf(score=other):
                    always = All(()) if condition is None else self.conditions.compile(condition)
                    self.bonuses.append(p.Bonus(rule_of(rule), always, 0, str(other), _ceilings(limits)))
                case g.ScoreGroup():
                    self._group(rule, condition, limits)
                case g.PointsCap() if condition is None and not limits:
                    self.limits.append(_cap("score", rule))
                case g.Loss(points=points, every=every):
                    self.losses.append(p.Loss(rule_of(rule), int(points * 100), every))
                case g.Halving(every=every):
                    self.halves = exact(every)
                case g.Keep():
                    self.keep = rule
                case g.Level(name=level, at=at):
                    self.levels.append(p.Level(str(level), int(at * 100), rule_of(rule)))
                case g.PointsCap():
                    pass

    def _group(self, group: g.ScoreGroup, condition: g.Condition | None, limits: tuple[p.Limit, ...]) -> None:
        key = f"group/{group.name}"
        caps = tuple(_cap(key, rule) for rule in group.rules if isinstance(rule, g.PointsCap))
        both = [one for one in (condition, group.condition) if one is not None]
        inner = None if not both else both[0] if len(both) == 1 else g.And(parts=tuple(both))
        inside = tuple(rule for rule in group.rules if not isinstance(rule, g.PointsCap))
        self._rules(inside, inner, (*caps, *limits))

    def _award(self, rule: g.PointsOn, condition: g.Condition | None, limits: tuple[p.Limit, ...]) -> None:
        """One award for all its patterns: an event that matches two of them counts once."""
        key = fingerprint(rule)
        match rule.limit:
            case None:
                own: tuple[p.Limit, ...] = ()
            case g.Once():
                own = (p.Limit(key, times=1),)
            case g.AtMostTimes(times=times, per=per):
                own = (p.Limit(key, times=times, period=per or ""),)
            case g.AtMostPoints(points=points, per=per):
                own = (p.Limit(key, points=int(points * 100), period=per or ""),)
        lasts: g.Duration | None = None
        fades = 0
        match rule.fade:
            case g.Expiring(after=lasts):
                pass
            case g.Fading(points=step, every=every):
                fades = int(abs(rule.points) / step * exact(every))
            case None:
                pass
        within = condition if _is_filter(condition, rule) else None
        gate = self.conditions.compile(condition) if condition is not None and within is None else None
        of, each = (str(rule.per.field), float(rule.per.amount)) if rule.per is not None else ("", 0.0)
        plain = p.Award(rule_of(rule), self.name, int(rule.points * 100), (*own, *limits), lasts, fades, gate, of, each)
        award = replace(plain, number=next(self.numbers))
        numbers = {self.conditions.patterns.of(_under(pattern, within)) for pattern in rule.patterns}
        for number in sorted(numbers):
            self.awards.setdefault(number, []).append(award)


def _cap(key: str, rule: g.PointsCap) -> p.Limit:
    return p.Limit(f"{key}/{rule.per}", points=int(rule.points * 100), period=rule.per or "")


def _ceilings(limits: tuple[p.Limit, ...]) -> tuple[p.Limit, ...]:
    """Those in all: points while a condition holds have no day on which they were given."""
    return tuple(limit for limit in limits if not limit.period)


def _under(pattern: g.Pattern, condition: g.Condition | None) -> g.Pattern:
    """The pattern with a condition on attributes: it is looked at when the event happens."""
    if condition is None or isinstance(pattern, g.HandoffPattern):
        return pattern
    return g.changed(pattern, where=condition if pattern.where is None else g.And(parts=(pattern.where, condition)))


def _is_filter(condition: g.Condition | None, rule: g.PointsOn) -> bool:
    """Whether the condition of its groups can stand in the filter of each of its patterns: it asks for attributes only."""
    return condition is not None and is_plain(condition) and not any(isinstance(one, g.HandoffPattern) for one in rule.patterns)
