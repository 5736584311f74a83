"""`nurture demo`: an example workspace played with a population, and what an edit of it changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from engine.app import settings_at
from engine.commands.demo_folder import Place, model_in
from engine.commands.programs import Ready, prepared
from engine.domain.errors import NurtureError
from engine.domain.instants import Instant
from engine.lab.demo.figures import Figures, figures_of
from engine.lab.demo.highlights import Story, Unsent, best_story, best_unsent
from engine.lab.demo.mailbox import Received
from engine.lab.demo.people import Model
from engine.lab.demo.play import Cast, Played, play
from engine.reports.uplift import groups
from engine.rules.program import Program
from engine.store.database import Store
from engine.store.programs import Stored

Texts = dict[str, str]


class Play(msgspec.Struct, frozen=True):
    """What a play is remembered by. texts: every file that could change it, by name; numbers: its figures."""

    seed: int
    leads: int
    days: int
    texts: Texts
    numbers: dict[str, float]

    def is_like(self, other: "Play") -> bool:
        """Whether both played the same files with the same people."""
        return (self.seed, self.leads, self.days, self.texts) == (other.seed, other.leads, other.days, other.texts)


class Record(msgspec.Struct, frozen=True):
    """The newest play, and the one before it that was played otherwise."""

    last: Play | None = None
    before: Play | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """leads, days: 0 for as many as people.toml says."""

    seed: int = 1
    leads: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything a play needs. ready: its findings; nothing is played while there are errors."""

    place: Place
    ready: Ready
    model: Model
    wanted: Wanted
    texts: Texts

    @property
    def unplayed(self) -> Play:
        """What this play will be remembered by, without its figures."""
        return Play(self.wanted.seed, self.model.leads, self.model.days, self.texts, {})


@dataclass(frozen=True, slots=True)
class Demo:
    """A play that is over. story: None where sales accepted nobody; mail: what sales received about that lead."""

    prepared: Prepared
    zone: str
    start: Instant
    end: Instant
    mails: int
    figures: Figures
    story: Story | None
    mail: Received | None
    unsent: Unsent | None
    kept: dict[str, Received] = field(repr=False)
    sales: dict[str, Received] = field(repr=False)
    program: Program = field(repr=False)
    store: Store = field(repr=False)


def prepare(place: Place, wanted: Wanted) -> Prepared:
    """Reads and checks the folder; plays nothing."""
    ready = prepared(place.root)
    model = model_in(place, leads=wanted.leads, days=wanted.days)
    return Prepared(place, ready, model, wanted, _texts(ready.stored, place.root) if ready.stored else {})


def _texts(stored: Stored, root: Path) -> Texts:
    texts = {source.path: source.text for source in stored.sources}
    texts |= {f"{one.name}{one.suffix}": one.source for one in stored.templates}
    return texts | {name: (root / name).read_text("utf-8") for name in ("people.toml", "nurture.toml")}


def perform(prepared: Prepared, progress: Callable[[int], None]) -> Demo:
    """Plays it and reads what came of it. The store stays open for more questions; the caller closes it."""
    ready, model = prepared.ready, prepared.model
    assert ready.program is not None and ready.stored is not None, "nothing is played while there are errors"
    settings = settings_at(prepared.place.root)
    if not settings.database_path.is_relative_to(settings.state):
        raise NurtureError("demo-database-elsewhere", path=settings.database_path)
    if settings.database_path.exists() and not prepared.place.record.is_file():
        raise NurtureError("demo-database-taken", path=settings.database_path, folder=prepared.place.root)
    played = play(Cast(settings, ready.stored, ready.program, model, str(prepared.wanted.seed)), progress)
    return _read(prepared, played, settings.workspace.timezone)


def _read(prepared: Prepared, played: Played, zone: str) -> Demo:
    model = prepared.model
    with played.store.read() as tx:
        held_out = {lead for _, members in groups(tx).values() for lead in members}
        story = best_story(tx, held_out=held_out, meeting=model.meeting)
        return Demo(
            prepared=prepared,
            zone=zone,
            start=played.start,
            end=played.end,
            mails=played.mails,
            figures=figures_of(tx, played.program, (model.meeting, model.won, model.lost)),
            story=story,
            mail=played.sales.get(story.mail) if story else None,
            unsent=best_unsent(tx, story.line.id if story else "", held_out=held_out),
            kept=played.kept,
            sales=played.sales,
            program=played.program,
            store=played.store,
        )


# ── what is remembered from one play to the next ────────────────────────────────────────


def recall(place: Place) -> Record:
    """The plays so far; none where the record cannot be read."""
    try:
        return msgspec.json.decode(place.record.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return Record()


def remember(demo: Demo) -> Record:
    """Writes the play down and says what is known now: a play of the same files does not push the one before out."""
    record, place = recall(demo.prepared.place), demo.prepared.place
    now = msgspec.structs.replace(demo.prepared.unplayed, numbers=demo.figures.numbers())
    before = record.before if record.last is None or record.last.is_like(now) else record.last
    kept = Record(now, before)
    place.record.parent.mkdir(exist_ok=True)
    place.record.write_bytes(msgspec.json.encode(kept))
    return kept


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a file that was played otherwise. line: 0 for one that is gone."""

    file: str
    line: int
    sign: str
    text: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every line taken away or put in, by file."""
    found: list[Change] = []
    for name in sorted({*before, *after}):
        one, other = before.get(name, "").splitlines(), after.get(name, "").splitlines()
        found += [Change(name, number, "-", line) for number, line in enumerate(one, 1) if line.strip() and line not in other]
        found += [Change(name, number, "+", line) for number, line in enumerate(other, 1) if line.strip() and line not in one]
    return found
