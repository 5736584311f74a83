"""What happens to a subject: an event, or the passing of time."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeAlias

import msgspec

from engine.domain.instants import DAY, Instant

Props: TypeAlias = dict[str, Any]
"""The fields of an event: text, number, yes or no, a date as ISO text, a list or a map of these, never deeper than the doors allow."""


ENGINE = "engine"
"""The source of the acts that decisions record."""


DELIVERY = "delivery"
"""The source of what became of a message."""

_AFTER = {ENGINE: 1, DELIVERY: 2}


class Kind(StrEnum):
    """Events the engine itself knows. Names of the language have no dot, so the two never meet."""

    MAIL_SENT = "mail.sent"
    """props: observed (False: written without a picture and with plain links, so that nobody sees an open or a click)."""
    MAIL_OPENED = "mail.opened"
    MAIL_CLICKED = "mail.clicked"
    MAIL_REPLIED = "mail.replied"
    MAIL_BOUNCED = "mail.bounced"
    MAIL_DEFERRED = "mail.deferred"
    """The address could not take the mail for now (a soft bounce); that says nothing against it."""
    MAIL_COMPLAINED = "mail.complained"
    MAIL_RETURNED = "mail.returned"
    """The fence refused the mail by time; its caps and window are judged anew."""
    MAIL_FAILED = "mail.failed"
    MAIL_DOUBTFUL = "mail.doubtful"
    MAIL_WITHDRAWN = "mail.withdrawn"
    """What was taken for a person's was a machine's: facts are as if it had never been, acts stay. props: what (the kind), of (its id)."""
    UNSUBSCRIBED = "unsubscribed"
    """props: topic (absent: from everything)."""
    CONSENTED = "consented"
    """props: topic; and for the record `text` (the words that were agreed to), `version` (of them), `where` (form, page, hand, …)."""
    SUPPRESSION_LIFTED = "suppression.lifted"
    """A person opened an address again by hand. props: address, reason (why it was closed), because, topic (absent: everything)."""
    CONSENT_ASKED = "consent.asked"
    """props: topic, and what `consented` tells; the lead has said yes once and is asked for the second."""
    MAIL_PAUSED = "mail.paused"
    """The reader wants to be left in peace for a while. props: until (ISO text; None: no longer)."""
    TRACKING_CHANGED = "tracking.changed"
    """The reader says whether opens and clicks may be recorded. props: allowed."""
    ASSET_TAKEN = "asset.taken"
    """A lead fetched what was handed out to it. props: asset, form ("": by a mail)."""
    LEAD_CHANGED = "lead.changed"
    """props: the attributes that were given; a value of None takes one away."""
    LEAD_TAGGED = "lead.tagged"
    LEAD_UNTAGGED = "lead.untagged"
    LEAD_HELD = "lead.held"
    """props: until (ISO text or None), because, by."""
    LEAD_RELEASED = "lead.released"
    LEAD_IMPORTED = "lead.imported"
    """A table brought the lead. props: place (of its row in the table, from 0)."""
    LEAD_JOINED = "lead.joined"
    """This lead is another one, too. props: into (the other lead's id), because (what says so)."""
    LEAD_MERGED = "lead.merged"
    """Another lead is this one, too. props: from (its id), document (as plain data), because, through (whom the letter came by)."""
    LEAD_UNMERGED = "lead.unmerged"
    """A merge is taken back. props: who (is another person after all), because."""
    LEAD_PARTED = "lead.parted"
    """This lead is one of its own again. props: from (the lead it was), document (as plain data), refused (topics), because."""
    LEAD_MET = "lead.met"
    """An event showed keys of this lead and of another. props: lead (the other's id), keys (the kinds of what is the other's)."""
    SCORE_GIVEN = "score.given"
    """props: score, points."""
    SCORE_SET = "score.set"
    STAGE_MOVED = "stage.moved"
    RUN_STARTED = "run.started"
    """props: scenario; someone started it by hand."""
    RUN_REMOVED = "run.removed"
    HANDOFF_RAISED = "handoff.raised"
    """props of all of these: id, team, and the reason where there is one."""
    HANDOFF_ACCEPTED = "handoff.accepted"
    HANDOFF_REJECTED = "handoff.rejected"
    HANDOFF_OVERDUE = "handoff.overdue"
    TASK_DONE = "task.done"
    TASK_OVERDUE = "task.overdue"
    WEBHOOK_DONE = "webhook.done"
    """props of both: id, name, and the outcome or the reason."""
    WEBHOOK_FAILED = "webhook.failed"
    DESK_ASKED = "desk.asked"
    """A lead asks a team who takes it. props: id (of the handoff or task), lead, owner, had (members who had it), because."""
    DESK_FREED = "desk.freed"
    """props: id of what is in nobody's hands any more."""
    ACCOUNT_SHARE = "account.share"
    """A lead tells its account what it shows. props: lead, number (of the lead's decision), share."""
    ACCOUNT_LEFT = "account.left"
    """props: lead, which belongs to the account no more."""
    ACCOUNT_CHANGED = "account.changed"
    """props: the account's attributes that were given; a value of None takes one away."""
    ACCOUNT_HELD = "account.held"
    """A person holds all of an account. props: until (ISO text or None), because, by."""
    ACCOUNT_RELEASED = "account.released"
    ACCOUNT_TOLD = "account.told"
    """An account tells a lead what is true of it. props: account ("": the lead has none any more), attributes, truths, and the hold."""
    OWNER_REPLACED = "owner.replaced"
    """What judgements stand on belongs to another colleague now, who is told. props: lead (its id, or the account's)."""
    ENTRY_ASKED = "entry.asked"
    """A lead asks its account whether it may enter a scenario of one run per account.

    props: lead, scenario, key (the account), entry, origin (`file:line`), round.
    """
    ENTRY_ANSWERED = "entry.answered"
    """props: scenario, key, entry, origin, round, reason ("": it may)."""
    RUN_OVER = "run.over"
    """props: lead, scenario; void: it was as if nobody had entered."""
    ASSIGNED = "work.assigned"
    """The desk's answer. props: id, team, member ("" where nobody is left), because."""
    EXPERIMENT_ASKED = "experiment.asked"
    """A lead came to a split that picks its best arm. props: lead, arm (of its chance; "" outside the test), joins (its first time)."""
    EXPERIMENT_ANSWERED = "experiment.answered"
    """props: experiment, arm (as asked), winner ("" while it is tested), again (when to ask anew)."""
    EXPERIMENT_TOLD = "experiment.told"
    """What became of a lead's mails. props: arm, tested, before, reached; withdrawn: it is counted no more, as it is another lead too."""


ASKS = frozenset({Kind.DESK_ASKED, Kind.ENTRY_ASKED, Kind.EXPERIMENT_ASKED})
"""Letters that are questions: whoever wrote one takes nothing else until what was asked before has been worked through."""

BY_ITSELF = frozenset({Kind.LEAD_UNMERGED, Kind.LEAD_PARTED})
"""Events that deal with what is written down of a lead: one is decided in a batch of its own, when all before it is written."""

MAIL_ACTIVITY = frozenset({Kind.MAIL_OPENED, Kind.MAIL_CLICKED, Kind.MAIL_REPLIED})


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to one subject.

    at: when it happened; received: the moment a door took it (never before `at`: a later happening is set to receipt).
    (source, id) counts once, for ever. live: from a door that reports news; history sets facts and fires nothing.
    """

    source: str
    id: str
    type: str
    subject: str
    at: Instant
    received: Instant
    props: Props = {}
    live: bool = True

    @property
    def is_news(self) -> bool:
        """Live and received within a day of happening; only news fires."""
        return self.live and self.received - self.at <= DAY

    @property
    def order(self) -> tuple[Instant, Instant, int, str]:
        """Facts fold in this order: by happening, then receipt, then id; an act after its cause, and a mail's leaving after both."""
        return (self.at, self.received, _AFTER.get(self.source, 0), f"{self.source}/{self.id}")

    @property
    def is_activity(self) -> bool:
        """Something the lead did, as against what was done to or noted about it."""
        return self.source != ENGINE and ("." not in self.type or self.type in MAIL_ACTIVITY)


def standing(happened: Iterable[Event]) -> list[Event]:
    """Without those that were withdrawn. Who withdraws an event is who reported it."""
    told = list(happened)
    gone = {(one.source, one.props.get("of")) for one in told if one.type == Kind.MAIL_WITHDRAWN}
    return [one for one in told if (one.source, one.id) not in gone] if gone else told


class Wake(msgspec.Struct, frozen=True, kw_only=True):
    """Time has come to the moment a subject was due."""

    due: Instant


Cause: TypeAlias = Event | Wake
