"""A merge taken back: whose, what that would do, and doing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.app import current_program, store_at
from engine.commands.acting import SOURCE
from engine.commands.merging import ScoreAfter
from engine.domain.effects import Decision, GaveBack, Letter
from engine.domain.errors import NurtureError
from engine.domain.events import ENGINE, Event, Kind
from engine.domain.instants import DAY, Instant, to_iso
from engine.domain.subjects import Joined, Lead
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.doors.whom import known_lead
from engine.rules.dispatch import decide, ledgers_of
from engine.rules.joining import TAKEN_BACK_WITHIN
from engine.rules.program import Program
from engine.rules.unmerging import memory_of
from engine.rules.view import Sight
from engine.store import inbox, people, subjects
from engine.store.database import Store
from engine.store.hot import Tx


@dataclass(frozen=True, slots=True)
class RunAfter:
    """A scenario that the person is in, or was in until the merge. of: whose it is afterwards; "" for a run the merge ended."""

    scenario: str
    key: str
    of: str
    step: str


@dataclass(frozen=True, slots=True)
class Parting:
    """What taking a merge back does. lead leaves stays; with_: leads that go along, as they had been joined to it.

    joined_at, because: of the merge; events: how many that came in since or before are the other's again; remembered: mails that left
    while they were one and come to neither again; refused: what both have refused from then on. Of scores: `theirs` of the one that
    leaves and `ours` of the one that stays, afterwards; `together` now.
    """

    lead: str
    stays: str
    zone: str
    with_: tuple[str, ...]
    joined_at: Instant
    because: str
    keys: tuple[tuple[str, str], ...]
    runs: tuple[RunAfter, ...]
    scores: tuple[ScoreAfter, ...]
    stages: tuple[str, str]
    events: int
    remembered: tuple[str, ...]
    refused: tuple[str, ...]


def foresee_parting(folder: Path, name: str) -> Parting:
    """Worked out on what is stored now. Raises NurtureError for a lead that is nobody else's, or has been for too long."""
    with store_at(folder) as (settings, store), store.read() as tx:
        program = current_program(tx)
        if program is None:
            raise NurtureError("not-deployed")
        who, stays, memory = _meant(store, tx, name, settings.workspace.timezone)
        return _Rehearsal(tx, program, store.clock.now()).parting(who, stays, memory, settings.workspace.timezone)


def unmerge(folder: Path, lead: str, stays: str, *, because: str) -> None:
    """Takes it back; both by their ids."""
    with store_at(folder) as (_, store):
        props = {"who": lead} | ({"because": because} if because else {})
        put(store, [Incoming(source=SOURCE, id=store.dice.token(), type=Kind.LEAD_UNMERGED, lead=stays, props=props)])


def _meant(store: Store, tx: Tx, name: str, zone: str) -> tuple[str, Lead, Joined]:
    """Who leaves whom. Whoever names the one that goes on means the only one that was joined to it."""
    stays = subjects.lead(tx, known_lead(store, tx, name))
    who = people.shown_by(tx, name) or name
    if stays is None or not stays.merged:
        raise NurtureError("nobody-joined", name=name)
    if who == stays.id:
        if len(stays.joined) > 1:
            raise NurtureError("which-unmerged", name=name, leads=", ".join(f"`{one}`" for one in stays.joined))
        who = next(iter(stays.joined), stays.merged[0])
    memory = memory_of(stays, who)
    if memory is None:
        raise NurtureError("merged-before", name=who, days=TAKEN_BACK_WITHIN // DAY)
    if store.clock.now() - memory.at > TAKEN_BACK_WITHIN:
        raise NurtureError("merged-too-long", name=who, at=to_iso(memory.at, zone)[:10], days=TAKEN_BACK_WITHIN // DAY)
    return who, stays, memory


@dataclass(frozen=True, slots=True)
class _Rehearsal:
    """The two decisions, made on what is stored now, and written nowhere."""

    tx: Tx
    program: Program
    now: Instant

    def parting(self, who: str, stays: Lead, memory: Joined, zone: str) -> Parting:
        left, back, told, after = self._decided(who, stays)
        ours, theirs = left.lead, after.lead
        letter = _letter(left)
        return Parting(
            lead=who,
            stays=stays.id,
            zone=zone,
            with_=back.with_[1:],
            joined_at=memory.at,
            because=memory.because,
            keys=tuple(key for key in people.brought_by(self.tx, stays.id, back.with_) if key[0] != people.LEAD),
            runs=tuple(_runs(memory, ours, theirs)),
            scores=tuple(self._scores(theirs, ours, stays)),
            stages=(theirs.stage.name if theirs.stage else "", ours.stage.name if ours.stage else ""),
            events=len({(one.source, one.id) for one in told if one.source != ENGINE and one.type != Kind.LEAD_JOINED}),
            remembered=tuple(dict.fromkeys(send.template for send in ours.sends if send.sent >= memory.at)),
            refused=tuple(letter.props["refused"]),
        )

    def _decided(self, who: str, stays: Lead) -> tuple[Decision, GaveBack, list[Event], Decision]:
        """The decision of the one that stays, what it gives back, the other's events, and the other's decision."""
        said = Event(source=SOURCE, id="rehearsal", type=Kind.LEAD_UNMERGED, subject=stays.id, at=self.now, received=self.now,
                     props={"who": who})  # fmt: skip
        left = decide(self.program, stays, said, self.now, inbox.decided(self.tx, ledgers_of(stays, said)))
        back = next(one for one in left.effects if isinstance(one, GaveBack))
        told = {(source, id_) for source, id_, _ in back.events}
        happened = inbox.decided(self.tx, ledgers_of(stays, said))
        theirs = [one for one in happened if (one.source, one.id) in told or one.subject in back.with_]
        other = subjects.lead(self.tx, who) or Lead(id=who, merged_into=stays.id)
        return left, back, theirs, decide(self.program, other, _letter(left), self.now, theirs)

    def _scores(self, theirs: Lead, ours: Lead, together: Lead) -> Iterator[ScoreAfter]:
        sights = [Sight(self.program, document, max(self.now, document.moment)) for document in (theirs, ours, together)]
        for name in self.program.scores:
            yield ScoreAfter(name, *(sight.points(name) for sight in sights))


def _letter(left: Decision) -> Event:
    return next(one.event for one in left.effects if isinstance(one, Letter) and one.event.type == Kind.LEAD_PARTED)


def _runs(memory: Joined, ours: Lead, theirs: Lead) -> Iterator[RunAfter]:
    for lead in (ours, theirs):
        for run in lead.runs:
            yield RunAfter(run.scenario, run.key, lead.id, run.places[0].step if run.places else "")
    going = {(run.scenario, run.key) for run in theirs.runs}
    for run in memory.lead.runs:
        if (run.scenario, run.key) not in going and run.id not in memory.runs:
            yield RunAfter(run.scenario, run.key, "", "")
