"""A database that was put back: what it would send may have left since it was copied, so nothing of that leaves by itself."""

from typing import NamedTuple

from sqlalchemy import bindparam, update

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, given, one_of
from engine.store.schema import messages
from engine.store.states import State, Step, origins

RESTORED = "restored"
"""Why such a message is in doubt."""

_m = messages.c
_DOUBT = Hot(
    update(messages)
    .where(one_of(_m.state, origins(Step.KEEP)))
    .values(given("reason") | {"state": State.DOUBTFUL.value, "owner": "", "lease": 0, "next_at": None, "settled_at": bindparam("now")}),
    *("reason", "now"),
)


class Kept(NamedTuple):
    """doubtful: of so many messages nobody knows whether they have left."""

    doubtful: int


class Content(NamedTuple):
    """How much a database knows. sent: messages that left; newest: the moment of the newest event, 0 for none."""

    events: int
    leads: int
    sent: int
    newest: Instant


def keep_back(tx: Tx, now: Instant) -> Kept:
    """Nothing that was decided to leave leaves any more: it may have left since. A person settles it, or what comes back of it."""
    return Kept(_DOUBT.run(tx, RESTORED, now))


CONTENT = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM subjects WHERE kind = 'lead'), \
(SELECT count(*) FROM messages WHERE state = 'sent'), (SELECT coalesce(max(received), 0) FROM events)"
"""The columns of a `Content`, in the words of a file that may be of another revision."""
