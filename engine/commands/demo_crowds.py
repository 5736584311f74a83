"""The leads behind every figure of a demo, and the history of each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.commands.demo import Demo
from engine.domain.events import Kind
from engine.domain.instants import Instant
from engine.reports.leads import Line, listed
from engine.reports.staircase import climbs_of
from engine.reports.story import Chapter, Message, chapters, messages
from engine.reports.uplift import groups, who_did
from engine.reports.waiting import OPEN, list_handoffs
from engine.store.hot import Tx
from engine.store.outbox import PERSONAL

EVERYBODY = 1_000_000
REACTIONS = {Kind.MAIL_OPENED: "opened", Kind.MAIL_CLICKED: "clicked"}

Crowds = dict[str, list[str]]
"""`part/name/what` -> the ids of its leads, each once, in the order of the list of leads."""


@dataclass(frozen=True, slots=True)
class History:
    """One lead: who it is, all that was decided, all that was to leave."""

    line: Line
    group: str
    chapters: tuple[Chapter, ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Everyone:
    """By the moment they came in."""

    histories: tuple[History, ...]
    crowds: Crowds


def everyone(demo: Demo) -> Everyone:
    """Read in one snapshot."""
    with demo.store.read() as tx:
        parts = {lead: name for _, name, members in _parts(tx) for lead in members}
        lines = listed(tx, limit=EVERYBODY).lines
        found = [History(line, parts.get(line.id, ""), chapters(tx, (line.id,)), messages(tx, (line.id,))) for line in lines]
        found.sort(key=lambda one: (one.chapters[0].moment if one.chapters else 0, one.line.id))
        pairs = [*_stages(tx, demo), *_groups(tx, demo), *_handoffs(tx), *_mails(found)]
    order = {one.line.id: number for number, one in enumerate(found)}
    crowds: dict[str, set[str]] = defaultdict(set)
    for name, lead in pairs:
        crowds[name].add(lead)
    return Everyone(tuple(found), {name: sorted(crowd, key=order.__getitem__) for name, crowd in sorted(crowds.items())})


def _stages(tx: Tx, demo: Demo) -> Iterable[tuple[str, str]]:
    for lead, climb in climbs_of(tx).items():
        for stage in climb.seen:
            what = "passed" if stage != climb.here else "dropped" if climb.dropped else "staying"
            yield from ((f"stage/{stage}/{one}", lead) for one in ("reached", what))


def _groups(tx: Tx, demo: Demo) -> Iterable[tuple[str, str]]:
    model = demo.prepared.model
    for event in (model.meeting, model.won, model.lost):
        yield from ((f"outcome/{event}", lead) for lead in who_did(tx, event))
    met = who_did(tx, model.meeting)
    for scenario, name, members in _parts(tx):
        yield from ((f"group/{scenario}/{name}", lead) for lead in members)
        yield from ((f"group/{scenario}/{name}/met", lead) for lead, since in members.items() if _came(met, lead, since))


def _parts(tx: Tx) -> Iterator[tuple[str, str, dict[str, Instant]]]:
    for scenario, pair in groups(tx).items():
        for name, members in zip(("nurtured", "holdout"), pair, strict=True):
            yield scenario, name, members


def _came(met: dict[str, Instant], lead: str, since: Instant) -> bool:
    return met.get(lead, since - 1) >= since


def _handoffs(tx: Tx) -> Iterable[tuple[str, str]]:
    for one in list_handoffs(tx, everything=True, limit=EVERYBODY):
        state = "waiting" if one.state in OPEN else one.state
        yield from ((f"handoff/{one.team}/{what}", one.lead) for what in ("raised", state))


def _mails(found: Iterable[History]) -> Iterable[tuple[str, str]]:
    for one in found:
        for message in one.messages:
            if message.kind == PERSONAL:
                state = message.state if message.state in ("sent", "skipped", "failed", "doubtful") else "waiting"
                yield f"mail/{message.scenario}/{message.template}/{state}", one.line.id
                if state != "sent":
                    yield f"reason/{message.reason or message.state}", one.line.id
        for chapter in one.chapters:
            if chapter.event is not None and chapter.event.type in REACTIONS:
                props = chapter.event.props
                what = REACTIONS[Kind(chapter.event.type)]
                yield f"mail/{props.get('scenario', '')}/{props.get('template', '')}/{what}", one.line.id
