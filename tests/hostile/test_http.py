"""Whatever is sent over HTTP gets an answer that is no failure of ours; where the store is down it says when to come again.

Short form 300 requests; NURTURE_TEST_REQUESTS says how many. One in fifty is made by schemathesis from our own `/openapi.json`, the
others are sound requests of every call with bytes changed. In the last tenth the store is down.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import seed as seeded
from hypothesis import settings as tried
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator
from requests import Session
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from engine.clock import SystemClock, SystemDice
from engine.settings.model import Settings
from engine.store.database import Store, open_store
from engine.web.application import SERVED, create_app
from engine.web.openapi import document
from engine.web.server import WebServer
from tests.engine.web.conftest import CONFIG, KEY, settings_at
from tests.faults.figures import count, promise
from tests.hostile.wire import Answer, mutated, send, sound

REQUESTS = count("NURTURE_TEST_REQUESTS", short=300, long=100_000)
MADE = max(24, REQUESTS // 50)
SENDERS = 4
TOGETHER = 100
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
DISTINCT = ("/v1/events", "/v1/leads", "/v1/track", "/v1/batch")
"""In the short form only these: what is made for the others is much the same."""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    return settings_at(tmp_path, monkeypatch, f"{CONFIG}[web]\naddress_rate = 0\n")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = open_store(settings.database_url)
    yield store
    store.close()


@pytest.fixture
def served(store: Store, settings: Settings) -> Iterator[tuple[str, int]]:
    server = WebServer(create_app(store, settings, SystemClock(), SystemDice()), "127.0.0.1", 0)
    yield server.start()
    server.stop()


@dataclass
class Crowd:
    """Sends to the server, several at once. wrong: what was answered with a failure of ours."""

    host: str
    port: int
    said: "Counter[Answer]" = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def send(self, texts: Iterable[bytes]) -> None:
        with ThreadPoolExecutor(SENDERS) as crowd:
            for text, answer in crowd.map(self._one, texts):
                self.said[answer] += 1
                if answer.status >= 500 and answer != (503, True):
                    self.wrong.append(f"{answer.status}: {text[:2_000]!r}")

    def _one(self, text: bytes) -> tuple[bytes, Answer]:
        return text, send(self.host, self.port, text)


def make(host: str, port: int, most: int) -> int:
    """Sends what schemathesis makes of the document, and holds each answer to it; how many."""
    told = document(SERVED, f"http://{host}:{port}")
    schema, session = schemathesis.openapi.from_dict(told), Session()
    session.auth = (KEY, "")
    operations = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    chosen = [one for one in operations if one.method == "post" and (most > 1_000 or one.path in DISTINCT)]
    each, sent = max(1, most // (len(chosen) * len(MODES))), 0
    for one in chosen:
        for mode in MODES:
            sent += _each(session, one.as_strategy(generation_mode=mode), told, each)
    return sent


def _each(session: Session, strategy: Any, told: Any, most: int) -> int:
    sent = 0

    @seeded(1)
    @tried(max_examples=most, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def one(case: Any) -> None:
        nonlocal sent
        answer = case.call(session=session, base_url=told["servers"][0]["url"])
        sent += 1
        assert answer.status_code < 500
        known = told["paths"][case.operation.path]["post"]["responses"]
        if "default" not in known:
            said = known[str(answer.status_code)]["content"]["application/json"]["schema"]
            Draft202012Validator(said | {"components": told["components"]}).validate(answer.json())

    # A path without a body can be made in no wrong way.
    with suppress(Unsatisfiable):
        one()
    return sent


def test_no_request_makes_us_fail(
    served: tuple[str, int], store: Store, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    host, port = served
    made = make(host, port, MADE)
    crowd, seeds, chance = Crowd(host, port), sound(KEY), Random(REQUESTS)
    rest = REQUESTS - made
    crowd.send(seeds)
    for _ in range(0, rest * 8 // 9, TOGETHER):
        crowd.send([mutated(seeds, chance) for _ in range(min(TOGETHER, rest))])
    alive = _taken(host, port)
    take_down(store, settings)
    crowd.send([*seeds, *(mutated(seeds, chance) for _ in range(rest // 9))])

    answered, down = made + sum(count for answer, count in crowd.said.items() if answer.status), crowd.said[Answer(503, True)]
    promise(
        f"{made + sum(crowd.said.values()):,} requests over HTTP", made_from_the_document=made, answered=answered,
        not_whole=crowd.said[Answer()], answered_503_while_the_store_was_down=down, failed=len(crowd.wrong),
    )  # fmt: skip
    assert [] == crowd.wrong[:20]
    assert [] == [one.getMessage() for one in caplog.records if one.levelname == "ERROR"][:3]
    assert alive
    assert down
    assert answered > REQUESTS / 2


def take_down(store: Store, settings: Settings) -> None:
    """Nothing is written any more; and where the database is a file, nobody can open it."""
    store.close()
    if settings.database.is_file:
        settings.database_path.rename(settings.root / "aside.db")
        settings.database_path.mkdir()


def _taken(host: str, port: int) -> bool:
    """Whether a sound event is still taken, and stands where it should."""
    with Session() as session:
        answer = session.post(f"http://{host}:{port}/v1/track", json.dumps({"userId": "sound", "event": "Sound"}), auth=(KEY, ""))
    return answer.status_code == 200
