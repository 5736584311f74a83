"""`nurture explain`: the chain event → rule → result of one lead, and why each mail left or did not."""

from dataclasses import dataclass
from pathlib import Path

from engine.app import current_program, known, store_at
from engine.domain.effects import Trace
from engine.domain.events import Event
from engine.domain.subjects import Facts, Lead
from engine.reports import leads, story
from engine.rules.facts import Gain, fold
from engine.rules.program import Program
from engine.rules.view import Sight
from engine.store import ledger, people
from engine.store.hot import Tx


@dataclass(frozen=True, slots=True)
class Award:
    """Points of one event. asked, given: hundredths; what the caps cut lies between them."""

    event: Event
    rule: str
    score: str
    asked: int
    given: int


@dataclass(frozen=True, slots=True)
class ScoreNow:
    """points: whole ones, as shown now."""

    score: str
    points: int
    level: str


@dataclass(frozen=True, slots=True)
class Explained:
    """chapters: decisions, the oldest first; awards: all points, worked out anew under the program that speaks now."""

    line: leads.Line
    zone: str
    chapters: tuple[story.Chapter, ...]
    messages: tuple[story.Message, ...]
    awards: tuple[Award, ...]
    scores: tuple[ScoreNow, ...]


def explain(folder: Path, name: str, *, mail: str = "") -> Explained:
    """One lead by id or mail address; only what concerns one template if it is named."""
    with store_at(folder) as (settings, store), store.read() as tx:
        full = leads.one(tx, known(people.find(tx, name), name))
        assert full is not None, "a known lead has events"
        program = current_program(tx)
        awards, scores = _points(tx, program, full.lead, store.clock.now()) if program else ((), ())
        chapters = story.chapters(tx, full.line.id)
        messages = story.messages(tx, full.line.id)
    if mail:
        messages = tuple(one for one in messages if one.template == mail)
        chapters = tuple(one for one in chapters if any(_concerns(line, mail) for line in one.lines))
    return Explained(full.line, settings.workspace.timezone, chapters, messages, awards, scores)


def _concerns(line: Trace, mail: str) -> bool:
    return line.detail.get("template") == mail


def _points(tx: Tx, program: Program, lead: Lead, now: int) -> tuple[tuple[Award, ...], tuple[ScoreNow, ...]]:
    """The ledger folded anew, event by event."""
    facts, awards = Facts(), []
    for event in sorted((event for _, event in ledger.of_subject(tx, lead.id)), key=lambda one: one.order):
        gains: list[Gain] = []
        fold(program, facts, event, gains)
        awards += [Award(event, rule, score, asked, given) for rule, score, asked, given in gains]
    sight = Sight(program, lead, max(now, lead.moment))
    scores = tuple(ScoreNow(name, sight.points(name), sight.level(name)) for name in program.scores)
    return tuple(awards), scores
