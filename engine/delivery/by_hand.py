"""What a person does to messages: hold, release, say what became of one in doubt, and let one that never left be judged anew."""

from collections.abc import Sequence
from typing import Literal

from engine.delivery.courier import write_down
from engine.domain.events import Event, Kind
from engine.domain.instants import DAY, Instant
from engine.store import control, holds, inbox, outbox, outbox_by_hand
from engine.store.database import Store
from engine.store.holds import HoldRow
from engine.store.hot import Tx
from engine.store.outbox import MessageRow, Settlement
from engine.store.outbox_by_hand import BY_HAND
from engine.store.restored import RESTORED
from engine.store.states import State, Step, after
from engine.store.writer import Priority

SOURCE = "outbox"
AT_ONCE = 500
"""Messages one transaction wakes."""

AGAIN_LIFE = 3 * DAY
"""How long a message that no fold judges may take once it is replayed."""

WORTH_REPLAYING = ("no-address", "too-late")
"""Reasons of skipped mails that were no decision against them: what was missing may be there by now."""

Word = Literal["sent", "lost", "doubtful"]


def hold(store: Store, rows: Sequence[HoldRow]) -> None:
    """From its return on nothing that these holds cover passes the fence."""
    store.write(Priority.INTAKE, lambda tx: holds.lay(tx, rows))


def release(store: Store, rows: Sequence[tuple[str, str]]) -> int:
    """(scope, name): ends these holds, and wakes who waited for them; how many wake."""
    store.write(Priority.INTAKE, lambda tx: holds.lift(tx, rows))
    woken = 0
    while count := store.write(Priority.WORK, lambda tx: holds.wake(tx, store.clock.now(), AT_ONCE)):
        woken += count
    return woken


def can_settle(row: MessageRow, word: Word) -> bool:
    """Whether a person may say that of it: the fate of one in doubt, or that their own word was wrong."""
    if word == "doubtful":
        return row.state in (State.SENT, State.FAILED) and row.reason.startswith(BY_HAND) and row.fenced_at > 0
    return bool(row.state == State.DOUBTFUL)


def settle(store: Store, row: MessageRow, word: Word, because: str) -> bool:
    """Writes the person's word down; False where it was settled otherwise meanwhile."""

    def job(tx: Tx) -> bool:
        now, reason = store.clock.now(), BY_HAND + (because or word)
        if word == "doubtful":
            return outbox_by_hand.doubt(tx, row.id, "no-answer", now)
        if word == "sent":
            return outbox.settle(tx, Settlement(row.id, Step.PROVE, now, reason), "")
        return write_down(tx, Settlement(row.id, Step.REFUSE, now, reason), None, "")

    return store.write(Priority.FENCE, job)


def is_dead(row: MessageRow) -> bool:
    """A dead letter: it did not leave, nothing looks at it any more, and it may be tried anew. So may what a copy put back has kept."""
    if after(State(row.state), Step.REPLAY) is None:
        return False
    if row.state == State.HELD:
        return bool(row.reason == RESTORED)
    return bool(row.state == State.FAILED or row.reason in WORTH_REPLAYING)


def replay(store: Store, row: MessageRow, because: str) -> bool:
    """Lets the lead's caps and windows judge it anew; what no fold judges may leave again. False where it has gone on meanwhile."""

    def job(tx: Tx) -> bool:
        now = store.clock.now()
        if not outbox_by_hand.replay(tx, row.id, because, now):
            return False
        outbox_by_hand.follow(tx, row.id, control.read(tx).program)
        if row.kind != outbox.PERSONAL:
            return outbox_by_hand.send_again(tx, row.id, now, now + AGAIN_LIFE)
        inbox.post(tx, [_returned(row, control.stamp(tx, now), store.dice.token())])
        return True

    return store.write(Priority.FENCE, job)


def _returned(row: MessageRow, received: Instant, token: str) -> Event:
    """It comes back like what time refused; `again` says that the lead has let go of it already."""
    return Event(
        source=SOURCE,
        id=token,
        type=Kind.MAIL_RETURNED,
        subject=row.lead,
        at=received,
        received=received,
        props={"template": row.template, "scenario": row.scenario, "key": row.key, "message": row.id, "reason": "replay", "again": True},
    )
