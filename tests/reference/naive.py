"""A second, naive reading of the language, to hold against the engine's.

It reads the tree of the file and knows nothing of documents, due moments, patterns by number or compiled conditions: it looks at
everything at every step of the clock, keeps the whole history in a list and counts it anew, and a place of a run is a Python generator.
It is slow and short, and shares nothing with the engine but the parsed file and the hash that splits.
"""

from collections.abc import Sequence
from typing import Any

from engine.rules.turn import chance
from grammar import ast as g
from tests.reference import clocks
from tests.reference.clocks import MINUTE
from tests.reference.coming import Coming
from tests.reference.mails import Wish
from tests.reference.standing import LEAD, Open, Passage, Place, Walk, group_of, is_below
from tests.reference.told import number


class World(Coming):
    """What the runs of one lead do."""

    # ── going on ────────────────────────────────────────────────────────────────────────

    def meet(self, happened: int) -> None:
        for run in self.in_order():
            for place in list(run.places):
                if place in run.places and place.request[0] == "wait" and self._concerns(run):
                    _, arms, deadline, _, _ = place.request
                    if deadline is not None and happened > deadline:
                        continue
                    arm = next((body for patterns, _, body in arms if patterns and self.is_any(patterns, run)), None)
                    if arm is not None:
                        self.answer(run, place, arm)

    def go_on(self) -> bool:
        moved = False
        for run in self.in_order():
            places = list(run.places)
            for place in places:
                place.has_worked = False
                while not run.paused and run in self.runs and place in run.places and self._advance(run, place):
                    moved = True
                    if place.request[0] == "over":
                        break
            moved |= len(run.places) > len(places)
        return moved

    def _advance(self, run: Passage, place: Place) -> bool:
        """Looks whether the place may go on, and lets it."""
        is_over, answer = self._look(run, place)
        if not is_over or place.walk is None:
            return False
        place.has_worked |= place.request[0] not in ("start", "answered", "paused", "over")
        self.drop(run, [one for one in run.places if is_below(one, place)])
        is_start = place.request[0] == "start"
        place.arrived = place.arrived if place.request[0] in ("start", "answered") else self.now
        try:
            place.request = next(place.walk) if is_start else place.walk.send(answer)
            place.since, place.rung, place.held, place.is_seen = self.now, 0, 0, False
        except StopIteration:
            if run in self.runs and place.parent is not None:
                run.places.remove(place)
            elif run in self.runs and place.has_worked:
                place.request = ("over",)
            elif run in self.runs:
                self.end(run, run.state)
        return True

    def _over(self, due: int, since: int) -> bool:
        """The events of an instant come before the steps due at it, but for those that began in this very moment."""
        return due < self.now or (due == self.now and (self.event is None or since == self.now))

    def _look(self, run: Passage, place: Place) -> tuple[bool, Any]:
        match place.request:
            case ("start",) | ("paused",) | ("over",):
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

    def judge_mails(self) -> bool:
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
        if isinstance(statement, g.Step):
            place.arrived = arrived
            return (yield from self._block(run, place, statement.body))
        place.has_worked = True
        match statement:
            case g.Send():
                yield "mail", statement, arrived
            case g.Wait():
                yield "until", clocks.end_of(statement, arrived, *self.there(run.scenario)), arrived
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
                if run.paused and run in self.runs:
                    yield ("paused",)
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
            return (yield from self._block(run, place, arm.body)) or ("stop",)
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
                self._steer(verb, [one for one in self.runs if group_of(one.scenario) == str(group)])
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
