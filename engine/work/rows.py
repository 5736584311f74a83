"""An effect becomes rows. This is the one place that knows which, and the type checker knows when one is missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

import msgspec

from engine.clock import Dice
from engine.domain.effects import (
    AnyEffect,
    Assigned,
    Effect,
    GaveBack,
    HandoffClosed,
    HandoffRaised,
    KeyShown,
    Letter,
    LevelMoved,
    MailAgain,
    MailDecided,
    MailDropped,
    MailHeld,
    Notified,
    OwnerTold,
    Recorded,
    RunMoved,
    StageMoved,
    TaskClosed,
    TaskOpened,
    TookOver,
    WebhookCalled,
)
from engine.domain.events import ENGINE, Event, Kind
from engine.domain.instants import DAY, Instant
from engine.domain.subjects import Lead
from engine.rules.program import ASKING, Program
from engine.store import history, inbox, ledger, outbox
from engine.store.hot import Tx, Values, deciding, forbidding
from engine.store.outbox import NewMessage
from engine.store.states import BEGINNINGS, Step
from engine.store.subjects import Moved
from engine.work import consents, persons
from engine.work.fold import Folded, Made
from engine.work.targets import targets_of

NOTICE_LIFE = 7 * DAY
"""How long a notice to a colleague is worth sending."""

Told: TypeAlias = HandoffRaised | TaskOpened | Assigned | Notified | OwnerTold
"""What colleagues get a message about."""

WEBHOOK_LIFE = 3 * DAY
"""How long another system is tried before its webhook has failed: over a weekend."""

HEAD_START = DAY
"""A backlog of an outage is worked off in the order of its moments; who does something now is answered before it."""

_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(slots=True)
class Rows:
    """Everything one batch writes, table by table, in the order of the decisions. is_shadow: nothing of it may leave."""

    program: Program
    dice: Dice
    is_shadow: bool
    tables: dict[str, list[Values]] = field(default_factory=lambda: defaultdict(list))
    messages: list[NewMessage] = field(default_factory=list)
    again: list[Values] = field(default_factory=list)
    over: list[Values] = field(default_factory=list)
    recorded: list[Event] = field(default_factory=list)
    letters: list[Event] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    shown: list[tuple[str, Instant, KeyShown]] = field(default_factory=list)
    taken_over: list[tuple[str, str, Instant]] = field(default_factory=list)
    given_back: list[tuple[tuple[str, ...], GaveBack, Instant]] = field(default_factory=list)

    def add(self, folded: Folded) -> None:
        """All that one subject's decisions ask for."""
        for made in folded.made:
            at = _At(self.program.hash, made)
            trace = _encode(made.decision.trace).decode()
            self.tables["journal"].append((at.lead, at.number, at.moment, made.seq, made.due, self.program.hash, trace))
            for effect in made.decision.effects:
                self._effect(effect, at)
        self.taken += folded.taken

    def _effect(self, effect: AnyEffect, at: "_At") -> None:
        match effect:
            case MailDecided() | MailDropped() | MailHeld():
                self.messages.append(self._mail(effect, at))
            case MailAgain():
                self._again(effect, at)
            case HandoffRaised():
                self._handoff(effect, at)
            case HandoffClosed():
                self.tables["handoffs closed"].append((effect.state, effect.reason, at.moment, at.lead, effect.id))
            case TaskOpened():
                self._task(effect, at)
            case TaskClosed():
                self.tables["tasks closed"].append((effect.state, effect.outcome, at.moment, at.lead, effect.id))
            case Assigned():
                self._assigned(effect, at)
            case Notified():
                self._notice("notice", effect, at, targets_of(self.program, at.document, effect.to))
            case OwnerTold():
                self._notice(outbox.TAKEOVER, effect, at, [effect.to])
            case WebhookCalled():
                self._webhook(effect, at)
            case RunMoved():
                self._run(effect, at)
            case StageMoved():
                stages = (effect.before, effect.after, int(effect.dropped))
                self.tables["stages"].append((at.lead, *stages, *at.tail(effect)))
            case LevelMoved():
                levels = (effect.score, effect.before, effect.after, effect.points)
                self.tables["scores"].append((at.lead, *levels, *at.tail(effect)))
            case Recorded():
                self.recorded.append(effect.event)
            case KeyShown():
                self.shown.append((at.lead, at.moment, effect))
            case TookOver():
                self.taken_over.append((effect.lead, at.lead, at.moment))
            case GaveBack():
                self.given_back.append(((at.lead, *at.document.merged), effect, at.moment))
            case Letter():
                self.letters.append(effect.event)
            case _:
                assert_never(effect)

    def _mail(self, effect: MailDecided | MailDropped | MailHeld, at: "_At") -> NewMessage:
        info = self.program.mail(effect.template)
        step, window = self._fate(effect)
        leaves = step is Step.DECIDE
        return NewMessage(
            id=self.dice.token(),
            lead=at.lead,
            kind=outbox.PERSONAL,
            key=effect.key,
            scenario=effect.scenario,
            run=effect.run,
            step=effect.step,
            template=effect.template,
            target="",
            topic=info.topic or _asked_topic(effect),
            purpose="transactional" if info.transactional else "marketing",
            state=BEGINNINGS[step],
            reason="" if isinstance(effect, MailDecided) else effect.reason,
            from_at=window[0],
            until_at=window[1],
            next_at=at.looked_at(window[0]) if leaves else None,
            entry=_encode(effect.entry).decode() if isinstance(effect, MailDecided) else "{}",
            decided_at=at.moment,
            number=at.number,
            program=at.program,
            rule=effect.rule,
        )

    def _fate(self, effect: MailDecided | MailDropped | MailHeld) -> tuple[Step, tuple[Instant, Instant]]:
        match effect:
            case MailDecided():
                return self._leaving, (effect.from_, effect.until)
            case MailDropped():
                return Step.DROP, (0, 0)
            case MailHeld():
                return Step.HOLD, (effect.until, 0)

    @property
    def _leaving(self) -> Step:
        return Step.OVERSHADOW if self.is_shadow else Step.DECIDE

    def _again(self, effect: MailAgain, at: "_At") -> None:
        """In shadow a mail that came back stays where it is."""
        if not self.is_shadow:
            self.again.append((effect.from_, effect.until, effect.from_, at.lead, effect.key))

    def _handoff(self, effect: HandoffRaised, at: "_At") -> None:
        reasons = _encode(effect.reasons).decode()
        where = (effect.team, effect.scenario, effect.run, effect.step)
        self.tables["handoffs"].append((at.lead, effect.id, *where, effect.because, reasons, effect.accept_by, *self._opened(effect, at)))
        self._notice("handoff", effect, at, targets_of(self.program, at.document, f"team:{effect.team}"))

    def _task(self, effect: TaskOpened, at: "_At") -> None:
        where = (effect.team, effect.scenario, effect.run, effect.step)
        self.tables["tasks"].append((at.lead, effect.id, effect.text, *where, effect.due, *self._opened(effect, at)))
        to = effect.team if effect.team.endswith(":") else f"team:{effect.team}"
        self._notice("task", effect, at, targets_of(self.program, at.document, to))

    def _assigned(self, effect: Assigned, at: "_At") -> None:
        """In the hands of a colleague, who is told; a team as a whole was told when it came to it first."""
        self.tables[f"{effect.kind}s assigned"].append((effect.team, effect.member, effect.due, at.lead, effect.id))
        whole = targets_of(self.program, at.document, f"team:{effect.team}")
        self._notice(effect.kind, effect, at, [effect.member] if effect.member else whole)

    def _opened(self, effect: HandoffRaised | TaskOpened, at: "_At") -> Values:
        """state, moment, program, rule: how handoffs and tasks begin."""
        return ("shadow" if self.is_shadow else "open", at.moment, at.program, effect.rule)

    def _notice(self, kind: str, effect: Told, at: "_At", targets: Iterable[str]) -> None:
        """One message to each address; delivery finds out which channel an address means."""
        name = f"{effect.id}/{effect.member}/{at.number}" if isinstance(effect, Assigned) else effect.id
        scenario, run, step_of = _place_of(effect)
        for number, target in enumerate(targets, 1):
            step = self._leaving
            self.messages.append(
                NewMessage(
                    id=self.dice.token(),
                    lead=at.lead,
                    kind=kind,
                    key=f"{name}/{number}",
                    scenario=scenario,
                    run=run,
                    step=step_of,
                    template="",
                    target=target,
                    topic="",
                    purpose="internal",
                    state=BEGINNINGS[step],
                    reason="",
                    from_at=at.moment,
                    until_at=at.moment + NOTICE_LIFE,
                    next_at=at.moment if step is Step.DECIDE else None,
                    entry=self._asked(effect),
                    decided_at=at.moment,
                    number=at.number,
                    program=at.program,
                    rule=effect.rule,
                )
            )

    def _webhook(self, effect: WebhookCalled, at: "_At") -> None:
        """One message under the call's own id. In shadow nothing is called, and a run that waits for it is told so."""
        step = self._leaving
        self.messages.append(
            NewMessage(
                id=self.dice.token(),
                lead=at.lead,
                kind=outbox.WEBHOOK,
                key=effect.id,
                scenario=effect.scenario,
                run=effect.run,
                step=effect.step,
                template="",
                target=effect.name,
                topic="",
                purpose="internal",
                state=BEGINNINGS[step],
                reason="",
                from_at=at.moment,
                until_at=at.moment + WEBHOOK_LIFE,
                next_at=at.moment if step is Step.DECIDE else None,
                entry=_encode(effect).decode(),
                decided_at=at.moment,
                number=at.number,
                program=at.program,
                rule=effect.rule,
            )
        )
        if self.is_shadow and effect.awaited:
            self.letters.append(_not_called(effect, at))

    def _asked(self, effect: Told) -> str:
        """The effect with what its team is called and may answer."""
        team = None if isinstance(effect, Notified | OwnerTold) else self.program.teams.get(effect.team)
        more = {"label": team.label or team.name, "choices": team.reasons} if team else {}
        return _encode(msgspec.structs.asdict(effect) | more).decode()

    def _run(self, effect: RunMoved, at: "_At") -> None:
        where = (effect.state, effect.step, effect.reason)
        self.tables["runs"].append(
            (at.lead, effect.run, effect.scenario, effect.key, effect.number, *where, at.moment, at.moment, at.program)
        )
        self.tables["steps"].append((at.lead, effect.run, effect.scenario, *where, *at.tail(effect)))
        if effect.state in history.OVER:
            self.over.append((at.moment, at.lead, effect.run))

    def begin(self, tx: Tx) -> None:
        """What must be locked before the first row is: every transaction takes its locks in the same order, and none waits in a circle.

        The order: fences, programs, rows of leads, receipts and keys, the ledger.
        """
        if self.taken_over or self.given_back or any(one.type == Kind.UNSUBSCRIBED for one in self.recorded):
            forbidding(tx)
        deciding(tx)

    def write(self, tx: Tx) -> None:
        """All of it, each table once. What a lead takes over is its own before anything new of it is written."""
        for theirs, ours, moment in self.taken_over:
            persons.take_over(tx, theirs, ours, moment)
        for leads, said, moment in self.given_back:
            persons.give_back(tx, leads, said, moment)
        for table, write in _TABLES.items():
            write(tx, self.tables[table])
        outbox.decide(tx, self.messages)
        outbox.drop_held(tx, self.over)
        outbox.allow_again(tx, self.again)
        consents.follow(tx, self.recorded)
        letters = [*self.letters, *persons.settle_keys(tx, self.shown)]
        ledger.append(tx, self.recorded)
        inbox.post(tx, sorted(letters, key=lambda letter: letter.received))
        if inbox.remove(tx, self.taken) != len(self.taken):
            # Whoever they were about is being erased.
            raise Moved


