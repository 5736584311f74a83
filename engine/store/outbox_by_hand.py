"""What a person may do to a message, and what is kept of its attempts. Each step follows `states.LAW`."""

from sqlalchemy import bindparam, case, func, insert, literal_column, update

from engine.domain.instants import Instant
from engine.store.database import DELIVERY_BELL, ring
from engine.store.hot import Hot, Tx, given, one_of
from engine.store.outbox import PERSONAL, MessageRow, Settlement
from engine.store.schema import attempts, messages
from engine.store.states import State, Step, origins

BY_HAND = "by hand: "
"""How the reason begins of what a person has said of a message."""

_m = messages.c

_REPLAY = Hot(
    update(messages)
    .where(_m.id == bindparam("key"), one_of(_m.state, origins(Step.REPLAY)))
    .values(given("reason", "from_at", "until_at", "next_at", "settled_at") | {"state": State.RETURNED.value, "tries": 0, "claims": 0}),
    *("reason", "from_at", "until_at", "next_at", "settled_at", "key"),
)
_PROGRAM = Hot(
    update(messages).where(_m.id == bindparam("key"), _m.digest == literal_column("''")).values(program=bindparam("now_by")),
    *("now_by", "key"),
)
_SEND_AGAIN = Hot(
    update(messages)
    .where(_m.id == bindparam("key"), _m.kind != literal_column(f"'{PERSONAL}'"), one_of(_m.state, origins(Step.DECIDE)))
    .values(
        given("from_at", "until_at")
        | {"next_at": bindparam("from_at"), "state": case((_m.digest != "", State.FROZEN.value), else_=State.QUEUED.value), "reason": ""}
    ),
    *("from_at", "until_at", "key"),
)
_DOUBT = Hot(
    update(messages)
    .where(
        _m.id == bindparam("key"),
        one_of(_m.state, origins(Step.DOUBT)),
        func.substr(_m.reason, 1, len(BY_HAND)) == literal_column(f"'{BY_HAND}'"),
        _m.fenced_at > 0,
    )
    .values(given("reason", "settled_at") | {"state": State.DOUBTFUL.value, "next_at": None}),
    *("reason", "settled_at", "key"),
)
_ATTEMPT = Hot(
    insert(attempts).values(given("message", "number", "at", "step", "reason", "answer")),
    *("message", "number", "at", "step", "reason", "answer"),
)


def replay(tx: Tx, id_: str, because: str, now: Instant) -> bool:
    """What never left stands again before the fold; False where the law forbids it."""
    return _REPLAY.run(tx, BY_HAND + because, now, now, None, now, id_) == 1


def follow(tx: Tx, id_: str, program: str) -> None:
    """A message that was never frozen is made by that program; what is frozen stays what it is."""
    _PROGRAM.run(tx, program, id_)


def send_again(tx: Tx, id_: str, now: Instant, until: Instant) -> bool:
    """A message to a colleague or another system, which no fold judges: it may leave from now on."""
    ring(tx, DELIVERY_BELL)
    return _SEND_AGAIN.run(tx, now, until, id_) == 1


def doubt(tx: Tx, id_: str, because: str, now: Instant) -> bool:
    """Takes a person's word about a fenced message back; False where it was another's word."""
    return _DOUBT.run(tx, because, now, id_) == 1


def note(tx: Tx, row: MessageRow, one: Settlement) -> None:
    """Keeps what came of an attempt, for `outbox why`. What was taken at once needs no note."""
    _ATTEMPT.run(tx, row.id, row.attempts, one.moment, one.step, one.reason, one.answer)
