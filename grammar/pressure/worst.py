"""The worst case of each persona and cap: how many mails all scenarios together can offer one lead within what the cap looks at.

It is counted as if no cap stood in the way. An upper bound: what a lead really gets is never more.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, get_args

from grammar.ast import (
    EmailCap,
    EnterAt,
    EnterBy,
    EnterEvery,
    EnterOn,
    EveryDay,
    EveryMonth,
    MonthDay,
    OneRunPer,
    Persona,
    Reenter,
    ReenterAfter,
    RestartOn,
    Scenario,
    ScenarioAct,
    Send,
    Weekday,
    WhenTrue,
    key,
)
from grammar.model import Workspace
from grammar.pressure.bounds import Bound, Follower, Offer
from grammar.pressure.delays import delay_of
from grammar.pressure.gaps import NONE, Gap, Stretch, gap_of, stretch_of
from grammar.pressure.states import TooMany
from grammar.pressure.traits import ANYBODY, Reader, Traits
from grammar.walk import walk

MOST_LOOKS = 4_000
"""Combinations of ways that are looked at before their sum is taken instead, which is never too low."""
MOST_TOGETHER = 60
"""Scenarios whose ways are compared with each other; of more, each takes its own best."""


WEEK = get_args(Weekday)


class Share(NamedTuple):
    """What one scenario adds. again: it can be entered again and again within the stretch, and is counted once."""

    scenario: Scenario
    mails: int
    again: bool = False


class Worst(NamedTuple):
    """persona: its name; "" for leads of none. shares: the scenarios that add to it. unsure: why nothing could be said, in both languages.

    traits: what such a lead is like.
    """

    persona: str
    cap: EmailCap
    shares: tuple[Share, ...] = ()
    traits: Traits = ANYBODY
    unsure: tuple[str, str] | None = None

    @property
    def mails(self) -> int:
        """The most that can be offered; where a scenario comes again and again, more."""
        return sum(share.mails for share in self.shares)

    @property
    def is_open(self) -> bool:
        """Whether there is no highest number."""
        return any(share.again for share in self.shares)

    @property
    def is_over(self) -> bool:
        """Whether it is more than the cap lets through."""
        return self.mails > self.cap.count


_BUSINESS = "its business days have no fixed length", "営業日で数える期間は、長さが決まっていません"
_UNREAD = "nobody has read the templates, which say the topics", "配信の種類を書いたテンプレートを読んでいません"
_WAYS = "`{name}` has too many ways", "「{name}」は道が多すぎます"


class Pressure:
    """Everything that is worked out once for a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace = workspace.whole
        self.reader = Reader(workspace)
        self.caps = [cap for cap in workspace.all(EmailCap) if cap.count > 0]
        self.personas = [each for each in workspace.declarations if isinstance(each, Persona)]
        self._bounds: dict[str, Mapping[str, Bound | None]] = {}

    @cached_property
    def senders(self) -> tuple[Scenario, ...]:
        """The scenarios that can be entered and send mails."""
        return tuple(one for one in self.workspace.scenarios if _sends(one) and list(self.starts(one)))

    @cached_property
    def delay(self) -> int | None:
        """By how much a mail may leave later than it is offered."""
        return delay_of(self.workspace)

    @cached_property
    def _started(self) -> frozenset[str]:
        return frozenset(act.scenario.key for act in self.workspace.all(ScenarioAct) if act.verb == "start")

    def starts(self, scenario: Scenario) -> Iterator[Traits]:
        """What a lead is like when it comes in."""
        if scenario.name.key in self._started:
            yield ANYBODY
        for rule in scenario.rules:
            match rule:
                case EnterOn(trigger=WhenTrue(condition=edge), condition=condition):
                    yield from self.reader.met(self.reader.alternatives(edge), self.reader.alternatives(condition))
                case EnterOn() | EnterAt() | EnterBy() | EnterEvery():
                    yield from self.reader.alternatives(rule.condition)

    # ── the worst case ──────────────────────────────────────────────────────────────────

    def worst(self) -> Iterator[Worst]:
        """For every persona and every cap, in the order of the text; leads of no persona come last."""
        names = [persona.name.key for persona in self.personas]
        for name in [*names, ""]:
            for cap in self.caps:
                yield self.of(name, cap)

    def of(self, persona: str, cap: EmailCap) -> Worst:
        """The worst case of one persona under one cap."""
        stretch = stretch_of(cap)
        if stretch is None:
            return Worst(persona, cap, unsure=_BUSINESS)
        if cap.topic is not None and self.workspace.templates is None:
            return Worst(persona, cap, unsure=_UNREAD)
        lost = next((one for one in self.senders if self._bounds_of(cap)[one.name.key] is None), None)
        if lost is not None:
            return Worst(persona, cap, unsure=tuple(text.format(name=lost.name) for text in _WAYS))  # type: ignore[arg-type]
        leads = self.reader.met(self.reader.persona(persona), self.reader.alternatives(cap.condition))
        found = [self._summed(persona, cap, stretch, traits) for traits in leads]
        return max(found, key=lambda one: one.mails, default=Worst(persona, cap))

    def _summed(self, persona: str, cap: EmailCap, stretch: Stretch, traits: Traits) -> Worst:
        offered = [(one, self._offers(one, cap, stretch)) for one in self.senders]
        search = _Search(self.reader, [[offer for offer, _ in offers] for _, offers in offered])
        chosen, traits = search.best(traits)
        again = [any(is_again for _, is_again in offers) for _, offers in offered]
        shares = [Share(one, mails, is_again) for (one, _), mails, is_again in zip(offered, chosen, again, strict=True) if mails]
        return Worst(persona, cap, tuple(shares), traits)

    def _offers(self, scenario: Scenario, cap: EmailCap, stretch: Stretch) -> list[tuple[Offer, bool]]:
        bound = self._bounds_of(cap)[scenario.name.key]
        if bound is None or bound.first is None:
            return []
        runs = runs_within(scenario, bound, stretch)
        which = self._stretches(cap).index(stretch)
        return [(Offer(offer.mails * (runs or 1), offer.traits), runs is None) for offer in bound.offers[which]]

    # ── single scenarios ────────────────────────────────────────────────────────────────

    def _stretches(self, cap: EmailCap) -> list[Stretch]:
        """All that are asked about of the mails that cap counts."""
        alike = (stretch_of(one) for one in self.caps if one.topic == cap.topic)
        return list(dict.fromkeys(stretch for stretch in alike if stretch is not None))

    def _bounds_of(self, cap: EmailCap) -> Mapping[str, Bound | None]:
        topic = cap.topic.key if cap.topic is not None else ""
        if topic not in self._bounds:
            stretches, counts = self._stretches(cap), counted(self.workspace, topic)
            self._bounds[topic] = {one.name.key: self.bound(one, stretches, counts) for one in self.senders}
        return self._bounds[topic]

    def bound(self, scenario: Scenario, stretches: Sequence[Stretch], counts: Mapping[str, bool]) -> Bound | None:
        """What one run can offer; None if there are too many ways."""
        follower = Follower(self.reader, stretches, counts, self.delay)
        try:
            return follower.follow(scenario, dict.fromkeys(self.starts(scenario)))
        except TooMany:
            return None


