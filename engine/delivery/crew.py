"""How couriers work beside each other: a thread each. Tests let them take turns instead."""

import time
from collections.abc import Callable, Sequence
from threading import Event as Flag
from threading import Thread
from typing import TypeAlias

SLOW_SECONDS = 1.0
"""Once one of them finds nothing more to do, those that take longer are left to themselves, and the next batch goes on."""

_PATIENCE = 0.05

Crew: TypeAlias = Callable[[Sequence[Callable[[], None]], Flag], Sequence[Thread] | None]
"""Does all of the jobs beside each other, and returns when they are done, or only some are slow, or the flag is set.

It answers the thread of each job, some of which may still be alive; nothing where all is done.
"""


def in_threads(jobs: Sequence[Callable[[], None]], stop: Flag) -> Sequence[Thread]:
    """A thread each. A server that says nothing keeps neither the next batch waiting nor the engine from ending."""
    threads = [Thread(target=job, name="nurture-courier", daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    since: float | None = None
    while (alive := [thread for thread in threads if thread.is_alive()]) and not stop.is_set():
        if len(alive) < len(threads):
            since = since or time.monotonic()
            if time.monotonic() - since > SLOW_SECONDS:
                break
        alive[0].join(_PATIENCE)
    return threads
