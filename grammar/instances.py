"""A lead for whom conditions hold, as a test gives it: findings show whom they are about.

Nothing is promised: whatever needs more than a few words (an account, a handoff, a history of mails) is not shown at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from grammar.ast import (
    Attribute,
    Condition,
    Consents,
    DateTimeValue,
    DateValue,
    Does,
    EventHappened,
    GivenConsent,
    GivenPoints,
    GivenStage,
    GivenTag,
    InSegment,
    InStageFor,
    Name,
    NoActivityFor,
    Number,
    Passes,
    PersonaIs,
    PlainType,
    SinceEntry,
    Tagged,
    TestAct,
    Text,
    TextTest,
    Trait,
    Unsubscribed,
    Unsubscribes,
    Value,
    YesNo,
)
from grammar.atoms import declared
from grammar.box import Box
from grammar.domains import EMPTY, Domain, Fact, Interval, Range, Some
from grammar.entailment import fits
from grammar.logic import judged
from grammar.paths import minutes
from grammar.search import Goal
from grammar.shapes import shape_of_field
from grammar.story import assigned

START = date(2026, 11, 2), time(9)
"""A Monday morning."""

_DAY = 1440
_NEAR = {"date": Decimal(START[0].toordinal()), "datetime": Decimal(START[0].toordinal() * _DAY + 540)}
_MOST = 9
"""So many events are played one by one."""


@dataclass(slots=True)
class Shown:
    """values, traits: of the lead at the start; acts: what it does then; entry: what the entering event says; days: until it enters."""

    values: dict[str, Value] = field(default_factory=dict)
    traits: list[Trait] = field(default_factory=list)
    acts: list[TestAct] = field(default_factory=list)
    entry: dict[str, Value] = field(default_factory=dict)
    days: int = 0


def shown(box: Box) -> Shown | None:
    """The lead of a box; None where it would take more than this knows to tell."""
    lead = Shown()
    facts = all(_fact(lead, fact, domain, box) for fact, domain in box.domains.items())
    told = facts and all(_told(lead, condition, box) for condition, holds in box.told.items() if holds)
    return lead if told else None


def _fact(lead: Shown, fact: Fact, domain: Domain, box: Box) -> bool:
    match fact:
        case Fact(kind="value", what=(str(of), str(name))):
            return _value(lead, fact, domain, box) if of in ("LeadRef", "EntryRef") else _may_be_missing(domain)
        case Fact(kind="score", what=str(name)):
            number = _number(domain, whole=True)
            lead.traits += [GivenPoints(number, _named(box, "score", name))] if number else []
            return number is not None
        case Fact(kind="stage"):
            return _stage(lead, domain, box)
        case Fact(kind="persona"):
            return True  # its condition is among the facts
        case _:
            return isinstance(domain, Some) and domain.others


def _stage(lead: Shown, domain: Domain, box: Box) -> bool:
    stages = [each.name for each in box.symbols.stages]
    fitting = (name for name in stages if isinstance(domain, Some) and (name.key in domain.values) is not domain.others)
    found = next(fitting, None)
    lead.traits += [GivenStage(found)] if found is not None else []
    return found is not None


def _named(box: Box, kind: str, name: str) -> Name:
    found = box.symbols.find("score", name) if kind == "score" else None
    return found.name if found else Name(name)


# ── what holds besides ──────────────────────────────────────────────────────────────────


def _told(lead: Shown, condition: Condition, box: Box) -> bool:
    match condition:
        case Tagged(tag=tag):
            lead.traits.append(GivenTag(tag))
        case Consents(topic=topic):
            lead.traits.append(GivenConsent(topic))
        case Unsubscribed(topic=topic):
            lead.acts.append(Unsubscribes(topic))
        case NoActivityFor(duration=duration) | InStageFor(duration=duration):
            lead.days = max(lead.days, minutes(duration) // _DAY + 4)
        case EventHappened(window=SinceEntry()):
            return False
        case EventHappened(event=event, where=where, at_least=times):
            does = _event(str(event), where, box)
            lead.acts += [does] * min(times or 1, _MOST) if does is not None else []
            return does is not None
        case TextTest() | InSegment() | PersonaIs() | Passes():
            pass  # what they stand for is among the facts
        case _:
            return False
    return True


def _event(event: str, where: Condition | None, box: Box) -> Does | None:
    """With the fields that the filter asks for, and those that every such event has."""
    verdict = judged([] if where is None else [Goal(where)], box.symbols)
    if verdict.lead is None:
        return None
    values = fields_of(event, verdict.lead, "FieldRef")
    from_filter = {name: value for name, value in values.items() if value is not None}
    return Does(Name(event), assigned(from_filter)) if len(from_filter) == len(values) else None


def fields_of(event: str, box: Box, of: str) -> dict[str, Value | None]:
    """The fields of an event as a box asks for them; None for one that is needed and cannot be told."""
    known = box.symbols.event(event)
    said = {fact.what: domain for fact, domain in box.domains.items() if fact.kind == "value" and not fact.family}
    found: dict[str, Value | None] = {}
    for each in known.fields if known is not None else ():
        shape = shape_of_field(each)
        domain = said.get((of, each.name.key))
        if domain is None and each.optional:
            continue
        plain = Text(shape.choices[0]) if shape.choices and shape.kind == "text" else _plain(shape.kind)
        found[str(each.name)] = plain if domain is None else picked(domain, ())
    return found


def _plain(kind: str) -> Value:
    match kind:
        case "number":
            return Number(Decimal(1))
        case "yesno":
            return YesNo(value=True)
        case "date":
            return DateValue(START[0])
        case "datetime":
            return DateTimeValue(*START)
        case _:
            return Text("x")


# ── values ──────────────────────────────────────────────────────────────────────────────


def _value(lead: Shown, fact: Fact, domain: Domain, box: Box) -> bool:
    of, name = fact.what if isinstance(fact.what, tuple) else ("", "")
    attribute = declared(fact, box.symbols)
    if fact.family:
        return _on_line(lead, fact.family, domain, str(name), attribute)
    if _may_be_missing(domain) or str(name) in lead.values:
        return True
    tests = [(test, so) for test, so in box.told.items() if isinstance(test, TextTest) and test.ref.name.key == name]
    value = picked(domain, tests, attribute)
    if value is not None:
        (lead.values if of == "LeadRef" else lead.entry)[str(attribute.name if attribute else name)] = value
    return value is not None


def _may_be_missing(domain: Domain) -> bool:
    return domain.missing if isinstance(domain, Range) else (EMPTY in domain.values) is not domain.others


def _on_line(lead: Shown, line: str, domain: Domain, name: str, attribute: Attribute | None) -> bool:
    """A day counted from today, or a moment counted from now, as it is at the start."""
    number = _number(domain, whole=True)
    if _may_be_missing(domain):
        return True
    if number is None or attribute is None or line not in ("from today", "from now by day"):
        return False
    day = START[0] + timedelta(days=int(number))
    value = DateValue(day) if line == "from today" else DateTimeValue(day, START[1])
    return lead.values.setdefault(str(attribute.name), value) == value


def picked(domain: Domain, tests: Sequence[tuple[TextTest, bool]], attribute: Attribute | None = None) -> Value | None:
    """A plain value of a domain that passes the tests; None if none is found."""
    if isinstance(domain, Range):
        kind = attribute.type.kind if attribute is not None and isinstance(attribute.type, PlainType) else "number"
        number = _number(domain, whole=kind != "number", near=_NEAR.get(kind, Decimal(0)))
        return None if number is None else _of_kind(number, kind)
    for value in _texts(domain, tests):
        if isinstance(value, bool):
            return YesNo(value=value)
        if isinstance(value, str) and all(fits(value, test) is so for test, so in tests):
            return Text(value)
    return None


def _of_kind(number: Decimal, kind: str) -> Value:
    match kind:
        case "date":
            return DateValue(date.fromordinal(int(number)))
        case "datetime":
            moment = datetime.fromordinal(int(number) // _DAY) + timedelta(minutes=int(number) % _DAY)
            return DateTimeValue(moment.date(), moment.time())
        case _:
            return Number(number)


def _texts(domain: Some, tests: Iterable[tuple[TextTest, bool]]) -> Iterator[object]:
    if not domain.others:
        yield from sorted((value for value in domain.values if value not in (EMPTY, "")), key=str)
        return
    words = [test.text.value for test, so in tests if so and isinstance(test.text, Text)]
    candidates = [*words, "".join(words), "".join(reversed(words)), "部長", "ほか"]
    yield from (each for each in candidates if each and each not in domain.values)


def _number(domain: Domain, *, whole: bool, near: Decimal = Decimal(0)) -> Decimal | None:
    parts = domain.parts if isinstance(domain, Range) else ()
    found = (number for part in parts for number in _within(part.rounded() if whole else part, near))
    return next(found, None)


def _within(part: Interval, near: Decimal) -> Iterator[Decimal]:
    """The plainest number of an interval: at its ends, or near something where it has none."""
    one = Decimal(1)
    candidates = [near] if part.low is None and part.high is None else []
    candidates += [part.low, part.low + one] if part.low is not None else []
    candidates += [part.high, part.high - one] if part.high is not None else []
    if part.low is not None and part.high is not None:
        candidates.append((part.low + part.high) / 2)
    yield from (each for each in candidates if _holds(part, each))


def _holds(part: Interval, number: Decimal) -> bool:
    above = part.low is None or number > part.low or (number == part.low and not part.low_open)
    return above and (part.high is None or number < part.high or (number == part.high and not part.high_open))
