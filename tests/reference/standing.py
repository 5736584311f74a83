"""What a lead has open: runs, the places they stand on, what people have not answered."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

from grammar import ast as g

LEAD = "山田"
Request = tuple[Any, ...]
Way = tuple[str, ...] | None
"""("stop",), ("go", step) or None at the end of the statements."""
Walk = Generator[Request, Any, Way]


@dataclass(frozen=True)
class Heard:
    """Something that comes in: when it happened, when it came, what, and whether it is news at all."""

    at: int
    received: int
    kind: str
    props: dict[str, Any]
    live: bool = True


@dataclass(eq=False)
class Place:
    """Where a run stands. arrived: when it came to what it does next; since: when it came to rest.

    has_worked: it did something in this pass. At the end of its way it then waits for the next, since what it did may have met a goal.
    """

    walk: Walk | None
    arrived: int
    parent: "Place | None" = None
    request: Request = ("start",)
    since: int = 0
    rung: int = 0
    held: int = 0
    is_seen: bool = False
    has_worked: bool = False


@dataclass(eq=False)
class Passage:
    """A run."""

    scenario: g.Scenario
    key: str
    number: int
    entered: int
    entry: dict[str, Any]
    places: list[Place] = field(default_factory=list)
    paused: bool = False
    leaving: str = ""
    state: str = "finished"
    truths: dict[int, bool] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.scenario.name)


@dataclass(eq=False)
class Open:
    """A handoff or task nobody has answered."""

    kind: str
    team: str
    due: int
    place: Place | None = None


LONG = (g.Send, g.Step, g.Wait, g.WaitUntil, g.WaitForEvent, g.WaitUntilTrue, g.WaitForAny, g.If, g.Choose, g.Split, g.Together, g.Repeat,
         g.GoTo, g.Handoff, g.Task)  # fmt: skip


def group_of(scenario: g.Scenario) -> str:
    return next((str(rule.group) for rule in scenario.rules if isinstance(rule, g.OneAtATime)), "")


def is_below(place: Place, other: Place) -> bool:
    """Whether it stands on the way of the other."""
    while place.parent is not None:
        if place.parent is other:
            return True
        place = place.parent
    return False


def fits_outcome(arm: g.HandoffArm | g.TaskArm, outcome: str, reason: str) -> bool:
    match arm:
        case g.AcceptedArm():
            return outcome == "accepted"
        case g.OverdueArm():
            return outcome == "overdue"
        case g.RejectedArm(reasons=reasons):
            return outcome == "rejected" and (not reasons or reason in reasons)
        case g.DoneArm(results=results):
            return outcome == "done" and (not results or reason in results)
        case g.Rung():
            return False
