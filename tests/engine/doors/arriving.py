"""Takes events and is killed on the way: `python -m tests.engine.doors.arriving URL WHERE`.

WHERE: `answered` right behind the commit of the arrival, `apart` while it is taken apart and nothing of that is committed, `done`
behind that commit.
"""

import os
import signal
import sys

from engine.doors import inbox
from engine.doors.arrivals import Arrivals, kept, take_apart
from engine.doors.incoming import Incoming
from engine.store.database import open_store
from engine.store.hot import Tx
from engine.store.writer import Priority

SAID = [Incoming(source="s", id=f"{number}", type="ping", keys={"email": f"lead{number % 3}@x.example"}) for number in range(12)]


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, where: str) -> None:
    store = open_store(url)
    door = Arrivals(store)
    for start in range(0, len(SAID), 4):
        store.write(Priority.INTAKE, lambda tx, start=start: door.arrive_within(tx, [kept(SAID[start : start + 4])]))  # type: ignore[misc]
    if where == "answered":
        die()
    if where == "apart":
        whole = inbox.take_apart_within
        # The rows are gone and the events are there, in a transaction that never ends.
        store.write(Priority.WORK, lambda tx: _then_die(whole(tx, store, 6), tx))
    take_apart(store, 6)
    die()


def _then_die(_taken: int, _tx: Tx) -> None:
    die()


if __name__ == "__main__":
    main(*sys.argv[1:])
