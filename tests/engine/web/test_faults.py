"""What was answered with 202 survives a kill at any moment."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest

from engine.settings.model import Settings
from engine.store import ledger
from engine.store.database import open_store

ROOT = Path(__file__).parents[3]
KILLS = 20
POSTERS = 6


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[subprocess.Popen[str], int]]:
    program = [sys.executable, str(Path(__file__).with_name("serving.py")), str(settings.root)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


@dataclass
class Crowd:
    """Posts events until the server dies; `enough` is set once `wanted` answers have come."""

    port: int
    key: str
    wanted: int
    answered: list[str]
    enough: Event = field(default_factory=Event)

    def post(self, name: str) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        for number in range(1_000_000):
            event = {"id": f"{name}-{number}", "type": "visit", "lead": "L1"}
            try:
                connection.request("POST", "/v1/events", json.dumps(event), headers)
                response = connection.getresponse()
                response.read()
            except (OSError, HTTPException):
                return
            assert 202 == response.status
            self.answered.append(event["id"])
            if len(self.answered) >= self.wanted:
                self.enough.set()


@pytest.mark.faults
def test_no_event_that_was_answered_is_lost_when_the_process_is_killed(settings: Settings) -> None:
    chance, answered = Random(1), list[str]()
    for kill in range(KILLS):
        with serving(settings) as (process, port):
            wanted = len(answered) + chance.randrange(1, 200)
            crowd = Crowd(port, settings.web.write_key.get_secret_value(), wanted, answered)
            posters = [Thread(target=crowd.post, args=(f"{kill}-{poster}",)) for poster in range(POSTERS)]
            for one in posters:
                one.start()
            assert crowd.enough.wait(60)
            process.kill()
            for one in posters:
                one.join()

    store = open_store(settings.database_url)
    with store.read() as tx:
        kept = [event.id for _, event in ledger.of_subject(tx, "L1")]
    store.close()
    assert len(answered) >= KILLS
    assert set() == set(answered) - set(kept)
    assert len(kept) == len(set(kept))
