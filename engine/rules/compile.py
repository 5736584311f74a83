"""From the files of a workspace to a `Program`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from math import ceil
from typing import TypeVar

import holidays

from engine.domain.phones import REGION
from engine.rules import program as p
from engine.rules.account_conditions import DidTogether, PointsTogether
from engine.rules.calendar import Calendar, Window
from engine.rules.compile_conditions import ConditionCompiler, event_types, rule_of
from engine.rules.compile_papers import assets_of, forms_of
from engine.rules.compile_parts import exact
from engine.rules.compile_scenario import ScenarioCompiler
from engine.rules.compile_scores import ScoreCompiler
from engine.rules.conditions import All, Cond, Negated, Passes
from engine.rules.filters import account_key
from engine.rules.places import Deadline, Edge
from engine.rules.values import SYSTEM_ATTRIBUTES, Kind, choices_of, kind_of, kinds_of
from engine.rules.watching import watched
from grammar import ast as g
from grammar.names import ACCOUNT_ATTRIBUTES

RULES = "1"
"""Changes when the same files would decide differently."""

_HOLIDAY_YEARS = range(2010, 2051)
_WORDS_OF_DAYS: Mapping[str, frozenset[int]] = {
    "weekdays": frozenset(range(5)), "weekends": frozenset((5, 6)), "everyday": frozenset(range(7)),
    "monday": frozenset((0,)), "tuesday": frozenset((1,)), "wednesday": frozenset((2,)), "thursday": frozenset((3,)),
    "friday": frozenset((4,)), "saturday": frozenset((5,)), "sunday": frozenset((6,)),
}  # fmt: skip
_D = TypeVar("_D")


@dataclass(frozen=True, slots=True)
class ProgramSettings:
    """What a program needs besides its files. zone: of a workspace without a calendar. mails: facts of its templates by name.

    region: where telephone numbers without a country are from.
    """

    zone: str = "UTC"
    mails: Mapping[str, p.MailInfo] = field(default_factory=dict)
    region: str = REGION


@dataclass(frozen=True, slots=True)
class Edition:
    """An older text of a scenario, for the runs that finish on it. version: the program they entered under."""

    scenario: g.Scenario
    version: str


@dataclass(frozen=True, slots=True)
class Past:
    """What a program takes over from those before it.

    editions: older texts of scenarios, which mean by every word of the catalogue what today's files mean by it; admissions: by their name.
    """

    editions: Sequence[Edition] = ()
    admissions: Mapping[str, p.Admission] = field(default_factory=dict)


NO_PAST = Past()


def compile_program(files: Sequence[g.SourceFile], settings: ProgramSettings, past: Past = NO_PAST) -> p.Program:
    """The program of checked files. Raises NotYet for what is not executed yet; the checker says it first."""
    declarations = [one for file in files for one in file.declarations]
    return _Compiler(declarations, settings, _hash(files, settings, past)).program(past)


def _hash(files: Sequence[g.SourceFile], settings: ProgramSettings, past: Past) -> str:
    parts = [RULES, settings.zone, *([settings.region] if settings.region != REGION else [])]
    parts += [f"{file.path}\0{file.text}" for file in sorted(files, key=lambda one: one.path)]
    parts += [repr(settings.mails[name]) for name in sorted(settings.mails)]
    parts += sorted(f"{one.version}\0{rule_of(one.scenario)}\0{one.scenario!r}" for one in past.editions)
    parts += [f"{key}\0{one.since}\0{one.every}\0{one.marks}\0{sorted(one.under)}" for key, one in sorted(past.admissions.items())]
    return sha256("\0\0".join(parts).encode()).hexdigest()


class _Compiler:
    def __init__(self, declarations: Sequence[g.Declaration], settings: ProgramSettings, digest: str) -> None:
        self.declarations = declarations
        self.settings = settings
        self.digest = digest
        self.attributes: dict[str, Kind] = dict(SYSTEM_ATTRIBUTES) | {account_key(name): "text" for name in ACCOUNT_ATTRIBUTES}
        self.choices: dict[str, frozenset[str | int | float]] = {}
        for attribute in self.all(g.Attribute):
            self.attributes[_called(attribute)] = kind_of(attribute.type)
            if (choices := choices_of(attribute.type)) is not None:
                self.choices[_called(attribute)] = choices
        self.lists = {_called(one): kinds_of(one.fields) for one in self.all(g.ListAttribute)}
        self.attributes |= dict.fromkeys(self.lists, "list")
        self.fields = {str(event.name): kinds_of(event.fields) for event in self.all(g.Event)}
        explicit = frozenset(str(topic.name) for topic in self.all(g.Topic) if topic.opt_in == "double")
        levels = {
            str(score.name): {str(rule.name): ceil(rule.at) for rule in score.rules if isinstance(rule, g.Level)}
            for score in self.all(g.Score)
        }
        self.conditions = ConditionCompiler(self.attributes, explicit, levels, self.lists, self.fields)
        self.awards: dict[int, list[p.Award]] = {}
        self.award_numbers = count()

    def all(self, kind: type[_D]) -> Iterator[_D]:
        """The declarations of one kind."""
        return (one for one in self.declarations if isinstance(one, kind))

    def program(self, past: Past) -> p.Program:
        """Everything that asks for a pattern is compiled before the matchers are made."""
        teams = {str(team.name): _team(team) for team in self.all(g.Team)}
        scores = {str(score.name): self._score(score) for score in self.all(g.Score)}
        segments = {str(one.name): self.conditions.compile(one.condition) for one in self.all(g.Segment)}
        personas = self._personas()
        checklists = {str(one.name): self._checklist(one) for one in self.all(g.Checklist)}
        series = {str(one.name): tuple(str(mail) for mail in one.mails) for one in self.all(g.Series)}
        journey, policy = self._journey(), self._policy()
        slack = {str(event.name): exact(event.arrives_within) for event in self.all(g.Event) if event.arrives_within}
        compiler = ScenarioCompiler(self.conditions, slack, address_of, series)
        scenarios = {str(one.name): compiler.compile(one) for one in self.all(g.Scenario)}
        older = {(str(one.scenario.name), one.version): compiler.compile(one.scenario) for one in past.editions}
        confirmations = {str(one.name): self._confirmation(one.confirmed) for one in self.all(g.Topic) if one.confirmed}
        calendar = (calendars := self._calendars()).get(self._default_calendar(), Calendar(zone=self.settings.zone))
        texts = [*((one, "") for one in self.all(g.Scenario)), *((one.scenario, one.version) for one in past.editions)]
        own = {(str(one.name), version): calendars[str(rule.calendar)] for one, version in texts for rule in one.rules
               if isinstance(rule, g.UsesCalendar)}  # fmt: skip
        patterns, accounts = self.conditions.patterns, self._accounts()
        program = p.Program(
            hash=self.digest,
            zone=calendar.zone,
            calendar=calendar,
            calendars=own,
            attributes=self.attributes,
            lists=self.lists,
            choices=self.choices,
            events=event_types(patterns, self.fields, self.attributes),
            awards={number: tuple(awards) for number, awards in self.awards.items()},
            counters={number: tuple(counters.values()) for number, counters in patterns.counters.items()},
            segments=segments,
            personas=personas,
            checklists=checklists,
            scores=scores,
            journey=journey,
            teams=teams,
            policy=policy,
            mails=self.settings.mails,
            explicit_topics=self.conditions.explicit_topics,
            confirmations=confirmations,
            scenarios=scenarios,
            accounts=accounts,
            identity=self._identity(),
            labels={str(one.name): one.label for one in self.all(g.Segment) if one.label},
            topics={str(one.name): one.label or str(one.name) for one in self.all(g.Topic)},
            assets=assets_of(self.declarations), forms=forms_of(self.declarations),
            editions=older,
            admissions=past.admissions,
        )
        return watched(program)

    def _confirmation(self, confirmed: g.ConfirmedOn) -> tuple[frozenset[int], str]:
        return frozenset(self.conditions.patterns.of(pattern) for pattern in confirmed.patterns), rule_of(confirmed)

    def _identity(self) -> p.Identity:
        """The rules of all `identity` blocks, in the order of the files."""
        same, review, prefer = list[p.SameRule](), list[p.SameRule](), dict[str, tuple[str, ...]]()
        for rule in (rule for one in self.all(g.Identity) for rule in one.rules):
            if isinstance(rule, g.Prefer):
                prefer |= dict.fromkeys([str(name) for name in rule.attributes] or [""], rule.sources)
                continue
            found = same if isinstance(rule, g.SameWhen) else review
            found.append(p.SameRule(tuple(str(name) for name in rule.keys), rule_of(rule), self.settings.region))
        return p.Identity(tuple(same), tuple(review), prefer)

    def _personas(self) -> dict[str, Cond]:
        """Each persona as: its condition holds, and that of none before it."""
        compiled: list[Cond] = []
        personas: dict[str, Cond] = {}
        for one in self.all(g.Persona):
            condition = self.conditions.compile(one.condition)
            personas[str(one.name)] = All((condition, *(Negated(before) for before in compiled)))
            compiled.append(condition)
        return personas

    def _checklist(self, checklist: g.Checklist) -> Cond:
        """Items without `worth` count one point each, and without a mark all of them are needed."""
        items: list[tuple[Cond, int]] = []
        mark: int | None = None
        for rule in checklist.rules:
            match rule:
                case g.ChecklistItem(condition=condition, points=points):
                    items.append((self.conditions.compile(condition), 1 if points is None else int(points)))
                case g.PassMark(points=points):
                    mark = int(points)
        return Passes(tuple(items), sum(points for _, points in items) if mark is None else mark)

    def _calendars(self) -> dict[str, Calendar]:
        return {str(one.name): _calendar(one, self.settings.zone) for one in self.all(g.Calendar)}

    def _accounts(self) -> p.Accounts | None:
        """None where nothing says which leads belong together."""
        ways = tuple(_way(rule) for rules in self.all(g.AccountRules) for rule in rules.rules)
        if not ways:
            return None
        asked = self.conditions.of_account
        points = [one for one in asked.values() if isinstance(one, PointsTogether)]
        return p.Accounts(
            ways=ways,
            conditions=asked,
            scores=frozenset(score for one in points for score in (one.score, one.other) if score),
            counters=frozenset(one.counter for one in asked.values() if isinstance(one, DidTogether)),
        )

    def _default_calendar(self) -> str:
        """The one that says so, else the first."""
        declared = list(self.all(g.Calendar))
        said = [one for one in declared if any(isinstance(rule, g.DefaultCalendar) for rule in one.rules)]
        return next((str(one.name) for one in [*said, *declared]), "")

    def _score(self, score: g.Score) -> p.Score:
        """Groups dissolve into their rules, which keep the group's condition and caps."""
        scored = ScoreCompiler(self.conditions, str(score.name), self.awards, self.award_numbers)
        return scored.compile(score)

    def _trigger(self, trigger: g.Trigger | None, place: g.Node) -> tuple[Edge | None, frozenset[int]]:
        match trigger:
            case None:
                return None, frozenset()
            case g.WhenTrue(condition=condition):
                return self.conditions.edge(condition, place), frozenset()
            case g.OnEvent(patterns=patterns):
                return None, frozenset(self.conditions.patterns.of(pattern) for pattern in patterns)

    def _journey(self) -> p.Journey:
        stages, backs, droppings = [], [], []
        for rule in (rule for journey in self.all(g.Journey) for rule in journey.rules):
            edge, patterns = self._trigger(rule.trigger, rule)
            match rule:
                case g.Stage(name=name):
                    stages.append(p.Stage(str(name), rule_of(rule), edge, patterns))
                case g.Back(origin=origin, to=to):
                    backs.append(p.StageBack(str(origin), str(to), rule_of(rule), edge, patterns))
                case g.Dropped():
                    droppings.append(p.Dropping(rule_of(rule), edge, patterns))
        return p.Journey(tuple(stages), tuple(backs), tuple(droppings))

    def _policy(self) -> p.Policy:
        priority: list[str] = []
        caps: list[p.EmailCap] = []
        windows: list[p.SendWindow] = []
        skips: list[p.MailRule] = []
        holds: list[p.MailRule] = []
        deliver: Deadline | None = None
        yields: p.Yielding | None = None
        for rule in (rule for policy in self.all(g.Policy) for rule in policy.rules):
            match rule:
                case g.Priority(scenarios=names):
                    priority.extend(str(name) for name in names)
                case g.EmailCap():
                    caps.append(self._cap(rule))
                case g.SendWindow(opens=opens, closes=closes, days=days, otherwise=otherwise):
                    windows.append(p.SendWindow(rule_of(rule), Window(opens, closes, days), otherwise or "hold"))
                case g.SkipWhile(condition=condition):
                    skips.append(p.MailRule(rule_of(rule), self.conditions.compile(condition)))
                case g.HoldWhile(condition=condition):
                    holds.append(p.MailRule(rule_of(rule), self.conditions.compile(condition)))
                case g.DeliverWithin(deadline=deadline):
                    deliver = Deadline(deadline.within, deadline.otherwise)
                case g.Law():
                    pass
                case g.YieldToHigher():
                    yields = _yielding(rule)
        return p.Policy(tuple(priority), tuple(caps), tuple(windows), tuple(skips), tuple(holds), deliver, yields)

    def _cap(self, rule: g.EmailCap) -> p.EmailCap:
        condition = self.conditions.compile(rule.condition) if rule.condition is not None else None
        topic = str(rule.topic) if rule.topic else ""
        return p.EmailCap(rule_of(rule), rule.count, rule.per or "", rule.within, topic, condition, rule.otherwise or "hold")


