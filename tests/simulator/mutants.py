"""Engines that lack one guard. The simulator must find each of them, or it could not tell."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import engine.delivery.batch as batch
import engine.delivery.courier as courier
from engine.channels.results import Offered, Sent, TryLater
from engine.delivery.courier import Courier
from engine.delivery.freeze import Desk, Frozen, Unfit
from engine.domain.documents import Subject
from engine.domain.instants import DAY, Instant
from engine.store import fences, inbox, outbox, people, subjects
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.outbox import MessageRow, Settlement
from engine.store.states import Step
from tests.simulator import beats
from tests.simulator.weather import Weather, only


class Mutant(NamedTuple):
    """What stands in the place of what."""

    where: object
    name: str
    instead: Any


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """The engine without that guard."""
    before = getattr(mutant.where, mutant.name)
    setattr(mutant.where, mutant.name, mutant.instead)
    try:
        yield
    finally:
        setattr(mutant.where, mutant.name, before)


_fence, _freeze, _write, _deliver = fences.fence, Desk.freeze, subjects.write, beats.beat_deliver


def _unfenced(tx: Tx, store: Store, row: MessageRow, owner: str) -> MessageRow | str:
    return outbox.message(tx, row.id)


def _anybody(tx: Tx, id_: str, owner: str, now: Instant) -> bool:
    return _fence(tx, id_, outbox.message(tx, id_).owner, now)


def _settled_first(self: Courier, frozen: Frozen) -> str:
    """It believes that the server will take it."""
    line = self._line(frozen.way.channel)
    if isinstance(line, TryLater) or not isinstance(line.offer(self._parcel(frozen)), Offered):
        return ""
    fenced = self._fence(frozen.row, line)
    if isinstance(fenced, str):
        line.abandon()
        return fenced
    step = self._settle(fenced, Sent("250"), is_fenced=True)
    self.finish()
    line.commit()
    return step


def _frozen_anew(self: Desk, row: MessageRow) -> Frozen | Unfit:
    return _freeze(self, row if not row.digest else _Thawed(row))


class _Thawed:
    """A row that seems never to have been frozen."""

    def __init__(self, row: MessageRow) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return "" if name == "digest" else getattr(self._row, name)


def _sent_again(row: MessageRow, now: Instant) -> Settlement:
    return Settlement(row.id, Step.REPEAT, now, "no-answer", next_at=now)


def _whatever_version(tx: Tx, rows: Sequence[tuple[Subject, int, Instant]]) -> None:
    held = subjects.read(tx, [subject.id for subject, _, _ in rows])
    _write(tx, [(subject, held[subject.id].version if subject.id in held else 0, due) for subject, _, due in rows])


def _nothing(*_: object) -> None:
    return None


def _always_alone(process: Any, heart: Any, *, is_alone: bool) -> None:
    _deliver(process, heart, is_alone=True)


def _all_new(tx: Tx, pairs: object) -> dict[tuple[str, str], str]:
    return {}


def _whatever_the_switch(tx: Tx, id_: str, owner: str, now: Instant) -> bool:
    stopped = tx.exec_driver_sql("SELECT stopped FROM control").scalar_one()
    tx.exec_driver_sql("UPDATE control SET stopped = 0")
    answer = _fence(tx, id_, owner, now)
    tx.exec_driver_sql(f"UPDATE control SET stopped = {stopped}")
    return answer


def _fence_blind_to(table: str, column: str, there: str, back: str) -> tuple[Mutant, ...]:
    """there, back: what hides it for a moment, and shows it again."""

    def fence(tx: Tx, id_: str, owner: str, now: Instant) -> bool:
        tx.exec_driver_sql(f"UPDATE {table} SET {column} = {there}")
        answer = _fence(tx, id_, owner, now)
        tx.exec_driver_sql(f"UPDATE {table} SET {column} = {back}")
        return answer

    return (Mutant(fences, "fence", fence),)


MUTANTS: dict[str, tuple[Mutant, ...]] = {
    "the fence is gone": (Mutant(courier, "fence", _unfenced),),
    "the owner is not asked for": (Mutant(fences, "fence", _anybody),),
    "the lease is not looked at": _fence_blind_to("messages", "lease", f"lease + {9 * DAY}", f"lease - {9 * DAY}"),
    "its time is not looked at": _fence_blind_to("messages", "until_at", f"until_at + {9 * DAY}", f"until_at - {9 * DAY}"),
    "suppression is not read": _fence_blind_to("addresses", "address", "'~' || address", "substr(address, 2)"),
    "the end of a run is not read": _fence_blind_to("runs", "state", "'~' || state", "substr(state, 2)"),
    "the switch is not read": (Mutant(fences, "fence", _whatever_the_switch),),
    "a judgement is not read": _fence_blind_to(
        "subjects", "document", """replace(document, '"hold"', '"~hold"')""", """replace(document, '"~hold"', '"hold"')"""
    ),
    "it is settled before the last word": (Mutant(Courier, "carry", _settled_first),),
    "what is in doubt is sent again": (Mutant(batch, "gone_silent", _sent_again),),
    "a message is frozen anew": (Mutant(Desk, "freeze", _frozen_anew),),
    "who is not alone recovers": (Mutant(beats, "beat_deliver", _always_alone),),
    "receipts are not asked for": (Mutant(inbox, "receipts_of", _all_new), Mutant(inbox, "acknowledge", _nothing)),
    "what was decided stays in the inbox": (Mutant(inbox, "remove", _nothing),),
    "versions are not compared": (Mutant(subjects, "write", _whatever_version),),
    "a wish to leave closes nothing": (Mutant(people, "suppress", _nothing),),
}
"""Each by what it lacks."""

_WEATHER: Mapping[str, Mapping[str, float]] = {
    "the owner is not asked for": {"pause": 0.15, "slow": 0.9, "rush": 0.8},
    "its time is not looked at": {"rush": 0.5, "slow": 0.5},
    "suppression is not read": {"never": 0.3, "slow": 0.5, "rush": 0.5},
    "the end of a run is not read": {"slow": 0.5, "meddling": 0.5},
    "who is not alone recovers": {"crash": 0.1, "slow": 0.5},
}


def weather_of(guard: str) -> Weather | None:
    """Where nothing goes wrong but what that guard is there for; None for those that are missed in any weather."""
    return only(**_WEATHER[guard]) if guard in _WEATHER else None
