"""The document of a lead: facts, which are recomputable from the ledger, and acts, which are decided once.

One JSON document a lead. `FORMAT` numbers its shape: a reader upcasts older ones, a writer writes the newest.
"""

from typing import Any, Literal

import msgspec

from engine.domain.instants import Instant

FORMAT = 1


class Attribute(msgspec.Struct, omit_defaults=True, kw_only=True):
    value: Any
    at: Instant
    source: str = ""


class Cap(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What a score's cap has let through: `period` is the calendar period it counts in ("" for ever), points in hundredths."""

    period: str = ""
    times: int = 0
    points: int = 0


class OpenAward(msgspec.Struct, omit_defaults=True, kw_only=True):
    """Points (hundredths) that go away by themselves: little by little until `ends` if they fade, else all at once then."""

    at: Instant
    points: float
    ends: Instant
    fades: bool = False


class Score(msgspec.Struct, omit_defaults=True, kw_only=True):
    """points: hundredths of a point as they stood at `at`, halving not yet applied since. awards: those with an end of their own.

    lost: the last moment without activity at which points were lost; before the first points there was nothing to lose.
    """

    points: float = 0.0
    at: Instant = 0
    awards: list[OpenAward] = []
    lost: Instant = 0
    caps: dict[str, Cap] = {}


class Told(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What the lead's account told it last. truths: the conditions on the account that hold, by fingerprint."""

    account: str
    attributes: dict[str, Any] = {}
    truths: dict[str, bool] = {}


class Membership(msgspec.Struct, omit_defaults=True, kw_only=True):
    """The account a lead belongs to. told: a digest of what the lead told it last."""

    id: str
    told: str = ""


class Facts(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A fold over the ledger in the order of happening.

    last: the order key of the newest event folded (an older one means a refold). counters: fingerprint of a counted condition ->
    the newest moments it needs, oldest first.
    """

    last: tuple[Instant, Instant, int, str] = (0, 0, 0, "")
    created: Instant = 0
    activity: Instant = 0
    attributes: dict[str, Attribute] = {}
    tags: dict[str, Instant] = {}
    counters: dict[str, list[Instant]] = {}
    tallies: dict[str, dict[str, list[Instant]]] = {}
    """The same, kept apart by the values of fields: fingerprint -> mark of the values -> the newest moments."""
    scores: dict[str, Score] = {}
    consents: dict[str, bool] = {}
    paused: Instant = 0
    """Until when the reader wants no marketing mail."""
    tracking: bool | None = None
    """Whether the reader lets opens and clicks be recorded; None: nothing was said."""
    asked: dict[str, Instant] = {}
    """Topics for which a second yes was asked, and since when; until it is given or refused."""
    account: Told | None = None
    given: list[str] = []
    """The newest points given by a run's step: which step of which run and which time, so that two leads' runs count one act once."""
    received: dict[str, Instant] = {}
    """Template -> when it last left for this lead."""
    handoffs: dict[str, str] = {}
    """Team -> outcome of its last handoff of this lead; "" for an open one. Under "" the last of any team."""
    suppressed: str = ""
    """Why no marketing mail may go to this lead: unsubscribed, bounced, complained, erased; final."""


class Place(msgspec.Struct, omit_defaults=True, kw_only=True):
    """Where a run stands. `due`: the moment at which time alone moves it; `ref`: the handoff or task it is blocked by."""

    step: str
    since: Instant
    state: Literal["ready", "waiting", "held", "blocked"] = "ready"
    due: Instant = 0
    ref: str = ""
    deadline: Instant = 0
    """For a wait: the last moment at which its event counts."""
    of: str = ""
    """The step this place belongs to: a branch side by side, or an act on the way. Its end is not the run's."""
    rung: int = 0
    """How many acts on the way have been begun."""


class Run(msgspec.Struct, omit_defaults=True, kw_only=True):
    """One passage of a lead through a scenario. key: the entry key ("" unless runs are keyed); number: 1 for the first entry."""

    scenario: str
    key: str = ""
    number: int = 1
    entered: Instant
    entry: dict[str, Any] = {}
    places: list[Place] = []
    visits: dict[str, int] = {}
    choices: dict[str, str] = {}
    paused: bool = False
    had: dict[str, list[str]] = {}
    """Step of a handoff or task -> who had it: members by address, a team as a whole as `team:NAME`."""
    leaving: str = ""
    """How the run ends once it has done what its scenario says on leaving: left, goal. Nothing else ends it any more."""
    truths: dict[str, bool] = {}
    version: str = ""
    """The program whose text of the scenario it finishes on; "" for the one that decides now."""
    round: str = ""
    """The local day a calendar let the lead in; "" where something else did. Splits that pick their best arm begin anew in each."""
    came: str = ""
    """The lead that brought it when two became one; "" for its own."""

    @property
    def id(self) -> str:
        """Unique for a lead."""
        return f"{self.scenario}/{self.key}/{self.number}"


class Passed(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What stays of ended runs of a (scenario, key): how often, and the last one's entry and end."""

    times: int
    entered: Instant
    ended: Instant


class Standing(msgspec.Struct, omit_defaults=True, kw_only=True):
    """The journey stage a lead is in, and since when. dropped: it has dropped out there."""

    name: str
    since: Instant
    dropped: bool = False


class Send(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A mail decided for this lead: what caps count. sent: the fence's moment once known, the decided one before."""

    key: str
    template: str
    scenario: str
    sent: Instant
    topic: str = ""
    transactional: bool = False
    came: str = ""
    """The lead that brought it, where only that one had it before two became one."""


class Waiting(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A handoff or task that is open. run: the run it belongs to; step: the place it blocks or not."""

    id: str
    kind: Literal["handoff", "task"]
    run: str
    step: str
    team: str
    member: str = ""
    """The colleague of the team who has it; "" where it belongs to the team as a whole."""
    text: str = ""
    """What a task asks for, or why a handoff was made."""
    due: Instant = 0
    accepted: Instant = 0
    came: str = ""


class Queued(msgspec.Struct, omit_defaults=True, kw_only=True):
    """An entry that waits for its turn in a group. by: the entry it came by; until: when it waits no more, 0 for no limit."""

    scenario: str
    key: str = ""
    since: Instant
    until: Instant = 0
    by: str = ""
    entry: dict[str, Any] = {}
    came: str = ""


class Hold(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A judgement: nothing is sent or handed over until then (0: until released). by, at: who said so, and when."""

    until: Instant = 0
    because: str = ""
    by: str = ""
    at: Instant = 0


class Trial(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A part in the test of a split. run: whose mails count; reached: 1 its mail left, 2 it was opened, 3 clicked.

    tested: it took its arm by chance; else because that arm had won.
    """

    experiment: str
    run: str
    arm: str
    reached: int = 0
    tested: bool = True
    unseen: bool = False
    """Its mail left, and nobody sees what becomes of it."""


def longer(one: Hold | None, other: Hold | None) -> Hold | None:
    """The hold that lasts longer; the one without an end is the longest."""
    if one is None or other is None:
        return one or other
    return one if not one.until or (other.until and one.until >= other.until) else other


class Lead(msgspec.Struct, omit_defaults=True, kw_only=True):
    """Everything the fold knows of one lead. moment and number never run backward."""

    id: str
    format: int = FORMAT
    program: str = ""
    moment: Instant = 0
    number: int = 0
    facts: Facts = msgspec.field(default_factory=Facts)
    account: Membership | None = None
    truths: dict[str, bool] = {}
    """Fingerprint of an edge condition -> its truth when last looked at."""
    levels: dict[str, str] = {}
    stage: Standing | None = None
    runs: list[Run] = []
    passed: dict[str, Passed] = {}
    sends: list[Send] = []
    waiting: list[Waiting] = []
    queue: list[Queued] = []
    """Entries that wait for their turn in a group."""
    hold: Hold | None = None
    """By a person's word."""
    held: Hold | None = None
    """By a scenario's."""
    account_hold: Hold | None = None
    """By a person's word on the account: it holds all its people."""
    muted: Instant = 0
    """Until when no marketing mail goes, by a scenario's own word."""
    admitted: dict[str, Instant] = {}
    """Entry that lets in little by little -> when this lead's turn is; 0 for one that came in by itself."""
    looked: dict[str, Instant] = {}
    """Scheduled entry -> the last of its moments that was looked at."""
    returned: list["Returned"] = []
    trials: list[Trial] = []
    """The tests of splits it is or was part of, the newest last."""
    merged: list[str] = []
    """The leads that are this one, too: their ledgers belong to its history."""
    merged_into: str = ""
    """The lead that this one is: it keeps nothing but that, and passes on what comes to it."""
    joined: dict[str, "Joined"] = {}
    """Lead that is this one, too -> how it became so, as long as that may be taken back."""
    shown: dict[str, str] = {}
    """Rule of identity -> the key this lead has shown by it."""

    @property
    def judgement(self) -> Hold | None:
        """What holds the lead: of a person's word, a scenario's and one on its account the one that lasts longest."""
        return longer(longer(self.hold, self.held), self.account_hold)

    @property
    def judgements(self) -> list[Hold]:
        """All that stand, in this order: a person's, a scenario's, the one on the account."""
        return [hold for hold in (self.hold, self.held, self.account_hold) if hold is not None]


class Joined(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A merge, as long as it may be taken back. lead: the other as it came, without its facts; stage: this lead's own until then.

    runs: the ids of those of its runs that went on. to: the lead it was joined to, where that was this one already; "" for this one.
    """

    at: Instant
    because: str = ""
    lead: Lead
    runs: list[str] = []
    to: str = ""
    stage: Standing | None = None


class Returned(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A mail the fence sent back by time, to be judged again."""

    key: str
    template: str
    scenario: str
    deadline: Instant
    due: Instant = 0


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Lead)


def read_lead(document: bytes | str) -> Lead:
    """The lead of a document. Raises msgspec.ValidationError for one that is damaged."""
    return _decoder.decode(document)


def clone(lead: Lead) -> Lead:
    """A copy that shares nothing: the fold never changes what it was given."""
    return _decoder.decode(_encoder.encode(lead))
