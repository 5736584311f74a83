"""What must be given of a lead so that a condition holds for it, as far as a test can say it. What is asked beyond is left to luck."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from grammar.ast import (
    AllOf,
    And,
    AnyOf,
    Condition,
    Consents,
    DuringClock,
    DuringDates,
    DuringHours,
    GivenConsent,
    GivenPoints,
    GivenStage,
    GivenTag,
    InSegment,
    LevelIs,
    MailHappened,
    NoneOf,
    Not,
    OneMail,
    Or,
    PersonaIs,
    ScoreIs,
    StageIs,
    Tagged,
)
from grammar.model import Workspace
from grammar.names import levels_of
from grammar.pressure.traits import ANYBODY, Reader, Traits

Given = GivenTag | GivenStage | GivenConsent | GivenPoints
Reaction = tuple[str, str]
"""(verb, key of the mail): what the lead must have done with a mail; an empty key is any mail."""


class Wish(NamedTuple):
    """traits: of the lead; given: what else is so of it, and denied: what is not; reactions: to mails it had."""

    traits: Traits = ANYBODY
    given: frozenset[Given] = frozenset()
    denied: frozenset[Given] = frozenset()
    reactions: tuple[Reaction, ...] = ()

    def __add__(self, other: "Wish") -> "Wish":  # type: ignore[override]
        reactions = tuple(dict.fromkeys((*self.reactions, *other.reactions)))
        return Wish(self.traits | other.traits, self.given | other.given, self.denied | other.denied, reactions)

    def is_possible(self, reader: Reader) -> bool:
        """Whether one lead can be so: nothing both so and not so, on one stage, with one number of points in a score."""
        stages = [each for each in self.given if isinstance(each, GivenStage)]
        scores = [each.score for each in self.given if isinstance(each, GivenPoints)]
        single = len(stages) < 2 and len(scores) == len(set(scores))
        return single and not self.given & self.denied and reader.is_possible(self.traits)


NOTHING = Wish()


class Wishes:
    """Reads the conditions of one workspace as wishes."""

    def __init__(self, workspace: Workspace, reader: Reader) -> None:
        self.workspace, self.reader = workspace, reader

    def of(self, condition: Condition | None) -> list[Wish]:
        """The ways in which it can be made to hold, the plainest first; empty where nobody knows how."""
        match condition:
            case None:
                return [NOTHING]
            case And(parts=parts) | AllOf(parts=parts):
                return self._all([self.of(part) for part in parts])
            case Or(parts=parts) | AnyOf(parts=parts):
                return [wish for part in parts for wish in self.of(part)][:4]
            case Not(part=part):
                return self.against(part)
            case NoneOf(parts=parts):
                return self._all([self.against(part) for part in parts])
            case InSegment(segment=name) if name.key in self.reader.segments:
                return self.of(self.reader.segments[name.key].condition)
            case PersonaIs(persona=name, operator="is"):
                return [Wish(traits) for traits in self.reader.persona(name.key)]
            case _:
                return list(self._single(condition))

    def against(self, condition: Condition) -> list[Wish]:
        """The ways in which it does not hold. What a fresh lead has not done and is not, is not so."""
        match condition:
            case Tagged() | StageIs(operator="is") | Consents():
                given = next(iter(self._single(condition))).given
                return [Wish(denied=given)]
            case Or(parts=parts) | AnyOf(parts=parts):
                return self._all([self.against(part) for part in parts])
            case And(parts=parts) | AllOf(parts=parts):
                return [wish for part in parts for wish in self.against(part)][:4]
            case Not(part=part):
                return self.of(part)
            case InSegment(segment=name) if name.key in self.reader.segments:
                return self.against(self.reader.segments[name.key].condition)
            case _:
                return [Wish(traits) for traits in self.reader.alternatives(condition, holds=False)]

    def _all(self, parts: Iterable[list[Wish]]) -> list[Wish]:
        found = [NOTHING]
        for wishes in parts:
            sums = [one + other for one in found for other in wishes]
            found = [wish for wish in sums if wish.is_possible(self.reader)][:4]
        return found

    def _single(self, condition: Condition) -> Iterator[Wish]:
        match condition:
            case Tagged(tag=tag):
                yield Wish(given=frozenset([GivenTag(tag)]))
            case StageIs(stage=stage, operator="is"):
                yield Wish(given=frozenset([GivenStage(stage)]))
            case Consents(topic=topic):
                yield Wish(given=frozenset([GivenConsent(topic)]))
            case LevelIs(operator="is" | ">=" | ">"):
                yield from self._level(condition)
            case ScoreIs(score=score, operator=">=" | "is", points=points, of="lead"):
                yield Wish(given=frozenset([GivenPoints(points, score)]))
            case ScoreIs(score=score, operator=">", points=points, of="lead"):
                yield Wish(given=frozenset([GivenPoints(points + 1, score)]))
            case MailHappened(verb="opened" | "clicked" | "replied" | "received" as verb, mail=mail, where=None, at_least=None):
                yield Wish(reactions=((verb, mail.name.key if isinstance(mail, OneMail) else ""),))
            case LevelIs() | ScoreIs() | StageIs() | DuringHours() | DuringClock() | DuringDates():
                yield NOTHING
            case _:
                if (alternatives := self.reader.alternatives(condition)) and alternatives[0]:
                    yield from (Wish(traits) for traits in alternatives)

    def _level(self, condition: LevelIs) -> Iterator[Wish]:
        score = self.workspace.symbols.score(condition.score)
        levels = sorted(levels_of(score), key=lambda level: level.at) if score else []
        here = next((number for number, each in enumerate(levels) if each.name.key == condition.level.key), None)
        if here is not None and (condition.operator != ">" or here + 1 < len(levels)):
            at = levels[here + 1 if condition.operator == ">" else here].at
            yield Wish(given=frozenset([GivenPoints(at, condition.score)]))
