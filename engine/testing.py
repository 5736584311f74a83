"""The kit for testing with Nurture: a clock that is turned by hand, dice that always fall the same, and a story told in the language."""

from collections.abc import Mapping

from engine.clock import FrozenClock, LoadedDice
from engine.domain.errors import NurtureError
from engine.domain.events import Event, Kind
from engine.domain.instants import Instant, from_iso, to_iso
from engine.lab.shown import Mailroom
from engine.lab.trials import Trial, play, trials_of
from engine.lab.world import World
from engine.rules.compile import ProgramSettings, compile_program
from engine.rules.program import MailInfo, Program
from engine.templates.folder import Templates
from engine.templates.sources import TemplateSource
from grammar.parse import parse

__all__ = ["FrozenClock", "LoadedDice", "Story", "program_of", "run_tests"]


def program_of(text: str, *, zone: str = "Asia/Tokyo", topics: Mapping[str, str] | None = None) -> Program:
    """The program of one text. topics: of its mails, by name. Raises NurtureError with the first mistake."""
    result = parse(text, "story.nurture")
    for one in result.diagnostics:
        raise NurtureError("story-does-not-parse", rule=one.rule, line=one.span.line)
    mails = {name: MailInfo(name, topic) for name, topic in (topics or {}).items()}
    return compile_program([result.file], ProgramSettings(zone=zone, mails=mails))


class Story:
    """One program, one world, told in order: `happens`, `until`, and what came of it."""

    def __init__(
        self, text: str, *, start: str = "2026-11-02T09:00", zone: str = "Asia/Tokyo", topics: Mapping[str, str] | None = None
    ) -> None:
        self.zone = zone
        self.program = program_of(text, zone=zone, topics=topics)
        self.world = World(self.program, from_iso(start, zone))

    def happens(self, kind: str, /, lead: str = "山田", at: str | None = None, *, live: bool = True, **props: object) -> None:
        """Something happens to a lead; at: ISO text in the story's zone."""
        moment = None if at is None else from_iso(at, self.zone)
        self.world.happen(kind, lead, props, moment, live=live)

    def arrives_late(self, kind: str, /, at: str, lead: str = "山田", **props: object) -> None:
        """An event that happened before now and arrives now."""
        happened = from_iso(at, self.zone)
        self.world.put(
            Event(source="late", id=f"{at}/{kind}", type=kind, subject=lead, at=happened, received=self.world.now, props=props)
        )

    def lead(self, name: str = "山田", **attributes: object) -> None:
        """A lead with an address and attributes."""
        self.world.happen(Kind.LEAD_CHANGED, name, {"email": f"{name}@lead.example", **attributes})

    def until(self, at: str) -> None:
        """Runs the clock up to a moment."""
        self.world.run_until(from_iso(at, self.zone))

    def mails(self, lead: str = "山田") -> list[tuple[str, str]]:
        """(template, moment) of each mail that left, in order."""
        return [(one.template, self.shown(one.sent)) for one in self.world.mails if one.lead == lead]

    def traces(self, what: str, lead: str = "山田") -> list[dict[str, object]]:
        """The details of every trace line of one kind."""
        return [line.detail for entry in self.world.journal if entry.subject == lead for line in entry.trace if line.what == what]

    def points(self, score: str, lead: str = "山田") -> int:
        """What the score shows now."""
        return self.world.sight(lead).points(score)

    def stage(self, lead: str = "山田") -> str:
        """The stage the lead is in now."""
        standing = self.world.leads[lead].stage
        return standing.name if standing else ""

    def shown(self, moment: Instant) -> str:
        """A moment as the story's clock shows it, to the minute."""
        return to_iso(moment, self.zone)[:16]


def run_tests(text: str, *, zone: str = "Asia/Tokyo", templates: Mapping[str, str] | None = None) -> list[Trial]:
    """Plays the tests that stand in a text. templates: Markdown with front matter by name, for what mails show."""
    result = parse(text, "story.nurture")
    program = compile_program([result.file], ProgramSettings(zone=zone))
    sources = [TemplateSource(name, name, ".md", source) for name, source in (templates or {}).items()]
    mailroom = Mailroom(Templates.of(sources), {"name": "Nurture", "address": "nurture@story.example", "postal_address": "here"})
    return [play(program, test, mailroom) for test in trials_of([result.file])]
