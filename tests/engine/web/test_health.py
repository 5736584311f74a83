"""Whether all is well, as machines ask it: alive, ready with every reason why not, and figures that name nobody."""

import time
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from engine.domain.instants import HOUR, MINUTE
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.settings.load import load_settings
from engine.settings.model import Settings
from engine.store import outbox, tidying
from engine.store.database import Store
from engine.store.schema import REVISION
from engine.store.tidying import Standing
from engine.store.writer import Priority
from engine.testing import FrozenClock, LoadedDice
from engine.web import health
from engine.web.application import create_app
from engine.web.metrics import JOBS, KINDS, STEPS
from engine.web.server import WebServer
from tests.databases import by_our_clock
from tests.engine.web.conftest import Ask


def read(text: str) -> dict[str, Metric]:
    return {family.name: family for family in text_string_to_metric_families(text)}


def value(figures: dict[str, Metric], name: str, **labels: str) -> float:
    return next(one.value for family in figures.values() for one in family.samples if one.name == name and labels == one.labels)


def test_a_process_that_answers_is_alive_and_one_that_works_is_ready(ask: Ask, store: Store) -> None:
    store.pulse.expect("work", "deliver")

    assert (200, {"alive": True}) == ((one := ask("GET", "/healthz")).status, one.json)
    assert (200, {"ready": True, "reasons": []}) == ((one := ask("GET", "/readyz")).status, one.json)


def test_a_job_that_does_not_go_is_a_reason(ask: Ask, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.pulse.expect("work", "deliver")
    monkeypatch.setattr(health, "SILENT_SECONDS", -1.0)
    answer = ask("GET", "/readyz")

    assert 503 == answer.status
    assert ["ready.beat", "ready.beat"] == [one["code"] for one in answer.json["reasons"]]
    assert "the job `deliver` has not gone well for 0 seconds" in answer.json["reasons"][0]["sentence"]


def test_a_process_without_work_of_its_own_misses_no_beat(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "SILENT_SECONDS", -1.0)

    assert 200 == ask("GET", "/readyz").status


def test_a_database_of_another_revision_is_a_reason(ask: Ask, store: Store) -> None:
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    answer = ask("GET", "/readyz", accept_language="ja")

    assert (503, "ready.revision") == (answer.status, answer.json["reasons"][0]["code"])
    assert f"リビジョン 9999 で、この版が使うのは {REVISION}" in answer.json["reasons"][0]["sentence"]


@pytest.fixture
def broken(ask: Ask, store: Store) -> Ask:
    """The same door once the database answers nothing that is asked of it."""
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere"))
    store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("ALTER TABLE alembic_version RENAME TO nowhere"))
    return ask


def test_a_database_that_does_not_answer_is_a_reason_and_the_process_still_lives(broken: Ask) -> None:
    answer = broken("GET", "/readyz")

    assert (200, 503) == (broken("GET", "/healthz").status, answer.status)
    assert ["ready.database"] == [one["code"] for one in answer.json["reasons"]]
    assert 0.0 == value(read(broken("GET", "/metrics").text), "nurture_database_up")


@by_our_clock
def test_the_figures_tell_what_waits_and_how_long(ask: Ask, store: Store, clock: FrozenClock, mail: str) -> None:
    put(store, [Incoming(source="t", id=str(number), type="ping", lead="L1") for number in range(3)])
    store.write(Priority.WORK, lambda tx: outbox.allow_again(tx, []))
    clock.advance(2 * MINUTE)
    figures = read(ask("GET", "/metrics").text)

    assert (3.0, 120.0) == (value(figures, "nurture_queue_events"), value(figures, "nurture_queue_oldest_seconds"))
    assert 1.0 == value(figures, "nurture_outbox_messages", kind="mail", state="queued")
    assert (1.0, 0.0) == (value(figures, "nurture_database_up"), value(figures, "nurture_live"))
    assert REVISION == next(iter(figures["nurture_build_info"].samples)).labels["revision"]


def test_the_figures_tell_when_the_horizon_was_kept(ask: Ask, store: Store, clock: FrozenClock) -> None:
    before = ask("GET", "/metrics").text
    told = Standing(began=clock.now() - HOUR, ended=clock.now(), rows={"events": 7})
    store.write(Priority.WORK, lambda tx: tidying.write(tx, told))
    figures = read(ask("GET", "/metrics").text)

    assert "nurture_retention" not in before
    assert (7.0, 0.0) == (value(figures, "nurture_retention_rows", table="events"), value(figures, "nurture_retention_open"))


def test_the_figures_tell_what_this_process_did(ask: Ask, store: Store) -> None:
    store.pulse.expect("work")
    store.pulse.went_well("work", time.monotonic() - 3)
    store.pulse.fell("deliver")
    store.pulse.stepped({"accept": 4, "lose": 1, "wait": 2})
    figures = read(ask("GET", "/metrics").text)

    assert (4.0, 5.0) == (value(figures, "nurture_delivery_steps_total", step="accept"), value(figures, "nurture_fences_total"))
    assert 1.0 == value(figures, "nurture_beat_failures_total", job="deliver")
    assert 1.0 == value(figures, "nurture_batch_seconds_bucket", job="work", le="5.0")
    assert 0.0 == value(figures, "nurture_batch_seconds_bucket", job="work", le="2.5")


def test_labels_are_words_of_ours_whatever_happens(ask: Ask, store: Store) -> None:
    store.pulse.fell("a lead's name")
    store.pulse.stepped({"canary@example.com": 1})
    labels = {tuple(one.labels.items()) for family in read(ask("GET", "/metrics").text).values() for one in family.samples}
    values = {text for pairs in labels for name, text in pairs if name in ("job", "kind", "step", "state")}

    assert values <= JOBS | KINDS | STEPS | {"other", "queued"}


@pytest.mark.parametrize(
    "headers", [{"X_Forwarded_For": "10.0.0.1"}, {"Forwarded": "for=10.0.0.1"}, {"Via": "1.1 proxy"}, {"Host": "mail.kumo.example"}]
)
def test_what_a_proxy_passes_on_is_not_from_here(headers: dict[str, str], ask: Ask) -> None:
    assert 404 == ask("GET", "/metrics", **headers).status


@pytest.fixture
def asked_with(settings: Settings, store: Store, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The status of `/metrics` under other settings."""

    def ask(key: str, **environment: str) -> int:
        for name, text in environment.items():
            monkeypatch.setenv(name, text)
        other = load_settings(settings.root)
        server = WebServer(create_app(store, other, clock, LoadedDice()), "127.0.0.1", 0)
        host, port = server.start()
        try:
            return status(host, port, key)
        finally:
            server.stop()

    return ask


def status(host: str, port: int, key: str) -> int:
    connection = HTTPConnection(host, port, timeout=10)
    connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {key}"} if key else {})
    return connection.getresponse().status


def test_where_a_key_is_asked_for_only_the_key_opens(asked_with: Any) -> None:
    named = {"NURTURE_WEB__METRICS": "key", "NURTURE_WEB__METRICS_KEY": "a long key of the monitor"}

    assert [404, 404, 200] == [asked_with(key, **named) for key in ("", "a long key", "a long key of the monitor")]


def test_where_no_key_is_set_none_opens(asked_with: Any) -> None:
    assert [404, 404] == [asked_with(key, NURTURE_WEB__METRICS="key") for key in ("", "x")]


def test_where_they_are_off_nobody_sees_them(asked_with: Any) -> None:
    assert 404 == asked_with("", NURTURE_WEB__METRICS="off")
