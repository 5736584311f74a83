"""The places a run can stand on: a scenario laid out as nodes, each with the one that follows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from engine.rules.conditions import Cond
from engine.rules.filters import Test
from grammar.ast import Days, Duration, Moment, Schedule

Arms = tuple[tuple[str, frozenset[str], str, str], ...]
"""(outcome, reasons, first node, rule) of each arm; the first that fits is taken, one without reasons fits all."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A condition that fires when it turns true. key: its fingerprint."""

    key: str
    rule: str
    condition: Cond


@dataclass(frozen=True, slots=True)
class Events:
    """Events a run listens for: those of the patterns, and those of `asking` that pass a test on what its own entry said too."""

    patterns: frozenset[int] = frozenset()
    asking: tuple[tuple[int, Test], ...] = ()


NO_EVENTS = Events()


@dataclass(frozen=True, slots=True)
class Deadline:
    within: Duration
    otherwise: str


@dataclass(frozen=True, slots=True)
class Rung:
    """An act on the way: after so long, from that node on, without ending what it stands in."""

    after: Duration
    first: str
    rule: str


@dataclass(frozen=True, slots=True)
class Node:
    """A place a run can stand on. id: its identity, which formatting and labels do not change; next: "" is the end."""

    id: str
    rule: str
    next: str


@dataclass(frozen=True, slots=True)
class SendNode(Node):
    """template: "" for the next of a series."""

    template: str
    at: time | None = None
    deadline: Deadline | None = None
    skip_if: Cond | None = None
    series: tuple[str, ...] = ()
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class WaitNode(Node):
    """at, days: the first such clock time from the day on that the duration leads to."""

    duration: Duration
    at: time | None = None
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class MomentNode(Node):
    """Until a date, an anniversary or a moment around one; `past` is taken where it is gone already or unknown."""

    moment: Moment
    body: str
    past: str
    past_rule: str = ""


@dataclass(frozen=True, slots=True)
class WaitArm:
    """What ends a wait: one of the events, or a condition that holds."""

    rule: str
    first: str
    events: Events = NO_EVENTS
    condition: Cond | None = None


@dataclass(frozen=True, slots=True)
class WaitForNode(Node):
    """The first arm wins. limit: None is without limit. slack: how long its sources may be late (microseconds)."""

    arms: tuple[WaitArm, ...]
    limit: Duration | Moment | None
    timeout: str
    rungs: tuple[Rung, ...] = ()
    slack: int = 0
    timeout_rule: str = ""


@dataclass(frozen=True, slots=True)
class IfNode(Node):
    """The first branch whose condition holds; `otherwise` else."""

    branches: tuple[tuple[Cond, str, str], ...]
    """(condition, first node, rule)"""
    otherwise: str
    else_rule: str = ""


@dataclass(frozen=True, slots=True)
class SplitArm:
    """share: of 10,000; first: "" for a holdout without a block; mails: the places in it that send."""

    name: str
    share: int
    first: str
    holdout: bool = False
    rule: str = ""
    mails: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Picking:
    """How the best arm is found. metric: click or open; at_least: leads per arm, 0 where nothing is said; testing: of 10,000.

    otherwise: the arm that is taken where there are fewer; "": the test goes on then.
    mark: a fingerprint of what is compared; another one is another experiment.
    """

    metric: str
    after: Duration
    at_least: int
    testing: int
    mark: str
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class SplitNode(Node):
    name: str
    arms: tuple[SplitArm, ...]
    picking: Picking | None = None

    def arm(self, name: str) -> SplitArm | None:
        """The arm of that name, if it still has one."""
        return next((arm for arm in self.arms if arm.name == name), None)


@dataclass(frozen=True, slots=True)
class HandoffNode(Node):
    """blocks: it has arms, so the run waits."""

    team: str
    within: Duration | None
    because: str
    arms: Arms = ()
    rungs: tuple[Rung, ...] = ()
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class TaskNode(Node):
    """team: "" for the lead's owner."""

    title: str
    team: str
    within: Duration | None
    arms: Arms = ()
    rungs: tuple[Rung, ...] = ()
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class AgainNode(Node):
    """The end of an arm that may reassign: then the run goes back to what it handed over, and waits for the next answer."""

    step: str


@dataclass(frozen=True, slots=True)
class WebhookNode(Node):
    """name: of the webhook in the settings. blocks: it has arms, so the run waits for what comes of it."""

    name: str
    arms: Arms = ()
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class RepeatNode(Node):
    """Its body leads back to it, `times` times."""

    times: int
    body: str


@dataclass(frozen=True, slots=True)
class GoToNode(Node):
    """at_most: None for a way forward; else how often it may be taken, and `otherwise` after that.

    leaves: the repeats it jumps out of; whoever comes back to one begins it anew.
    """

    step: str
    at_most: int | None
    otherwise: str
    else_rule: str = ""
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TogetherNode(Node):
    """Branches side by side; it goes on when all have ended."""

    branches: tuple[tuple[str, str], ...]
    """(name, first node)"""


@dataclass(frozen=True, slots=True)
class ActNode(Node):
    """Something done at once.

    verb: notify, reassign, tag, untag, set, add, add-item, remove-items, give, set-score, move, stop, subscribe, unsubscribe, suppress,
    mute, unmute, hold-lead, release-lead;
    start, pause, resume and end for another scenario, or with `-all` for all of a group.
    """

    verb: str
    target: str = ""
    value: object = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """schedule: fires at each of its moments; at: at that one moment (a day and a clock time in the lead's zone).

    name: its fingerprint, by which an entry that waits its turn finds it again. by: hand or import, "" for all others.
    every: microseconds between two who are let in by it; 0 where everybody comes in at once.
    """

    rule: str
    patterns: frozenset[int] = frozenset()
    edge: Edge | None = None
    condition: Cond | None = None
    key: str = ""
    schedule: Schedule | None = None
    at: Moment | None = None
    name: str = ""
    by: str = ""
    every: int = 0


@dataclass(frozen=True, slots=True)
class Exit:
    """A goal or a leaving. acts: what is done at once when it happens; first: where the run goes on to if there is more to do."""

    kind: str
    rule: str
    events: Events = NO_EVENTS
    edge: Edge | None = None
    acts: tuple[ActNode, ...] = ()
    first: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """reenter: never, always, entry or end (then `again` is the time since). nodes by id; first: "" for an empty one.

    group: of which a lead is in one scenario at a time; waits_turn: who cannot come in now waits, for at most turn_within (None: for ever).
    restarts: events that begin the run anew.
    """

    name: str
    label: str
    rule: str
    entries: tuple[Entry, ...]
    exits: tuple[Exit, ...]
    nodes: Mapping[str, Node]
    first: str
    reenter: str = "never"
    again: Duration | None = None
    keyed_by: str = ""
    """The field of the entering event that a run belongs to; "" for one run a lead."""
    per_account: bool = False
    """One run an account: only one of its leads is in it at a time."""
    group: str = ""
    waits_turn: bool = False
    turn_within: Duration | None = None
    steps: Mapping[str, str] = field(default_factory=dict)
    """Named step -> its first node."""
    restarts: Events = NO_EVENTS
    restart_rule: str = ""
    picks: Mapping[str, str] = field(default_factory=dict)
    """Mark of a split that picks its best arm -> its place."""
