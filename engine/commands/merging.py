"""Two leads that are one person: who may be, what joining them would do, and doing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.app import current_program, known, store_at
from engine.commands.acting import SOURCE
from engine.domain.effects import Decision, Letter, MailDecided, RunMoved
from engine.domain.errors import NurtureError
from engine.domain.events import Event, Kind
from engine.domain.instants import Instant
from engine.domain.subjects import Lead, Run
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.rules.dispatch import decide, ledgers_of
from engine.rules.program import Program
from engine.rules.view import Sight
from engine.store import inbox, outbox, people, subjects
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.writer import Priority


@dataclass(frozen=True, slots=True)
class RunKept:
    """A scenario that one of the two is in. of: whose run goes on; ended: whose ends, "" where only one was in it."""

    scenario: str
    key: str
    of: str
    step: str
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail by its template. lead: whose it is."""

    template: str
    lead: str
    state: str


@dataclass(frozen=True, slots=True)
class ScoreAfter:
    score: str
    theirs: int
    ours: int
    together: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What joining `lead` into `into` does. twice: mails both have, of which one is taken back; starts: what the merge sets off.

    spared: mails of a scenario both are in that only one has, and that the other is not sent any more.
    """

    lead: str
    into: str
    runs: tuple[RunKept, ...]
    twice: tuple[Mail, ...]
    spared: tuple[Mail, ...]
    scores: tuple[ScoreAfter, ...]
    stage: str
    refused: tuple[str, ...]
    starts: tuple[str, ...]
    mails: tuple[str, ...]


def keep_apart(folder: Path, one: str, other: str) -> tuple[str, str]:
    """They are two: the pair is not brought up again. Raises NurtureError where one is unknown."""
    with store_at(folder) as (_, store):
        pair = _both(store, one, other)
        store.write(Priority.INTAKE, lambda tx: _apart(tx, pair, store.clock.now()))
    return pair


def _apart(tx: Tx, pair: tuple[str, str], now: Instant) -> None:
    people.review(tx, *pair, "", now)
    people.settle_review(tx, *pair, people.APART)


def foresee_merge(folder: Path, one: str, into: str) -> Preview:
    """What joining a lead to another does, worked out beforehand. Raises NurtureError where one is unknown."""
    with store_at(folder) as (_, store):
        lead, stays = _both(store, one, into)
        with store.read() as tx:
            program = current_program(tx)
            if program is None:
                raise NurtureError("not-deployed")
            return _Rehearsal(tx, program, store.clock.now()).preview(lead, stays)


def merge(folder: Path, lead: str, into: str, *, because: str) -> None:
    """Joins a lead to another, which goes on; both by their ids."""
    with store_at(folder) as (_, store):
        props = {"into": into} | ({"because": because} if because else {})
        put(store, [Incoming(source=SOURCE, id=store.dice.token(), type=Kind.LEAD_JOINED, lead=lead, props=props)])


def _both(store: Store, one: str, other: str) -> tuple[str, str]:
    with store.read() as tx:
        pair = known(people.find(tx, one), one), known(people.find(tx, other), other)
    if pair[0] == pair[1]:
        raise NurtureError("one-already", one=one, other=other)
    return pair


@dataclass(frozen=True, slots=True)
class _Rehearsal:
    """The two decisions, made on what is stored now, and written nowhere."""

    tx: Tx
    program: Program
    now: Instant

    def preview(self, lead: str, into: str) -> Preview:
        theirs, ours = self._document(lead), self._document(into)
        merged = self._merged(theirs, ours)
        after = merged.lead
        refused = {topic for topic, said in after.facts.consents.items() if not said} | ({after.facts.suppressed} - {""})
        return Preview(
            lead=lead,
            into=into,
            runs=tuple(_runs(theirs, ours, after)),
            twice=tuple(self._twice(lead, into)),
            spared=tuple(self._spared(theirs, ours)),
            scores=tuple(self._scores(theirs, ours, after)),
            stage=after.stage.name if after.stage else "",
            refused=tuple(sorted(refused)),
            starts=tuple(one.scenario for one in merged.effects if isinstance(one, RunMoved) and one.state == "entered"),
            mails=tuple(one.template for one in merged.effects if isinstance(one, MailDecided)),
        )

    def _document(self, id_: str) -> Lead:
        return subjects.lead(self.tx, id_) or Lead(id=id_, program=self.program.hash)

    def _merged(self, theirs: Lead, ours: Lead) -> Decision:
        said = Event(source=SOURCE, id="rehearsal", type=Kind.LEAD_JOINED, subject=theirs.id, at=self.now, received=self.now,
                     props={"into": ours.id})  # fmt: skip
        left = decide(self.program, theirs, said, self.now)
        letter = next(one.event for one in left.effects if isinstance(one, Letter) and one.event.type == Kind.LEAD_MERGED)
        return decide(self.program, ours, letter, self.now, inbox.decided(self.tx, ledgers_of(ours, letter)))

    def _twice(self, lead: str, into: str) -> Iterator[Mail]:
        own = {row.key for row in outbox.of_lead(self.tx, into) if row.kind == outbox.PERSONAL}
        for row in outbox.of_lead(self.tx, lead):
            if row.kind == outbox.PERSONAL and row.key in own:
                yield Mail(row.template, lead, row.state)

    def _spared(self, theirs: Lead, ours: Lead) -> Iterator[Mail]:
        """What one of the two runs in a scenario has, and the other would have come to."""
        both = {run.id for run in theirs.runs} & {run.id for run in ours.runs}
        rows = {lead.id: [row for row in outbox.of_lead(self.tx, lead.id) if row.kind == outbox.PERSONAL] for lead in (theirs, ours)}
        for lead, other in ((theirs, ours), (ours, theirs)):
            known = {row.key for row in rows[other.id]}
            yield from (Mail(row.template, lead.id, row.state) for row in rows[lead.id] if row.run in both and row.key not in known)

    def _scores(self, *documents: Lead) -> Iterator[ScoreAfter]:
        sights = [Sight(self.program, document, max(self.now, document.moment)) for document in documents]
        for name in self.program.scores:
            yield ScoreAfter(name, *(sight.points(name) for sight in sights))


def _runs(theirs: Lead, ours: Lead, after: Lead) -> Iterator[RunKept]:
    """Each run that either had, and which of them goes on."""
    before = {lead.id: {(run.scenario, run.key): run for run in lead.runs} for lead in (theirs, ours)}
    goes_on = {(run.scenario, run.key): run for run in after.runs}
    for place in dict.fromkeys([*before[ours.id], *before[theirs.id]]):
        inside = [lead.id for lead in (ours, theirs) if place in before[lead.id]]
        run = goes_on.get(place)
        of = _whose(run, place, before, inside) if run is not None else ""
        yield RunKept(*place, of, _step(run), ", ".join(id_ for id_ in inside if id_ != of))


def _whose(run: Run, place: tuple[str, str], before: dict[str, dict[tuple[str, str], Run]], inside: list[str]) -> str:
    return next((id_ for id_ in inside if before[id_][place].entered == run.entered), inside[0])


def _step(run: Run | None) -> str:
    return run.places[0].step if run is not None and run.places else ""
