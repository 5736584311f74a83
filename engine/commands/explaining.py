"""`nurture explain`: the chain event → rule → result of one lead, and why each mail left or did not."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.app import current_program, store_at
from engine.domain.documents import EXPERIMENT, kind_of, name_in
from engine.domain.effects import Trace
from engine.domain.events import Event, standing
from engine.domain.subjects import Attribute, Facts, Hold
from engine.doors.whom import known_lead
from engine.reports import leads, machines, story
from engine.reports.experiments import SplitTest, split_tests
from engine.reports.machines import Machines
from engine.rules.facts import Gain, fold
from engine.rules.program import Program
from engine.rules.view import Sight
from engine.store import ledger, people, subjects
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
class Holding:
    """Hundredths of points for as long as a condition holds, which it does now."""

    score: str
    rule: str
    points: int


@dataclass(frozen=True, slots=True)
class ScoreNow:
    """points: whole ones, as shown now."""

    score: str
    points: int
    level: str


@dataclass(frozen=True, slots=True)
class Explained:
    """chapters: decisions, the oldest first; awards: all points, worked out anew under the program that speaks now.

    merged: the leads that are this one, too. machines: what machines did with its mails, which counts for nothing.
    """

    line: leads.Line
    zone: str
    chapters: tuple[story.Chapter, ...]
    messages: tuple[story.Message, ...]
    awards: tuple[Award, ...]
    holding: tuple[Holding, ...]
    scores: tuple[ScoreNow, ...]
    merged: tuple[str, ...] = ()
    attributes: tuple[tuple[str, Attribute], ...] = ()
    judgements: tuple[Hold, ...] = ()
    machines: tuple[Machines, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherStory:
    """Of subjects that are no leads. chapters: by id; of a test of a split only where it began, went on or picked."""

    zone: str
    chapters: dict[str, tuple[story.Chapter, ...]]
    tests: tuple[SplitTest, ...]


_TURNS = frozenset({"test-begins", "test-goes-on", "picked", "picked-for-want"})


def explain_other(folder: Path, name: str) -> OtherStory | None:
    """A team, an account, or the tests of a split by the split's name; None where nothing but a lead could be meant."""
    with store_at(folder) as (settings, store), store.read() as tx:
        return other_story(tx, name, settings.workspace.timezone)


def other_story(tx: Tx, name: str, zone: str) -> OtherStory | None:
    """The same of any store."""
    ids = [id_ for id_ in subjects.ids_of_others(tx) if name in _names(id_)]
    if not ids or people.find(tx, name) is not None:
        return None
    told = {id_: tuple(one for one in story.chapters(tx, (id_,)) if kind_of(id_) != EXPERIMENT or _turns(one)) for id_ in ids}
    return OtherStory(zone, told, tuple(one for one in split_tests(tx) if one.id in ids))


def _names(id_: str) -> tuple[str, ...]:
    """What a person may call it: its id, what stands behind the colon, and a test by its split alone or with its scenario."""
    own = name_in(id_)
    parts = own.split("/")
    return (id_, own, parts[1], "/".join(parts[:2])) if kind_of(id_) == EXPERIMENT else (id_, own)


def _turns(chapter: story.Chapter) -> bool:
    return any(line.what in _TURNS for line in chapter.lines)


def explain(folder: Path, name: str, *, mail: str = "") -> Explained:
    """One lead by id or mail address; only what concerns one template if it is named."""
    with store_at(folder) as (settings, store), store.read() as tx:
        full = leads.one(tx, known_lead(store, tx, name))
        assert full is not None, "a known lead has events"
        program = current_program(tx)
        person = (full.lead.id, *full.lead.merged)
        ledger_of = tuple(event for _, event in ledger.of_person(tx, person))
        chapters = story.chapters(tx, person)
        messages = story.messages(tx, person)
        done = tuple(one for one in machines.of_person(tx, person) if mail in ("", one.template))
    if mail:
        messages = tuple(one for one in messages if one.template == mail)
        chapters = tuple(one for one in chapters if any(_concerns(line, mail) for line in one.lines))
    sight = Sight(program, full.lead, max(store.clock.now(), full.lead.moment)) if program else None
    return Explained(
        line=full.line,
        merged=tuple(full.lead.merged),
        attributes=tuple(sorted(full.lead.facts.attributes.items())),
        judgements=tuple(full.lead.judgements),
        machines=done,
        zone=settings.workspace.timezone,
        chapters=chapters,
        messages=messages,
        awards=_awards(program, ledger_of) if program else (),
        holding=_holding(sight) if sight else (),
        scores=_scores(sight) if sight else (),
    )


def _concerns(line: Trace, mail: str) -> bool:
    return line.detail.get("template") == mail


def _awards(program: Program, happened: Iterable[Event]) -> tuple[Award, ...]:
    """The ledger folded anew, event by event."""
    facts, awards = Facts(), []
    for event in sorted(standing(happened), key=lambda one: one.order):
        gains: list[Gain] = []
        fold(program, facts, event, gains)
        awards += [Award(event, rule, score, asked, given) for rule, score, asked, given in gains]
    return tuple(awards)


def _holding(sight: Sight) -> tuple[Holding, ...]:
    return tuple(
        Holding(name, bonus.rule, sight.worth(bonus))
        for name, score in sight.program.scores.items()
        for bonus in score.bonuses
        if bonus.condition.holds(sight)
    )


def _scores(sight: Sight) -> tuple[ScoreNow, ...]:
    return tuple(ScoreNow(name, sight.points(name), sight.level(name)) for name in sight.program.scores)
