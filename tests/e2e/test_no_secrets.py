"""The whole line with canaries in every place where something is secret or personal: none of them is ever said."""

import json
import sqlite3
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.settings.load import load_settings
from tests.e2e.line import KEY, Daemon, Mailbox, settle_in
from tests.faults.house import until

CANARIES = {
    "name": "Canaria Kanariya",
    "address": "canary.reader@example.com",
    "asset": "canary-payload-7731",
    "write key": KEY,
    "smtp password": "canary-smtp-password",
    "webhook secret": "whsec_Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LTEyMzQ=",
    "metrics key": "canary-metrics-key-1234",
}


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    one = Mailbox()
    yield one
    one.close()


@pytest.fixture
def daemon(tmp_path: Path, mailbox: Mailbox) -> Iterator[Daemon]:
    secrets = {
        "NURTURE_SMTP__PASSWORD": CANARIES["smtp password"],
        "NURTURE_WEBHOOK__SECRET": CANARIES["webhook secret"],
        "NURTURE_WEB__METRICS_KEY": CANARIES["metrics key"],
        "NURTURE_WEB__METRICS": "key",
    }
    one = Daemon(settle_in(tmp_path / "line"), mailbox.port, more=secrets)
    yield one
    one.close()


def asked(daemon: Daemon, path: str) -> str:
    head = {"Authorization": f"Bearer {CANARIES['metrics key']}"}
    with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{daemon.port}{path}", headers=head), timeout=30) as answer:
        return str(answer.read().decode())


def break_work(daemon: Daemon) -> None:
    """From now on every decision fails, by a mistake that names what the lead is called."""
    with sqlite3.connect(daemon.folder / ".nurture" / "nurture.db", timeout=10) as database:
        database.execute("UPDATE subjects SET document = ?, version = version + 1 WHERE kind = 'lead'", (CANARIES["name"],))


def test_no_name_no_address_no_payload_and_no_secret_is_ever_said(daemon: Daemon, mailbox: Mailbox) -> None:
    daemon.nurture("apply", "--go", "--yes")
    said = daemon.start()
    event = {"id": "1", "type": "download", "keys": {"email": CANARIES["address"]}, "props": {"asset": CANARIES["asset"]}}
    daemon.knows(CANARIES["address"], CANARIES["name"])
    daemon.post("/v1/events", event)
    mailbox.await_mail(CANARIES["address"])
    break_work(daemon)
    daemon.post("/v1/events", event | {"id": "2"})
    until(lambda: 'nurture_beat_failures_total{job="work"}' in asked(daemon, "/metrics"), "a decision fails", 60)
    told = [asked(daemon, "/metrics"), asked(daemon, "/health"), asked(daemon, "/readyz"), *said]
    daemon.end()
    assert daemon.process is not None and daemon.process.stderr is not None and daemon.process.stdout is not None
    log = daemon.process.stderr.read()
    told += [log, daemon.process.stdout.read()]

    assert "work:" in log
    assert [] == [(name, text) for name, canary in CANARIES.items() for text in told if canary in text]


def test_settings_show_no_secret_however_they_are_printed(daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in daemon.environment.items():
        if name.startswith("NURTURE_"):
            monkeypatch.setenv(name, text)
    settings = load_settings(daemon.folder)
    printed = [repr(settings), str(settings), json.dumps(settings.model_dump(mode="json")), repr(settings.web)]

    assert {CANARIES[name] for name in CANARIES if name.endswith(("key", "password", "secret"))} <= set(settings.secrets)
    assert [] == [text for text in printed for canary in settings.secrets if canary in text]
