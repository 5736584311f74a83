"""The ways a lead can take through a scenario: what was sent before, how long it took, and where the way ends.

Times are minutes. A business day counts as a day and a business hour as an hour: at least that much passes.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import NamedTuple

from grammar.ast import (
    AcceptedArm,
    Block,
    Choose,
    ClockTime,
    DoneArm,
    Duration,
    ElseCase,
    FailedArm,
    GoTo,
    Handoff,
    HandoffArm,
    Holdout,
    If,
    Moment,
    Name,
    Node,
    OnArm,
    OnDate,
    OneMail,
    OpenTime,
    OverdueArm,
    RejectedArm,
    Repeat,
    Rung,
    Scenario,
    Send,
    Split,
    Statement,
    Step,
    Stop,
    Task,
    TaskArm,
    TimeoutArm,
    Together,
    UpTo,
    UpToMoment,
    Wait,
    WaitArm,
    WaitForAny,
    WaitForEvent,
    WaitLimit,
    WaitUntil,
    WaitUntilTrue,
    Webhook,
    WebhookArm,
    WhenArm,
    WithoutLimit,
)
from grammar.walk import found

MINUTES: Mapping[str, int] = {
    "minute": 1, "hour": 60, "day": 1440, "week": 10_080, "business day": 1440, "business hour": 60, "business minute": 1,
}  # fmt: skip


def minutes(duration: Duration) -> int:
    """The least number of minutes it takes."""
    return duration.amount * MINUTES[duration.unit]


class Sent(NamedTuple):
    """A mail on the way here. least, most: minutes since then; most is None if there is no limit."""

    name: Name
    least: int = 0
    most: int | None = 0


class State(NamedTuple):
    """How a lead may have come here. least, most: minutes since the entry. sent: all mails it may have had.

    row: the mails of one way, the longest: what surely comes to one lead.
    reached: a day and a clock time that have surely come, if the way leads by one.
    """

    least: int = 0
    most: int | None = 0
    sent: Mapping[str, Sent] | None = None
    row: tuple[Sent, ...] = ()
    reached: tuple[date, time] | None = None

    def has(self, mail: str) -> Sent | None:
        return (self.sent or {}).get(mail)

    def later(self, least: int, most: int | None) -> "State":
        """After waiting."""
        return State(
            self.least + least,
            _sum(self.most, most),
            {key: _later(each, least, most) for key, each in (self.sent or {}).items()},
            tuple(_later(each, least, most) for each in self.row),
            self.reached,
        )

    def reaching(self, moment: Moment) -> "State":
        """After a wait for that moment, be it that it came or that it was past."""
        if not isinstance(moment, OnDate):
            return self
        here = (moment.day, moment.at or time(0))
        return self._replace(reached=max(here, self.reached or here))

    def after(self, name: Name) -> "State":
        """After that mail."""
        sent = Sent(name)
        return self._replace(sent={**(self.sent or {}), name.key: sent}, row=(*self.row, sent))


def _later(sent: Sent, least: int, most: int | None) -> Sent:
    if not least and sent.most is None:
        return sent
    return Sent(sent.name, sent.least + least, _sum(sent.most, most))


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def joined(states: Iterable[State | None]) -> State | None:
    """What is known where several ways meet; None if none arrives."""
    arriving = [state for state in states if state is not None]
    if len(arriving) < 2:
        return arriving[0] if arriving else None
    sent: dict[str, Sent] = {}
    for state in arriving:
        for key, each in (state.sent or {}).items():
            known = sent.get(key)
            sent[key] = each if known is None or known is each else Sent(each.name, min(known.least, each.least), _most(known, each))
    most = None if any(state.most is None for state in arriving) else max(state.most or 0 for state in arriving)
    row = max((state.row for state in arriving), key=len)
    reached = [state.reached for state in arriving if state.reached is not None]
    surely = min(reached) if len(reached) == len(arriving) else None
    return State(min(state.least for state in arriving), most, sent, row, surely)


def _most(one: Sent, other: Sent) -> int | None:
    return None if one.most is None or other.most is None else max(one.most, other.most)


class Visit(NamedTuple):
    """A statement and how a lead may stand before it. state None: no lead comes here, for the way ended at `ended`."""

    node: Statement
    state: State | None
    ended: Node | None = None


class Ways:
    """Follows all ways through a scenario. `visits` lists what is passed, in the order of the text."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.visits: list[Visit] = []
        self.jumps: dict[str, list[State]] = {}
        self.back: dict[str, State] = {}
        """By a jump that stands below a step, and how a lead may come to it so."""
        self.end = self._row(scenario.body, State())
        # A step behind an end may be come to from below: then what stands in it is looked at again.
        while (found := self._from_below()).keys() - self.back.keys():
            self.back |= {name: state for name, state in found.items() if name not in self.back}
            self.visits, self.jumps = [], {}
            self.end = self._row(scenario.body, State())

    def _from_below(self) -> dict[str, State]:
        """The steps no way above leads to, and how a jump from below comes to them. How long that took, nobody knows."""
        unseen = {visit.node.name.key for visit in self.visits if isinstance(visit.node, Step) and visit.state is None}
        unseen |= {step.name.key for step in found(self.scenario, Step)} - self._seen()
        states = {name: joined(self.jumps[name]) for name in unseen & self.jumps.keys()}
        return {name: state._replace(most=None, reached=None) for name, state in states.items() if state is not None}

    def _seen(self) -> set[str]:
        return {visit.node.name.key for visit in self.visits if isinstance(visit.node, Step) and visit.state is not None}

    def _row(self, statements: tuple[Statement, ...], state: State | None) -> State | None:
        last: Node | None = None
        for statement in statements:
            if isinstance(statement, Step):
                name = statement.name.key
                state = joined([state, *self.jumps.get(name, ()), self.back.get(name)])
            if state is None:
                # Only the first one behind an end is told.
                self.visits.extend([Visit(statement, None, last)] if last else [])
                last = None
                continue
            self.visits.append(Visit(statement, state))
            state, last = self._one(statement, state), statement
        return state

    def _block(self, block: Block | None, state: State | None) -> State | None:
        """Without a block a lead goes on as it stands."""
        return state if block is None else self._row(block.statements, state)

    def _one(self, statement: Statement, state: State) -> State | None:
        match statement:
            case Send():
                return _sent(statement, state)
            case Stop():
                return None
            case Step(body=body):
                return self._block(body, state)
            case Wait():
                return state.later(*_wait_minutes(statement))
            case GoTo():
                return self._go(statement, state)
            case If() | Choose() | Split() | Together() | Repeat():
                return self._flow(statement, state)
            case WaitUntil() | WaitForEvent() | WaitUntilTrue() | WaitForAny():
                return self._wait(statement, state)
            case Handoff(arms=arms) | Task(arms=arms) | Webhook(arms=arms):
                within = None if isinstance(statement, Webhook) else statement.within
                return self._outcomes(arms, within, state) if arms else state
            case _:
                return state

    def _flow(self, statement: If | Choose | Split | Together | Repeat, state: State) -> State | None:
        match statement:
            case If(branches=branches, otherwise=otherwise):
                ends = [self._block(branch.body, state) for branch in branches]
                return joined([*ends, self._block(otherwise, state)])
            case Choose(arms=arms):
                ends = [self._block(arm.body, state) for arm in arms]
                covered = any(isinstance(arm, ElseCase) for arm in arms)
                return joined(ends if covered else [*ends, state])
            case Split(arms=shares):
                if statement.testing is not None and statement.pick is not None:
                    state = state.later(0, None)  # who is not tested waits for the winner
                ends = [self._block(arm.body, state) for arm in shares if not isinstance(arm, Holdout)]
                for arm in shares:
                    if isinstance(arm, Holdout):
                        self._block(arm.body, state)
                return joined(ends)
            case Together(branches=sides):
                ends = [self._block(side.body, state) for side in sides]
                return joined(ends)
            case Repeat(body=body, times=times):
                return self._repeat(body, state) if times else state

    def _repeat(self, body: Block, state: State) -> State | None:
        """The second time what the first time sent has been sent."""
        before = len(self.visits)
        first = self._block(body, state)
        del self.visits[before:]
        again = self._block(body, joined([state, first]))
        return joined([first, again])

    def _wait(self, statement: WaitUntil | WaitForEvent | WaitUntilTrue | WaitForAny, state: State) -> State | None:
        match statement:
            case WaitUntil(moment=moment, body=body, past=past):
                state = state.reaching(moment)
                reached = self._block(body, state.later(0, None))
                if body is None and past is None:
                    return reached
                return joined([reached, None if isinstance(moment, ClockTime | OpenTime) else self._block(past, state)])
            case WaitForEvent(limit=limit, body=body, timeout=timeout) | WaitUntilTrue(limit=limit, body=body, timeout=timeout):
                ends = [self._block(body, state.later(0, _limit(limit)))]
                return joined([*ends, self._block(timeout, _expired(limit, state))])
            case WaitForAny(limit=limit, arms=arms):
                return self._any(limit, arms, state)

    def _any(self, limit: WaitLimit, arms: tuple[WaitArm, ...], state: State) -> State | None:
        ends: list[State | None] = []
        for arm in arms:
            match arm:
                case OnArm(body=body) | WhenArm(body=body):
                    ends.append(self._block(body, state.later(0, _limit(limit))))
                case Rung(after=after, body=body):
                    self._block(body, state.later(minutes(after), None))
                case TimeoutArm(body=body):
                    ends.append(self._block(body, _expired(limit, state)))
        if not any(isinstance(arm, TimeoutArm) for arm in arms):
            ends.append(_expired(limit, state))
        return joined(ends)

    def _outcomes(
        self, arms: tuple[HandoffArm, ...] | tuple[TaskArm, ...] | tuple[WebhookArm, ...], within: Duration | None, state: State
    ) -> State | None:
        """The run waits for an outcome; one without an arm lets it go on."""
        ends: list[State | None] = []
        for arm in arms:
            if isinstance(arm, Rung):
                self._block(arm.body, state.later(minutes(arm.after), None))
            elif isinstance(arm, OverdueArm):
                ends.append(self._block(arm.body, state.later(minutes(within) if within else 0, None)))
            else:
                ends.append(self._block(arm.body, state.later(0, None)))
        return joined([*ends, None if _covers(arms) else state.later(0, None)])

    def _go(self, statement: GoTo, state: State) -> State | None:
        self.jumps.setdefault(statement.step.key, []).append(state)
        if statement.at_most is None:
            return None
        return self._block(statement.otherwise, state)


