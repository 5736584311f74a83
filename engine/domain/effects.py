"""What a decision asks the world to do. Each becomes rows in one table, written in the transaction that moved the subject."""

from typing import Any, Literal, TypeAlias

import msgspec

from engine.domain.documents import Subject
from engine.domain.events import Event
from engine.domain.instants import Instant
from engine.domain.subjects import Lead


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """rule: `file:line` of the statement that asked for it."""

    rule: str = ""


class MailDecided(Effect, frozen=True, kw_only=True):
    """A mail that may leave at `from_` <= moment < `until`.

    key: (scenario, entry key, entry number, step, visit) as one text, unique per person.
    """

    key: str
    template: str
    scenario: str
    run: str
    step: str
    from_: Instant
    until: Instant
    entry: dict[str, Any] = {}


class MailAgain(Effect, frozen=True, kw_only=True):
    """A returned mail may leave after all, at another time."""

    key: str
    from_: Instant
    until: Instant


class MailDropped(Effect, frozen=True, kw_only=True):
    """A mail that will not be sent.

    reason: suppressed:…, no-address, no-consent, cap, window, too-late, policy, condition, already-sent.
    """

    key: str
    template: str
    scenario: str
    run: str
    step: str
    reason: str


class MailHeld(Effect, frozen=True, kw_only=True):
    """A mail that waits. until: when it is judged again."""

    key: str
    template: str
    scenario: str
    run: str
    step: str
    reason: str
    until: Instant


class HandoffRaised(Effect, frozen=True, kw_only=True):
    """accept_by: 0 where no deadline was said. reasons: why sales should call, in the scenario's words and the facts behind them."""

    id: str
    team: str
    scenario: str
    run: str
    step: str
    because: str
    reasons: list[str] = []
    accept_by: Instant = 0


class HandoffClosed(Effect, frozen=True, kw_only=True):
    id: str
    state: Literal["accepted", "rejected", "overdue"]
    reason: str = ""


class TaskOpened(Effect, frozen=True, kw_only=True):
    id: str
    text: str
    team: str
    scenario: str
    run: str
    step: str
    due: Instant = 0


class TaskClosed(Effect, frozen=True, kw_only=True):
    """withdrawn: the run that waited for it is over."""

    id: str
    state: Literal["done", "overdue", "withdrawn"]
    outcome: str = ""


class Assigned(Effect, frozen=True, kw_only=True):
    """A handoff or task is in a colleague's hands, or ("") in those of a whole team. due: until when it is to be answered; 0: not said.

    text: what a task asks for; because, reasons: as in `HandoffRaised`, with why it was handed on.
    """

    id: str
    kind: Literal["handoff", "task"]
    team: str
    member: str
    because: str
    scenario: str
    run: str
    step: str
    text: str = ""
    reasons: list[str] = []
    due: Instant = 0


class Notified(Effect, frozen=True, kw_only=True):
    """A notice to a person or a channel. to: `mailto:…`, `https:…`, or `slack:…`."""

    id: str
    to: str
    because: str
    scenario: str
    run: str


class OwnerTold(Effect, frozen=True, kw_only=True):
    """A colleague who took over leads or accounts learns of the judgements that stand on them. to: their address.

    people: lead or account -> since when it is theirs. What stands is looked up when the mail is written.
    """

    id: str
    to: str
    people: dict[str, Instant]


class WebhookCalled(Effect, frozen=True, kw_only=True):
    """Another system shall be told. awaited: the run rests until it has answered. scores: name -> points as shown, and level."""

    id: str
    name: str
    scenario: str
    run: str
    step: str
    awaited: bool
    entry: dict[str, Any] = {}
    stage: str = ""
    scores: dict[str, dict[str, int | str]] = {}


class RunMoved(Effect, frozen=True, kw_only=True):
    """A step of a run's history. state: entered, standing (at step), finished, left, goal, stopped, holdout, removed."""

    run: str
    scenario: str
    key: str
    number: int
    state: str
    step: str = ""
    reason: str = ""


class StageMoved(Effect, frozen=True, kw_only=True):
    """dropped: the lead dropped out of the stage it is in."""

    before: str
    after: str
    dropped: bool = False


class LevelMoved(Effect, frozen=True, kw_only=True):
    """points: the score as shown at that moment."""

    score: str
    before: str
    after: str
    points: int


class Recorded(Effect, frozen=True, kw_only=True):
    """An act that touches a fact: an event of the ledger, replayed as recorded."""

    event: Event


class KeyShown(Effect, frozen=True, kw_only=True):
    """The lead is known by this key from now on; if another lead is, they are one person.

    otherwise: what comes to this lead then; `into`, the key's owner, is put into its props. None: a person is asked instead.
    is_claim: somebody says so who may be anybody: if nobody is known by the key, it stays nobody's.
    """

    kind: str
    value: str
    because: str
    otherwise: Event | None = None
    is_claim: bool = False


class TookOver(Effect, frozen=True, kw_only=True):
    """What is on its way, open or known of another lead is this one's from now on."""

    lead: str


class GaveBack(Effect, frozen=True, kw_only=True):
    """A merge is taken back. lead: whom it is given back; with_: the leads that are that one, itself first; since: when it came.

    runs: those it had brought, over by now or not; events: (source, id, at) of what was told to this lead and is the other's.
    """

    lead: str
    with_: tuple[str, ...]
    since: Instant
    runs: tuple[str, ...] = ()
    events: tuple[tuple[str, str, Instant], ...] = ()


class Letter(Effect, frozen=True, kw_only=True):
    """An event for another subject, put into its inbox in the same transaction."""

    event: Event


AnyEffect: TypeAlias = (
    MailDecided
    | MailAgain
    | MailDropped
    | MailHeld
    | HandoffRaised
    | HandoffClosed
    | TaskOpened
    | TaskClosed
    | Assigned
    | Notified
    | OwnerTold
    | WebhookCalled
    | RunMoved
    | StageMoved
    | LevelMoved
    | Recorded
    | KeyShown
    | TookOver
    | GaveBack
    | Letter
)


class Trace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the chain event -> rule -> result. what: a word of `TRACES`; detail: its values; rule: `file:line` or ""."""

    what: str
    rule: str = ""
    detail: dict[str, Any] = {}


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The subject as it stands now, what shall be done, and why. due: a lower bound of the moment at which time alone changes something."""

    subject: Subject
    effects: list[AnyEffect]
    trace: list[Trace]
    due: Instant

    @property
    def lead(self) -> Lead:
        """The subject of a decision on a lead. Raises TypeError for one on another kind."""
        if not isinstance(self.subject, Lead):
            raise TypeError(f"a decision on {self.subject.id}, which is no lead")
        return self.subject
