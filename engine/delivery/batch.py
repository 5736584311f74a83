"""The verb of delivery: claim what is due, freeze it, and let a few couriers carry it out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Event as Flag

from engine.delivery.courier import Courier, write_down
from engine.delivery.freeze import Desk, Frozen, Unfit
from engine.delivery.house import Delivery
from engine.delivery.outcomes import gone_silent, too_late
from engine.delivery.pace import Pace
from engine.delivery.shelf import TemplateShelf
from engine.domain.errors import NurtureError
from engine.domain.instants import Instant
from engine.store import control, outbox, subjects
from engine.store.hot import Tx
from engine.store.outbox import MessageRow, Settlement
from engine.store.states import Step
from engine.store.writer import Priority

SILENT_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """claimed: messages looked at; steps: how many ended with which step. more: there is more to do at once."""

    claimed: int = 0
    steps: dict[str, int] = field(default_factory=dict)
    more: bool = False


class Deliverer:
    """Keeps its lines open between batches. stop: after it is set, what is claimed and not yet offered is given back."""

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.stop = Flag()
        self._pace = Pace(delivery.rates)
        self._shelf = TemplateShelf()
        self._couriers = [Courier(delivery, "") for _ in range(delivery.couriers)]

    def recover(self) -> int:
        """At the start: the only daemon knows that nobody else holds a claim; among several the leases of the dead end by themselves.

        Fenced messages without a word are in doubt.
        """
        store = self.delivery.store
        if not store.backend.is_shared:
            store.write(Priority.WORK, lambda tx: outbox.release(tx, store.clock.now()))
        return self.give_up_waiting()

    def deliver(self, limit: int = 100) -> DeliveryReport:
        """One batch. Raises NurtureError where the database refuses; claims end by themselves."""
        store = self.delivery.store
        with store.read() as tx:
            current = control.read(tx)
            due = outbox.next_at(tx)
        now = store.clock.now()
        for courier in self._couriers:
            courier.settle_again()
        if current.mode == "shadow" or current.stopped or due is None or due > now:
            return DeliveryReport()
        owner = store.dice.token()
        rows = store.write(Priority.WORK, lambda tx: outbox.claim(tx, owner, now, now + self.delivery.lease, limit))
        ready, steps = self._prepare(rows, owner, now, current.redirect or self.delivery.redirect)
        steps += self._carry(ready, owner)
        return DeliveryReport(len(rows), dict(steps), more=len(rows) >= limit)

    def give_up_waiting(self) -> int:
        """Messages behind the fence whose lease is over: nobody knows whether they left. How many there were."""
        store = self.delivery.store
        return store.write(Priority.SETTLE, lambda tx: _lose(tx, store.now(tx)))

    def close(self) -> None:
        """Ends the lines. Whoever still delivers must have stopped before."""
        self.stop.set()
        for courier in self._couriers:
            courier.close()

    def _prepare(self, rows: Sequence[MessageRow], owner: str, now: Instant, redirect: str) -> tuple[list[Frozen], Counter[str]]:
        """Freezes in one transaction what is to be frozen; the others take their step at once."""
        late = [row for row in rows if row.until_at <= now]
        with self.delivery.store.read() as tx:
            desk = Desk(self.delivery, self._shelf, tx, redirect, now, subjects.read(tx, {row.lead for row in rows}))
            found = [desk.freeze(row) for row in rows if row.until_at > now]
        unfit = [_step_of(one, now) for one in found if isinstance(one, Unfit)]
        unfit += [too_late(row, now) for row in late]
        ready: list[Frozen] = []
        for one in (one for one in found if isinstance(one, Frozen)):
            slot = self._pace.slot(one.target, now) if one.row.kind == outbox.PERSONAL else now
            if slot > now:
                unfit.append(Settlement(one.row.id, Step.WAIT, now, "pace", next_at=slot))
            else:
                ready.append(one)
        self.delivery.store.write(Priority.WORK, lambda tx: _write_prepared(tx, ready, unfit, owner))
        return ready, Counter(one.step.value for one in unfit)

    def _carry(self, ready: list[Frozen], owner: str) -> Counter[str]:
        """Each courier takes the next one until none is left. Raises NurtureError where one of them could not go on."""
        waiting = list(reversed(ready))
        couriers = self._couriers[: len(ready)]
        for courier in couriers:
            courier.begin(owner)
        self.delivery.crew([partial(self._work_off, courier, waiting) for courier in couriers], self.stop)
        for courier in couriers:
            if courier.failure is not None:
                raise courier.failure
        return sum((courier.steps for courier in couriers), Counter[str]())

    def _work_off(self, courier: Courier, waiting: list[Frozen]) -> None:
        try:
            while waiting:
                self._next(courier, waiting)
            courier.finish()
        except NurtureError as error:
            courier.failure = error

    def _next(self, courier: Courier, waiting: list[Frozen]) -> None:
        try:
            frozen = waiting.pop()
        except IndexError:
            return
        step = self._give_back(frozen, courier) if self.stop.is_set() else courier.carry(frozen)
        courier.steps[step] += 1

    def _give_back(self, frozen: Frozen, courier: Courier) -> str:
        store = self.delivery.store
        one = Settlement(frozen.row.id, Step.WAIT, store.clock.now(), next_at=frozen.row.from_at)
        store.write(Priority.SETTLE, lambda tx: write_down(tx, one, None, courier.owner))
        return one.step


def _step_of(unfit: Unfit, now: Instant) -> Settlement:
    """A message that lacks something waits for it, or will never leave."""
    row = unfit.row
    if unfit.returns:
        return Settlement(row.id, Step.RETURN, now, unfit.reason)
    if unfit.pause is not None:
        return Settlement(row.id, Step.WAIT, now, unfit.reason, next_at=min(now + unfit.pause, row.until_at))
    step = Step.CANCEL if unfit.reason == "no-address" else Step.GIVE_UP
    return Settlement(row.id, step, now, unfit.reason)


def _write_prepared(tx: Tx, ready: list[Frozen], unfit: list[Settlement], owner: str) -> None:
    fresh = [one for one in ready if not one.row.digest]
    outbox.freeze(tx, [(*one.values, owner) for one in fresh])
    outbox.add_links(tx, [link for one in fresh for link in one.links])
    for one in unfit:
        write_down(tx, one, None, owner)


def _lose(tx: Tx, now: Instant) -> int:
    rows = outbox.silent(tx, now, SILENT_AT_ONCE)
    return sum(write_down(tx, gone_silent(row, now), None, "") for row in rows)