def _asked_topic(effect: MailDecided | MailDropped | MailHeld) -> str:
    """Of the engine's own mail that asks for a second yes, which may be about any topic."""
    return str(effect.entry.get("topic", "")) if isinstance(effect, MailDecided) and effect.template == ASKING else ""


def _place_of(effect: Told) -> tuple[str, str, str]:
    """scenario, run, step: what asked for the message, "" where no scenario did."""
    match effect:
        case OwnerTold():
            return "", "", ""
        case Notified(scenario=scenario, run=run):
            return scenario, run, ""
        case _:
            return effect.scenario, effect.run, effect.step


def _not_called(effect: WebhookCalled, at: "_At") -> Event:
    """Shadow's own answer: the way a run takes where the other system was not told."""
    return Event(
        source=ENGINE,
        id=f"{at.lead}/{effect.id}/shadow",
        type=Kind.WEBHOOK_FAILED,
        subject=at.lead,
        at=at.moment,
        received=at.moment,
        props={"id": effect.id, "name": effect.name, "reason": "shadow"},
    )


_TABLES = {
    "runs": history.move_runs,
    "steps": history.add_steps,
    "stages": history.add_stage_moves,
    "scores": history.add_score_moves,
    "handoffs": history.raise_handoffs,
    "handoffs closed": history.close_handoffs,
    "tasks": history.open_tasks,
    "tasks closed": history.close_tasks,
    "handoffs assigned": history.assign_handoffs,
    "tasks assigned": history.assign_tasks,
    "journal": history.write_journal,
}


class _At:
    """Where in the journal a decision stands."""

    __slots__ = ("lead", "made", "moment", "number", "program")

    def __init__(self, program: str, made: Made) -> None:
        subject = made.decision.subject
        self.made = made
        self.lead = subject.id
        self.moment = subject.moment
        self.number = subject.number
        self.program = program

    @property
    def document(self) -> Lead:
        """Of the lead: only leads hand over, and are written to."""
        return self.made.decision.lead

    def looked_at(self, from_: Instant) -> Instant:
        """When delivery looks at a mail: one that answers what has just happened goes before all that time has brought about."""
        return from_ - HEAD_START if self.made.seq and from_ <= self.moment else from_

    def tail(self, effect: Effect) -> Values:
        """moment, number, program, rule: how the rows of all moves end."""
        return (self.moment, self.number, self.program, effect.rule)
