"""The one row every transaction reads: whether anything may leave, and under which program decisions are made."""

from typing import Literal, NamedTuple

from sqlalchemy import bindparam, case, select, update

from engine.domain.instants import Instant
from engine.store.database import DELIVERY_BELL, WORK_BELL, ring
from engine.store.hot import Hot, Tx, forbidding, given, switching
from engine.store.schema import control


class Control(NamedTuple):
    """mode: in shadow everything is decided and nothing leaves. redirect: a staging address that gets every mail."""

    mode: Literal["shadow", "live"]
    stopped: bool
    redirect: str
    program: str


_READ = Hot(select(control.c.mode, control.c.stopped, control.c.redirect, control.c.program))
_MODE = Hot(update(control).values(given("mode")), "mode")
_STOPPED = Hot(update(control).values(given("stopped")), "stopped")
_REDIRECT = Hot(update(control).values(given("redirect")), "redirect")
_PROGRAM = Hot(update(control).values(given("program")), "program")
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
    return Control(row.mode, bool(row.stopped), row.redirect, row.program)


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
    _STOPPED.run(tx, 1)


def resume(tx: Tx) -> None:
    """Undoes `stop`; what waited leaves if it is still its time."""
    _STOPPED.run(tx, 0)
    ring(tx, DELIVERY_BELL)


def redirect(tx: Tx, address: str) -> None:
    """All mail goes to this address instead; "" ends that."""
    _REDIRECT.run(tx, address)


def switch(tx: Tx, program: str) -> None:
    """Every decision from this commit on is made under that program."""
    switching(tx)
    _PROGRAM.run(tx, program)
    ring(tx, WORK_BELL)


def stamp(tx: Tx, now: Instant, count: int = 1) -> Instant:
    """The moment of the first of so many receipts, each a microsecond after the one before, whatever the clock does."""
    row = _STAMP.first(tx, now, count)
    assert row is not None, "the migration writes this row"
    return int(row[0]) - count + 1
