"""One decision in the making: the lead as it changes, what is asked of the world, and the lines that say why."""

from collections.abc import Iterable
from hashlib import blake2s
from typing import Any

from engine.domain.documents import ACCOUNT, TEAM, id_of
from engine.domain.effects import AnyEffect, Letter, Recorded, RunMoved, TaskClosed, Trace
from engine.domain.events import ENGINE, Cause, Event, Kind
from engine.domain.instants import Instant
from engine.domain.subjects import Lead, Passed, Place, Run, clone
from engine.rules.answering import letter
from engine.rules.facts import Gain, fold, fold_in, is_late
from engine.rules.places import ActNode, Edge, Entry, Node, Scenario, SendNode
from engine.rules.program import Program
from engine.rules.view import Sight


class LedgerNeeded(Exception):
    """The event happened before something already folded: the caller must bring the lead's ledger."""


class Turn:
    """program, moment and event are given; lead, effects and trace are made here. news: whether anything may fire."""

    def __init__(self, program: Program, lead: Lead, cause: Cause, moment: Instant) -> None:
        self.program = program
        self.lead = clone(lead)
        self.lead.moment = self.moment = max(moment, lead.moment)
        self.lead.number += 1
        self.event = cause if isinstance(cause, Event) else None
        self.due = self.moment if isinstance(cause, Event) else cause.due
        """Of a wake-up the moment it was for, however late it comes."""
        self.news = self.event is None or self.event.is_news
        self.silent = False
        """A deployment: truths and levels are set, and nothing is said or moved."""
        self.matched: frozenset[int] = frozenset()
        self.effects: list[AnyEffect] = []
        self.trace: list[Trace] = []
        self.fired: set[str] = set()
        self.entries: list[tuple[Scenario, Entry]] = []
        self.is_fresh = False
        """A run has just begun; it does its first steps before the next one begins."""
        self.proposals: list[tuple[Run, Place, SendNode]] = []
        self.sight = Sight(program, self.lead, self.moment)
        self._acts = 0

    def take(self, event: Event, ledger: Iterable[Event] | None) -> None:
        """Folds the event into the facts; a late one folds the whole ledger anew. Raises LedgerNeeded without it."""
        gains: list[Gain] = []
        if is_late(self.lead.facts, event) or event.type == Kind.LEAD_MERGED:
            if ledger is None:
                raise LedgerNeeded(event.id)
            before = [one for one in ledger if (one.source, one.id) != (event.source, event.id)]
            self.lead.facts, self.matched = fold_in(self.program, before, event, gains)
            if event.type == Kind.MAIL_WITHDRAWN:
                self.say("a-machine", kind=event.props.get("what", ""), because=event.props.get("because", ""))
            elif event.type != Kind.LEAD_MERGED:
                self.say("late", at=event.at)
        else:
            self.matched = fold(self.program, self.lead.facts, event, gains)
        for rule, score, asked, given in gains:
            self.say("points", rule, score=score, asked=asked / 100, given=given / 100)
        self.sight = Sight(self.program, self.lead, self.moment)

    def say(self, what: str, rule: str = "", **detail: Any) -> None:
        """A line of the chain event -> rule -> result."""
        self.trace.append(Trace(what=what, rule=rule, detail=detail))

    def do(self, effect: AnyEffect) -> None:
        """Asks the world for something."""
        self.effects.append(effect)

    def write(self, kind: Kind, to: str, rule: str = "", **props: Any) -> None:
        """A letter to another subject; it is news where its cause was."""
        self.do(Letter(rule=rule, event=self.draft(kind, to, **props)))

    def draft(self, kind: Kind, to: str, **props: Any) -> Event:
        """The letter, not yet sent."""
        return letter(self._next_name(), kind, to, self.moment, props, live=self.news)

    def _next_name(self) -> str:
        self._acts += 1
        return f"{self.lead.id}/{self.lead.number:09}/{self._acts:04}"

    def record(self, kind: Kind, rule: str, **props: Any) -> frozenset[int]:
        """An act that touches a fact: it goes into the ledger and is folded at once. Returns the patterns it matches."""
        event = Event(
            source=ENGINE,
            id=self._next_name(),
            type=kind,
            subject=self.lead.id,
            at=self.moment,
            received=self.moment,
            props=props,
        )
        matched = fold(self.program, self.lead.facts, event)
        self.sight.refresh()
        self.do(Recorded(rule=rule, event=event))
        return matched

    def turned(self, edge: Edge, truths: dict[str, bool], sight: Sight, owner: str) -> bool:
        """Whether a condition turns true now. It fires at most once in a moment, and only news fires; its truth is kept anyway."""
        key = f"{owner}:{edge.key}"
        before, now = truths.get(key, False), edge.condition.holds(sight)
        if now:
            truths[key] = True
        else:
            truths.pop(key, None)
        if not now or before or not self.news or key in self.fired:
            return False
        self.fired.add(key)
        return True

    def is_over(self, due: Instant, since: Instant = 0) -> bool:
        """Whether the time a step was due has come. since: when the step began.

        The events of an instant come before the steps due at it: while an event is worked, only what was due before it is over, and
        what began in this very moment. The wake-up that follows takes the rest.
        """
        return due < self.moment or (due == self.moment and (self.event is None or since == self.moment))

    def scenario(self, run: Run) -> Scenario:
        """The text the run follows. A run of a scenario that is gone has left it at the deployment."""
        return self.program.edition(run) or self.program.scenarios[run.scenario]

    def node(self, run: Run, place: Place) -> Node | None:
        """The node a place stands on, or None at the end of its way."""
        return self.scenario(run).nodes.get(place.step)

    def go(self, run: Run, place: Place, step: str) -> None:
        """Puts a place on another step; the acts on the way that belong to the old one end."""
        given_up = below(run, place)
        if given_up:
            run.places = [one for one in run.places if not any(one is gone for gone in given_up)]
            self.withdraw(given_up)
        place.step, place.since, place.state = step, self.moment, "ready"
        place.due, place.ref, place.deadline, place.rung = 0, "", 0, 0
        node = self.node(run, place)
        if node is not None and not isinstance(node, ActNode):
            self.do(run_moved(run, "standing", node.rule, step=step))

    def end(self, run: Run, state: str, rule: str, reason: str = "") -> None:
        """Takes a run off the lead and keeps that it was."""
        self.lead.runs.remove(run)
        self.sight.refresh()
        before = self.lead.passed.get(passed_key(run.scenario, run.key))
        times = before.times if before else 0
        self.lead.passed[passed_key(run.scenario, run.key)] = Passed(times=times + 1, entered=run.entered, ended=self.moment)
        step = run.places[0].step if run.places else ""
        self.say("ended", rule, scenario=run.scenario, run=run.id, state=state, reason=reason)
        self.do(run_moved(run, state, rule, step=step, reason=reason))
        self.withdraw(run.places, rule)
        scenario = self.program.scenarios.get(run.scenario)
        if run.key and scenario is not None and scenario.per_account:
            give_back(self, run.scenario, run.key)

    def withdraw(self, places: Iterable[Place], rule: str = "") -> None:
        """Takes back the tasks that were still waited for where a run stands no more. A handoff stays: the lead is with sales."""
        awaited = {place.ref for place in places if place.ref}
        for one in [each for each in self.lead.waiting if each.kind == "task" and each.id in awaited]:
            self.lead.waiting.remove(one)
            if one.member:
                self.write(Kind.DESK_FREED, id_of(TEAM, one.team), id=one.id)
            self.say("withdrawn", rule, id=one.id, team=one.team)
            self.do(TaskClosed(rule=rule, id=one.id, state="withdrawn"))


