"""How many mails one run of a scenario can offer a lead within a stretch of time: never fewer than it really can.

All ways through a scenario are followed at once. Of each only what matters is kept: how long ago its last mails were at least, and
what it takes for granted of the lead. Waits for events and moments may end at once; caps are looked away from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from grammar.ast import (
    Block,
    Choose,
    Goal,
    GoTo,
    Handoff,
    If,
    Leave,
    Node,
    OnArm,
    OneMail,
    Repeat,
    Rung,
    Scenario,
    Send,
    Split,
    Statement,
    Step,
    Stop,
    Task,
    TimeoutArm,
    Together,
    UpTo,
    Wait,
    WaitForAny,
    WaitForEvent,
    WaitLimit,
    WaitUntil,
    WaitUntilTrue,
    Webhook,
    WhenArm,
    WithoutLimit,
)
from grammar.pressure.gaps import DAY, NONE, SHIFT, Gap, Stretch, gap_of
from grammar.pressure.moments import Moments
from grammar.pressure.states import State, TooMany, after, at_once_or_ever, later, longest, met, thinned, ways_of
from grammar.pressure.traits import Alternatives, Reader, Traits
from grammar.walk import walk

MOST_ROUNDS = 60
MOST_MAILS = 100


class Offer(NamedTuple):
    """So many mails within a stretch, of a lead with these traits."""

    mails: int
    traits: Traits


@dataclass(slots=True)
class Bound:
    """What one run can offer at most, for each of the stretches that were asked about.

    first: the least from the entry to its first mail, None without any; last: the minutes from the entry to its last mail at most, None
    if there is no limit.
    """

    offers: list[list[Offer]]
    first: Gap | None = None
    last: int | None = 0


@dataclass(slots=True)
class _Jumps:
    """States that jump to a step, and whether there are new ones."""

    to: dict[str, list[State]] = field(default_factory=dict)
    is_new: bool = False

    def add(self, step: str, state: State) -> None:
        there = self.to.setdefault(step, [])
        if not any(known.covers(state) for known in there):
            there[:] = [*(known for known in there if not state.covers(known)), state]
            self.is_new = True


class Follower:
    """Follows all ways of one scenario.

    counts: whether a mail counts, by the key of its name, and of a series under `series NAME`. delay: by how many minutes a mail may
    leave later than it is offered for another reason than a cap; None if there is no limit.
    """

    def __init__(self, reader: Reader, stretches: Sequence[Stretch], counts: Mapping[str, bool], delay: int | None) -> None:
        self.reader, self.stretches, self.counts, self.delay = reader, stretches, counts, delay
        self.bound = Bound([[] for _ in stretches])
        self.jumps = _Jumps()
        self.nothing = (0,) * len(stretches)

    def follow(self, scenario: Scenario, starts: Iterable[Traits]) -> Bound:
        """From the entry to every end. Raises TooMany."""
        begun = [State(self.nothing, traits=traits, most=None if self.delay is None else 0) for traits in starts]
        self.moments = Moments(scenario, self.reader)
        for _ in range(MOST_ROUNDS):
            self.jumps.is_new = False
            self._row(scenario.body, begun)
            if not self.jumps.is_new:
                self._exits(scenario, begun)
                return self.bound
        raise TooMany

    def _exits(self, scenario: Scenario, begun: Sequence[State]) -> None:
        """What is done on leaving comes on top of what came before."""
        bodies = [rule.body for rule in scenario.rules if isinstance(rule, Goal | Leave) and rule.body is not None]
        own = [max(counts) for counts in zip(*(self._own(body, begun) for body in bodies), strict=True)]
        for which, count in enumerate(own):
            here = self.bound.offers[which]
            if count:
                highest = max((offer.mails for offer in here), default=0)
                self.bound.offers[which] = [*here, *(Offer(highest + count, state.traits) for state in begun)]
                self.bound.first, self.bound.last = NONE, None

    # ── statements ──────────────────────────────────────────────────────────────────────

    def _row(self, statements: Iterable[Statement], states: Sequence[State]) -> list[State]:
        found = list(states)
        for statement in statements:
            if isinstance(statement, Step):
                found += self.jumps.to.get(statement.name.key, [])
            found = thinned(self._one(statement, found)) if found else []
        return found

    def _block(self, block: Block | None, states: Sequence[State]) -> list[State]:
        return list(states) if block is None or not states else self._row(block.statements, states)

    def _one(self, statement: Statement, states: list[State]) -> list[State]:
        match statement:
            case Send():
                return [self._send(statement, state) for state in states]
            case Stop():
                return []
            case Step(body=body):
                return self._block(body, states)
            case Wait():
                return _waited(statement, states)
            case GoTo():
                return self._go(statement, states)
            case Repeat(times=times, body=body):
                return self._repeat(times, body, states)
            case If() | Choose() | Split() | Together():
                return self._ways(statement, states)
            case WaitUntil() | WaitForEvent() | WaitUntilTrue() | WaitForAny():
                return self._wait(statement, states)
            case Handoff(arms=arms) | Task(arms=arms) | Webhook(arms=arms):
                return self._outcomes(arms, states) if arms else states
            case _:
                return states

    def _send(self, send: Send, state: State) -> State:
        if send.at is not None:
            state = state.later(NONE, DAY + SHIFT if send.days is None else None)
        state = state.later(NONE, self.delay)
        name = send.mail.name.key if isinstance(send.mail, OneMail) else f"series {send.mail.series.key}"
        if not self.counts.get(name, True):
            return state
        ages = tuple(age for age in (NONE, *state.ages) if any(stretch.holds(age) for stretch in self.stretches))
        if len(ages) > MOST_MAILS:
            raise TooMany
        for which, stretch in enumerate(self.stretches):
            self._offer(which, Offer(sum(map(stretch.holds, ages)) + state.beside[which], state.traits))
        self._frame(state)
        return state._replace(ages=ages)

    def _frame(self, state: State) -> None:
        first, last = self.bound.first, self.bound.last
        self.bound.first = state.since if first is None else Gap(*map(min, zip(first, state.since, strict=True)))
        self.bound.last = None if last is None or state.most is None or state.anchor else max(last, state.most)

    def _offer(self, which: int, offer: Offer) -> None:
        known = self.bound.offers[which]
        if not any(one.mails >= offer.mails and one.traits <= offer.traits for one in known):
            left = [one for one in known if one.mails > offer.mails or not offer.traits <= one.traits]
            self.bound.offers[which] = [*left, offer]

    def _go(self, go: GoTo, states: list[State]) -> list[State]:
        staying = []
        for state in states:
            taken = dict(state.jumps)
            if go.at_most is not None and taken.get(id(go), 0) >= go.at_most:
                staying.append(state)
                continue
            if go.at_most is not None:
                taken[id(go)] = taken.get(id(go), 0) + 1
            self.jumps.add(go.step.key, state._replace(jumps=tuple(sorted(taken.items()))))
        return self._block(go.otherwise, staying)

    def _repeat(self, times: int, body: Block, states: list[State]) -> list[State]:
        found, here = list(states), list(states)
        for _ in range(times):
            here = [state for state in self._block(body, here) if not any(known.covers(state) for known in found)]
            if not here:
                break
            found = thinned([*found, *here])
        return found

    # ── ways ────────────────────────────────────────────────────────────────────────────

    def _ways(self, node: If | Choose | Split | Together, states: list[State]) -> list[State]:
        if isinstance(node, Together):
            return [end for state in states for end in self._beside(state, [branch.body for branch in node.branches])]
        if isinstance(node, Split) and node.pick is not None:
            states = at_once_or_ever(states)
        return [end for alternatives, body in ways_of(node, self.reader) for end in self._block(body, self._taking(states, alternatives))]

    def _taking(self, states: Iterable[State], alternatives: Alternatives) -> list[State]:
        sums = ((state, state.traits | each) for state in states for each in alternatives)
        possible = (each for each in sums if each[1] == each[0].traits or self.reader.is_possible(each[1]))
        return thinned([state._replace(traits=traits) for state, traits in possible])

    def _wait(self, node: WaitUntil | WaitForEvent | WaitUntilTrue | WaitForAny, states: list[State]) -> list[State]:
        match node:
            case WaitUntil(body=body, past=past):
                reached = [self.moments.reached(node.moment, state) for state in states]
                gone = [self._taking([state], self.moments.past(node.moment, state)) for state in states]
                return [*self._block(body, reached), *self._block(past, [state for each in gone for state in each])]
            case WaitForEvent(limit=limit, body=body, timeout=timeout) | WaitUntilTrue(limit=limit, body=body, timeout=timeout):
                return [*self._block(body, _within(limit, states)), *self._block(timeout, _expired(limit, states))]
            case WaitForAny(limit=limit, arms=arms):
                states = self._rungs(arms, states)
                found: list[State] = []
                for arm in arms:
                    if isinstance(arm, OnArm | WhenArm):
                        found += self._block(arm.body, _within(limit, states))
                    elif isinstance(arm, TimeoutArm):
                        found += self._block(arm.body, _expired(limit, states))
                is_told = any(isinstance(arm, TimeoutArm) for arm in arms)
                return found if is_told else [*found, *_expired(limit, states)]

    def _outcomes(self, arms: Sequence[Node], states: list[State]) -> list[State]:
        states = at_once_or_ever(self._rungs(arms, states))
        bodies = [body for arm in arms if not isinstance(arm, Rung) and isinstance(body := getattr(arm, "body", None), Block)]
        return [*states, *(end for body in bodies for end in self._block(body, states))]

    # ── side by side ────────────────────────────────────────────────────────────────────

    def _rungs(self, arms: Sequence[Node], states: list[State]) -> list[State]:
        """Acts on the way may come at any time beside what follows."""
        for arm in arms:
            if isinstance(arm, Rung):
                begun = after(states, arm.after)
                own = self._own(arm.body, begun)
                if any(own):
                    self._block(arm.body, begun)
                    states = [state.with_beside(own) for state in states]
        return states

    def _beside(self, state: State, bodies: Sequence[Block]) -> list[State]:
        """Each branch is followed with whatever the others may offer meanwhile."""
        own = [self._own(body, [state]) for body in bodies]
        for number, body in enumerate(bodies):
            others = [sum(counts) for counts in zip(self.nothing, *own[:number], *own[number + 1 :], strict=True)]
            self._block(body, [state.with_beside(others)])
        ends = [self._block(body, [state._replace(ages=())]) for body in bodies]
        return thinned(list(met(state, ends, self.reader)))

    def _own(self, body: Block, states: Sequence[State]) -> list[int]:
        """What a block can offer by itself within each stretch."""
        if not any(isinstance(node, Send) for node in walk(body)):
            return list(self.nothing)
        kept = self.bound
        self.bound = Bound([[] for _ in self.stretches])
        self._block(body, [state._replace(ages=(), beside=self.nothing) for state in states])
        most = [max((offer.mails for offer in offers), default=0) for offers in self.bound.offers]
        self.bound = kept
        return most


def _waited(wait: Wait, states: list[State]) -> list[State]:
    most = longest(wait.duration)
    if most is not None and wait.at is not None:
        most = None if wait.days else most + DAY
    return later(states, gap_of(wait.duration, clocked=wait.at is not None), most)


def _within(limit: WaitLimit, states: Sequence[State]) -> list[State]:
    """What is waited for may come at once, or at the very end."""
    return later(states, NONE, longest(limit.duration) if isinstance(limit, UpTo) else None)


def _expired(limit: WaitLimit, states: Sequence[State]) -> list[State]:
    match limit:
        case UpTo(duration=duration):
            return after(states, duration)
        case WithoutLimit():
            return []
        case _:
            return at_once_or_ever(states)
