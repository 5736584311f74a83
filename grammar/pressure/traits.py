"""What stays so of a lead while mails are on their way: its attributes and the arms it drew.

Conditions are taken apart into alternatives of plain tests. What may change meanwhile (scores, tags, stages, what has happened) is
left out, so that two conditions are only called incompatible when no lead fulfils both.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from grammar.ast import (
    AccountRef,
    AddTo,
    AllOf,
    And,
    AnyOf,
    Attribute,
    Between,
    Compare,
    Condition,
    DateValue,
    InSegment,
    IsEmpty,
    IsIn,
    IsNotEmpty,
    IsNotIn,
    LeadRef,
    NoneOf,
    Not,
    Number,
    OneOf,
    Or,
    Persona,
    PersonaIs,
    Segment,
    SetAttribute,
    Text,
    TextTest,
    Value,
    YesNo,
)
from grammar.model import Workspace

MOST = 8
"""Alternatives of one condition; of more than these nothing is said."""

Place = tuple[str, str]
"""("lead", attribute), ("account", attribute) or ("split", name)."""
Plain = Compare | Between | IsEmpty | IsNotEmpty | IsIn | IsNotIn | TextTest


class Trait(NamedTuple):
    """A test that holds, or does not. what: the arm of a split, or a test of an attribute as `Reader.tests` has it."""

    place: Place
    what: str
    holds: bool = True


Traits = frozenset[Trait]
Alternatives = Sequence[Traits]
ANYBODY: Traits = frozenset()
FREE: Alternatives = (ANYBODY,)


class Reader:
    """Takes the conditions of one workspace apart."""

    def __init__(self, workspace: Workspace) -> None:
        self.segments = {each.name.key: each for each in workspace.declarations if isinstance(each, Segment)}
        self.personas = [each for each in workspace.declarations if isinstance(each, Persona)]
        changes: list[SetAttribute | AddTo] = [*workspace.all(SetAttribute), *workspace.all(AddTo)]
        self.changing = {_place(each.target) for each in changes}
        self.types: dict[Place, Attribute] = {(each.of, each.name.key): each for each in workspace.all(Attribute)}
        self.tests: dict[str, Plain] = {}
        self._read: dict[tuple[int, bool], tuple[Condition, Alternatives]] = {}
        self._values: dict[tuple[Place, Traits], Hashable] = {}
        self._possible: dict[Traits, bool] = {}
        self._depth = 0

    def persona(self, name: str) -> Alternatives:
        """Of the leads that are of a persona: its condition, and none of those before it. An empty name: of none."""
        parts: list[tuple[Condition, bool]] = []
        for each in self.personas:
            if each.name.key == name:
                return self._joined([(each.condition, True), *parts])
            parts.append((each.condition, False))
        return self._joined(parts)

    def alternatives(self, condition: Condition | None, *, holds: bool = True) -> Alternatives:
        """The sets of traits of which one must be so; none at all if nobody fulfils it."""
        if condition is None or self._depth > 20:
            return FREE
        known = self._read.get((id(condition), holds))
        if known is not None:
            return known[1]
        self._depth += 1
        found = self._alternatives(condition, holds=holds)
        self._depth -= 1
        found = FREE if len(found) > MOST else found
        self._read[id(condition), holds] = condition, found  # kept, so that no other condition gets its number
        return found

    def _alternatives(self, condition: Condition, *, holds: bool) -> Alternatives:
        match condition:
            case Not(part=part):
                return self.alternatives(part, holds=not holds)
            case NoneOf(parts=parts):
                return self._several(parts, holds=False, joined=holds)
            case And(parts=parts) | AllOf(parts=parts):
                return self._several(parts, holds=holds, joined=holds)
            case Or(parts=parts) | AnyOf(parts=parts):
                return self._several(parts, holds=holds, joined=not holds)
            case InSegment(segment=name) if name.key in self.segments:
                return self.alternatives(self.segments[name.key].condition, holds=holds)
            case PersonaIs(persona=name, operator=operator):
                return self.persona(name.key) if (operator == "is") is holds else FREE
            case Compare() | Between() | IsEmpty() | IsNotEmpty() | IsIn() | IsNotIn() | TextTest():
                place = self._standing(condition)
                return FREE if place is None else (frozenset([self.trait(place, condition, holds=holds)]),)
            case _:
                return FREE

    def _several(self, parts: Iterable[Condition], *, holds: bool, joined: bool) -> Alternatives:
        told = [(part, holds) for part in parts]
        return self._joined(told) if joined else [one for part, is_so in told for one in self.alternatives(part, holds=is_so)]

    def _joined(self, parts: Iterable[tuple[Condition, bool]]) -> Alternatives:
        found: Alternatives = FREE
        for part, holds in parts:
            found = self.met(found, self.alternatives(part, holds=holds))
            if len(found) > MOST:
                return FREE
        return found

    def met(self, these: Alternatives, those: Alternatives) -> Alternatives:
        """What is so where one of each is; those that no lead can be are left out."""
        if those is FREE:
            return these
        sums = dict.fromkeys(one | other for one, other in product(these, those))
        return [each for each in sums if self.is_possible(each)]

    def trait(self, place: Place, test: Plain, *, holds: bool = True) -> Trait:
        """A test that holds there, or does not."""
        name = repr(test)
        self.tests[name] = test
        return Trait(place, name, holds)

    def is_possible(self, traits: Traits) -> bool:
        """Whether some lead may have them all."""
        known = self._possible.get(traits)
        if known is None:
            places = {trait.place for trait in traits}
            known = all(self.value(place, traits) is not NOBODY or self._is_open(place, traits) for place in places)
            self._possible[traits] = known
        return known

    def _is_open(self, place: Place, traits: Traits) -> bool:
        """Of texts that are compared by their parts a fitting one may be there though it was not thought of."""
        type_ = self.types.get(place)
        listed = type_ is not None and isinstance(type_.type, OneOf)
        return not listed and any(isinstance(self.tests.get(trait.what), TextTest) for trait in traits if trait.place == place)

    def value(self, place: Place, traits: Traits) -> Hashable:
        """A value that fits; None: no value at all; `NOBODY` if there is none."""
        own = frozenset(trait for trait in traits if trait.place == place)
        if (place, own) not in self._values:
            self._values[place, own] = self._value(place, own)
        return self._values[place, own]

    def _value(self, place: Place, own: Traits) -> Hashable:
        if place[0] == "split":
            arms = {trait.what for trait in own}
            return arms.pop() if len(arms) == 1 else NOBODY
        return fitting(self.types.get(place), [(self.tests[trait.what], trait.holds) for trait in sorted(own)])

    def _standing(self, test: Plain) -> Place | None:
        """What a test is about, if the test can be read by itself and its attribute is changed by no scenario."""
        ref = test.left if isinstance(test, Compare) else test.ref
        if not isinstance(ref, LeadRef | AccountRef) or _place(ref) in self.changing:
            return None
        return _place(ref) if is_readable(test) else None


def is_readable(test: Plain) -> bool:
    """Whether it compares with plain values alone."""
    return all(isinstance(value, Text | Number | YesNo | DateValue) for value in _values(test))


def _place(ref: object) -> Place:
    kind = "account" if isinstance(ref, AccountRef) else "lead"
    return kind, getattr(ref, "name").key  # noqa: B009 - every reference of a lead or an account has one


def _values(test: Plain) -> list[object]:
    match test:
        case Compare(right=right):
            return [right]
        case Between(low=low, high=high):
            return [low, high]
        case IsIn(values=values) | IsNotIn(values=values):
            return list(values)
        case TextTest(text=text):
            return [text]
        case _:
            return []


# ── values ──────────────────────────────────────────────────────────────────────────────


class _Nobody:
    """Stands where no value fits."""


NOBODY = _Nobody()


def fitting(attribute: Attribute | None, tests: Sequence[tuple[Plain, bool]]) -> Hashable:
    """A value of which each test holds, or does not, the plainest; None: no value at all; `NOBODY` if there is none."""
    thinkable = _thinkable(attribute, [test for test, _ in tests])
    return next((value for value in thinkable if all(_holds(test, value) is holds for test, holds in tests)), NOBODY)


def _thinkable(attribute: Attribute | None, tests: Sequence[Plain]) -> Iterator[Hashable]:
    """Every value that could make a difference, a missing one first: whom nothing is asked of has nothing."""
    said = [_plain(value) for test in tests for value in _values(test)]
    yield None
    if attribute is not None and isinstance(attribute.type, OneOf):
        yield from (_plain(value) for value in attribute.type.values)
        return
    for value in said:
        yield from _around(value)
    texts = [value for value in said if isinstance(value, str)]
    yield from ("".join(texts), "".join(reversed(texts)), "-", True, False, Decimal(0))


def _around(value: Hashable) -> Iterator[Hashable]:
    yield value
    match value:
        case Decimal():
            yield from (value - 1, value + 1, value + Decimal("0.5"))
        case date():
            yield from (value - timedelta(1), value + timedelta(1))


def _holds(test: Plain, value: Hashable) -> bool:
    """A missing value makes every comparison false."""
    if value is None or isinstance(test, IsEmpty | IsNotEmpty):
        return isinstance(test, IsEmpty) is (value is None) and isinstance(test, IsEmpty | IsNotEmpty)
    match test:
        case Compare(operator=operator, right=right):
            return _compared(value, operator, _plain(right))
        case Between(low=low, high=high):
            return _compared(value, ">=", _plain(low)) and _compared(value, "<=", _plain(high))
        case IsIn(values=values):
            return value in map(_plain, values)
        case IsNotIn(values=values):
            return value not in map(_plain, values)
        case TextTest(operator=operator, text=Text(value=text)):
            return isinstance(value, str) and _TEXTS[operator](value, text)
        case _:
            return False


_TEXTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda value, text: text in value,
    "starts with": str.startswith,
    "ends with": str.endswith,
    "matches": lambda value, text: value in text.split("|"),
}


def _compared(value: Hashable, operator: str, other: Hashable) -> bool:
    if operator in ("is", "is not"):
        return (value == other) is (operator == "is")
    if type(value) is not type(other) or not isinstance(value, Decimal | date):
        return False
    less, equal = value < other, value == other  # type: ignore[operator]
    return {"<": less, "<=": less or equal, ">": not less and not equal, ">=": not less}[operator]


def _plain(value: object) -> Hashable:
    match value:
        case Text(value=said) | Number(value=said) | YesNo(value=said) | DateValue(value=said):
            return said
        case _:
            return repr(value)


def spelled(value: Hashable) -> Value | None:
    """The value as the language writes it; None where there is none to write."""
    match value:
        case bool():
            return YesNo(value)
        case Decimal():
            return Number(value)
        case date():
            return DateValue(value)
        case str():
            return Text(value)
        case _:
            return None
