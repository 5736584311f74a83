"""A database that was put back: what it would send may have left since it was copied, so nothing of that leaves by itself."""

from typing import NamedTuple

from sqlalchemy import bindparam, literal_column, update

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, given, one_of
from engine.store.schema import messages
from engine.store.states import LAW, OPEN, State, Step

RESTORED = "restored"
"""Why such a message is held or in doubt."""

_m = messages.c
_HOLD = Hot(
    update(messages)
    .where(one_of(_m.state, OPEN))
    .values(given("reason") | {"state": LAW[State.QUEUED][Step.KEEP].value, "owner": "", "lease": 0, "next_at": None}),
    "reason",
)
_DOUBT = Hot(
    update(messages)
    .where(_m.state == literal_column(f"'{State.FENCED}'"))
    .values(
        given("reason")
        | {"state": LAW[State.FENCED][Step.KEEP].value, "owner": "", "lease": 0, "next_at": None, "settled_at": bindparam("now")}
    ),
    *("reason", "now"),
)


class Kept(NamedTuple):
    """How many messages are held now, and of how many nobody knows whether they left."""

    held: int
    doubtful: int


class Content(NamedTuple):
    """How much a database knows. sent: messages that left; newest: the moment of the newest event, 0 for none."""

    events: int
    leads: int
    sent: int
    newest: Instant


def keep_back(tx: Tx, now: Instant) -> Kept:
    """Nothing that was decided to leave leaves any more; a person looks at it."""
    return Kept(_HOLD.run(tx, RESTORED), _DOUBT.run(tx, RESTORED, now))


CONTENT = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM subjects WHERE kind = 'lead'), \
(SELECT count(*) FROM messages WHERE state = 'sent'), (SELECT coalesce(max(received), 0) FROM events)"
"""The columns of a `Content`, in the words of a file that may be of another revision."""
