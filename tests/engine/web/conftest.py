"""A real server on loopback over a real database, with a clock the test moves."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from engine.domain.events import Event
from engine.domain.instants import from_iso
from engine.settings.load import load_settings
from engine.settings.model import Settings
from engine.store import ledger, outbox
from engine.store.database import Store, open_store
from engine.store.outbox import Link, NewMessage
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from engine.web.application import create_app
from engine.web.server import WebServer
from tests.databases import fresh

KEY = "a-key-of-the-test"
CONFIG = """
[workspace]
name = "架空クラウド"
language = "en"
timezone = "Asia/Tokyo"
[sender]
name = "架空クラウド <情報便り>"
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


BROWSER = {
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
}
"""What a browser says of itself."""
Ask = Callable[..., Answer]


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(from_iso("2026-11-02T09:00:00+09:00"))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    return settings_at(tmp_path, monkeypatch, CONFIG)


def settings_at(folder: Path, monkeypatch: pytest.MonkeyPatch, config: str) -> Settings:
    """Those of a workspace in that folder, with a database of its own."""
    (folder / "nurture.toml").write_text(config, encoding="utf-8")
    monkeypatch.setenv("NURTURE_WEB__WRITE_KEY", KEY)
    (folder / ".nurture").mkdir()
    monkeypatch.setenv("NURTURE_DATABASE__URL", fresh(folder))
    return load_settings(folder)


@pytest.fixture
def store(settings: Settings, clock: FrozenClock) -> Iterator[Store]:
    store = open_store(settings.database_url, clock, LoadedDice())
    yield store
    store.close()


@pytest.fixture
def ask(store: Store, settings: Settings, clock: FrozenClock) -> Iterator[Ask]:
    """`ask(method, path, body, headers)`, to a server that runs."""
    server = WebServer(create_app(store, settings, clock, LoadedDice()), "127.0.0.1", 0)
    host, port = server.start()

    def ask(method: str, path: str, body: bytes | str | None = None, **headers: str) -> Answer:
        connection = HTTPConnection(host, port, timeout=10)
        try:
            named = BROWSER | {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    yield ask
    server.stop()


@pytest.fixture
def post(ask: Ask) -> Ask:
    """`post(path, data)` with the write key and JSON."""

    def post(path: str, data: object, **headers: str) -> Answer:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        told = {"Authorization": f"Bearer {KEY}", "Content_Type": "application/json"} | headers
        return ask("POST", path, body, **told)

    return post


@pytest.fixture
def mail(store: Store) -> str:
    """A mail to lead L1 with an open, an unsubscribe and three named links; their ids are `open-…` and so on."""
    message = NewMessage(
        id="message-1", lead="L1", kind="mail", key="after//1/0/1", scenario="after", run="after//1", step="0",
        template="wp-thanks", target="aoi@example.com", topic="newsletter", purpose="marketing", state="queued",
        reason="", from_at=0, until_at=1, next_at=None, entry="{}", decided_at=0, number=1, program="", rule="",
    )  # fmt: skip
    links = [Link("open-0001", "message-1", "L1", "open", "", ""), Link("leave-001", "message-1", "L1", "unsubscribe", "", "")]
    links += [Link(f"click-{n:03}", "message-1", "L1", "click", f"link {n}", f"https://a.example/{n}?q=é&x=1") for n in (1, 2, 3)]

    def write(tx: Any) -> None:
        outbox.decide(tx, [message])
        outbox.add_links(tx, links)

    store.write(Priority.INTAKE, write)
    return "message-1"


@pytest.fixture
def ledger_of(store: Store) -> Callable[..., list[Event]]:
    """What happened to a lead (L1), in the order of receipt."""

    def read(lead: str = "L1") -> list[Event]:
        with store.read() as tx:
            return [event for _, event in ledger.of_subject(tx, lead)]

    return read
