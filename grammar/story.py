"""Tells a test line by line, as a witness of a finding. It is spelled from the tree, so it can always be read again."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Self

from grammar.expectations import ByDay, DayMoment, Expectation
from grammar.source import Name, Span
from grammar.spell_tests import test
from grammar.timelines import Expect, Given, Play, StartAt, Test, TestAct, TestItem, Trait
from grammar.values import Assignment, Value
from grammar.witness import Demand, Witness
from grammar.writer import Writer


class Story:
    """A test that is being told. Lines stand in the order in which they are told, which is the order of time."""

    def __init__(self, title: str, *, scenario: str = "", start: tuple[date, time] | None = None) -> None:
        self.title = title
        self.scenario = Name(scenario) if scenario else None
        self.items: list[TestItem] = [StartAt(*start)] if start else []

    def given(self, lead: str, values: Mapping[str, Value] | None = None, traits: Iterable[Trait] = ()) -> Self:
        """A lead as it is at the start."""
        self.items.append(Given(Name(lead), assigned(values or {}), tuple(traits)))
        return self

    def play(self, at: tuple[int, time | None], subject: str, act: TestAct) -> Self:
        """Something happens on a day, counted from 0."""
        self.items.append(Play(DayMoment(*at), Name(subject), act))
        return self

    def expect(self, expectation: Expectation, at: tuple[int, time | None] | None = None, *, by: bool = False) -> Self:
        """What must be so then; by: or before. Without a moment, after the last one above."""
        moment = None if at is None else ByDay(*at) if by else DayMoment(*at)
        self.items.append(Expect(expectation, moment))
        return self

    def text(self) -> str:
        """The whole declaration, ending in one line break."""
        return spelled(Test(self.title, tuple(self.items), self.scenario))

    def witness(self, *, reaches: Iterable[Span] = (), misses: Iterable[Span] = (), demand: Demand | None = None) -> Witness:
        """What a finding carries."""
        return Witness(self.text(), tuple(reaches), tuple(misses), demand)


def assigned(values: Mapping[str, Value]) -> tuple[Assignment, ...]:
    """`業種 = "IT", 予算 = yes`."""
    return tuple(Assignment(Name(name), value) for name, value in values.items())


def spelled(told: Test) -> str:
    """A test as it is laid out."""
    writer = Writer()
    test(writer, told)
    return writer.text()
