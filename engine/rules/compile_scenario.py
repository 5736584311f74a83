"""A scenario's statements, laid out as places a run can stand on.

A place's identity is its path: the named step or the labels of the branches it lies in, then its verb and object, then a number where
siblings are alike. Formatting, labels and what stands elsewhere do not change it. Inside a named step the path begins with its name.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from engine.domain.instants import MINUTE
from engine.rules import program as p
from engine.rules.compile_conditions import ConditionCompiler, fingerprint, rule_of
from engine.rules.filters import NotYet
from grammar import ast as g

_ACT_NODES = (g.Notify, g.Tag, g.Untag, g.SetAttribute, g.AddTo, g.Give, g.SetScore, g.MoveToStage, g.Stop, g.Unsubscribe, g.Suppress)
_UNITS = {"minute": MINUTE, "hour": 60 * MINUTE, "day": 1440 * MINUTE, "week": 10080 * MINUTE}


def exact(duration: g.Duration) -> int:
    """The length in microseconds, days as 24 hours; for half-lives and slacks, which have no calendar."""
    if duration.unit not in _UNITS:
        raise NotYet(f"a length in {duration.unit}")
    return duration.amount * _UNITS[duration.unit]


@dataclass(slots=True)
class ScenarioCompiler:
    """slack: event type -> microseconds its sources may be late. address: recipient -> where a notice goes."""

    conditions: ConditionCompiler
    slack: dict[str, int]
    address: Callable[[g.Recipient], str]
    nodes: dict[str, p.Node] = field(default_factory=dict)

    def compile(self, scenario: g.Scenario) -> p.Scenario:
        """The scenario with its places. Raises NotYet for what is not executed yet."""
        self.nodes = {}
        entries: list[p.Entry] = []
        exits: list[p.Exit] = []
        reenter: str = "never"
        again: g.Duration | None = None
        for rule in scenario.rules:
            match rule:
                case g.EnterOn(already_in=None):
                    entries.append(self._entry(rule))
                case g.Goal(trigger=trigger, body=body):
                    exits.append(self._exit("goal", rule, trigger, body))
                case g.Leave(trigger=trigger, body=body):
                    exits.append(self._exit("left", rule, trigger, body))
                case g.Reenter(how=how):
                    reenter = how
                case g.ReenterAfter(duration=again, since=since):
                    reenter = since
                case g.EnterBy(way="hand") | g.Maintainer() | g.Versions(how="follow"):
                    pass
                case _:
                    raise NotYet(type(rule).__name__)
        first = self._lay(scenario.body, "", "")
        name = str(scenario.name)
        return p.Scenario(
            name=name,
            label=scenario.label or name,
            rule=rule_of(scenario),
            entries=tuple(entries),
            exits=tuple(exits),
            nodes=dict(self.nodes),
            first=first,
            reenter=reenter,
            again=again,
        )

    def _trigger(self, trigger: g.Trigger, place: g.Node) -> tuple[frozenset[int], p.Edge | None]:
        match trigger:
            case g.OnEvent(patterns=patterns):
                return frozenset(self.conditions.patterns.of(pattern) for pattern in patterns), None
            case g.WhenTrue(condition=condition):
                return frozenset(), self.conditions.edge(condition, place)

    def _entry(self, rule: g.EnterOn) -> p.Entry:
        patterns, edge = self._trigger(rule.trigger, rule)
        condition = self.conditions.compile(rule.condition) if rule.condition is not None else None
        return p.Entry(rule_of(rule), patterns, edge, condition)

    def _exit(self, kind: str, rule: g.Goal | g.Leave, trigger: g.Trigger, body: g.Block | None) -> p.Exit:
        patterns, edge = self._trigger(trigger, rule)
        acts = []
        for number, statement in enumerate(body.statements if body else ()):
            if not isinstance(statement, _ACT_NODES):
                raise NotYet(f"{type(statement).__name__} in a {kind} block")
            acts.append(self._act(statement, f"{kind}/{fingerprint(rule)}/{number}", ""))
        return p.Exit(kind, rule_of(rule), patterns, edge, tuple(acts))

    def _lay(self, statements: Sequence[g.Statement], path: str, following: str) -> str:
        """Lays the statements out; returns the id of the first place, or `following` where there is none."""
        seen: Counter[str] = Counter()
        ids: list[str] = []
        for statement in statements:
            label = _label(statement)
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
            return self._body(statement.body, str(statement.name), following)
        if isinstance(statement, _ACT_NODES):
            node: p.Node = self._act(statement, place, following)
        else:
            node = self._held(statement, place, following)
        self.nodes[place] = node
        return place

    def _held(self, statement: g.Statement, place: str, following: str) -> p.Node:
        """The node of a statement that may hold the run or chooses its way."""
        rule = rule_of(statement)
        match statement:
            case g.Send():
                return self._send(statement, place, following)
            case g.Wait(duration=duration):
                return p.WaitNode(place, rule, following, duration)
            case g.WaitUntil(moment=g.ClockTime(at=at, days=days), body=body, past=None):
                return p.ClockNode(place, rule, self._body(body, place, following), at, days)
            case g.WaitForEvent():
                return self._wait_for(statement, place, following)
            case g.If():
                return self._if(statement, place, following)
            case g.Split(testing=None, pick=None):
                return self._split(statement, place, following)
            case g.Handoff():
                arms = self._arms(statement.arms, place, following)
                because = statement.because or ""
                return p.HandoffNode(place, rule, following, str(statement.team), statement.within, because, arms, bool(statement.arms))
            case g.Task():
                arms = self._arms(statement.arms, place, following)
                team = str(statement.assignee.name) if isinstance(statement.assignee, g.TeamRef) else ""
                return p.TaskNode(place, rule, following, statement.title, team, statement.within, arms, bool(statement.arms))
            case _:
                raise NotYet(type(statement).__name__)

    def _send(self, statement: g.Send, place: str, following: str) -> p.Node:
        if not isinstance(statement.mail, g.OneMail):
            raise NotYet("NextOf")
        limit = statement.deadline
        deadline = p.Deadline(limit.within, limit.otherwise) if limit else None
        skip = self.conditions.compile(statement.skip_if) if statement.skip_if is not None else None
        return p.SendNode(place, rule_of(statement), following, str(statement.mail.name), statement.at, deadline, skip)

    def _wait_for(self, statement: g.WaitForEvent, place: str, following: str) -> p.Node:
        match statement.limit:
            case g.UpTo(duration=duration):
                limit: g.Duration | None = duration
            case g.WithoutLimit():
                limit = None
            case g.UpToMoment():
                raise NotYet("UpToMoment")
        numbers = frozenset(self.conditions.patterns.of(pattern) for pattern in statement.patterns)
        names = [str(pattern.event) for pattern in statement.patterns if isinstance(pattern, g.EventPattern)]
        slack = max((self.slack.get(name, 0) for name in names), default=0)
        body = self._body(statement.body, f"{place}/met", following)
        timeout = self._body(statement.timeout, f"{place}/timeout", following)
        return p.WaitForNode(place, rule_of(statement), following, numbers, limit, body, timeout, slack)

    def _if(self, statement: g.If, place: str, following: str) -> p.Node:
        branches = tuple(
            (self.conditions.compile(branch.condition), self._body(branch.body, f"{place}/{number}", following), rule_of(branch))
            for number, branch in enumerate(statement.branches, 1)
        )
        otherwise = self._body(statement.otherwise, f"{place}/else", following)
        return p.IfNode(place, rule_of(statement), following, branches, otherwise)

    def _split(self, statement: g.Split, place: str, following: str) -> p.Node:
        shares = _shares(statement)
        arms = []
        for arm, share in zip(statement.arms, shares, strict=True):
            if isinstance(arm, g.Holdout):
                arms.append(p.SplitArm("holdout", share, self._body(arm.body, f"{place}/holdout", ""), holdout=True))
            else:
                arms.append(p.SplitArm(str(arm.name), share, self._body(arm.body, f"{place}/{arm.name}", following)))
        return p.SplitNode(place, rule_of(statement), following, str(statement.name), tuple(arms))

    def _arms(
        self, arms: Sequence[g.HandoffArm | g.TaskArm], place: str, following: str
    ) -> tuple[tuple[str, frozenset[str], str], ...]:
        laid: list[tuple[str, frozenset[str], str]] = []
        for number, arm in enumerate(arms, 1):
            path = f"{place}/{number}"
            match arm:
                case g.AcceptedArm(body=body):
                    laid.append(("accepted", frozenset(), self._body(body, path, following)))
                case g.RejectedArm(reasons=reasons, body=body):
                    laid.append(("rejected", frozenset(reasons or ()), self._body(body, path, following)))
                case g.DoneArm(results=results, body=body):
                    laid.append(("done", frozenset(results or ()), self._body(body, path, following)))
                case g.OverdueArm(body=body):
                    laid.append(("overdue", frozenset(), self._body(body, path, following)))
                case g.Rung():
                    raise NotYet("Rung")
        return tuple(laid)

    def _act(self, statement: g.Statement, place: str, following: str) -> p.ActNode:
        verb, target, value, because = self._said(statement)
        return p.ActNode(place, rule_of(statement), following, verb, target, value, because)

    def _said(self, statement: g.Statement) -> tuple[str, str, object, str]:
        match statement:
            case g.Notify(to=to, because=because):
                return "notify", self.address(to), None, because or ""
            case g.Tag(tag=tag):
                return "tag", tag, None, ""
            case g.Untag(tag=tag):
                return "untag", tag, None, ""
            case g.SetAttribute(target=g.LeadRef(name=name), value=value):
                return "set", str(name), value, ""
            case g.AddTo(amount=amount, target=g.LeadRef(name=name)):
                return "add", str(name), float(amount), ""
            case g.Give(points=points, score=score):
                return "give", str(score), float(points), ""
            case g.SetScore(score=score, points=points):
                return "set-score", str(score), float(points), ""
            case g.MoveToStage(stage=stage):
                return "move", str(stage), None, ""
            case g.Stop(because=because):
                return "stop", "", None, because or ""
            case g.Unsubscribe(topic=topic, because=because):
                return "unsubscribe", str(topic) if topic else "", None, because or ""
            case g.Suppress(because=because):
                return "suppress", "", None, because or ""
            case _:
                raise NotYet(type(statement).__name__)


def _shares(statement: g.Split) -> list[int]:
    """Of 10,000, one an arm; evenly where no share is said, the remainder to the first ones."""
    said = [arm.share for arm in statement.arms]
    if any(share is None for share in said):
        each, rest = divmod(10_000, len(said))
        return [each + (number < rest) for number in range(len(said))]
    return [int((share or Decimal(0)) * 100) for share in said]


def _label(statement: g.Statement) -> str:
    """Verb and object, as identities are made of."""
    match statement:
        case g.Step(name=name) | g.Split(name=name):
            return str(name)
        case g.Send(mail=g.OneMail(name=name)):
            return f"send {name}"
        case g.WaitForEvent(patterns=patterns):
            return "wait for " + " or ".join(str(getattr(one, "event", None) or getattr(one, "verb", "handoff")) for one in patterns)
        case g.Handoff(team=team):
            return f"handoff to {team}"
        case g.Task(title=title):
            return f"task {title}"
        case _:
            return type(statement).__name__.lower()
