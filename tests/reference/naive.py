"""A second, naive reading of the language, to hold against the engine's.

It knows nothing of documents, due moments, patterns or passes: it steps through every hour, keeps the whole history in a list, counts
everything anew whenever it is asked, and a run is a Python generator. It is slow and short, and shares no line with the engine.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

DAY = 24
Request = tuple[Any, ...]
"""("mail", name), ("until", hour) or ("event", name, last hour); the answer says whether the event came."""
Walk = Generator[Request, bool | None, str]


@dataclass(frozen=True)
class Scenario:
    """reenter: "never", "always" or days after the end. leave_at: a score that ends it, 0 for none."""

    name: str
    enter: str
    body: tuple[Any, ...]
    reenter: Any = "never"
    goal: str = ""
    leave_at: int = 0


@dataclass(frozen=True)
class Program:
    """points: (event, points, times a day or 0). cap: mails a day, 0 for none. window: only from 9 to 18."""

    scenarios: tuple[Scenario, ...]
    points: tuple[tuple[str, int, int], ...]
    cap: int = 0
    window: bool = False


@dataclass
class Run:
    scenario: Scenario
    entered: int
    walk: Walk
    request: Request = ()
    since: int = 0


@dataclass
class World:
    """What has happened so far; hours count from a midnight."""

    program: Program
    now: int = 0
    events: list[tuple[int, str]] = field(default_factory=list)
    given: list[tuple[int, int]] = field(default_factory=list)
    mails: list[tuple[str, int]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    runs: list[Run] = field(default_factory=list)
    ended: dict[str, int] = field(default_factory=dict)

    def play(self, history: Sequence[tuple[int, str]], until: int) -> None:
        """Every hour: first its events, each worked to its end, then what is due."""
        for self.now in range(until + 1):
            for event in [name for hour, name in history if hour == self.now]:
                self._event(event)
            self._work(is_wake=True)

    # ── what has been ───────────────────────────────────────────────────────────────────

    def score(self) -> int:
        """All points in the order of happening, and never below 0."""
        events = [(hour, 0, n, event, 0) for n, (hour, event) in enumerate(self.events)]
        told = sorted([*events, *((hour, 1, n, "", points) for n, (hour, points) in enumerate(self.given))])
        total, counts = 0, dict[tuple[int, int], int]()
        for hour, _, _, event, points in told:
            if not event:
                total = max(0, total + points)
            for number, (name, worth, cap) in enumerate(self.program.points):
                key = (number, hour // DAY)
                if name == event and (not cap or counts.get(key, 0) < cap):
                    counts[key] = counts.get(key, 0) + 1
                    total = max(0, total + worth)
        return total

    def holds(self, condition: Any) -> bool:
        match condition:
            case ("tagged", tag):
                return bool(tag in self.tags)
            case ("score", points):
                return bool(self.score() >= points)
            case ("did", event, times, days):
                return bool(sum(name == event and (not days or hour + days * DAY > self.now) for hour, name in self.events) >= times)
            case ("not", other):
                return not self.holds(other)
        raise AssertionError(condition)

    # ── what follows ────────────────────────────────────────────────────────────────────

    def _event(self, event: str) -> None:
        self.events.append((self.now, event))
        self._leave(event)
        for run in self.runs:
            if run.request[0] == "event" and run.request[1] == event and self.now <= run.request[2]:
                run.request = ("go on", True)
        for scenario in self.program.scenarios:
            if scenario.enter == event and self._may_enter(scenario):
                self.runs.append(Run(scenario, self.now, self._walk(scenario.body), ("go on", None)))
                self._step(is_wake=False)
                self._leave()
        self._work(is_wake=False)

    def _may_enter(self, scenario: Scenario) -> bool:
        if any(run.scenario is scenario for run in self.runs):
            return False
        if scenario.name not in self.ended or scenario.reenter == "always":
            return True
        return bool(scenario.reenter != "never" and self.ended[scenario.name] + scenario.reenter * DAY <= self.now)

    def _leave(self, event: str = "") -> bool:
        leaving = [
            run
            for run in self.runs
            if (event and run.scenario.goal == event) or (run.scenario.leave_at and self.score() >= run.scenario.leave_at)
        ]
        for run in leaving:
            self._end(run)
        return bool(leaving)

    def _end(self, run: Run) -> None:
        self.runs.remove(run)
        self.ended[run.scenario.name] = self.now

    def _advance(self, run: Run, answer: bool | None) -> None:
        """None starts it."""
        try:
            run.request, run.since = run.walk.send(answer), self.now
        except StopIteration:
            self._end(run)

    def _work(self, *, is_wake: bool) -> None:
        """Steps until nothing moves; only then mails, and after them steps again."""
        while self._step(is_wake) or self._mail(is_wake):
            pass

    def _step(self, is_wake: bool) -> bool:
        moved = self._leave()
        for run in self._in_order():
            kind, *rest = run.request
            if kind == "go on":
                self._advance(run, rest[0])
                moved = True
            elif kind != "mail" and (rest[-1] < self.now or (rest[-1] == self.now and is_wake)):
                self._advance(run, answer=False)
                moved = True
        return moved

    def _mail(self, is_wake: bool) -> bool:
        """All mails of the moment are judged before any of their runs goes on. One that waited leaves after the hour's events."""
        leaving = []
        for run in self._in_order():
            if run.request[0] == "mail" and self._lets() and (is_wake or run.since == self.now):
                self.mails.append((run.request[1], self.now))
                leaving.append(run)
        for run in leaving:
            run.request = ("go on", False)
        return bool(leaving)

    def _in_order(self) -> list[Run]:
        return sorted(self.runs, key=lambda run: (run.entered, run.scenario.name))

    def _lets(self) -> bool:
        if self.program.window and not 9 <= self.now % DAY < 18:
            return False
        return not self.program.cap or sum(sent // DAY == self.now // DAY for _, sent in self.mails) < self.program.cap

    # ── the statements ──────────────────────────────────────────────────────────────────

    def _walk(self, body: Sequence[Any]) -> Walk:
        for statement in body:
            match statement:
                case ("send", name):
                    yield ("mail", name)
                case ("wait", hours):
                    yield ("until", self.now + hours)
                case ("wait-for", event, days, met, timeout):
                    came = yield ("event", event, self.now + days * DAY)
                    if (yield from self._walk(met if came else timeout)) == "stop":
                        return "stop"
                case ("if", condition, then, otherwise):
                    if (yield from self._walk(then if self.holds(condition) else otherwise)) == "stop":
                        return "stop"
                case ("repeat", times, inner):
                    for _ in range(times):
                        if (yield from self._walk(inner)) == "stop":
                            return "stop"
                case ("tag", tag):
                    self.tags.add(tag)
                case ("untag", tag):
                    self.tags.discard(tag)
                case ("give", points):
                    self.given.append((self.now, points))
                case ("stop",):
                    return "stop"
        return "end"