def _covers(arms: tuple[HandoffArm, ...] | tuple[TaskArm, ...] | tuple[WebhookArm, ...]) -> bool:
    """Whether every outcome has an arm."""
    failed = any(isinstance(arm, FailedArm) for arm in arms)
    rejected = any(isinstance(arm, RejectedArm) and not arm.reasons for arm in arms)
    accepted = any(isinstance(arm, AcceptedArm) for arm in arms)
    done = any(isinstance(arm, DoneArm) and not arm.results for arm in arms)
    overdue = any(isinstance(arm, OverdueArm) for arm in arms)
    return (failed and done) or (overdue and (done or (accepted and rejected)))


def _sent(send: Send, state: State) -> State:
    if send.at is not None:
        state = state.later(0, None)
    return state.after(send.mail.name) if isinstance(send.mail, OneMail) else state


def _wait_minutes(wait: Wait) -> tuple[int, int | None]:
    """A clock time moves the end of a wait by up to a day either way, and days by more."""
    least, most = minutes(wait.duration), _exactly(wait.duration)
    if wait.at is None:
        return least, most
    is_of_days = wait.duration.unit in ("day", "week", "business day")
    return max(0, least - 1440) if is_of_days else least, None if most is None or wait.days else most + 1440


def _exactly(duration: Duration) -> int | None:
    """None if that hangs on a calendar; nothing is concluded from a length of nothing, which is a mistake of its own."""
    return None if duration.unit.startswith("business") or duration.amount == 0 else minutes(duration)


def _limit(limit: WaitLimit) -> int | None:
    return _exactly(limit.duration) if isinstance(limit, UpTo) else None


def _expired(limit: WaitLimit, state: State) -> State | None:
    match limit:
        case UpTo(duration=duration):
            return state.later(minutes(duration), _exactly(duration))
        case UpToMoment():
            return state.later(0, None)
        case WithoutLimit():
            return None
