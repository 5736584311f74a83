"""The verb of delivery: claim what is due, freeze it, and let a few couriers carry it out."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event as Flag

from engine.delivery.courier import write_down
from engine.delivery.couriers import Couriers
from engine.delivery.freeze import Desk, Frozen, Unfit
from engine.delivery.house import Delivery
from engine.delivery.outcomes import gone_silent, halted, held_by_hand, too_late
from engine.delivery.shares import Shares
from engine.delivery.shelf import TemplateShelf
from engine.delivery.takeovers import NOTHING
from engine.domain.errors import NurtureError
from engine.domain.instants import SECOND, Instant
from engine.store import control, holds, outbox, subjects, workers
from engine.store.control import Control
from engine.store.holds import STUCK, HoldRow, Scope
from engine.store.hot import Tx
from engine.store.outbox import MessageRow, Settlement
from engine.store.states import Step
from engine.store.writer import Priority

SILENT_AT_ONCE = 500
MOST_CLAIMS = 20
"""Claimed so often without anything coming of it, a message is held: it kills or stalls whoever carries it."""

ALONE_EVERY = 8
"""Under load, each eighth batch is one of those that are carried alone."""

BROKEN_PAUSE = 2 * SECOND
"""After a batch that broke off, its messages are looked at again."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """claimed: messages looked at; steps: how many ended with which step; stuck: ids of those held for getting nowhere.

    more: there is more to do at once.
    """

    claimed: int = 0
    steps: dict[str, int] = field(default_factory=dict)
    more: bool = False
    stuck: tuple[str, ...] = ()


class Deliverer:
    """Keeps its lines open between batches. stop: after it is set, what is claimed and not yet fenced is given back."""

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.stop = Flag()
        self._shares = Shares(dict(delivery.rates), delivery.warm_up, delivery.sender.zone)
        self._shelf = TemplateShelf()
        self._couriers = Couriers(delivery, self.stop)
        self._batches = 0
        self._broken_off: list[str] = []
        """Claims of batches that broke off, and that the database would not let go yet."""

    def recover(self) -> int:
        """At the start: the only daemon knows that nobody else holds a claim; among several those of the gone are taken over.

        Fenced messages without a word are in doubt.
        """
        store = self.delivery.store
        if not store.backend.is_shared:
            store.write(Priority.WORK, lambda tx: outbox.release(tx, store.clock.now()))
        self.take_over()
        return self.give_up_waiting()

    def deliver(self, limit: int = 100) -> DeliveryReport:
        """One batch. Raises NurtureError where the database refuses; what was claimed is looked at again."""
        store = self.delivery.store
        self._couriers.settle_again()
        self._let_go_all()
        with store.read() as tx:
            current = control.read(tx)
            due = outbox.next_at(tx)
        now = store.clock.now()
        if current.mode == "shadow" or current.stopped or due is None or due > now or not self._couriers.idle:
            return DeliveryReport()
        owner, is_done = store.owner(), False
        rows = store.write(Priority.WORK, lambda tx: self._claim(tx, owner, now, limit))
        try:
            stuck = tuple(row.id for row in rows if row.claims > MOST_CLAIMS)
            ready, steps = self._prepare(rows, owner, now, current)
            steps += self._couriers.carry(ready, owner)
            is_done = True
        finally:
            if not is_done:
                self._let_go(owner)
        if self.stop.is_set():
            self._give_back(owner)
        is_alone = len(rows) == 1 and rows[0].claims > outbox.SUSPECT
        return DeliveryReport(len(rows), dict(steps), more=len(rows) >= limit or is_alone, stuck=stuck)

    def give_up_waiting(self) -> int:
        """Messages behind the fence whose lease is over: nobody knows whether they left. How many there were."""
        store = self.delivery.store
        return store.write(Priority.SETTLE, lambda tx: _lose(tx, store.now(tx)))

    def take_over(self) -> int:
        """Claims of workers whose session is gone, unless they passed the fence. How many there were."""
        store = self.delivery.store
        if not store.backend.is_shared:
            return 0
        return store.write(Priority.WORK, lambda tx: workers.take_over(tx, store.now(tx)))

    def close(self) -> None:
        """Ends the lines, within the time the settings say. Whoever still delivers must have stopped before."""
        self._couriers.end(self.delivery.stop_within)

    def _claim(self, tx: Tx, owner: str, now: Instant, limit: int) -> Sequence[MessageRow]:
        """A batch, or one that is carried alone: where nothing else is due, and now and then."""
        lease = now + self.delivery.lease
        self._batches += 1
        if self._batches % ALONE_EVERY == 0:
            return outbox.claim_alone(tx, owner, now, lease) or outbox.claim(tx, owner, now, lease, limit)
        return outbox.claim(tx, owner, now, lease, limit) or outbox.claim_alone(tx, owner, now, lease)

    def _prepare(self, rows: Sequence[MessageRow], owner: str, now: Instant, current: Control) -> tuple[list[Frozen], Counter[str]]:
        """Freezes in one transaction what is to be frozen; the others take their step at once."""
        unfit = [too_late(row, now) for row in rows if row.until_at <= now]
        redirect = current.redirect or self.delivery.redirect
        if current.halted:
            waiting = [row for row in rows if row.until_at > now and row.purpose == "marketing"]
            unfit += [halted(row, now) for row in waiting]
            rows = [row for row in rows if row not in waiting]
        with self.delivery.store.read() as tx:
            held = holds.reasons(tx, [row.id for row in rows]) | {row.id: STUCK for row in rows if row.claims > MOST_CLAIMS}
            unfit += [held_by_hand(row, held[row.id], now) for row in rows if row.until_at > now and row.id in held]
            desk = Desk(self.delivery, self._shelf, tx, redirect, now, subjects.read(tx, {row.lead for row in rows}))
            found = [desk.freeze(row) for row in rows if row.until_at > now and row.id not in held]
        unfit += [_step_of(one, now) for one in found if isinstance(one, Unfit)]
        frozen = [one for one in found if isinstance(one, Frozen)]

        def write(tx: Tx) -> tuple[list[Frozen], list[Settlement]]:
            ready, waiting = self._shares.allot(tx, frozen, now)
            _write_prepared(tx, ready, [*unfit, *waiting], owner)
            return ready, waiting

        ready, waiting = self.delivery.store.write(Priority.WORK, write)
        return ready, Counter(one.step.value for one in [*unfit, *waiting])

    def _let_go(self, owner: str) -> None:
        """After a batch broke off. Where the database refuses this too, as a full disk does, the next batch begins with it."""
        self._broken_off.append(owner)
        with suppress(NurtureError):
            self._let_go_all()

    def _let_go_all(self) -> None:
        store = self.delivery.store
        while self._broken_off:
            store.write(Priority.WORK, lambda tx: outbox.let_go(tx, self._broken_off[-1], store.clock.now() + BROKEN_PAUSE))
            self._broken_off.pop()

    def _give_back(self, owner: str) -> None:
        """At the end: what nobody has offered yet. Who still offers something finds the fence closed, and gives it back too."""
        store = self.delivery.store
        store.write(Priority.WORK, lambda tx: outbox.give_back(tx, owner, store.clock.now()))


def _step_of(unfit: Unfit, now: Instant) -> Settlement:
    """A message that lacks something waits for it, or will never leave."""
    row = unfit.row
    if unfit.returns:
        return Settlement(row.id, Step.RETURN, now, unfit.reason)
    if unfit.pause is not None:
        return Settlement(row.id, Step.WAIT, now, unfit.reason, next_at=min(now + unfit.pause, row.until_at))
    step = Step.CANCEL if unfit.reason in ("no-address", NOTHING) else Step.GIVE_UP
    return Settlement(row.id, step, now, unfit.reason)


def _write_prepared(tx: Tx, ready: list[Frozen], unfit: list[Settlement], owner: str) -> None:
    fresh = [one for one in ready if not one.row.digest]
    outbox.freeze(tx, [(*one.values, owner) for one in fresh])
    outbox.add_links(tx, [link for one in fresh for link in one.links])
    outbox.bring_elsewhere(tx, [(one.reached, one.row.id, owner) for one in ready if one.reached != one.row.reached])
    stuck = [HoldRow(Scope.MESSAGE, one.id, STUCK, "engine", one.moment) for one in unfit if one.reason == holds.HELD + STUCK]
    if stuck:
        holds.lay(tx, stuck)
    for one in _still_held(tx, unfit):
        write_down(tx, one, None, owner)


def _still_held(tx: Tx, unfit: list[Settlement]) -> list[Settlement]:
    """A hold may have been lifted since it was looked for: its messages must not wait for a release that has been."""
    held = [one.id for one in unfit if one.reason.startswith(holds.HELD)]
    free = set(held) - holds.reasons(tx, held).keys() if held else set()
    return [one._replace(reason="", next_at=one.moment) if one.id in free else one for one in unfit]


def _lose(tx: Tx, now: Instant) -> int:
    rows = outbox.silent(tx, now, SILENT_AT_ONCE)
    return sum(write_down(tx, gone_silent(row, now), None, "") for row in rows)