def _yielding(rule: g.YieldToHigher) -> p.Yielding:
    """With a time and no word for what comes after it, the mail goes its own way then."""
    return p.Yielding(rule_of(rule), rule.within, rule.otherwise or ("hold" if rule.within is None else "send"))


def _called(attribute: g.Attribute | g.ListAttribute) -> str:
    """The name among the attributes, where those of the account stand beside the lead's own."""
    return account_key(str(attribute.name)) if attribute.of == "account" else str(attribute.name)


def _way(rule: g.ByDomain | g.ByCompany) -> tuple[str, frozenset[str]]:
    match rule:
        case g.ByDomain(excepting=excepting):
            return "domain", frozenset(domain.lower() for domain in excepting)
        case g.ByCompany():
            return "company", frozenset()


@cache
def _holidays(country: str) -> frozenset[date]:
    """Found once: a country's take twenty milliseconds, and a workspace is compiled anew at each change."""
    return frozenset(holidays.country_holidays(country, years=_HOLIDAY_YEARS))


def _calendar(declared: g.Calendar, zone: str) -> Calendar:
    hours: g.OpenHours | None = None
    closed = set[date]()
    for rule in declared.rules:
        match rule:
            case g.DefaultCalendar():
                pass
            case g.Timezone(zone=zone):
                pass
            case g.Holidays(country=country):
                closed.update(_holidays(country))
            case g.Closed(first=first, last=last):
                closed.update(first + timedelta(days=n) for n in range((last - first).days + 1))
            case g.OpenHours():
                hours = rule
    plain = Calendar(name=str(declared.name), zone=zone, closed=frozenset(closed))
    if hours is None:
        return plain
    words = hours.days.words if hours.days else ("weekdays",)
    workdays = frozenset().union(*(_WORDS_OF_DAYS.get(word, frozenset(range(5))) for word in words))
    return Calendar(plain.name, zone, hours.opens, hours.closes, workdays, plain.closed)


def _team(team: g.Team) -> p.Team:
    notify: list[str] = []
    manager: str = ""
    members: tuple[str, ...] = ()
    within: g.Duration | None = None
    reasons: tuple[str, ...] = ()
    is_in_turn = False
    for rule in team.rules:
        match rule:
            case g.TeamNotify(address=address):
                notify.append(address)
            case g.TeamManager(address=manager):
                pass
            case g.Members(addresses=members, in_turn=is_in_turn):
                pass
            case g.AcceptWithin(within=within):
                pass
            case g.RejectReasons(reasons=reasons):
                pass
    return p.Team(
        name=str(team.name),
        label=team.label or str(team.name),
        notify=tuple(notify),
        manager=manager,
        members=members,
        in_turn=is_in_turn,
        rule=rule_of(team),
        accept_within=within,
        reasons=reasons,
    )


def address_of(to: g.Recipient) -> str:
    """Where a notice goes: an address, or `team:`, `owner:` and `manager:` to be looked up when it is sent."""
    match to:
        case g.Address(address=address):
            return address
        case g.TeamRef(name=name):
            return f"team:{name}"
        case g.LeadOwner():
            return "owner:"
        case g.Manager():
            return "manager:"
        case g.AccountOwner():
            return "account-owner:"
