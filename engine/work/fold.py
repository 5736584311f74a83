"""One subject through its causes, in their order. Nothing is written here."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.domain.documents import Subject, blank
from engine.domain.effects import Decision, Letter, Recorded
from engine.domain.errors import NurtureError
from engine.domain.events import ASKS, BY_ITSELF, Cause, Event, Wake
from engine.domain.instants import MINUTE, NEVER, Instant
from engine.domain.subjects import Attribute, Lead
from engine.rules import dispatch as real
from engine.rules.program import Program
from engine.rules.turn import LedgerNeeded
from engine.work.gather import Share

LATE_AFTER = 15 * MINUTE
"""A wake-up that comes later than this happens now, and its step's lateness rule applies."""

MOST_WAKES = 200
"""Wake-ups of one subject in one batch; the next batch goes on."""


class Rules(Protocol):
    """The two pure functions of the rules."""

    def decide(
        self, program: Program, subject: Subject, cause: Cause, moment: Instant, ledger: Iterable[Event] | None = None
    ) -> Decision: ...

    def switch(self, program: Program, subject: Subject, ledger: Iterable[Event], moment: Instant) -> Decision: ...


REAL: Rules = real


@dataclass(frozen=True, slots=True)
class Made:
    """One decision. seq: the ledger's number of its event, 0 for a wake-up or a switch; due: of a wake-up."""

    seq: int
    due: Instant
    decision: Decision


@dataclass(frozen=True, slots=True)
class Folded:
    """A subject as it shall be written. version: the one it was read at; was: as it was read, None where it is new."""

    subject: Subject
    version: int
    due: Instant
    made: tuple[Made, ...]
    taken: tuple[int, ...]
    was: Subject | None = None

    @property
    def is_another(self) -> bool:
        """Whether who looks like this lead is to be looked at again: it told something else of itself, or became one with another."""
        if not isinstance(self.subject, Lead):
            return False
        was = self.was if isinstance(self.was, Lead) else Lead(id=self.subject.id)
        one, other = was.facts.attributes, self.subject.facts.attributes
        return was.merged_into != self.subject.merged_into or (one is not other and _values(one) != _values(other))

    @property
    def wakes(self) -> int:
        return sum(1 for one in self.made if one.due)


def _values(told: Mapping[str, Attribute]) -> dict[str, Any]:
    return {name: one.value for name, one in told.items()}


@dataclass(slots=True)
class Fold:
    """history: every event of these subjects that was decided before this batch."""

    rules: Rules
    program: Program
    share: Share
    now: Instant
    history: Callable[[Collection[str]], list[Event]]
    subject: Subject = field(init=False)
    due: Instant = field(init=False)
    made: list[Made] = field(default_factory=list)
    news: list[Event] = field(default_factory=list)
    is_asking: bool = False
    """It has asked another subject something: the rest of its share waits for the next batch, which takes letters first.

    So it does behind what deals with the written ledger itself, which comes when all before it is written.
    """

    def __post_init__(self) -> None:
        held = self.share.held
        self.subject = held.subject if held else blank(self.share.id, self.program.hash)
        self.due = held.due if held else NEVER

    def run(self) -> Folded:
        """Event by event, between them what was due before each, and at the end what is due before the batch's horizon."""
        taken: list[int] = []
        for seq, event in self.share.events:
            self._wake_until(event.received)
            self.is_asking |= event.type in BY_ITSELF and bool(self.made)
            if self.is_asking:
                break
            self._take(seq, event)
            taken.append(seq)
            self.is_asking |= event.type in BY_ITSELF
        self._wake_until(self.share.until)
        return Folded(
            subject=self.subject,
            version=self.share.held.version if self.share.held else 0,
            due=self.due,
            made=tuple(self.made),
            taken=tuple(taken),
            was=self.share.held.subject if self.share.held else None,
        )

    def follow(self) -> Folded:
        """Nothing but the switch to the current program."""
        self._switch(self.now)
        return self.run()

    def _wake_until(self, until: Instant) -> None:
        for _ in range(MOST_WAKES):
            if self.due >= until or self.is_asking:
                return
            due = self.due
            moment = due if self.now - due <= LATE_AFTER else self.now
            self._switch(moment)
            if self.due != due:
                continue
            self._keep(0, due, self._decide(Wake(due=due), moment))
            if self.due == due:
                raise NurtureError("subject-stuck", subject=self.subject.id, due=due)

    def _take(self, seq: int, event: Event) -> None:
        self._switch(event.received)
        decision = self._decide(event, event.received)
        self.news.append(event)
        self._keep(seq, 0, decision)

    def _switch(self, moment: Instant) -> None:
        """A subject that another program decided on last is put under this one first."""
        if self.subject.program != self.program.hash:
            self._keep(0, 0, self.rules.switch(self.program, self.subject, list(self._ledger(None)), moment))

    def _decide(self, cause: Cause, moment: Instant) -> Decision:
        try:
            return self.rules.decide(self.program, self.subject, cause, moment)
        except LedgerNeeded:
            return self.rules.decide(self.program, self.subject, cause, moment, list(self._ledger(cause)))

    def _ledger(self, cause: Cause | None) -> Iterator[Event]:
        yield from self.history(real.ledgers_of(self.subject, cause))
        yield from self.news

    def _keep(self, seq: int, due: Instant, decision: Decision) -> None:
        self.made.append(Made(seq, due, decision))
        self.subject, self.due = decision.subject, decision.due
        self.is_asking |= any(isinstance(effect, Letter) and effect.event.type in ASKS for effect in decision.effects)
        self.news += [effect.event for effect in decision.effects if isinstance(effect, Recorded)]
