"""A second, naive reading of the language, to hold against the engine's.

It reads the tree of the file and knows nothing of documents, due moments, patterns by number or compiled conditions: it looks at everything at
every step of the clock, keeps the whole history in a list and counts it anew, and a place of a run is a Python generator.
It is slow and short, and shares nothing with the engine but the parsed file and the hash that splits.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.rules.turn import chance
from grammar import ast as g
from tests.reference import clocks
from tests.reference.asked import Asking, Said, Stage
from tests.reference.clocks import HOUR, MINUTE, NEVER
from tests.reference.mails import Judge, Wish
from tests.reference.told import Told, matches, number

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
    """Where a run stands. arrived: when it came to what it does next; since: when it came to rest."""

    walk: Walk | None
    arrived: int
    parent: "Place | None" = None
    request: Request = ("start",)
    since: int = 0
    rung: int = 0
    held: int = 0
    is_seen: bool = False


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


class World(Asking):
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

    def play(self, start: int, heard: Sequence[Heard], until: int) -> None:
        """At every step of the clock first what comes in, each worked to its end, then what is due."""
        coming = sorted(heard, key=lambda one: one.received)
        for self.now in range(start, until + 1, self.step):
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
            if not moved and not self._judge():
                break
        for template in self._sent:
            self._count += 1
            self._work(Told(self.now, self.now, 2, self._count, "mail.sent", {"template": template}))

    def _pass(self, is_first: bool) -> bool:
        moved = self._stages(is_first)
        moved |= self._leave(is_first)
        if is_first and self.news and self.event is not None:
            self._meet(self.event)
        self._knock(is_first)
        if not self._fresh and self._let_in():
            self._fresh = True
            return True
        self._fresh = False
        if self.news:
            moved |= self._go_on()
        return moved or bool(self._entries)

    def act(self, kind: str, **props: Any) -> None:
        """Something a scenario did, which is heard like anything else."""
        self._count += 1
        self.hear(Told(self.now, self.now, 1, self._count, kind, props))

    def note(self, *what: Any) -> None:
        self.log.append((self.now, *what))

    def fires(self, trigger: g.Trigger, truths: dict[int, bool], about: tuple[bool, Passage | None, object]) -> bool:
        """Whether it happens now: an event that matches, or a condition that turns true, once in a moment."""
        is_first, run, owner = about
        match trigger:
            case g.OnEvent(patterns=patterns):
                return is_first and self.is_any(patterns)
            case g.WhenTrue(condition=condition):
                before, now = truths.get(id(trigger), False), self.holds(condition, run)
                truths[id(trigger)] = now
                if not now or before or not self.news or (owner, id(trigger)) in self._fired:
                    return False
                self._fired.add((owner, id(trigger)))
                return True

    def is_any(self, patterns: Sequence[g.Pattern]) -> bool:
        event = self.event
        return event is not None and any(matches(one, event, self.history.attributes()) for one in patterns)

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
                    self.act("handoff.overdue", team=one.team)
                self._outcome(one, "overdue", "")

    def _outcome(self, one: Open, outcome: str, reason: str) -> None:
        """The run that waits for it takes the first arm that fits."""
        for run in self.runs:
            for place in list(run.places):
                if place is not one.place or place.request[0] != "open":
                    continue
                arm = next((arm for arm in place.request[1] if _fits(arm, outcome, reason)), None)
                if arm is not None or outcome != "overdue":
                    self.answer(run, place, arm)

    def answer(self, run: Passage, place: Place, answer: Any) -> None:
        """What a place waited for is there; what was done on the way ends."""
        self.drop(run, [one for one in run.places if _is_below(one, place)])
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
                        knocks = self._is_due and clocks.rings(schedule, self.now, *self.there(scenario))
                    case g.EnterAt(day=day, at=at):
                        knocks = self._is_due and clocks.moment(day, at, self.there(scenario)[0]) == self.now
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
        group = _group(scenario)
        if group and any(one.scenario is not scenario and _group(one.scenario) == group for one in self.runs):
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
            way = next((rule for rule in run.scenario.rules if isinstance(rule, g.Goal | g.Leave) and self._is_met(rule, run, is_first)), None)
            restarts = [one for rule in run.scenario.rules if isinstance(rule, g.RestartOn) for one in rule.patterns]
            if way is not None:
                self._go_out(run, "goal" if isinstance(way, g.Goal) else "left", way.body.statements if way.body else ())
                moved = True
            elif is_first and self.news and self.is_any(restarts) and self._concerns(run):
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
        if not any(isinstance(one, _LONG) for one in statements):
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

    # ── going on ────────────────────────────────────────────────────────────────────────

    def _meet(self, event: Told) -> None:
        for run in self.in_order():
            for place in list(run.places):
                if place in run.places and place.request[0] == "wait" and self._concerns(run):
                    _, arms, deadline, _, _ = place.request
                    if deadline is not None and event.at > deadline:
                        continue
                    arm = next((body for patterns, _, body in arms if patterns and self.is_any(patterns)), None)
                    if arm is not None:
                        self.answer(run, place, arm)

    def _go_on(self) -> bool:
        moved = False
        for run in self.in_order():
            places = list(run.places)
            for place in places:
                while not run.paused and run in self.runs and place in run.places and self._advance(run, place):
                    moved = True
            moved |= len(run.places) > len(places)
        return moved

    def _advance(self, run: Passage, place: Place) -> bool:
        """Looks whether the place may go on, and lets it."""
        is_over, answer = self._look(run, place)
        if not is_over or place.walk is None:
            return False
        self.drop(run, [one for one in run.places if _is_below(one, place)])
        is_start = place.request[0] == "start"
        place.arrived = place.arrived if place.request[0] in ("start", "answered") else self.now
        try:
            place.request = next(place.walk) if is_start else place.walk.send(answer)
            place.since, place.rung, place.held, place.is_seen = self.now, 0, 0, False
        except StopIteration:
            if run in self.runs and place.parent is not None:
                run.places.remove(place)
            elif run in self.runs:
                self.end(run, run.state)
        return True

    def _over(self, due: int, since: int) -> bool:
        """The events of an instant come before the steps due at it, but for those that began in this very moment."""
        return due < self.now or (due == self.now and (self.event is None or since == self.now))

    def _look(self, run: Passage, place: Place) -> tuple[bool, Any]:
        match place.request:
            case ("start",):
                return True, None
            case ("answered", answer):
                return True, answer
            case ("mail", send, arrived):
                return self._wish(run, place, send, arrived), None
            case ("until", due, arrived):
                return self._over(due, arrived), None
            case ("moment", moment, arrived):
                return self._look_at_clock(run, place, moment, arrived)
            case ("judged",):
                return self.judge.hold is None, None
            case ("together", branches):
                return not any(one in run.places for one in branches), None
            case ("wait", arms, deadline, slack, rungs):
                for _, condition, body in arms:
                    if condition is not None and self.holds(condition, run):
                        return True, body
                if deadline is not None and self._over(deadline + slack, place.since):
                    return True, "timeout"
                self._climb(run, place, rungs)
            case ("open", _, rungs):
                self._climb(run, place, rungs)
        return False, None

    def _look_at_clock(self, run: Passage, place: Place, moment: g.Moment, arrived: int) -> tuple[bool, Any]:
        """Looked at anew each time. The minute of now is not past."""
        due = self.instant(moment, run, arrived)
        if due is None or (not place.is_seen and due + MINUTE <= self.now):
            return True, "past"
        place.is_seen = True
        return self._over(due, arrived), "met"

    def _climb(self, run: Passage, place: Place, rungs: Sequence[g.Rung]) -> None:
        moments = sorted(((self.after(place.since, rung.after, run.scenario), rung) for rung in rungs), key=lambda one: one[0])
        while place.rung < len(moments) and self._over(moments[place.rung][0], place.since):
            self.branch(run, place, moments[place.rung][1].body)
            place.rung += 1

    def branch(self, run: Passage, parent: Place, body: g.Block) -> Place:
        place = Place(None, self.now, parent)
        place.walk = self.way(run, place, body.statements)
        run.places.append(place)
        return place

    # ── mails ───────────────────────────────────────────────────────────────────────────

    def _wish(self, run: Passage, place: Place, send: g.Send, arrived: int) -> bool:
        """Notes that a mail wants to leave; True if it does not any more."""
        if send.skip_if is not None and self.holds(send.skip_if, run):
            return True
        template = self._template(send)
        if not template:
            return True
        wish = Wish(template, send, arrived, run.scenario)
        is_held = place.held > self.now and self.event is None and not self.judge.is_free(wish)
        if not is_held and not any(one is place for _, one, _ in self._wishes):
            self._wishes.append((run, place, wish))
        return False

    def _template(self, send: g.Send) -> str:
        """The mail, or the first of the series that the lead has not had."""
        match send.mail:
            case g.OneMail(name=name):
                return str(name)
            case g.NextOf(series=series):
                had = {template for template, _, _, _ in self.judge.sent}
                return next((str(one) for one in self.said.named(g.Series, str(series)).mails if str(one) not in had), "")

    def _judge(self) -> bool:
        wishes, self._wishes = self._wishes, []
        moved = False
        for run, place, wish in sorted(wishes, key=lambda one: (self.rank(one[0].scenario), one[0].entered, one[0].name)):
            template = self._template(wish.send)
            if run not in self.runs or place not in run.places:
                continue
            word = self.judge.word(Wish(template, wish.send, wish.arrived, wish.scenario))
            if template and (word.what == "hold" or (word.what == "send" and place.held == self.now and self.event is not None)):
                place.held = max(word.until, self.now)
                continue
            moved = True
            self.answer(run, place, None)
            if template:
                self._take(run, template, (word.what, word.reason))
        return moved

    def _take(self, run: Passage, template: str, word: tuple[str, str]) -> None:
        what, reason = word
        if what == "send":
            topic, is_transactional = self.said.mails.get(template, ("", False))
            self.judge.sent.append((template, self.now, topic, is_transactional))
            self._sent.append(template)
            self.note("mail", template, run.name)
            return
        self.note("dropped", template, reason)
        if what == "leave":
            self.end(run, "left")

    # ── the statements ──────────────────────────────────────────────────────────────────

    def way(self, run: Passage, place: Place, statements: Sequence[g.Statement]) -> Walk:
        """A place's whole way; one that goes to a step goes on from there."""
        found = yield from self.walk(run, place, statements)
        while found is not None and found[0] == "go":
            steps = [n for n, one in enumerate(run.scenario.body) if isinstance(one, g.Step) and str(one.name) == found[1]]
            found = yield from self.walk(run, place, run.scenario.body[steps[0] :])
        return found

    def walk(self, run: Passage, place: Place, statements: Sequence[g.Statement]) -> Walk:
        for statement in statements:
            found = yield from self._do(run, place, statement)
            if found is not None:
                return found
        return None

    def _block(self, run: Passage, place: Place, block: g.Block | None) -> Walk:
        return (yield from self.walk(run, place, block.statements if block else ()))

    def _do(self, run: Passage, place: Place, statement: g.Statement) -> Walk:
        arrived, place.arrived = place.arrived, self.now
        match statement:
            case g.Step(body=body):
                place.arrived = arrived
                return (yield from self._block(run, place, body))
            case g.Send():
                yield "mail", statement, arrived
            case g.Wait(duration=duration):
                yield "until", self.after(arrived, duration, run.scenario), arrived
            case g.WaitUntil(moment=moment, body=body, past=past):
                answer = yield "moment", moment, arrived
                return (yield from self._block(run, place, past if answer == "past" else body))
            case g.WaitForEvent() | g.WaitUntilTrue() | g.WaitForAny():
                return (yield from self._wait(run, place, statement, arrived))
            case g.Handoff() | g.Task():
                return (yield from self._hand_over(run, place, statement))
            case g.If() | g.Choose() | g.Split() | g.Together() | g.Repeat() | g.GoTo():
                return (yield from self._flow(run, place, statement))
            case _:
                self.do_act(run, statement)
        return None if run in self.runs else ("stop",)

    def _wait(self, run: Passage, place: Place, statement: g.WaitForEvent | g.WaitUntilTrue | g.WaitForAny, arrived: int) -> Walk:
        arms: list[tuple[Sequence[g.Pattern], g.Condition | None, object]] = []
        rungs: list[g.Rung] = []
        match statement:
            case g.WaitForEvent(patterns=patterns, body=body, timeout=timeout):
                arms.append((patterns, None, body or "nothing"))
            case g.WaitUntilTrue(condition=condition, body=body, timeout=timeout):
                arms.append(((), condition, body or "nothing"))
            case g.WaitForAny(arms=said):
                timeout = next((arm.body for arm in said if isinstance(arm, g.TimeoutArm)), None)
                rungs = [arm for arm in said if isinstance(arm, g.Rung)]
                for arm in said:
                    if isinstance(arm, g.OnArm):
                        arms.append((arm.patterns, None, arm.body))
                    elif isinstance(arm, g.WhenArm):
                        arms.append(((), arm.condition, arm.body))
        answer = yield "wait", arms, self._deadline(run, statement.limit, arrived), self._slack(arms), rungs
        block = timeout if answer == "timeout" else answer if isinstance(answer, g.Block) else None
        return (yield from self._block(run, place, block))

    def _deadline(self, run: Passage, limit: g.WaitLimit, arrived: int) -> int | None:
        match limit:
            case g.UpTo(duration=duration):
                return self.after(arrived, duration, run.scenario)
            case g.UpToMoment(moment=moment):
                found = self.instant(moment, run, arrived)
                return self.now if found is None else found
            case g.WithoutLimit():
                return None

    def _slack(self, arms: Sequence[tuple[Sequence[g.Pattern], g.Condition | None, object]]) -> int:
        """How long the slowest source of what is waited for may take."""
        events = [str(one.event) for patterns, _, _ in arms for one in patterns if isinstance(one, g.EventPattern)]
        late = [clocks.after(0, one.arrives_within, "UTC", self.office()) for one in self.said.all(g.Event)
                if one.arrives_within and str(one.name) in events]  # fmt: skip
        return max(late, default=0)

    def _hand_over(self, run: Passage, place: Place, statement: g.Handoff | g.Task) -> Walk:
        within, team = statement.within, "owner:"
        if isinstance(statement, g.Handoff):
            while self.judge.hold is not None:
                yield ("judged",)
            team = str(statement.team)
            rules = self.said.named(g.Team, team).rules
            within = within or next((rule.within for rule in rules if isinstance(rule, g.AcceptWithin)), None)
        elif isinstance(statement.assignee, g.TeamRef):
            team = str(statement.assignee.name)
        kind = "handoff" if isinstance(statement, g.Handoff) else "task"
        one = Open(kind, team, self.after(self.now, within, run.scenario) if within else 0)
        self.open.append(one)
        self.note(kind, team, one.due)
        if kind == "handoff":
            self.act("handoff.raised", team=team)
        if not statement.arms:
            return None
        one.place = place
        arms = [arm for arm in statement.arms if not isinstance(arm, g.Rung)]
        answer = yield "open", arms, [arm for arm in statement.arms if isinstance(arm, g.Rung)]
        return (yield from self._block(run, place, answer.body if answer is not None else None))

    def _flow(self, run: Passage, place: Place, statement: g.If | g.Choose | g.Split | g.Together | g.Repeat | g.GoTo) -> Walk:
        match statement:
            case g.If(branches=branches, otherwise=otherwise):
                taken = next((branch.body for branch in branches if self.holds(branch.condition, run)), otherwise)
                return (yield from self._block(run, place, taken))
            case g.Choose(ref=ref, arms=arms):
                return (yield from self._block(run, place, self._chosen(run, ref, arms)))
            case g.Split():
                return (yield from self._split(run, place, statement))
            case g.Together(branches=branches):
                yield "together", [self.branch(run, place, branch.body) for branch in branches]
            case g.Repeat(times=times, body=body):
                for _ in range(times):
                    found = yield from self._block(run, place, body)
                    if found is not None:
                        return found
            case g.GoTo(step=step, at_most=at_most, otherwise=otherwise):
                if at_most is not None and run.taken.get(id(statement), 0) >= at_most:
                    return (yield from self._block(run, place, otherwise))
                run.taken[id(statement)] = run.taken.get(id(statement), 0) + 1
                return ("go", str(step))
        return None

    def _chosen(self, run: Passage, ref: g.Ref, arms: Sequence[g.ChooseArm]) -> g.Block | None:
        otherwise = None
        for arm in arms:
            match arm:
                case g.Case(values=values) if self.holds(g.IsIn(ref=ref, values=values), run):
                    return arm.body
                case g.EmptyCase() if self.holds(g.IsEmpty(ref=ref), run):
                    return arm.body
                case g.ElseCase():
                    otherwise = arm.body
        return otherwise

    def _split(self, run: Passage, place: Place, split: g.Split) -> Walk:
        """Chance is a hash; what is not said is shared evenly."""
        thrown, reached, arm = chance(LEAD, run.name, str(split.name)), 0, split.arms[-1]
        each, rest = divmod(10_000, len(split.arms))
        for place_of, one in enumerate(split.arms):
            reached += int(one.share * 100) if one.share is not None else each + (place_of < rest)
            if thrown < reached:
                arm = one
                break
        if isinstance(arm, g.Holdout):
            run.state = "holdout"
            yield from self._block(run, place, arm.body)
            return ("stop",)
        return (yield from self._block(run, place, arm.body))

    # ── acts ────────────────────────────────────────────────────────────────────────────

    def do_act(self, run: Passage, statement: g.Statement) -> None:
        match statement:
            case g.Stop():
                self._stop([run] if run in self.runs else [])
            case g.ScenarioAct(verb="start", scenario=scenario):
                self.enter(self.said.named(g.Scenario, str(scenario)), None, run.entry)
            case g.ScenarioAct(verb=verb, scenario=scenario):
                self._steer(verb, [one for one in self.runs if one.name == str(scenario)])
            case g.GroupAct(verb=verb, group=group):
                self._steer(verb, [one for one in self.runs if _group(one.scenario) == str(group)])
            case g.Notify():
                self.note("notified")
            case g.MoveToStage(stage=stage):
                self.move(str(stage))
            case g.Mute(duration=duration):
                self.judge.muted = self.after(self.now, duration, run.scenario)
            case g.Unmute():
                self.judge.muted = 0
            case _:
                self._change(run, statement)

    def _change(self, run: Passage, statement: g.Statement) -> None:
        """What is noted of the lead."""
        match statement:
            case g.Tag(tag=tag):
                self.act("lead.tagged", tag=tag)
            case g.Untag(tag=tag):
                self.act("lead.untagged", tag=tag)
            case g.Give(points=points, score=score):
                self.act("score.given", score=str(score), points=float(points))
            case g.SetScore(points=points, score=score):
                self.act("score.set", score=str(score), points=float(points))
            case g.SetAttribute(target=target, value=value):
                self.act("lead.changed", **{str(target.name): self._value(run, value)})
            case g.AddTo(amount=amount, target=target):
                before = self.history.attributes().get(str(target.name)) or 0
                self.act("lead.changed", **{str(target.name): before + number(amount)})
            case g.Unsubscribe(topic=topic):
                self.act("unsubscribed", topic=str(topic) if topic else "")
            case g.Suppress():
                self.act("unsubscribed", topic="")
            case _:
                raise NotImplementedError(type(statement).__name__)

    def _value(self, run: Passage, value: g.Value | None) -> Any:
        match value:
            case None:
                return None
            case g.Text() | g.YesNo():
                return value.value
            case g.Number():
                return number(value.value)
            case g.Today():
                return clocks.shown(self.now, self.there()[0]).date().isoformat()
            case g.EntryRef(name=name):
                return run.entry.get(str(name))
        raise NotImplementedError(type(value).__name__)

    def _stop(self, runs: list[Passage]) -> None:
        for run in runs:
            self.end(run, "stopped")

    def _steer(self, verb: str, runs: list[Passage]) -> None:
        if verb == "stop":
            self._stop(runs)
        for run in runs:
            run.paused = verb == "pause"


_LONG = (g.Send, g.Step, g.Wait, g.WaitUntil, g.WaitForEvent, g.WaitUntilTrue, g.WaitForAny, g.If, g.Choose, g.Split, g.Together, g.Repeat,
         g.GoTo, g.Handoff, g.Task)  # fmt: skip


def _group(scenario: g.Scenario) -> str:
    return next((str(rule.group) for rule in scenario.rules if isinstance(rule, g.OneAtATime)), "")


def _is_below(place: Place, other: Place) -> bool:
    """Whether it stands on the way of the other."""
    while place.parent is not None:
        if place.parent is other:
            return True
        place = place.parent
    return False


def _fits(arm: g.HandoffArm | g.TaskArm, outcome: str, reason: str) -> bool:
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
