"""A compiled program: what `decide` works with. Built by `compile.py` from the files, immutable, and never stored; its sources are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.domain import papers
from engine.domain.instants import Instant
from engine.domain.phones import REGION
from engine.domain.subjects import Run
from engine.rules.account_conditions import OfAccount
from engine.rules.calendar import Calendar, Window
from engine.rules.conditions import Cond
from engine.rules.filters import Matcher
from engine.rules.places import Deadline, Edge, Entry, Scenario
from engine.rules.values import Kind
from grammar.ast import Duration


@dataclass(frozen=True, slots=True)
class MailInfo:
    """What the fold needs to know of a template. digest: of its file, so that a changed text is a changed program."""

    name: str
    topic: str = ""
    transactional: bool = False
    digest: str = ""
    asks: bool = field(default=False, repr=False)
    """Whether it carries the link of the second yes; it follows from the digest."""


ASKING = "house:confirm"
"""The engine's own mail that asks for a second yes, where the workspace has none for the topic."""


class Counter(NamedTuple):
    """A pattern that some condition counts. keep: how many of the newest moments; by: the fields by whose values it is kept apart."""

    key: str
    keep: int
    by: tuple[str, ...] = ()


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
    """Hundredths of points for an event that matches, under its limits from narrow to wide.

    lasts: it ends all at once after that time; fades: it is gone little by little in so many microseconds.
    condition: of the groups it stands in, asked of the facts as they were when the event came.
    field, per: so much for each whole `per` in that field of the event; "" for a plain award. number: its place in the order of writing.
    """

    rule: str
    score: str
    points: int
    limits: tuple[Limit, ...]
    lasts: Duration | None = None
    fades: int = 0
    condition: Cond | None = None
    field: str = ""
    per: float = 0.0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Loss:
    """Hundredths of points lost again and again while there is no activity."""

    rule: str
    points: int
    every: Duration


@dataclass(frozen=True, slots=True)
class Bonus:
    """Hundredths of points for as long as a condition holds; with a score, the points of that one too.

    limits: ceilings of the groups it stands in, the inmost first.
    """

    rule: str
    condition: Cond
    points: int
    score: str = ""
    limits: tuple[Limit, ...] = ()


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
    losses: tuple[Loss, ...] = ()
    halves: int = 0
    low: int | None = None
    high: int | None = None


# ── accounts ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Accounts:
    """Which leads belong together, and what is asked of all of them.

    ways: (domain or company, the keys that stand for no account), the first that knows one holds. scores, counters: what leads tell.
    """

    ways: tuple[tuple[str, frozenset[str]], ...]
    conditions: Mapping[str, OfAccount]
    scores: frozenset[str]
    counters: frozenset[str]


# ── journey, people, guard rails ────────────────────────────────────────────────────────


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
    in_turn: bool = False
    """What comes in is given to the members in turn."""
    rule: str = ""
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
class Yielding:
    """Mails wait while a more important run lasts. within: for at most so long; otherwise: hold, send, skip, leave, once that is over."""

    rule: str
    within: Duration | None = None
    otherwise: str = "hold"


@dataclass(frozen=True, slots=True)
class Policy:
    """All guard rails of the workspace, whatever policy they stand in."""

    priority: tuple[str, ...] = ()
    caps: tuple[EmailCap, ...] = ()
    windows: tuple[SendWindow, ...] = ()
    skips: tuple[MailRule, ...] = ()
    holds: tuple[MailRule, ...] = ()
    deliver: Deadline | None = None
    yields: Yielding | None = None

    def rank(self, scenario: str) -> int:
        """0 for the most important; scenarios that are not named come last."""
        return self.priority.index(scenario) if scenario in self.priority else len(self.priority)


@dataclass(frozen=True, slots=True)
class SameRule:
    """`same when phone and name`, or `review when name and company are alike`. rule: `file:line`."""

    attributes: tuple[str, ...]
    rule: str
    region: str = REGION
    """Where telephone numbers without a country are from."""

    @property
    def kind(self) -> str:
        """What its keys are kept under: the attribute's own name, or `phone+name`, which no door can send."""
        return "+".join(self.attributes)

    @property
    def because(self) -> str:
        """Why two leads are one, as the rule says it."""
        return " and ".join(self.attributes)


