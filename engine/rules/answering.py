"""A decision in the making on a subject that is no lead: it takes letters, and answers them with letters."""

from typing import Any, Generic, TypeVar

import msgspec

from engine.domain.accounts import Account
from engine.domain.desks import Desk
from engine.domain.effects import AnyEffect, Decision, Letter, Trace
from engine.domain.events import ENGINE, Cause, Event, Kind
from engine.domain.experiments import Experiment
from engine.domain.instants import NEVER, Instant
from engine.domain.owners import Owner
from engine.rules.program import Program

S = TypeVar("S", Account, Desk, Experiment, Owner)


class Answering(Generic[S]):
    """The subject as it changes, what is written to others, and why. Letters are news where their cause was."""

    def __init__(self, program: Program, subject: S, cause: Cause, moment: Instant) -> None:
        self.program = program
        self.subject: S = msgspec.convert(msgspec.to_builtins(subject), type(subject))
        self.subject.moment = self.moment = max(moment, subject.moment)
        self.subject.number += 1
        self.subject.program = program.hash
        self.event = cause if isinstance(cause, Event) else None
        self.is_live = self.event is None or self.event.is_news
        self.effects: list[AnyEffect] = []
        self.trace: list[Trace] = []

    def say(self, what: str, rule: str = "", **detail: Any) -> None:
        """A line of the chain event -> rule -> result."""
        self.trace.append(Trace(what=what, rule=rule, detail=detail))

    def write(self, kind: Kind, to: str, rule: str = "", **props: Any) -> None:
        """A letter to another subject."""
        name = f"{self.subject.id}/{self.subject.number:09}/{len(self.effects) + 1:04}"
        self.effects.append(Letter(rule=rule, event=letter(name, kind, to, self.moment, props, live=self.is_live)))

    def decision(self, due: Instant = NEVER) -> Decision:
        """What was decided. due: when time alone changes something."""
        return Decision(subject=self.subject, effects=self.effects, trace=self.trace, due=due)


def letter(name: str, kind: Kind, to: str, moment: Instant, props: dict[str, Any], *, live: bool) -> Event:
    """An event for another subject, named after what it came from."""
    return Event(source=ENGINE, id=name, type=kind, subject=to, at=moment, received=moment, props=props, live=live)
