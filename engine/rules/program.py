"""A compiled program: what `decide` works with. Built by `compile.py` from the files, immutable, and never stored; its sources are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from engine.rules.calendar import Calendar, Window
from engine.rules.conditions import Cond
from engine.rules.filters import Matcher
from engine.rules.values import Kind
from grammar.ast import Days, Duration


@dataclass(frozen=True, slots=True)
class MailInfo:
    """What the fold needs to know of a template. digest: of its file, so that a changed text is a changed program."""

    name: str
    topic: str = ""
    transactional: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class EventType:
    """fields: kinds by name. matcher: the numbers of all patterns that match. late_by: how long its sources may take."""

    name: str
    fields: Mapping[str, Kind]
    matcher: Matcher


# ── scores ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Limit:
    """A cap: at most so many times or so many hundredths of points, per calendar period or ("") for ever. key: where it is counted."""

    key: str
    times: int | None = None
    points: int | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """Hundredths of points for an event that matches, under its limits from narrow to wide."""

    rule: str
    score: str
    points: int
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Bonus:
    """Hundredths of points for as long as a condition holds."""

    rule: str
    condition: Cond
    points: int


@dataclass(frozen=True, slots=True)
class Level:
    name: str
    points: int
    rule: str


@dataclass(frozen=True, slots=True)
class Score:
    """halves: half-life in microseconds, 0 for none. low, high: hundredths. levels: ascending. limits: those of the whole score."""

    name: str
    rule: str
    bonuses: tuple[Bonus, ...] = ()
    levels: tuple[Level, ...] = ()
    limits: tuple[Limit, ...] = ()
    halves: int = 0
    low: int | None = None
    high: int | None = None


# ── journey, people, guard rails ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Edge:
    """A condition that fires when it turns true. key: its fingerprint."""

    key: str
    rule: str
    condition: Cond


@dataclass(frozen=True, slots=True)
class Stage:
    """patterns: numbers of the patterns that lead into it."""

    name: str
    rule: str
    edge: Edge | None = None
    patterns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class StageBack:
    origin: str
    to: str
    rule: str
    edge: Edge | None = None
    patterns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Dropping:
    rule: str
    edge: Edge | None = None
    patterns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Journey:
    stages: tuple[Stage, ...] = ()
    backs: tuple[StageBack, ...] = ()
    droppings: tuple[Dropping, ...] = ()

    def index(self, stage: str) -> int:
        """How far along a stage is; -1 for one that is none."""
        return next((number for number, one in enumerate(self.stages) if one.name == stage), -1)


@dataclass(frozen=True, slots=True)
class Team:
    name: str
    label: str
    notify: tuple[str, ...] = ()
    manager: str = ""
    members: tuple[str, ...] = ()
    accept_within: Duration | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EmailCap:
    """At most `count` mails per calendar period, or within a rolling duration. otherwise: hold or skip."""

    rule: str
    count: int
    per: str = ""
    within: Duration | None = None
    topic: str = ""
    condition: Cond | None = None
    otherwise: str = "hold"


@dataclass(frozen=True, slots=True)
class SendWindow:
    rule: str
    window: Window
    otherwise: str = "hold"


@dataclass(frozen=True, slots=True)
class MailRule:
    """`skip email while`, `hold email while`."""

    rule: str
    condition: Cond


@dataclass(frozen=True, slots=True)
class Deadline:
    within: Duration
    otherwise: str


@dataclass(frozen=True, slots=True)
class Policy:
    """All guard rails of the workspace, whatever policy they stand in."""

    priority: tuple[str, ...] = ()
    caps: tuple[EmailCap, ...] = ()
    windows: tuple[SendWindow, ...] = ()
    skips: tuple[MailRule, ...] = ()
    holds: tuple[MailRule, ...] = ()
    deliver: Deadline | None = None

    def rank(self, scenario: str) -> int:
        """0 for the most important; scenarios that are not named come last."""
        return self.priority.index(scenario) if scenario in self.priority else len(self.priority)


# ── scenarios ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Node:
    """A place a run can stand on. id: its identity, which formatting and labels do not change; next: "" is the end."""

    id: str
    rule: str
    next: str


@dataclass(frozen=True, slots=True)
class SendNode(Node):
    template: str
    at: time | None = None
    deadline: Deadline | None = None
    skip_if: Cond | None = None


@dataclass(frozen=True, slots=True)
class WaitNode(Node):
    duration: Duration


@dataclass(frozen=True, slots=True)
class ClockNode(Node):
    at: time
    days: Days | None


@dataclass(frozen=True, slots=True)
class WaitForNode(Node):
    """limit: None is without limit. slack: how long its sources may be late (microseconds)."""

    patterns: frozenset[int]
    limit: Duration | None
    body: str
    timeout: str
    slack: int = 0


@dataclass(frozen=True, slots=True)
class IfNode(Node):
    """The first branch whose condition holds; `otherwise` else."""

    branches: tuple[tuple[Cond, str, str], ...]
    """(condition, first node, rule)"""
    otherwise: str


@dataclass(frozen=True, slots=True)
class SplitArm:
    """share: of 10,000; first: "" for a holdout without a block."""

    name: str
    share: int
    first: str
    holdout: bool = False


@dataclass(frozen=True, slots=True)
class SplitNode(Node):
    name: str
    arms: tuple[SplitArm, ...]


@dataclass(frozen=True, slots=True)
class HandoffNode(Node):
    """arms: (outcome, reasons, first node); the first that fits is taken. blocks: it has arms, so the run waits."""

    team: str
    within: Duration | None
    because: str
    arms: tuple[tuple[str, frozenset[str], str], ...] = ()
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class TaskNode(Node):
    """team: "" for the lead's owner."""

    title: str
    team: str
    within: Duration | None
    arms: tuple[tuple[str, frozenset[str], str], ...] = ()
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class ActNode(Node):
    """Something done at once. verb: notify, tag, untag, set, add, give, set-score, move, stop, unsubscribe, suppress."""

    verb: str
    target: str = ""
    value: object = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    rule: str
    patterns: frozenset[int] = frozenset()
    edge: Edge | None = None
    condition: Cond | None = None


@dataclass(frozen=True, slots=True)
class Exit:
    """A goal or a leaving. acts: what is done at once when it happens."""

    kind: str
    rule: str
    patterns: frozenset[int] = frozenset()
    edge: Edge | None = None
    acts: tuple[ActNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """reenter: never, always, entry or end (then `again` is the time since). nodes by id; first: "" for an empty one."""

    name: str
    label: str
    rule: str
    entries: tuple[Entry, ...]
    exits: tuple[Exit, ...]
    nodes: Mapping[str, Node]
    first: str
    reenter: str = "never"
    again: Duration | None = None
    by_hand: bool = True


@dataclass(frozen=True, slots=True)
class Program:
    """awards and counters by pattern number. hash: of the sources and templates; two programs of one hash decide alike."""

    hash: str
    zone: str
    calendar: Calendar
    attributes: Mapping[str, Kind]
    events: Mapping[str, EventType]
    awards: Mapping[int, tuple[Award, ...]]
    counters: Mapping[int, tuple[tuple[str, int], ...]]
    """Pattern number -> (counter, how many of the newest moments to keep)."""
    segments: Mapping[str, Cond]
    scores: Mapping[str, Score]
    journey: Journey
    teams: Mapping[str, Team]
    policy: Policy
    mails: Mapping[str, MailInfo]
    explicit_topics: frozenset[str]
    scenarios: Mapping[str, Scenario]
    labels: Mapping[str, str] = field(default_factory=dict)
