"""Conditions on an account, asked where all its people are known. Its leads are told the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.domain.accounts import Person
from engine.domain.instants import Instant
from engine.rules.calendar import Calendar, after
from grammar.ast import Duration


@dataclass(frozen=True, slots=True)
class People:
    """The people of one account at one moment, by the zone and calendar of the workspace."""

    people: Mapping[str, Person]
    moment: Instant
    zone: str
    calendar: Calendar

    def points(self, score: str) -> int:
        """The points of all, together."""
        return sum(one.share.points.get(score, 0) for one in self.people.values())


class OfAccount(Protocol):
    """A condition on an account. next_change: a lower bound of when time alone changes it; None: it does not."""

    def holds(self, people: People) -> bool: ...
    def next_change(self, people: People) -> Instant | None: ...


@dataclass(frozen=True, slots=True)
class PointsTogether:
    """The points of its people together against a number, or (`other`) against their points in another score."""

    score: str
    order: Callable[[int, int], bool]
    points: int = 0
    other: str = ""

    def holds(self, people: People) -> bool:
        return self.order(people.points(self.score), people.points(self.other) if self.other else self.points)

    def next_change(self, people: People) -> Instant | None:
        """The people tell when their points change, and time changes them at the people."""
        return None


@dataclass(frozen=True, slots=True)
class DidTogether:
    """So many different people did it, in a window that looks back from now."""

    counter: str
    people: int
    window: Duration | None = None

    def holds(self, people: People) -> bool:
        return len(self._ends(people)) >= self.people

    def next_change(self, people: People) -> Instant | None:
        ends = self._ends(people)
        return min(ends) if self.window is not None and len(ends) >= self.people else None

    def _ends(self, people: People) -> list[Instant]:
        """For each of those who did it, when it will be too long ago."""
        moments = (one.share.newest.get(self.counter, 0) for one in people.people.values())
        done = [moment for moment in moments if moment]
        if self.window is None:
            return done
        ends = (after(moment, self.window, people.zone, people.calendar) for moment in done)
        return [end for end in ends if end > people.moment]