@dataclass(frozen=True, slots=True)
class Identity:
    """same: what makes two leads one; review: what a person is asked about.

    prefer: attribute, "" for all others -> sources, the first of which is believed before the next, and all before those not named.
    """

    same: tuple[SameRule, ...] = ()
    review: tuple[SameRule, ...] = ()
    prefer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def rank(self, attribute: str, source: str) -> int:
        """The lower, the more it is believed."""
        order = self.prefer.get(attribute) or self.prefer.get("", ())
        return order.index(source) if source in order else len(order)


@dataclass(frozen=True, slots=True)
class Admission:
    """How those come in for whom a condition held before its entry was there.

    since: when the entry was deployed; every: microseconds between two of them; marks: their numbers in order; leads: how many they are.
    under: the programs that have had the entry: who was decided under one of them is not looked at again.
    """

    since: Instant = 0
    every: Instant = 0
    marks: tuple[int, ...] = ()
    leads: int = 0
    under: frozenset[str] = frozenset()


class Door(NamedTuple):
    """A way into a scenario. place: its number in the order of priority."""

    place: int
    scenario: Scenario
    entry: Entry


class Watch(NamedTuple):
    """by_pattern: the entries an event opens; always: those by a condition or a calendar; turning: conditions that time
    alone may turn, each with the scenario it lets in, or "" for one of the journey."""

    by_pattern: Mapping[int, tuple[Door, ...]]
    always: tuple[Door, ...]
    turning: tuple[tuple[str, Cond], ...]


NO_WATCH = Watch({}, (), ())


@dataclass(frozen=True, slots=True)
class Program:
    """awards and counters by pattern number. hash: of the sources and templates; two programs of one hash decide alike."""

    hash: str
    zone: str
    calendar: Calendar
    calendars: Mapping[tuple[str, str], Calendar]
    """(scenario, version) -> the calendar it names for itself; "" is the version of today."""
    attributes: Mapping[str, Kind]
    lists: Mapping[str, Mapping[str, Kind]]
    choices: Mapping[str, frozenset[str | int | float]]
    """Attribute -> the values its declaration allows; any other one is none."""
    """List attribute -> the kinds of its items' fields."""
    events: Mapping[str, EventType]
    awards: Mapping[int, tuple[Award, ...]]
    counters: Mapping[int, tuple[Counter, ...]]
    segments: Mapping[str, Cond]
    personas: Mapping[str, Cond]
    checklists: Mapping[str, Cond]
    scores: Mapping[str, Score]
    journey: Journey
    teams: Mapping[str, Team]
    policy: Policy
    mails: Mapping[str, MailInfo]
    explicit_topics: frozenset[str]
    confirmations: Mapping[str, tuple[frozenset[int], str]]
    """Topic -> the patterns that are the reader's second yes, and the rule that says so."""
    scenarios: Mapping[str, Scenario]
    identity: Identity = field(default_factory=Identity)
    labels: Mapping[str, str] = field(default_factory=dict)
    assets: Mapping[str, papers.Asset] = field(default_factory=dict)
    forms: Mapping[str, papers.Form] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    """Topic -> what readers call it."""
    accounts: Accounts | None = None
    watch: Watch = NO_WATCH
    editions: Mapping[tuple[str, str], Scenario] = field(default_factory=dict)
    """(scenario, version) -> an older text of it, laid out within this program, for the runs that finish on it."""
    drawn: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(lead, split) -> the arm a test says, instead of chance."""
    admissions: Mapping[str, Admission] = field(default_factory=dict)
    """Scenario and condition -> those who were in it before its entry was deployed."""

    def mail(self, template: str) -> MailInfo:
        """What is known of a template; the engine's own is never advertising."""
        return self.mails.get(template) or MailInfo(template, transactional=template == ASKING)

    def asking(self, topic: str) -> str:
        """The template of the mail that asks for the second yes to a topic."""
        own = (one.name for one in self.mails.values() if one.asks and one.transactional and one.topic == topic)
        return next(own, ASKING)

    def edition(self, run: Run) -> Scenario | None:
        """The text a run follows: today's, unless it finishes on an older one. None where there is none any more."""
        return (self.editions.get((run.scenario, run.version)) if run.version else None) or self.scenarios.get(run.scenario)

    def calendar_of(self, run: Run) -> Calendar:
        """The calendar that holds for a run."""
        version = run.version if (run.scenario, run.version) in self.editions else ""
        return self.calendars.get((run.scenario, version), self.calendar)
