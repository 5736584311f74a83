"""How a lead may stand somewhere in a scenario, as far as its mails are concerned."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from grammar.ast import Block, Case, Choose, Compare, Condition, Duration, ElseCase, EmptyCase, Holdout, If, IsEmpty, Split, Stop
from grammar.paths import minutes
from grammar.pressure.gaps import NONE, SHIFT, Gap, gap_of
from grammar.pressure.traits import ANYBODY, Alternatives, Reader, Trait, Traits

MOST_STATES = 200


class TooMany(Exception):
    """There are more ways than are looked at."""


class State(NamedTuple):
    """ages: of its newest mails, the newest first. beside: how many may come at any time meanwhile, for each stretch.

    since: the least since the entry. most: the minutes since the anchor at most, None if there is no limit; the anchor is the entry, or the
    anniversary that was waited for last, with its distance in days. jumps: taken so far, by place.
    """

    beside: tuple[int, ...]
    ages: tuple[Gap, ...] = ()
    traits: Traits = ANYBODY
    since: Gap = NONE
    most: int | None = 0
    anchor: tuple[str, int] | None = None
    jumps: tuple[tuple[int, int], ...] = ()

    def later(self, gap: Gap, most: int | None) -> "State":
        """After so much time, at least and at most."""
        return self._replace(
            ages=tuple(age + gap for age in self.ages) if gap != NONE else self.ages,
            since=self.since + gap,
            most=None if most is None or self.most is None else self.most + most,
        )

    def covers(self, other: "State") -> bool:
        """Whether whatever follows can follow from this one at least as densely."""
        return (
            self.traits <= other.traits
            and self.jumps == other.jumps
            and (self.most is None or self.anchor == other.anchor)
            and len(self.ages) >= len(other.ages)
            and (self.most is None or (other.most is not None and self.most >= other.most))
            and all(mine >= its for mine, its in zip(self.beside, other.beside, strict=True))
            and all(_at_most(mine, its) for mine, its in zip(self.ages, other.ages, strict=False))
            and _at_most(self.since, other.since)
        )

    def with_beside(self, more: Sequence[int]) -> "State":
        """While something else goes on, too."""
        return self._replace(beside=tuple(mine + its for mine, its in zip(self.beside, more, strict=True)))


def _at_most(one: Gap, other: Gap) -> bool:
    return one[0] <= other[0] and one[1] <= other[1] and one[2] <= other[2]


def thinned(states: Sequence[State]) -> list[State]:
    """Without those that another one covers. Raises TooMany."""
    kept: list[State] = []
    for state in states:
        if not any(other.covers(state) for other in kept):
            kept = [*(other for other in kept if not state.covers(other)), state]
    if len(kept) > MOST_STATES:
        raise TooMany
    return kept


def later(states: Iterable[State], gap: Gap, most: int | None) -> list[State]:
    """All of them, after so much time."""
    return [state.later(gap, most) for state in states]


def at_once_or_ever(states: Iterable[State]) -> list[State]:
    """After something that may happen at once, and at any time."""
    return later(states, NONE, None)


def after(states: Iterable[State], duration: Duration) -> list[State]:
    """When a time is over."""
    return later(states, gap_of(duration), longest(duration))


def longest(duration: Duration) -> int | None:
    """Minutes it may take, with room for a change of the clocks; None where a calendar says."""
    return None if duration.unit.startswith("business") else minutes(duration) + SHIFT


def met(state: State, ends: Sequence[Sequence[State]], reader: Reader) -> Iterator[State]:
    """Where branches side by side meet again: the mails of each lie behind. ends: of each branch, with its own mails alone."""
    for ways in product(*ends):
        traits = frozenset[Trait]().union(state.traits, *(way.traits for way in ways))
        if reader.is_possible(traits):
            ages = sorted([*state.ages, *(age for way in ways for age in way.ages)], key=lambda age: (age.covers, age.nights))
            yield state._replace(ages=tuple(ages), traits=traits, most=None)


# ── choices ─────────────────────────────────────────────────────────────────────────────


def ways_of(node: If | Choose | Split, reader: Reader) -> Iterator[tuple[Alternatives, Block | None]]:
    """What a lead must be like to take each way of a choice, and what stands on it."""
    match node:
        case If(branches=branches, otherwise=otherwise):
            yield from _in_turn(reader, [(branch.condition, branch.body) for branch in branches], otherwise)
        case Choose(arms=arms):
            last = next((arm.body for arm in arms if isinstance(arm, ElseCase)), None)
            yield from _in_turn(reader, list(_cases(node)), last)
        case Split(arms=shares, pick=pick):
            for arm in shares:
                is_holdout = isinstance(arm, Holdout)
                drawn = frozenset([Trait(split_place(node), "holdout" if isinstance(arm, Holdout) else str(arm.name))])
                body = arm.body or Block(())
                # A holdout leaves the scenario behind its block; who is not tested gets the arm that won.
                yield [ANYBODY] if pick else [drawn], Block((*body.statements, Stop())) if is_holdout else body


def split_place(split: Split) -> tuple[str, str]:
    """Splits of one name in two scenarios are drawn each for itself."""
    return "split", f"{split.span.file}:{split.span.start}"


def _cases(choose: Choose) -> Iterator[tuple[Condition, Block | None]]:
    for arm in choose.arms:
        match arm:
            case Case(values=values, body=body):
                yield from ((Compare(choose.ref, "is", value), body) for value in values)
            case EmptyCase(body=body):
                yield IsEmpty(choose.ref), body


def _in_turn(
    reader: Reader, told: Sequence[tuple[Condition, Block | None]], otherwise: Block | None
) -> Iterator[tuple[Alternatives, Block | None]]:
    """The first whose condition holds."""
    before: Alternatives = [ANYBODY]
    for condition, body in told:
        yield reader.met(before, reader.alternatives(condition)), body
        before = reader.met(before, reader.alternatives(condition, holds=False))
    yield before, otherwise
