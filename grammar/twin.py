"""A process that has read all that this one has, does one thing beside it, tells what came of it in JSON, and is gone.

Nothing is given back to the system piece by piece: a tree of a thousand files takes as long to clear away as to check.
"""

import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any


class Twin:
    """At work from the moment it is made. Not for a process with threads of its own: see `can_be`."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._told, tell = os.pipe()
        self._number = os.fork()
        if not self._number:
            _tell(work, tell)
        os.close(tell)

    def answer(self) -> Any:
        """What it told, once it is done; None if it failed."""
        with os.fdopen(self._told, "rb") as told:
            text = told.read()
        number, self._number = self._number, 0
        return json.loads(text) if os.waitpid(number, 0)[1] == 0 else None

    def stop(self) -> None:
        """Nobody waits for its answer any more."""
        if self._number:
            os.kill(self._number, signal.SIGKILL)
            os.waitpid(self._number, 0)
            os.close(self._told)


def can_be() -> bool:
    """Whether the system knows twins, and has a place for one to work."""
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


def _tell(work: Callable[[], Any], place: int) -> None:
    """Never returns: what the process would do at its end is not the twin's to do."""
    code = 1
    try:
        gc.disable()
        text = json.dumps(work())
        with os.fdopen(place, "wb") as answer:
            answer.write(text.encode())
        code = 0
    finally:
        os._exit(code)