def counted(workspace: Workspace, topic: str) -> dict[str, bool]:
    """Whether a mail counts, by its key, and of a series under `series NAME`: transactional ones never do."""
    counts: dict[str, bool] = {}
    for name in workspace.sent:
        template = workspace.template(name)
        marketing = template is None or template.purpose != "transactional"
        counts[name] = marketing and (not topic or (template is not None and key(template.topic) == topic))
    for series in workspace.symbols.all("series"):
        mails = getattr(series.node, "mails", ())
        counts[f"series {series.name.key}"] = any(counts.get(mail.key, True) for mail in mails)
    return counts


def _sends(scenario: Scenario) -> bool:
    return any(isinstance(node, Send) for node in walk(scenario))


# ── runs that follow each other ─────────────────────────────────────────────────────────


def runs_within(scenario: Scenario, bound: Bound, stretch: Stretch) -> int | None:
    """How many runs of one scenario can offer mails within a stretch; None if there is no end."""
    rules = scenario.rules
    first = bound.first or NONE
    if any(isinstance(rule, OneRunPer) for rule in rules):
        return None
    if any(isinstance(rule, RestartOn) for rule in rules):
        return 1 if stretch.fits(first) == 1 else None
    again = next((rule for rule in rules if isinstance(rule, Reenter | ReenterAfter)), None)
    match again:
        case ReenterAfter(duration=duration, since="end"):
            return stretch.fits(gap_of(duration) + first)
        case ReenterAfter(duration=duration):
            return _least(stretch.fits(first), _entered(gap_of(duration), bound, stretch))
        case Reenter(how="always"):
            return _least(stretch.fits(first), _entered(_apart(scenario), bound, stretch))
        case _:
            return 1


