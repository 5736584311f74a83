"""The one row every transaction reads: whether anything may leave, and under which program decisions are made."""

from typing import Literal, NamedTuple

from sqlalchemy import bindparam, case, select, update

from engine.domain.instants import Instant
from engine.store.database import DELIVERY_BELL, WORK_BELL, ring
from engine.store.hot import Hot, Tx, forbidding, given, switching
from engine.store.schema import control

GOES, BY_HAND, BY_ITSELF = 0, 1, 2
"""Of `stopped`: nothing is; everything, by a person; marketing mails, by the engine."""


class Control(NamedTuple):
    """mode: in shadow everything is decided and nothing leaves. redirect: a staging address that gets every mail.

    stopped: nothing leaves. halted: the engine itself let no marketing mail leave any more, for that reason (`bounces:12/150`),
    since that moment; "" and 0 where it does not. watched_from: what was sent earlier counts for no stop of the engine's own.
    """

    mode: Literal["shadow", "live"]
    stopped: bool
    redirect: str
    program: str
    halted: str = ""
    since: Instant = 0
    watched_from: Instant = 0


_c = control.c
_READ = Hot(select(_c.mode, _c.stopped, _c.redirect, _c.program, _c.stopped_because, _c.stopped_at, _c.watched_from))
_MODE = Hot(update(control).values(given("mode")), "mode")
_STOPPED = Hot(update(control).values(given("stopped")), "stopped")
_HALTED = Hot(
    update(control).where(_c.stopped == GOES).values(given("stopped_because", "stopped_at") | {"stopped": BY_ITSELF}),
    *("stopped_because", "stopped_at"),
)
_RESUMED = Hot(update(control).values(given("watched_from") | {"stopped": GOES, "stopped_because": "", "stopped_at": 0}), "watched_from")
_REDIRECT = Hot(update(control).values(given("redirect")), "redirect")
_PROGRAM = Hot(update(control).values(given("program")), "program")
_NEWEST = Hot(select(control.c.stamp))
_STAMP = Hot(
    update(control)
    .values(stamp=case((control.c.stamp >= bindparam("now"), control.c.stamp + 1), else_=bindparam("now")) + (bindparam("count") - 1))
    .returning(control.c.stamp),
    *("now", "count"),
)


def read(tx: Tx) -> Control:
    """As it stands in this transaction."""
    row = _READ.first(tx)
    assert row is not None, "the migration writes this row"
    halted = row.stopped_because if row.stopped == BY_ITSELF else ""
    return Control(row.mode, row.stopped == BY_HAND, row.redirect, row.program, halted, row.stopped_at, row.watched_from)


def go_live(tx: Tx) -> None:
    """From now on decided mails leave. Those decided in shadow never do."""
    switching(tx)
    _MODE.run(tx, "live")


def go_into_shadow(tx: Tx) -> None:
    """Everything is decided and written down, nothing leaves."""
    switching(tx)
    _MODE.run(tx, "shadow")


def stop(tx: Tx) -> None:
    """The kill switch: from this commit on no mail passes the fence."""
    forbidding(tx)
    _STOPPED.run(tx, BY_HAND)


def halt(tx: Tx, because: str, now: Instant) -> bool:
    """The engine's own stop: no marketing mail passes the fence until a person resumes. False where it was stopped before."""
    forbidding(tx)
    return _HALTED.run(tx, because, now) == 1


def resume(tx: Tx, now: Instant = 0) -> None:
    """Undoes `stop` and `halt`; what waited leaves if it is still its time. now: what was sent before counts for no next halt."""
    _RESUMED.run(tx, now)
    ring(tx, DELIVERY_BELL)


def redirect(tx: Tx, address: str) -> None:
    """All mail goes to this address instead; "" ends that."""
    _REDIRECT.run(tx, address)


def switch(tx: Tx, program: str) -> None:
    """Every decision from this commit on is made under that program."""
    switching(tx)
    _PROGRAM.run(tx, program)
    ring(tx, WORK_BELL)


def newest_stamp(tx: Tx) -> Instant:
    """Of the newest receipt."""
    row = _NEWEST.first(tx)
    return int(row[0]) if row is not None else 0


def stamp(tx: Tx, now: Instant, count: int = 1) -> Instant:
    """The moment of the first of so many receipts, each a microsecond after the one before, whatever the clock does."""
    row = _STAMP.first(tx, now, count)
    assert row is not None, "the migration writes this row"
    return int(row[0]) - count + 1
