"""The couriers of one engine, each with a thread while it carries.

Nobody waits long for a slow one, and at the end only for answers to what has left.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from threading import Event as Flag
from threading import Thread

from engine.delivery.courier import Courier, write_down
from engine.delivery.freeze import Frozen
from engine.delivery.house import Delivery
from engine.delivery.outcomes import not_waited_for
from engine.domain.errors import NurtureError
from engine.store import outbox
from engine.store.hot import Tx
from engine.store.writer import Priority

_PATIENCE = 0.05
_LAST_WORDS = 0.5
"""Seconds that couriers whose line was hung up get to write that down."""


class Couriers:
    """stop: after it is set nobody takes another message."""

    def __init__(self, delivery: Delivery, stop: Flag) -> None:
        self.delivery, self.stop = delivery, stop
        self._couriers = [Courier(delivery, "") for _ in range(delivery.couriers)]
        self._threads: dict[int, Thread] = {}

    def __iter__(self) -> Iterator[Courier]:
        return iter(self._couriers)

    @property
    def idle(self) -> list[Courier]:
        """Those who carry nothing."""
        return [courier for place, courier in enumerate(self._couriers) if not self._is_busy(place)]

    def settle_again(self) -> None:
        """What was answered while the database could not be written. Raises what a courier fell over since it was left to itself."""
        for courier in self.idle:
            courier.settle_again()
        _raise_of(self.idle)

    def carry(self, ready: Sequence[Frozen], owner: str) -> Counter[str]:
        """Each courier takes the next one until none is left; which steps were taken. Raises NurtureError where one could not go on."""
        waiting = list(reversed(ready))
        places = [place for place in range(len(self._couriers)) if not self._is_busy(place)][: len(ready)]
        mine = [self._couriers[place] for place in places]
        for courier in mine:
            courier.begin(owner)
        threads = self.delivery.crew([partial(self._work_off, courier, waiting) for courier in mine], self.stop)
        self._threads |= dict(zip(places, threads or (), strict=False))
        _raise_of(mine)
        return sum((Counter(dict(courier.steps)) for courier in mine), Counter[str]())

    def end(self, within: float) -> None:
        """Hangs up where nothing was said yet, waits `within` seconds for answers to what was, and gives everything else back."""
        self.stop.set()
        busy = [(courier, self._threads[place]) for place, courier in enumerate(self._couriers) if self._is_busy(place)]
        for courier, _ in busy:
            courier.hurry()
        began = time.monotonic()
        for courier, thread in busy:
            while thread.is_alive() and time.monotonic() - began < (within if courier.fenced else min(within, _LAST_WORDS)):
                thread.join(_PATIENCE)
        for courier, thread in busy:
            if thread.is_alive():
                self._give_up(courier)
        for courier in self.idle:
            courier.close()

    def _give_up(self, courier: Courier) -> None:
        """What it holds is free again, or in doubt; nobody hears its answer any more."""
        store, owner, fenced = self.delivery.store, courier.owner, courier.fenced

        def job(tx: Tx) -> None:
            now = store.clock.now()
            if fenced is not None:
                write_down(tx, not_waited_for(fenced, now), None, owner)
            outbox.give_back(tx, owner, now)

        store.write(Priority.FENCE, job)

    def _is_busy(self, place: int) -> bool:
        thread = self._threads.get(place)
        return thread is not None and thread.is_alive()

    def _work_off(self, courier: Courier, waiting: list[Frozen]) -> None:
        try:
            while waiting and not self.stop.is_set():
                self._next(courier, waiting)
            courier.finish()
        except NurtureError as error:
            courier.failure = error

    def _next(self, courier: Courier, waiting: list[Frozen]) -> None:
        try:
            frozen = waiting.pop()
        except IndexError:
            return
        courier.steps[courier.carry(frozen)] += 1


def _raise_of(couriers: Sequence[Courier]) -> None:
    """What one of them fell over, if any did; each is told of once."""
    failures = [courier.failure for courier in couriers if courier.failure is not None]
    for courier in couriers:
        courier.failure = None
    if failures:
        raise failures[0]
