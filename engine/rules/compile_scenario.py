"""A scenario's statements, laid out as places a run can stand on.

A place's identity is its path: the named step or the labels of the branches it lies in, then its verb and object, then a number where
siblings are alike. Formatting, labels and what stands elsewhere do not change it. Inside a named step the path begins with its name.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.rules import places as p
from engine.rules.compile_acts import ACTS, Means, compile_act
from engine.rules.compile_conditions import ConditionCompiler, fingerprint, rule_of
from engine.rules.compile_parts import label_of, limit, reentry, rule_within, spacing
from engine.rules.compile_splits import Laying, picks_of, split_node
from engine.rules.filters import NotYet
from engine.rules.values import Kind
from grammar import ast as g
from grammar.walk import walk


@dataclass(slots=True)
class ScenarioCompiler:
    """slack: event -> microseconds its sources may be late. address: where a notice goes."""

    conditions: ConditionCompiler
    slack: Mapping[str, int]
    address: Callable[[g.Recipient], str]
    series: Mapping[str, tuple[str, ...]]
    nodes: dict[str, p.Node] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)
    answering: str = ""
    """The handoff or task in whose answer the statements stand that are laid out now."""
    repeats: tuple[str, ...] = ()
    """Those around what is being laid out, and around each step."""
    around: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def compile(self, scenario: g.Scenario) -> p.Scenario:
        """The scenario with its places. Raises NotYet for what is not executed yet."""
        self.nodes, self.steps, self.around = {}, {}, {}
        self.conditions.entry = self._entry_fields(scenario)
        first = self._lay(scenario.body, "", "")
        entries, exits = self._ways(scenario)
        self._leaves()
        reenter, again = reentry(scenario)
        name = str(scenario.name)
        group = next((rule for rule in scenario.rules if isinstance(rule, g.OneAtATime)), None)
        made = p.Scenario(
            name=name,
            label=scenario.label or name,
            rule=rule_of(scenario),
            entries=tuple(entries),
            exits=tuple(exits),
            nodes=self.nodes,
            first=first,
            steps=self.steps,
            reenter=reenter,
            again=again,
            per_account=any(isinstance(rule, g.OneRunPerAccount) for rule in scenario.rules),
            keyed_by=next((str(rule.field) for rule in scenario.rules if isinstance(rule, g.OneRunPer)), ""),
            group=str(group.group) if group else "",
            waits_turn=group is not None and group.waits is not None,
            turn_within=group.waits.duration if group and isinstance(group.waits, g.UpTo) else None,
            restarts=self.conditions.events(
                pattern for rule in scenario.rules if isinstance(rule, g.RestartOn) for pattern in rule.patterns
            ),
            restart_rule=next((rule_of(rule) for rule in scenario.rules if isinstance(rule, g.RestartOn)), ""),
            picks=picks_of(self.nodes.values()),
        )
        self.conditions.entry = {}
        return made

    def _entry_fields(self, scenario: g.Scenario) -> Mapping[str, Kind]:
        """Fields of all events that start it; of one name the first kind holds."""
        events = [
            str(pattern.event)
            for rule in scenario.rules
            if isinstance(rule, g.EnterOn) and isinstance(rule.trigger, g.OnEvent)
            for pattern in rule.trigger.patterns
            if isinstance(pattern, g.EventPattern)
        ]
        return {name: kind for event in reversed(events) for name, kind in self.conditions.fields.get(event, {}).items()}

    def _ways(self, scenario: g.Scenario) -> tuple[list[p.Entry], list[p.Exit]]:
        entries: list[p.Entry] = []
        exits: list[p.Exit] = []
        for rule in scenario.rules:
            match rule:
                case g.EnterOn() | g.EnterEvery() | g.EnterAt() | g.EnterBy():
                    entries.append(self._entry(rule))
                case g.Goal(trigger=trigger, body=body):
                    exits.append(self._exit("goal", rule, trigger, body))
                case g.Leave(trigger=trigger, body=body):
                    exits.append(self._exit("left", rule, trigger, body))
                case _:
                    pass
        return entries, exits

    def _trigger(self, trigger: g.Trigger, place: g.Node) -> tuple[p.Events, p.Edge | None]:
        match trigger:
            case g.OnEvent(patterns=patterns):
                return self.conditions.events(patterns), None
            case g.WhenTrue(condition=condition):
                return p.NO_EVENTS, self.conditions.edge(condition, place)

    def _entry(self, rule: g.EnterOn | g.EnterEvery | g.EnterAt | g.EnterBy) -> p.Entry:
        condition = self.conditions.compile(rule.condition) if rule.condition is not None else None
        name = fingerprint(rule)
        match rule:
            case g.EnterOn(trigger=trigger, already_in=already):
                events, edge = self._trigger(trigger, rule)
                if events.asking:
                    raise NotYet("an entry that asks what the entry said")
                every = spacing(already.rate) if already is not None and edge is not None else 0
                return p.Entry(rule_of(rule), events.patterns, edge, condition, name=name, every=every)
            case g.EnterBy(way=way, rate=rate):
                key, every = f"{way}/{fingerprint(rule.condition)}", spacing(rate) if way == "import" else 0
                return p.Entry(rule_of(rule), condition=condition, key=key, name=name, by=way, every=every)
            case g.EnterEvery(schedule=schedule):
                return p.Entry(rule_of(rule), condition=condition, key=fingerprint(schedule), schedule=schedule, name=name)
            case g.EnterAt(day=day, at=at):
                moment = g.OnDate(day=day, at=at)
                return p.Entry(rule_of(rule), condition=condition, key=fingerprint(moment), at=moment, name=name)

    def _exit(self, kind: str, rule: g.Goal | g.Leave, trigger: g.Trigger, body: g.Block | None) -> p.Exit:
        events, edge = self._trigger(trigger, rule)
        path, statements = f"{kind}/{fingerprint(rule)}", body.statements if body else ()
        if any(not isinstance(statement, ACTS) for statement in statements):
            return p.Exit(kind, rule_of(rule), events, edge, first=self._lay(statements, path, ""))
        acts = [compile_act(statement, f"{path}/{number}", "", self._means) for number, statement in enumerate(statements)]
        return p.Exit(kind, rule_of(rule), events, edge, tuple(acts))

    @property
    def _means(self) -> Means:
        return Means(self.address, self.conditions.item_test)

    # ── laying out ──────────────────────────────────────────────────────────────────────

    def _lay(self, statements: Sequence[g.Statement], path: str, following: str) -> str:
        """Lays the statements out; returns the id of the first place, or `following` where there is none."""
        seen: Counter[str] = Counter()
        ids: list[str] = []
        for statement in statements:
            label = label_of(statement)
            seen[label] += 1
            own = label if seen[label] == 1 else f"{label}#{seen[label]}"
            ids.append(own if isinstance(statement, g.Step) or not path else f"{path}/{own}")
        for statement, place in zip(reversed(statements), reversed(ids), strict=True):
            following = self._place(statement, place, following)
        return following

    def _body(self, block: g.Block | None, path: str, following: str) -> str:
        return self._lay(block.statements, path, following) if block is not None else following

    def _place(self, statement: g.Statement, place: str, following: str) -> str:
        """Puts one statement down; returns the id of its first place."""
        if isinstance(statement, g.Step):
            name = str(statement.name)
            self.around[name] = self.repeats
            self.steps[name] = self._body(statement.body, name, following)
            return self.steps[name]
        if isinstance(statement, ACTS):
            node = compile_act(statement, place, following, self._means)
            self.nodes[place] = replace(node, value=self.answering) if isinstance(statement, g.Reassign) else node
        else:
            self.nodes[place] = self._held(statement, place, following)
        return place

    def _held(self, statement: g.Statement, place: str, following: str) -> p.Node:
        """The node of a statement that may hold the run or hands it to people."""
        rule = rule_of(statement)
        match statement:
            case g.Send():
                return self._send(statement, place, following)
            case g.Wait(duration=duration, at=at, days=days):
                return p.WaitNode(place, rule, following, duration, at, days)
            case g.WaitUntil(moment=moment, body=body, past=past):
                met = self._body(body, f"{place}/then", following)
                missed = self._body(past, f"{place}/past", following)
                return p.MomentNode(place, rule, following, moment, met, missed, rule_within(past, rule))
            case g.WaitForEvent() | g.WaitUntilTrue() | g.WaitForAny():
                return self._wait(statement, place, following)
            case g.Handoff(team=team, within=within, because=because, arms=arms):
                laid, rungs = self._arms(arms, place, following)
                return p.HandoffNode(place, rule, following, str(team), within, because or "", laid, rungs, bool(arms))
            case g.Task(title=title, assignee=assignee, within=within, arms=arms):
                laid, rungs = self._arms(arms, place, following)
                who = str(assignee.name) if isinstance(assignee, g.TeamRef) else ""
                return p.TaskNode(place, rule, following, title, who, within, laid, rungs, bool(arms))
            case g.Webhook(name=name, arms=arms):
                ways = tuple(self._outcome(arm, f"{place}/{number}", following) for number, arm in enumerate(arms, 1))
                return p.WebhookNode(place, rule, following, str(name), ways, bool(arms))
            case _:
                return self._flow(statement, place, following)

    def _flow(self, statement: g.Statement, place: str, following: str) -> p.Node:
        """The node of a statement that chooses the run's way."""
        rule = rule_of(statement)
        match statement:
            case g.If(branches=branches, otherwise=otherwise):
                bodies = [self._body(one.body, f"{place}/{number}", following) for number, one in enumerate(branches, 1)]
                laid = [(one.condition, first, one) for one, first in zip(branches, bodies, strict=True)]
                return self._if(statement, place, following, laid, (otherwise, self._body(otherwise, f"{place}/else", following)))
            case g.Choose(ref=ref, arms=arms):
                return self._choose(statement, place, following, ref, arms)
            case g.Split():
                return split_node(statement, Laying(place, following, self._body, self.nodes))
            case g.Repeat():
                return self._repeat(statement, place, following)
            case g.GoTo(step=step, at_most=at_most, otherwise=otherwise):
                after = self._body(otherwise, f"{place}/else", following)
                return p.GoToNode(place, rule, following, str(step), at_most, after, rule_within(otherwise, rule), self.repeats)
            case g.Together(branches=branches):
                sides = tuple((str(one.name), self._body(one.body, f"{place}/{one.name}", "")) for one in branches)
                return p.TogetherNode(place, rule, following, sides)
            case _:
                raise NotYet(type(statement).__name__)

    def _repeat(self, statement: g.Repeat, place: str, following: str) -> p.Node:
        outside, self.repeats = self.repeats, (*self.repeats, place)
        body = self._body(statement.body, place, place)
        self.repeats = outside
        return p.RepeatNode(place, rule_of(statement), following, statement.times, body)

    def _leaves(self) -> None:
        """A jump to a step inside of the same repeat does not leave that one."""
        for place, node in self.nodes.items():
            if isinstance(node, p.GoToNode) and node.leaves:
                kept = self.around.get(node.step, ())
                self.nodes[place] = replace(node, leaves=tuple(repeat for repeat in node.leaves if repeat not in kept))

    def _send(self, statement: g.Send, place: str, following: str) -> p.Node:
        limit = statement.deadline
        deadline = p.Deadline(limit.within, limit.otherwise) if limit else None
        skip = self.conditions.compile(statement.skip_if) if statement.skip_if is not None else None
        rule = rule_of(statement)
        match statement.mail:
            case g.OneMail(name=name):
                return p.SendNode(place, rule, following, str(name), statement.at, deadline, skip, days=statement.days)
            case g.NextOf(series=series):
                return p.SendNode(place, rule, following, "", statement.at, deadline, skip, self.series[str(series)], statement.days)

    def _wait(self, statement: g.WaitForEvent | g.WaitUntilTrue | g.WaitForAny, place: str, following: str) -> p.Node:
        rule = rule_of(statement)
        match statement:
            case g.WaitForEvent(patterns=patterns, body=body, timeout=timeout):
                arms = [self._on_arm(patterns, rule, self._body(body, f"{place}/met", following))]
                rungs: list[p.Rung] = []
            case g.WaitUntilTrue(condition=condition, body=body, timeout=timeout):
                met = self._body(body, f"{place}/met", following)
                arms = [p.WaitArm(rule, met, condition=self.conditions.compile(condition))]
                rungs = []
            case g.WaitForAny(arms=said):
                arms, rungs = self._any_arms(said, place, following)
                timeout = next((arm.body for arm in said if isinstance(arm, g.TimeoutArm)), None)
        otherwise = self._body(timeout, f"{place}/timeout", following)
        return p.WaitForNode(
            place, rule, following, tuple(arms), limit(statement.limit), otherwise, tuple(rungs), self._slack(statement),
            rule_within(timeout, rule),
        )  # fmt: skip

    def _on_arm(self, patterns: Sequence[g.Pattern], rule: str, first: str) -> p.WaitArm:
        return p.WaitArm(rule, first, self.conditions.events(patterns))

    def _any_arms(self, said: Sequence[g.WaitArm], place: str, following: str) -> tuple[list[p.WaitArm], list[p.Rung]]:
        arms: list[p.WaitArm] = []
        rungs: list[p.Rung] = []
        for number, arm in enumerate(said, 1):
            path = f"{place}/{number}"
            match arm:
                case g.OnArm(patterns=patterns, body=body):
                    arms.append(self._on_arm(patterns, rule_of(arm), self._body(body, path, following)))
                case g.WhenArm(condition=condition, body=body):
                    met = self._body(body, path, following)
                    arms.append(p.WaitArm(rule_of(arm), met, condition=self.conditions.compile(condition)))
                case g.Rung():
                    rungs.append(self._rung(arm, path))
                case g.TimeoutArm():
                    pass
        return arms, rungs

    def _rung(self, rung: g.Rung, path: str) -> p.Rung:
        return p.Rung(rung.after, self._body(rung.body, path, ""), rule_of(rung))

    def _slack(self, statement: g.WaitForEvent | g.WaitUntilTrue | g.WaitForAny) -> int:
        """How long the slowest source of its events may take."""
        match statement:
            case g.WaitForEvent(patterns=patterns):
                said: list[g.Pattern] = list(patterns)
            case g.WaitForAny(arms=arms):
                said = [pattern for arm in arms if isinstance(arm, g.OnArm) for pattern in arm.patterns]
            case g.WaitUntilTrue():
                said = []
        return max((self.slack.get(str(one.event), 0) for one in said if isinstance(one, g.EventPattern)), default=0)

    def _if(
        self,
        statement: g.Statement,
        place: str,
        following: str,
        /,
        laid: Sequence[tuple[g.Condition, str, g.Node]],
        otherwise: tuple[g.Block | None, str],
    ) -> p.Node:
        branches = tuple((self.conditions.compile(condition), first, rule_of(one)) for condition, first, one in laid)
        (block, first), rule = otherwise, rule_of(statement)
        return p.IfNode(place, rule, following, branches, first, rule_within(block, rule))

    def _choose(self, statement: g.Choose, place: str, following: str, /, ref: g.Ref, arms: Sequence[g.ChooseArm]) -> p.Node:
        laid: list[tuple[g.Condition, str, g.Node]] = []
        otherwise: tuple[g.Block | None, str] = (None, following)
        last = next((number for number, arm in enumerate(arms) if isinstance(arm, g.ElseCase)), len(arms)) + 1
        for number, arm in enumerate(arms[:last], 1):
            match arm:
                case g.Case(values=values, body=body):
                    laid.append((g.IsIn(ref=ref, values=values), self._body(body, f"{place}/{number}", following), arm))
                case g.EmptyCase(body=body):
                    laid.append((g.IsEmpty(ref=ref), self._body(body, f"{place}/empty", following), arm))
                case g.ElseCase(body=body):
                    otherwise = (body, self._body(body, f"{place}/else", following))
        return self._if(statement, place, following, laid, otherwise)

    def _outcome(self, arm: g.WebhookArm, path: str, following: str) -> tuple[str, frozenset[str], str, str]:
        """An arm of a webhook."""
        first = self._body(arm.body, path, following)
        results = arm.results if isinstance(arm, g.DoneArm) else ()
        return "done" if isinstance(arm, g.DoneArm) else "failed", frozenset(results), first, rule_of(arm)

    def _arms(self, arms: Sequence[g.HandoffArm | g.TaskArm], place: str, following: str) -> tuple[p.Arms, tuple[p.Rung, ...]]:
        laid: list[tuple[str, frozenset[str], str, str]] = []
        rungs: list[p.Rung] = []
        for number, arm in enumerate(arms, 1):
            path = f"{place}/{number}"
            match arm:
                case g.AcceptedArm(body=body):
                    laid.append(("accepted", frozenset(), self._answer(body, place, path, following), rule_of(arm)))
                case g.RejectedArm(reasons=reasons, body=body):
                    laid.append(("rejected", frozenset(reasons or ()), self._answer(body, place, path, following), rule_of(arm)))
                case g.DoneArm(results=results, body=body):
                    laid.append(("done", frozenset(results or ()), self._answer(body, place, path, following), rule_of(arm)))
                case g.OverdueArm(body=body):
                    laid.append(("overdue", frozenset(), self._answer(body, place, path, following), rule_of(arm)))
                case g.Rung():
                    rungs.append(self._rung(arm, path))
        return tuple(laid), tuple(rungs)

    def _answer(self, body: g.Block, place: str, path: str, following: str) -> str:
        """An arm. Where it may reassign, its end leads back to what was handed over."""
        if any(isinstance(node, g.Reassign) for node in walk(body)):
            end = f"{path}/again"
            self.nodes[end] = p.AgainNode(end, rule_of(body), following, place)
            following = end
        outer, self.answering = self.answering, place
        first = self._body(body, path, following)
        self.answering = outer
        return first
