"""TEMP"""

from engine.domain.accounts import Account
from engine.domain.effects import Decision
from engine.domain.events import Cause, Event
from engine.domain.instants import Instant
from engine.rules.answering import Answering
from engine.rules.program import Program


def decide(program: Program, subject: Account, cause: Cause, moment: Instant) -> Decision:
    return Answering(program, subject, cause, moment).decision()


def switch(program: Program, subject: Account, moment: Instant) -> Decision:
    silence = Event(source="deployment", id="", type="deployed", subject=subject.id, at=moment, received=moment, live=False)
    return Answering(program, subject, silence, moment).decision()
