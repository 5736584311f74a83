"""A world in memory: the production fold over leads that live in dictionaries, with a clock that is turned by hand.

Mails leave at the moment they are decided; there is no latency. Events of an instant come before what is due at that instant.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from heapq import heappop, heappush
from typing import Any

import msgspec

from engine.domain.documents import Subject, blank
from engine.domain.effects import (
    AnyEffect,
    Decision,
    GaveBack,
    KeyShown,
    Letter,
    MailAgain,
    MailDecided,
    Recorded,
    TookOver,
    Trace,
)
from engine.domain.events import Cause, Event, Kind, Wake
from engine.domain.instants import DAY, NEVER, Instant
from engine.domain.subjects import Lead
from engine.rules.admitting import admissions, admitting
from engine.rules.dispatch import decide, ledgers_of, needs_ledger, switch
from engine.rules.identity import answer
from engine.rules.program import Program
from engine.rules.view import Sight

UNDER_WAY = 3 * DAY
"""How long before its fate is told a mail may have left."""


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail that left."""

    lead: str
    template: str
    sent: Instant
    key: str
    scenario: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the journal: what came to a subject, at what moment, and what was decided of it."""

    subject: str
    moment: Instant
    cause: Cause
    trace: list[Trace]
    effects: list[AnyEffect]


class World:
    """Leads, their ledgers and what was done. start, now: the moments from and up to which everything is worked."""

    def __init__(self, program: Program, start: Instant) -> None:
        self.program = program
        self.start = start
        self.now = start
        self.leads: dict[str, Lead] = {}
        self.others: dict[str, Subject] = {}
        """Accounts, teams and experiments."""
        self.ledgers: dict[str, list[Event]] = {}
        self.journal: list[Entry] = []
        self.mails: list[Mail] = []
        self._due: dict[str, Instant] = {}
        self._heap: list[tuple[Instant, str]] = []
        self._seen: set[tuple[str, str]] = set()
        self.fates: dict[tuple[str, str], list[Instant]] = {}
        """(lead, mail) -> when somebody will say what became of it: until then one that leaves shortly before is under way."""
        self._under_way: dict[tuple[str, str], Mail] = {}
        self._returned: dict[str, Mail] = {}
        self._keys: dict[tuple[str, str], str] = {}
        self._came: dict[tuple[str, str], str] = {}
        """Key -> the lead that showed it, where another has it by a merge."""
        self._apart: set[frozenset[str]] = set()
        self._count = 0

    def know(self, subjects: Iterable[Subject]) -> None:
        """These are there from the beginning, as they stand."""
        for subject in subjects:
            if isinstance(subject, Lead):
                self.leads[subject.id] = subject
            else:
                self.others[subject.id] = subject

    def happen(self, kind: str, lead: str, props: dict[str, Any], at: Instant | None = None, *, live: bool = True) -> None:
        """Something happens to a lead, now unless a moment is given; time is run up to that moment first."""
        moment = self.now if at is None else at
        self._count += 1
        self.put(
            Event(source="test", id=f"{self._count:09}", type=kind, subject=lead, at=moment, received=moment, props=props, live=live)
        )

    def put(self, event: Event) -> None:
        """Takes an event at its receipt. The same (source, id) counts once, for ever."""
        if (event.source, event.id) in self._seen:
            return
        self._seen.add((event.source, event.id))
        self._work(event.received - 1)
        self.now = max(self.now, event.received)
        self._take(event, event.received)

    def merge(self, lead: str, into: str, at: Instant) -> None:
        """Two leads are one person from that moment on; later events of the first belong to the second."""
        self.happen(Kind.LEAD_JOINED, lead, {"into": into}, at)

    def unmerge(self, lead: str, at: Instant) -> None:
        """The merge is taken back: what came under the lead's name is its own again."""
        self.happen(Kind.LEAD_UNMERGED, self.person(lead), {"who": lead}, at)

    def cross(self, *pairs: tuple[str, str]) -> None:
        """Several leads (one, into) are joined in one moment: every letter is on its way before the first arrives."""
        moment, letters = self.now, deque[Cause]()
        for number, (lead, into) in enumerate(pairs):
            event = Event(
                source="test", id=f"cross/{moment}/{number}", type=Kind.LEAD_JOINED, subject=lead, at=moment, received=moment,
                props={"into": into},
            )  # fmt: skip
            letters += self._echo(self._decide(event, moment, lead))
        self._settle(letters, moment)

    def meet(self, lead: str, template: str, fate: str, at: Instant) -> bool:
        """Says what becomes of a mail that is under way; False if there is none."""
        self.run_until(at)
        mail = self._under_way.pop((lead, template), None)
        if mail is None:
            return False
        if fate == Kind.MAIL_RETURNED:
            self._returned[mail.key] = mail
        self.happen(fate, lead, {"key": mail.key, "template": template, "scenario": mail.scenario}, at)
        return True

    def deploy(self, program: Program, at: Instant) -> None:
        """From that moment on another program decides, and everybody is put under it at once; who is in by then comes in in turn."""
        self._work(at - 1)
        self.now = max(self.now, at)
        known = [key for key, _, _ in admitting(self.program)]
        there = (switch(program, lead, self._history(lead), at).lead for lead in self.leads.values())
        self.program = replace(program, admissions=admissions(program, known, there, at))
        letters = deque[Cause]()
        for subject in [*self.leads.values(), *self.others.values()]:
            silence = Event(source="deployment", id="", type="deployed", subject=subject.id, at=at, received=at, live=False)
            decision = switch(self.program, subject, self._history(subject), at)
            self._keep(silence, decision)
            letters += self._echo(decision)
        self._settle(letters, at)

    def run_until(self, moment: Instant) -> None:
        """Works everything that is due up to and at that moment."""
        self._work(moment)
        self.now = max(self.now, moment)

    def sight(self, lead: str) -> Sight:
        """A lead as conditions see it now; an unknown one has nothing."""
        return Sight(self.program, self.leads.get(self.person(lead), Lead(id=lead)), self.now)

    def person(self, lead: str) -> str:
        """Who a lead is now: itself, or the one it was merged into."""
        while (there := self.leads.get(lead)) is not None and there.merged_into:
            lead = there.merged_into
        return lead

    def effects(self, lead: str, kind: type[AnyEffect] | None = None) -> Iterator[tuple[Instant, AnyEffect]]:
        """What was asked for a lead, in order."""
        for entry in self.journal:
            if entry.subject == lead:
                yield from ((entry.moment, one) for one in entry.effects if kind is None or isinstance(one, kind))

    def _work(self, until: Instant) -> None:
        while self._heap and self._heap[0][0] <= until:
            due, lead = heappop(self._heap)
            if self._due.get(lead) == due:
                self._take(Wake(due=due), due, lead)

    def _take(self, cause: Cause, moment: Instant, name: str = "") -> None:
        """Decides on the cause, and then on what the world answers to it, in the order in which it was asked."""
        self._settle(deque((cause,)), moment, name)

    def _settle(self, causes: deque[Cause], moment: Instant, name: str = "") -> None:
        while causes:
            following = causes.popleft()
            id_ = following.subject if isinstance(following, Event) else name
            causes += self._echo(self._decide(following, moment, id_))

    def _decide(self, cause: Cause, moment: Instant, id_: str) -> Decision:
        subject = self.leads.get(id_) or self.others.get(id_) or blank(id_, self.program.hash)
        ledger = self._history(subject, cause) if needs_ledger(subject, cause) else None
        decision = decide(self.program, subject, cause, moment, ledger)
        if isinstance(cause, Event):
            self.ledgers.setdefault(id_, []).append(cause)
        self._keep(cause, decision)
        return decision

    def _history(self, subject: Subject, cause: Cause | None = None) -> list[Event]:
        return [event for id_ in ledgers_of(subject, cause) for event in self.ledgers.get(id_, ())]

    def _keep(self, cause: Cause, decision: Decision) -> None:
        subject = decision.subject
        if isinstance(subject, Lead):
            self.leads[subject.id] = subject
        else:
            self.others[subject.id] = subject
        self._due[subject.id] = decision.due
        if decision.due < NEVER:
            heappush(self._heap, (decision.due, subject.id))
        self.journal.append(
            Entry(subject=subject.id, moment=subject.moment, cause=cause, trace=decision.trace, effects=decision.effects)
        )

    def _echo(self, decision: Decision) -> list[Event]:
        """What the world answers at once: recorded acts go into the ledger, mails leave, letters arrive."""
        subject, answers = decision.subject, list[Event]()
        for effect in decision.effects:
            match effect:
                case Recorded(event=event):
                    self.ledgers.setdefault(subject.id, []).append(event)
                case KeyShown(kind=kind, value=value) if not effect.is_claim:
                    owner = self._keys.setdefault((kind, value), subject.id)
                    is_told = owner != subject.id and frozenset({owner, subject.id}) not in self._apart
                    joining = answer(effect, owner) if is_told else None
                    answers += [joining] if joining else []
                case TookOver(lead=lead):
                    self._take_over(lead, subject.id)
                case GaveBack():
                    self._give_back(effect, decision.lead)
                case Letter(event=event):
                    answers.append(event)
                case MailDecided(key=key, template=template, scenario=scenario):
                    mail = Mail(lead=subject.id, template=template, sent=subject.moment, key=key, scenario=scenario)
                    answers += self._leave(decision.lead, mail)
                case MailAgain(key=key) if key in self._returned:
                    mail = msgspec.structs.replace(self._returned.pop(key), sent=subject.moment)
                    answers += self._leave(decision.lead, mail)
                case _:
                    pass
        return answers

    def _take_over(self, theirs: str, ours: str) -> None:
        moved = [key for key, owner in self._keys.items() if owner == theirs]
        self._came = {key: theirs for key in moved} | self._came
        self._keys |= dict.fromkeys(moved, ours)
        self._apart -= {pair for pair in self._apart if pair == {theirs, ours}}

    def _give_back(self, said: GaveBack, lead: Lead) -> None:
        """Keys and events are the other's again, and the two are known to be two."""
        for key in [key for key, owner in self._keys.items() if owner == lead.id and self._came.get(key) in said.with_]:
            self._keys[key] = said.lead
            if self._came[key] == said.lead:
                del self._came[key]
        told = {(source, id_) for source, id_, _ in said.events}
        for id_ in (lead.id, *lead.merged):
            ledger = self.ledgers.get(id_, [])
            back = [msgspec.structs.replace(one, subject=said.lead) for one in ledger if (one.source, one.id) in told]
            self.ledgers.setdefault(said.lead, []).extend(back)
            self.ledgers[id_] = [one for one in ledger if (one.source, one.id) not in told]
        self._apart |= {frozenset({ours, theirs}) for ours in (lead.id, *lead.merged) for theirs in said.with_}

    def _leave(self, lead: Lead, mail: Mail) -> list[Event]:
        """A mail leaves, and that is known at once, unless somebody will say what becomes of it."""
        name = (mail.lead, mail.template)
        fates = self.fates.get(name, [])
        fate = next((at for at in fates if mail.sent <= at <= mail.sent + UNDER_WAY), None)
        if fate is not None:
            fates.remove(fate)
            self._under_way[name] = mail
            return []
        self.mails.append(mail)
        props = {"key": mail.key, "template": mail.template}
        ident = f"{lead.id}/{mail.key}/{lead.number}"
        sent = Event(
            source="delivery", id=ident, type=Kind.MAIL_SENT, subject=lead.id, at=lead.moment, received=lead.moment, props=props
        )
        return [sent]
