"""Conditions and patterns of the files, compiled: each condition into its `Cond`, each pattern into a number."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2s
from math import ceil, floor
from typing import Any

from engine.domain.events import Kind as EventKind
from engine.rules import conditions as c
from engine.rules.account_conditions import DidTogether, OfAccount, PointsTogether
from engine.rules.calendar import Window
from engine.rules.during import During, DuringDates
from engine.rules.filters import (
    FIELD_TESTS,
    ORDERS,
    Kinds,
    NotYet,
    Test,
    Timed,
    attribute_key,
    compile_matcher,
    compile_test,
    compile_timed,
    entry_key,
)
from engine.rules.places import Edge, Events
from engine.rules.program import Counter, EventType
from engine.rules.values import MAIL_FIELDS, Kind
from grammar import ast as g
from grammar.walk import walk

MAIL_EVENTS: Mapping[str, EventKind] = {
    "opened": EventKind.MAIL_OPENED,
    "clicked": EventKind.MAIL_CLICKED,
    "replied": EventKind.MAIL_REPLIED,
    "bounced": EventKind.MAIL_BOUNCED,
    "complained": EventKind.MAIL_COMPLAINED,
    "received": EventKind.MAIL_SENT,
}
_HANDOFF_FIELDS: Mapping[str, Kind] = {"team": "text", "reason": "text", "id": "text"}


def fingerprint(node: object) -> str:
    """A short name for what a piece of program says, wherever it stands."""
    return blake2s(repr(node).encode(), digest_size=8).hexdigest()


def rule_of(node: g.Node) -> str:
    """`file:line` of a piece of program."""
    return f"{node.span.file}:{node.span.line}"


@dataclass(slots=True)
class Patterns:
    """Numbers for patterns; the same pattern said twice has one number. counters: number -> by their keys what counts it."""

    known: dict[tuple[str, str], int] = field(default_factory=dict)
    by_type: dict[str, list[tuple[int, g.Condition | None]]] = field(default_factory=dict)
    counters: dict[int, dict[str, Counter]] = field(default_factory=dict)

    def number(self, event_type: str, where: g.Condition | None) -> int:
        """The number of a pattern."""
        key = (event_type, repr(where))
        if key not in self.known:
            self.known[key] = len(self.known)
            self.by_type.setdefault(event_type, []).append((self.known[key], where))
        return self.known[key]

    def count(self, event_type: str, where: g.Condition | None, times: int, by: tuple[str, ...] = ()) -> str:
        """The counter of a pattern that keeps at least so many of the newest moments, apart by the values of those fields."""
        counters = self.counters.setdefault(self.number(event_type, where), {})
        key = fingerprint((event_type, where, by) if by else (event_type, where))
        counters[key] = Counter(key, max(times, counters[key].keep if key in counters else 0), by)
        return key

    def of(self, pattern: g.Pattern) -> int:
        """The number of a pattern as written."""
        match pattern:
            case g.EventPattern(event=event, where=where):
                return self.number(str(event), where)
            case g.MailPattern(verb=verb, mail=mail, where=where):
                return self.number(MAIL_EVENTS[verb], mail_where(mail, where))
            case g.HandoffPattern(outcome=outcome, by=by):
                return self.number(f"handoff.{outcome}", _is("team", str(by)) if by else None)


def _is(name: str, text: str) -> g.Compare:
    return g.Compare(left=g.FieldRef(name=g.Name(name)), operator="is", right=g.Text(value=text))


def apart(where: g.Condition | None) -> tuple[g.Condition | None, tuple[g.Condition, ...]]:
    """What a filter asks alike for every run, and the parts that ask what a run's own entry said."""
    parts = () if where is None else tuple(_parts(where))
    free = tuple(part for part in parts if not _asks_entry(part))
    own = tuple(part for part in parts if _asks_entry(part))
    return (_joined(free) if free else None) if own else where, own


def _joined(parts: tuple[g.Condition, ...]) -> g.Condition:
    return parts[0] if len(parts) == 1 else g.And(parts=parts)


