"""How couriers work beside each other: a thread each. Tests let them take turns instead."""

from collections.abc import Callable, Sequence
from threading import Event as Flag
from threading import Thread
from typing import TypeAlias

GRACE_SECONDS = 1.5
"""How long couriers may finish what they have begun once the engine is to end."""

_PATIENCE = 0.05

Crew: TypeAlias = Callable[[Sequence[Callable[[], None]], Flag], None]
"""Does all of the jobs beside each other and returns when they are done, or a moment after the flag is set."""


def in_threads(jobs: Sequence[Callable[[], None]], stop: Flag) -> None:
    """Until all are done; after `stop` only a moment longer: a server that says nothing keeps no engine from ending."""
    threads = [Thread(target=job, name="nurture-courier", daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    left = GRACE_SECONDS
    for thread in threads:
        while thread.is_alive() and left > 0:
            thread.join(_PATIENCE)
            left -= _PATIENCE if stop.is_set() else 0.0
