"""A moment, as a naive reader works it: what comes in, the journey, who enters and who leaves. Pass after pass until nothing moves."""

from collections.abc import Sequence
from typing import Any

from grammar import ast as g
from tests.reference import clocks
from tests.reference.asked import Asking, Said, Stage
from tests.reference.clocks import HOUR
from tests.reference.mails import Judge, Wish
from tests.reference.standing import LONG, Heard, Open, Passage, Place, Walk, fits_outcome, group_of, is_below
from tests.reference.told import Told, beside, matches


class Coming(Asking):
    """One lead. log: (moment, what, …) of each act."""

    def __init__(self, said: Said, step: int) -> None:
        super().__init__(said)
        self.judge, self.step = Judge(self, step), step
        self.log: list[tuple[Any, ...]] = []
        self.runs: list[Passage] = []
        self.ended: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self.open: list[Open] = []
        self.truths: dict[int, bool] = {}
        self.event: Told | None = None
        self.news, self.known_since, self._count, self._fresh = True, 0, 0, False
        self._fired: set[object] = set()
        self._entries: list[tuple[g.Scenario, g.Condition | None]] = []
        self._wishes: list[tuple[Passage, Place, Wish]] = []
        self._sent: list[str] = []
        self._also: list[Told] = []

    def play(self, start: int, heard: Sequence[Heard], until: int) -> None:
        """At every step of the clock first what comes in, each worked to its end, then what is due."""
        coming = sorted(heard, key=lambda one: one.received)
        for now in range(start, until + 1, self.step):
            self.now = now
            while coming and coming[0].received <= self.now:
                self._hear_of(coming.pop(0))
            if self.known_since:
                self._work(None)

    # ── a moment ────────────────────────────────────────────────────────────────────────

    def _hear_of(self, one: Heard) -> None:
        self._count += 1
        self.news = one.live and one.received - one.at <= 24 * HOUR
        self._work(Told(one.at, one.received, 0, self._count, one.kind, one.props))
        self.news = True

    def _work(self, event: Told | None) -> None:
        """Pass after pass until nothing moves; only then are mails judged, and after them all is passed again."""
        self.event, self._fired, self._fresh, self._sent = event, set(), False, []
        self._also = []
        if self.judge.hold and 0 < self.judge.hold[0] <= self.now:
            self.judge.hold = None
        if event is not None:
            self.hear(event)
            self._receive(event)
        elif self.news:
            self._overdue()
        self.known_since = self.known_since or self.now
        is_first = True
        for _ in range(100):
            moved = self._pass(is_first)
            is_first = False
            if not moved and not self.judge_mails():
                break
        for template in self._sent:
            self._count += 1
            self._work(Told(self.now, self.now, 2, self._count, "mail.sent", {"template": template}))

    def _pass(self, is_first: bool) -> bool:
        moved = self._stages(is_first)
        moved |= self._leave(is_first)
        if is_first and self.news:
            self.meet(self.event.at if self.event else self.now)
        self._knock(is_first)
        if not self._fresh and self._let_in():
            self._fresh = True
            return True
        self._fresh = False
        if self.news:
            moved |= self.go_on()
        return moved or bool(self._entries)

    def act(self, kind: str, **props: Any) -> Told:
        """Something a scenario did, which is heard like anything else."""
        self._count += 1
        one = Told(self.now, self.now, 1, self._count, kind, props)
        self.hear(one)
        return one

    def note(self, *what: Any) -> None:
        self.log.append((self.now, *what))

    def fires(self, trigger: g.Trigger, truths: dict[int, bool], about: tuple[bool, Passage | None, object]) -> bool:
        """Whether it happens now: an event that matches, or a condition that turns true, once in a moment."""
        is_first, run, owner = about
        match trigger:
            case g.OnEvent(patterns=patterns):
                return is_first and self.is_any(patterns, run)
            case g.WhenTrue(condition=condition):
                before, now = truths.get(id(trigger), False), self.holds(condition, run)
                truths[id(trigger)] = now
                if not now or before or not self.news or (owner, id(trigger)) in self._fired:
                    return False
                self._fired.add((owner, id(trigger)))
                return True

    def is_any(self, patterns: Sequence[g.Pattern], run: Passage | None = None) -> bool:
        """Whether what happens at this moment is one of them."""
        happening = [*([self.event] if self.event else []), *self._also]
        known = beside(self.history.attributes(), run.entry if run else {}) if happening else {}
        return any(matches(pattern, one, known) for one in happening for pattern in patterns)

    # ── what comes in ───────────────────────────────────────────────────────────────────

    def _receive(self, event: Told) -> None:
        props = event.props
        match event.kind:
            case "handoff.accepted" | "handoff.rejected" | "task.done":
                kind, outcome = event.kind.split(".")
                self._answer(kind, outcome, props)
            case "lead.held":
                zone, _ = self.there()
                until = clocks.moment(*clocks.read(props["until"]), zone) if props.get("until") else 0
                self.judge.hold = (until, props["because"])
            case "lead.released":
                self.judge.hold = None
            case "run.removed":
                for run in [one for one in self.runs if one.name == props["scenario"]]:
                    self.end(run, "removed")
            case "run.started" if self.news:
                self.enter(self.said.named(g.Scenario, props["scenario"]), None, dict(props))
            case "stage.moved":
                self.move(props["stage"])

    def _answer(self, kind: str, outcome: str, props: Any) -> None:
        """The newest of the team is answered."""
        team = props.get("team")
        for one in reversed(self.open):
            if one.kind == kind and team in (None, one.team):
                self.open.remove(one)
                self.note("closed", kind, outcome, props.get("reason") or props.get("outcome") or "")
                self._outcome(one, outcome, props.get("reason") or props.get("outcome") or "")
                return

    def _overdue(self) -> None:
        for one in self.open:
            if one.due and one.due <= self.now:
                one.due = 0
                self.note("closed", one.kind, "overdue", "")
                if one.kind == "handoff":
                    self._also.append(self.act("handoff.overdue", team=one.team))
                self._outcome(one, "overdue", "")

    def _outcome(self, one: Open, outcome: str, reason: str) -> None:
        """The run that waits for it takes the first arm that fits."""
        for run in self.runs:
            for place in list(run.places):
                if place is not one.place or place.request[0] != "open":
                    continue
                arm = next((arm for arm in place.request[1] if fits_outcome(arm, outcome, reason)), None)
                if arm is not None or outcome != "overdue":
                    one.place = None
                    self.answer(run, place, arm)

    def answer(self, run: Passage, place: Place, answer: Any) -> None:
        """What a place waited for is there; what was done on the way ends."""
        self.drop(run, [one for one in run.places if is_below(one, place)])
        place.request, place.arrived = ("answered", answer), self.now

    def drop(self, run: Passage, places: list[Place]) -> None:
        """Takes places away; a task one of them waited for is withdrawn."""
        run.places = [one for one in run.places if one not in places]
        self.withdraw(places)

    def withdraw(self, places: Sequence[Place]) -> None:
        for one in [one for one in self.open if one.kind == "task" and one.place in places and one.place is not None]:
            self.open.remove(one)
            self.note("closed", "task", "withdrawn", "")

    # ── the journey ─────────────────────────────────────────────────────────────────────

    def _stages(self, is_first: bool) -> bool:
        rules = [rule for journey in self.said.all(g.Journey) for rule in journey.rules]
        names = [str(rule.name) for rule in rules if isinstance(rule, g.Stage)]
        if not names:
            return False
        if self.stage is None:
            self.move(names[0])
        here, moved = self.stage.name if self.stage else "", False
        for rule in rules:
            fires = rule.trigger is not None and self._sets(rule.trigger, is_first)
            match rule:
                case g.Stage(name=name) if fires and self.stage and names.index(str(name)) > names.index(self.stage.name):
                    self.move(str(name))
                    moved = True
                case g.Back(origin=origin, to=to) if fires and not moved and here == str(origin):
                    self.move(str(to))
                    moved = True
                case g.Dropped() if fires and not moved and self.stage and not self.stage.dropped:
                    self.stage.dropped = moved = True
                    self.note("stage", self.stage.name, self.stage.name, True)
        return moved

    def _sets(self, trigger: g.Trigger, is_first: bool) -> bool:
        """Like `fires`, for history too."""
        before = self.truths.get(id(trigger), False)
        fires = self.fires(trigger, self.truths, (is_first, None, "stage"))
        return fires or (isinstance(trigger, g.WhenTrue) and self.truths[id(trigger)] and not before and not self.news)

    def move(self, name: str) -> None:
        if self.stage and self.stage.name == name and not self.stage.dropped:
            return
        before = self.stage.name if self.stage else ""
        self.stage = Stage(name, self.now if self.news or self.event is None else self.event.at)
        self.note("stage", before, name, False)

    # ── coming in and going out ─────────────────────────────────────────────────────────

    def _knock(self, is_first: bool) -> None:
        for scenario in sorted(self.said.all(g.Scenario), key=self.rank):
            around = Passage(scenario, "", 0, self.now, {})
            for rule in scenario.rules:
                match rule:
                    case g.EnterOn(trigger=trigger):
                        knocks = self.fires(trigger, self.truths, (is_first, around, "enter")) and self.news
                    case g.EnterEvery(schedule=schedule):
                        knocks = is_first and self._is_due and clocks.rings(schedule, self.now, *self.there(scenario))
                    case g.EnterAt(day=day, at=at):
                        knocks = is_first and self._is_due and clocks.moment(day, at, self.there(scenario)[0]) == self.now
                    case _:
                        continue
                if knocks:
                    self._entries.append((scenario, rule.condition))

    @property
    def _is_due(self) -> bool:
        """Calendars ring for leads that are known already, once the events of the instant are in."""
        return self.event is None and self.known_since < self.now

    def rank(self, scenario: g.Scenario) -> int:
        names = [str(name) for rule in self.said.policy(g.Priority) for name in rule.scenarios]
        return names.index(str(scenario.name)) if str(scenario.name) in names else len(names)

    def _let_in(self) -> bool:
        while self._entries:
            scenario, condition = self._entries.pop(0)
            if self.enter(scenario, condition, self._fields()):
                return True
        return False

    def _fields(self) -> dict[str, Any]:
        """What the event says; a moment is read where the lead is."""
        if self.event is None or "." in self.event.kind:
            return {}
        kinds = {
            str(one.name): one.type.kind
            for event in self.said.all(g.Event) if str(event.name) == self.event.kind
            for one in event.fields if isinstance(one.type, g.PlainType)
        }  # fmt: skip
        return {name: self._read(value, kinds.get(name, "")) for name, value in self.event.props.items()}

    def _read(self, value: Any, kind: str) -> Any:
        return clocks.moment(*clocks.read(value), self.there()[0]) if kind == "datetime" else value

    def enter(self, scenario: g.Scenario, condition: g.Condition | None, fields: dict[str, Any]) -> bool:
        name, keyed = str(scenario.name), next((str(rule.field) for rule in scenario.rules if isinstance(rule, g.OneRunPer)), "")
        key = str(fields.get(keyed) or "") if keyed else ""
        run = Passage(scenario, key, len(self.ended.get((name, key), ())) + 1, self.now, fields)
        if (keyed and not key) or any(one.scenario is scenario and one.key == key for one in self.runs):
            return False
        group = group_of(scenario)
        if group and any(one.scenario is not scenario and group_of(one.scenario) == group for one in self.runs):
            return False
        if not self._may_again(scenario, key) or (condition is not None and not self.holds(condition, run)):
            return False
        self.begin(run)
        return True

    def begin(self, run: Passage) -> None:
        place = Place(None, self.now)
        place.walk = self.way(run, place, run.scenario.body)
        run.places = [place]
        self.runs.append(run)
        self.inside = [one.name for one in self.runs]
        self.note("entered", run.name, run.key, run.number)

    def _may_again(self, scenario: g.Scenario, key: str) -> bool:
        before = self.ended.get((str(scenario.name), key))
        if not before:
            return True
        for rule in scenario.rules:
            match rule:
                case g.Reenter(how=how):
                    return how == "always"
                case g.ReenterAfter(duration=duration, since=since):
                    return self.after(before[-1][since == "end"], duration, scenario) <= self.now
        return False

    def _leave(self, is_first: bool) -> bool:
        moved = False
        for run in self.in_order():
            if run.leaving or run not in self.runs:
                continue
            ways = [rule for rule in run.scenario.rules if isinstance(rule, g.Goal | g.Leave)]
            way = next((rule for rule in ways if self._is_met(rule, run, is_first)), None)
            restarts = [one for rule in run.scenario.rules if isinstance(rule, g.RestartOn) for one in rule.patterns]
            if way is not None:
                self._go_out(run, "goal" if isinstance(way, g.Goal) else "left", way.body.statements if way.body else ())
                moved = True
            elif is_first and self.news and self.is_any(restarts, run) and self._concerns(run):
                self.end(run, "stopped")
                self.begin(Passage(run.scenario, run.key, run.number + 1, self.now, run.entry | self._fields()))
                moved = True
        return moved

    def _is_met(self, rule: g.Goal | g.Leave, run: Passage, is_first: bool) -> bool:
        fires = self.fires(rule.trigger, run.truths, (is_first, run, run))
        return fires and (isinstance(rule.trigger, g.WhenTrue) or (self.news and self._concerns(run)))

    def _concerns(self, run: Passage) -> bool:
        keyed = next((str(rule.field) for rule in run.scenario.rules if isinstance(rule, g.OneRunPer)), "")
        said = self.event.props.get(keyed) if keyed and self.event else None
        return said is None or str(said) == run.key

    def _go_out(self, run: Passage, state: str, statements: Sequence[g.Statement]) -> None:
        """Acts are done at once, when the run is over; what takes longer is gone through first."""
        if not any(isinstance(one, LONG) for one in statements):
            self.end(run, state)
            for one in statements:
                self.do_act(run, one)
            return
        run.leaving = run.state = state
        self.drop(run, list(run.places))
        place = Place(None, self.now)
        place.walk = self.way(run, place, statements)
        run.places = [place]

    def end(self, run: Passage, state: str) -> None:
        self.runs.remove(run)
        self.inside = [one.name for one in self.runs]
        self.ended.setdefault((run.name, run.key), []).append((run.entered, self.now))
        self.note("ended", run.name, run.key, run.number, state)
        self.withdraw(run.places)

    def in_order(self) -> list[Passage]:
        return sorted(self.runs, key=lambda run: (self.rank(run.scenario), run.entered, run.name, run.key))

    # ── what a run does, which stands elsewhere ─────────────────────────────────────────

    def go_on(self) -> bool:
        """Every run goes on until it rests; True if one moved."""
        raise NotImplementedError

    def judge_mails(self) -> bool:
        """Every mail that wants to leave is judged; True if a run goes on."""
        raise NotImplementedError

    def meet(self, happened: int) -> None:
        """Who waits for what happens now goes on."""
        raise NotImplementedError

    def do_act(self, run: Passage, statement: g.Statement) -> None:
        """One act, at once."""
        raise NotImplementedError

    def way(self, run: Passage, place: Place, statements: Sequence[g.Statement]) -> Walk:
        """A place's whole way."""
        raise NotImplementedError