def _entered(apart: Gap | None, bound: Bound, stretch: Stretch) -> int | None:
    """Of runs that are entered at such a distance. Where nobody knows how long one lasts, one that began before may still go on."""
    if apart is None:
        return None
    if bound.last is not None:
        return stretch.longer(bound.last).fits(apart)
    entries = stretch.fits(apart)
    return None if entries is None else entries + 1


def _apart(scenario: Scenario) -> Gap | None:
    """The least between two entries by the calendar; None where leads come in by anything else."""
    ways = [rule for rule in scenario.rules if isinstance(rule, EnterOn | EnterBy | EnterEvery | EnterAt)]
    match ways:
        case [EnterEvery(schedule=EveryDay(days=days))]:
            is_weekly = len(days.words) == 1 and days.words[0] in WEEK
            return Gap(days=7 if is_weekly else 1)
        case [EnterEvery(schedule=EveryMonth(on=MonthDay(kind=kind)))] if "business" in kind:
            return Gap(midnights=_SHORT_MONTH)
        case [EnterEvery()]:
            return Gap(midnights=27)
        case _:
            return None


_SHORT_MONTH = 14
"""Days that surely lie between the business days of two months that have one number."""


def _least(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else min(one, other)


# ── all together ────────────────────────────────────────────────────────────────────────


class _Search:
    """Which way of each scenario one lead can take, so that the most mails come together."""

    def __init__(self, reader: Reader, offers: Sequence[Sequence[Offer]]) -> None:
        self.reader = reader
        self.offers = [sorted(each, key=lambda offer: -offer.mails) for each in offers]
        self.looks = 0

    def best(self, traits: Traits) -> tuple[list[int], Traits]:
        """The mails of each scenario, and what the lead is like. Past the limit each takes its own best, which is never too low."""
        fitting = [[offer for offer in each if self._fits(offer, traits)] for each in self.offers]
        rest = [max((offer.mails for offer in each), default=0) for each in fitting]
        self.found: tuple[int, list[int], Traits] = (-1, [], traits)
        self.looks = 0
        if len(fitting) > MOST_TOGETHER:
            return rest, traits
        self._look(fitting, rest, [], traits)
        return (rest, traits) if self.looks > MOST_LOOKS else self.found[1:]

    def _fits(self, offer: Offer, traits: Traits) -> bool:
        return offer.traits <= traits or self.reader.is_possible(offer.traits | traits)

    def _look(self, offers: Sequence[Sequence[Offer]], rest: Sequence[int], taken: list[int], traits: Traits) -> None:
        self.looks += 1
        here, number = sum(taken), len(taken)
        if number == len(offers):
            self.found = max(self.found, (here, taken, traits), key=lambda one: one[0])
            return
        if self.looks > MOST_LOOKS or here + sum(rest[number:]) <= self.found[0]:
            return
        for offer in offers[number]:
            if self._fits(offer, traits):
                self._look(offers, rest, [*taken, offer.mails], traits | offer.traits)
        self._look(offers, rest, [*taken, 0], traits)