def below(run: Run, place: Place) -> list[Place]:
    """The branches and acts on the way that hang on a place, and what hangs on those in turn."""
    found: list[Place] = []
    steps = {place.step} - {""}
    while steps:
        more = [one for one in run.places if one is not place and one.of in steps and not any(one is each for each in found)]
        found += more
        steps = {one.step for one in more} - {""}
    return found


def give_back(turn: Turn, scenario: str, account: str, *, is_void: bool = False) -> None:
    """Others of the account may enter; is_void: it is as if this lead had never been asked in."""
    turn.write(Kind.RUN_OVER, id_of(ACCOUNT, account), lead=turn.lead.id, scenario=scenario, void=is_void)


def passed_key(scenario: str, key: str) -> str:
    """Where the passages through a scenario are kept."""
    return f"{scenario}/{key}"


def run_moved(run: Run, state: str, rule: str, *, step: str = "", reason: str = "") -> RunMoved:
    """The effect that tells where a run is now."""
    return RunMoved(
        rule=rule, run=run.id, scenario=run.scenario, key=run.key, number=run.number, state=state, step=step, reason=reason
    )


def name_of(*parts: object) -> str:
    """A short name for something a decision makes, the same whenever it is decided."""
    return blake2s("/".join(str(part) for part in parts).encode(), digest_size=6).hexdigest()


def chance(lead: str, scenario: str, split: str) -> int:
    """0 to 9,999: chance is a hash of lead, scenario and split name."""
    digest = blake2s(f"{lead}\0{scenario}\0{split}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) % 10_000