def _parts(where: g.Condition) -> Iterator[g.Condition]:
    if isinstance(where, g.And):
        for part in where.parts:
            yield from _parts(part)
    else:
        yield where


def _asks_entry(part: g.Condition) -> bool:
    return any(isinstance(one, g.EntryRef) for one in walk(part))


def is_plain(node: g.Condition) -> bool:
    """Whether it asks for attributes only, so that it becomes one generated function."""
    match node:
        case g.And(parts=parts) | g.AllOf(parts=parts) | g.Or(parts=parts) | g.AnyOf(parts=parts):
            return all(is_plain(part) for part in parts)
        case g.NoneOf(parts=parts) | g.AtLeastOf(parts=parts):
            return all(is_plain(part) for part in parts)
        case g.Not(part=part):
            return is_plain(part)
        case _:
            return isinstance(node, FIELD_TESTS)


def mail_where(mail: g.AnyMail | g.OneMail, where: g.Condition | None) -> g.Condition | None:
    """The filter on a mail's events: its template, and what is asked of them."""
    if isinstance(mail, g.AnyMail):
        return where
    this = _is("template", str(mail.name))
    return this if where is None else g.And(parts=(this, where))


@dataclass(slots=True)
class ConditionCompiler:
    """attributes: kinds by name. explicit_topics: those that ask for a double opt-in. levels: score -> level -> whole points."""

    attributes: Mapping[str, Kind]
    explicit_topics: frozenset[str]
    levels: Mapping[str, Mapping[str, int]]
    lists: Mapping[str, Mapping[str, Kind]] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, Kind]] = field(default_factory=dict)
    """The kinds of the fields of each event."""
    entry: Mapping[str, Kind] = field(default_factory=dict)
    """The fields of the events that start the scenario which is being compiled."""
    patterns: Patterns = field(default_factory=Patterns)
    of_account: dict[str, OfAccount] = field(default_factory=dict)
    """Every condition that is asked of an account, by its fingerprint."""

    def edge(self, node: g.Condition, place: g.Node) -> Edge:
        """A condition that fires when it turns true."""
        return Edge(fingerprint(node), rule_of(place), self.compile(node))

    def compile(self, node: g.Condition) -> c.Cond:
        """The compiled condition. Raises NotYet for what is not executed yet."""
        if is_plain(node):
            return self._attributes(node)
        match node:
            case g.And(parts=parts) | g.AllOf(parts=parts):
                return c.All(tuple(self.compile(part) for part in parts))
            case g.Or(parts=parts) | g.AnyOf(parts=parts):
                return c.AtLeast(1, tuple(self.compile(part) for part in parts))
            case g.NoneOf(parts=parts):
                return c.Negated(c.AtLeast(1, tuple(self.compile(part) for part in parts)))
            case g.AtLeastOf(count=count, parts=parts):
                return c.AtLeast(count, tuple(self.compile(part) for part in parts))
            case g.Not(part=part):
                return c.Negated(self.compile(part))
            case _:
                return self._leaf(node)

    def _attributes(self, node: g.Condition) -> c.Cond:
        return c.AttributesAre(compile_timed(node, Kinds(self.entry, self.attributes, of_entry=True)))

    def _leaf(self, node: g.Condition) -> c.Cond:
        match node:
            case g.ScoreIs() | g.ScoreBetween() | g.ScoreAgainst() | g.LevelIs():
                return self._points(node)
            case g.StageIs(stage=stage, operator=how):
                return c.StageIs(str(stage)) if how == "is" else c.Negated(c.StageIs(str(stage)))
            case g.DuringHours():
                return During(None)
            case g.DuringClock(opens=opens, closes=closes, days=days):
                return During(Window(opens, closes, days))
            case g.DuringDates(first=first, last=last):
                return DuringDates(first, last)
            case g.InStageFor(stage=stage, duration=duration):
                return c.InStageFor(str(stage), duration)
            case g.Has(ref=g.LeadRef() | g.AccountRef() as ref, where=where):
                return c.HasItem(attribute_key(ref), self.item_test(attribute_key(ref), where))
            case g.AccountDid(event=event, where=where, people=people, window=window):
                within = window.duration if isinstance(window, g.InLast) else None
                return self._asked_of_account(node, DidTogether(self.patterns.count(str(event), where, 1), people, within))
            case g.InSegment(segment=segment):
                return c.InSegment(str(segment))
            case g.PersonaIs(persona=persona, operator=how):
                return c.PersonaIs(str(persona)) if how == "is" else c.Negated(c.PersonaIs(str(persona)))
            case g.Passes(checklist=checklist):
                return c.PassesChecklist(str(checklist))
            case g.InScenario(scenario=scenario):
                return c.InScenario(str(scenario))
            case g.Tagged(tag=tag):
                return c.Tagged(tag)
            case g.Consents(topic=topic):
                return c.Consents(str(topic), str(topic) in self.explicit_topics)
            case g.Unsubscribed(topic=topic):
                return c.Unsubscribed(str(topic) if topic else "")
            case g.NoActivityFor(duration=duration):
                return c.Inactive(duration)
            case g.HandoffWas(outcome=outcome, by=by):
                return c.HandoffWas(outcome, str(by) if by else "")
            case g.MailHappened(verb=verb, mail=mail, where=where, at_least=times, window=window):
                return self._happened(MAIL_EVENTS[verb], mail_where(mail, where), times or 1, window)
            case g.EventHappened(event=event, where=where, at_least=times, window=window):
                return self._happened(str(event), where, times or 1, window)
            case _:
                raise NotYet(type(node).__name__)

    def item_test(self, name: str, where: g.Condition) -> Timed:
        """A filter on the items of a list attribute, which may ask for values of the entering event too."""
        return compile_timed(where, self._beside(self.lists.get(name, {})))

    def _beside(self, fields: Mapping[str, Kind]) -> Kinds:
        """Fields of an item or an event, and beside the attributes the values of the entering event."""
        return Kinds(fields, {**self.attributes, **{entry_key(field): kind for field, kind in self.entry.items()}})

    def events(self, patterns: Iterable[g.Pattern]) -> Events:
        """What a run listens for: a part of a filter that names what the entry said is tested for each run."""
        plain: list[int] = []
        asking: list[tuple[int, Test]] = []
        for pattern in patterns:
            free, own = (None, ()) if isinstance(pattern, g.HandoffPattern) else apart(pattern.where)
            if isinstance(pattern, g.HandoffPattern) or not own:
                plain.append(self.patterns.of(pattern))
                continue
            test = compile_test(_joined(own), self._beside(self._fields_of(pattern)))
            asking.append((self.patterns.of(g.changed(pattern, where=free)), test))
        return Events(frozenset(plain), tuple(asking))

    def _fields_of(self, pattern: g.EventPattern | g.MailPattern) -> Mapping[str, Kind]:
        return self.fields.get(str(pattern.event), {}) if isinstance(pattern, g.EventPattern) else MAIL_FIELDS

    def _happened(self, kind: str, where: g.Condition | None, times: int, window: g.LookBack | None) -> c.Cond:
        free, own = apart(where)
        pairs = [_same_as_entry(part) for part in own]
        counter = self.patterns.count(kind, free, times, tuple(field for field, _ in pairs))
        by = tuple(said for _, said in pairs)
        match window:
            case g.InLast(duration=duration):
                return c.Happened(counter, times, duration, by=by)
            case g.SinceEntry():
                return c.Happened(counter, times, since_entry=True, by=by)
            case None:
                return c.Happened(counter, times, by=by)

    def _points(self, node: g.ScoreIs | g.ScoreBetween | g.ScoreAgainst | g.LevelIs) -> c.Cond:
        match node:
            case g.LevelIs(score=score, operator="is", level=level):
                return self._level_is(str(score), str(level))
            case g.LevelIs(score=score, operator="is not", level=level):
                return c.Negated(self._level_is(str(score), str(level)))
            case g.LevelIs(score=score, operator=how, level=level):
                return self._level_order(str(score), how, str(level))
            case g.ScoreIs(of="lead", score=score, operator=how, points=points):
                return _points_are(str(score), how, points)
            case g.ScoreBetween(of="lead", score=score, low=low, high=high):
                return c.All((_points_are(str(score), ">=", low), _points_are(str(score), "<=", high)))
            case g.ScoreAgainst(of="lead", score=score, operator=how, other=other):
                return c.PointsAgainst(str(score), ORDERS[how], str(other))
            case g.ScoreIs(score=score, operator=how, points=points):
                return self._asked_of_account(node, PointsTogether(str(score), ORDERS[how], int(points)))
            case g.ScoreBetween(score=score, low=low, high=high):
                bounds = PointsTogether(str(score), ORDERS[">="], int(low)), PointsTogether(str(score), ORDERS["<="], int(high))
                return c.All(tuple(self._asked_of_account((node, side), bound) for side, bound in enumerate(bounds)))
            case g.ScoreAgainst(score=score, operator=how, other=other):
                return self._asked_of_account(node, PointsTogether(str(score), ORDERS[how], other=str(other)))

    def _asked_of_account(self, said: object, condition: OfAccount) -> c.Cond:
        """The account answers; the lead knows what it was told."""
        key = fingerprint(said)
        self.of_account[key] = condition
        return c.OfAccountIs(key)

    def _level_is(self, score: str, level: str) -> c.Cond:
        bottom = self.levels[score][level]
        above = [points for points in self.levels[score].values() if points > bottom]
        reached = _points_are(score, ">=", bottom)
        return c.All((reached, _points_are(score, "<", min(above)))) if above else reached

    def _level_order(self, score: str, how: str, level: str) -> c.Cond:
        """`> hot` is a level above hot; `<= hot` the opposite."""
        bottom = self.levels[score][level]
        if how in (">=", "<"):
            return _points_are(score, how, bottom)
        above = [points for points in self.levels[score].values() if points > bottom]
        beyond = _points_are(score, ">=", min(above)) if above else c.AtLeast(1, ())
        return beyond if how == ">" else c.Negated(beyond)


