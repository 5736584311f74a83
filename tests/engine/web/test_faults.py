"""What was answered with 200 or 202 survives a kill at any moment.

Short form 10 kills; NURTURE_TEST_WEB_KILLS says how many. Some of the senders speak our own API, others Segment's, alone and in batches.
"""

import json
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count as numbers
from random import Random
from threading import Event, Lock, Thread

from engine.doors.arrivals import take_all_apart
from engine.settings.model import Settings
from engine.store import inbox
from engine.store.database import Store, open_store
from tests.engine.web.conftest import KEY
from tests.engine.web.serving import serving
from tests.faults.figures import count, promise
from tests.faults.house import until

KILLS = count("NURTURE_TEST_WEB_KILLS", short=10, long=1_000)
BATCH = 20
MOST = 60
"""Events that are answered before a kill, at most; a batch may make them more."""
BASIC = "Basic " + b64encode(f"{KEY}:".encode()).decode()

Told = tuple[str, int, str, object]
"""Path, status of an answer, key, and body."""


def ours(name: str) -> Told:
    return "/v1/events", 202, f"Bearer {KEY}", {"id": name, "type": "visit", "lead": f"L{name[-1]}"}


def segments(name: str) -> Told:
    return "/v1/track", 200, BASIC, {"messageId": name, "event": "Visit", "userId": f"u{name[-1]}"}


def batches(name: str) -> Told:
    each = [{"type": "page", "messageId": f"{name}.{number}", "anonymousId": f"a{number}"} for number in range(BATCH)]
    return "/v1/batch", 200, BASIC, {"batch": each}


SENDERS: tuple[Callable[[str], Told], ...] = (ours, ours, segments, segments, batches)


@dataclass
class Crowd:
    """Sends until the server dies; `enough` is set once `wanted` events more have been answered for."""

    port: int
    wanted: int
    answered: list[str] = field(default_factory=list)
    strange: list[int] = field(default_factory=list)
    enough: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    def send(self, say: Callable[[str], Told], name: str) -> None:
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        for number in numbers():
            id_ = f"{name}-{number}"
            path, wanted, key, data = say(id_)
            try:
                line.request("POST", path, json.dumps(data), {"Authorization": key, "Content-Type": "application/json"})
                answer = line.getresponse()
                answer.read()
            except (OSError, HTTPException):
                return
            self._heard(answer.status, wanted, [f"{id_}.{one}" for one in range(BATCH)] if say is batches else [id_])

    def _heard(self, status: int, wanted: int, ids: list[str]) -> None:
        with self._lock:
            if status != wanted:
                self.strange.append(status)
                return
            self.answered += ids
            if len(self.answered) >= self.wanted:
                self.enough.set()


def kill_once(settings: Settings, number: int, chance: Random) -> Crowd:
    """A server that is killed while they send."""
    with serving(settings.root) as server:
        crowd = Crowd(server.port, chance.randrange(1, MOST))
        senders = [Thread(target=crowd.send, args=(say, f"{number}-{place}")) for place, say in enumerate(SENDERS)]
        for one in senders:
            one.start()
        assert crowd.enough.wait(60), crowd.strange
        server.kill()
        for one in senders:
            one.join()
    return crowd


def missing(store: Store, ids: list[str]) -> set[str]:
    with store.read() as tx:
        return set(ids) - {id_ for _, id_ in inbox.receipts_of(tx, (("http", id_) for id_ in ids))}


def test_no_event_that_was_answered_is_lost_when_the_process_is_killed(settings: Settings) -> None:
    open_store(settings.database_url).close()
    chance = Random(KILLS)
    crowds = [kill_once(settings, number, chance) for number in range(KILLS)]
    with serving(settings.root):
        store = open_store(settings.database_url)
        everybody = [id_ for crowd in crowds for id_ in crowd.answered]
        # What was on disk and not taken apart yet is taken apart by whoever comes next: nobody works here but us.
        take_all_apart(store)
        with suppress(AssertionError):
            until(lambda: not missing(store, everybody), "everything that was answered is in the ledger", 30.0)
        lost = missing(store, everybody)
        survived = sum(lost.isdisjoint(crowd.answered) for crowd in crowds)
        store.close()

    promise(f"{KILLS:,} kills of the web role", survived_whole=survived, answered=len(everybody), lost=len(lost))
    assert set() == lost
    assert len(everybody) == len(set(everybody))
    assert [] == [status for crowd in crowds for status in crowd.strange]