def _same_as_entry(part: g.Condition) -> tuple[str, str]:
    """`FIELD is entry.NAME` as (field, name). Raises NotYet for any other part; the checker says it first."""
    match part:
        case g.Compare(left=g.FieldRef(name=field), operator="is", right=g.EntryRef(name=name)):
            return str(field), str(name)
        case _:
            raise NotYet("a count by something else than equal values")


def _points_are(score: str, how: str, said: Decimal | int) -> c.Cond:
    """Points are compared as they are shown, which is whole; the numbers below which a fading score changes the truth."""
    if how in ("is", "is not") and said != int(said):
        never = c.AtLeast(1, ())
        return never if how == "is" else c.Negated(never)
    points = ceil(said) if how in (">=", "<") else floor(said)
    falls = {">=": (points,), "<": (points,), ">": (points + 1,), "<=": (points + 1,)}.get(how, (points, points + 1))
    return c.PointsAre(score, ORDERS[how], points, falls)


def event_types(patterns: Patterns, declared: Mapping[str, Mapping[str, Kind]], attributes: Mapping[str, Kind]) -> dict[str, EventType]:
    """An event type for each that is declared or asked for."""
    types: dict[str, EventType] = {}
    for name in {*declared, *patterns.by_type}:
        kinds = declared.get(name) or _engine_fields(name)
        types[name] = EventType(name, kinds, compile_matcher(patterns.by_type.get(name, []), Kinds(kinds, attributes)))
    return types


def _engine_fields(name: str) -> Mapping[str, Any]:
    if name.startswith("mail."):
        return MAIL_FIELDS
    return _HANDOFF_FIELDS if name.startswith("handoff.") else {}
