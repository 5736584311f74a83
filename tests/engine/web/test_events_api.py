"""Events come in over HTTP, and the answer says what became of each."""

import base64
import gzip
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from engine.domain.events import Event
from engine.domain.instants import from_iso
from engine.store.database import Store

EVENT = {"id": "e1", "type": "download", "lead": "L1", "props": {"asset": "ids-guide"}}


def test_an_event_is_on_disk_when_it_is_answered(post: Any, ledger_of: Callable[..., list[Event]]) -> None:
    answer = post("/v1/events", EVENT)

    expected = {"receipts": [{"source": "http", "id": "e1", "lead": "L1", "state": "taken"}], "errors": []}
    assert (202, expected) == (answer.status, answer.json)
    assert [("download", {"asset": "ids-guide"}, True)] == [(e.type, e.props, e.live) for e in ledger_of()]


def test_the_same_event_again_is_taken_once(post: Any, ledger_of: Callable[..., list[Event]]) -> None:
    post("/v1/events", EVENT)

    assert ["again"] == [one["state"] for one in post("/v1/events", EVENT).json["receipts"]]
    assert 1 == len(ledger_of())


def test_a_batch_takes_what_it_can_and_names_the_rest(post: Any) -> None:
    answer = post("/v1/events", {"events": [EVENT, {"id": "e2"}, EVENT | {"id": "e3", "type": "mail.sent"}]})

    assert 202 == answer.status
    assert ["e1"] == [one["id"] for one in answer.json["receipts"]]
    assert [(2, "event.missing"), (3, "event.reserved")] == [(one["item"], one["code"]) for one in answer.json["errors"]]


def test_a_time_without_an_offset_is_the_workspaces(post: Any, ledger_of: Callable[..., list[Event]]) -> None:
    post("/v1/events", EVENT | {"at": "2026-11-01T09:00:00"})

    assert from_iso("2026-11-01T09:00:00+09:00") == ledger_of()[0].at


def test_a_lead_tells_what_it_is_like(post: Any, ledger_of: Callable[..., list[Event]]) -> None:
    answer = post("/v1/leads", {"keys": {"email": "AOI@example.com"}, "attributes": {"役職": "部長"}})

    [receipt] = answer.json["receipts"]
    [event] = ledger_of(receipt["lead"])
    assert ("lead.changed", {"email": "aoi@example.com", "役職": "部長"}) == (event.type, event.props)


def test_identify_names_what_belongs_to_track(post: Any) -> None:
    answer = post("/v1/leads", {"lead": "L1", "props": {}})

    assert (400, "event.unknown-field") == (answer.status, answer.json["errors"][0]["code"])


def test_a_sentence_comes_in_the_language_of_the_asker(post: Any) -> None:
    answer = post("/v1/events", {"id": "e1"}, Accept_Language="ja,en;q=0.5")

    assert "`type` がありません" == answer.json["errors"][0]["sentence"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic !!", "Basic d3Jvbmc6d3Jvbmc=", "Digest a"])
def test_without_the_write_key_nothing_comes_in(ask: Any, ledger_of: Callable[..., list[Event]], header: str) -> None:
    answer = ask("POST", "/v1/events", json.dumps(EVENT), Authorization=header, Content_Type="application/json")

    assert (401, "web.wrong-key") == (answer.status, answer.json["error"]["code"])
    assert "www-authenticate" in answer.headers
    assert [] == ledger_of()


@pytest.mark.parametrize("told", ["a-key-of-the-test:", ":a-key-of-the-test"])
def test_the_key_may_be_either_half_of_basic(post: Any, told: str) -> None:
    header = "Basic " + base64.b64encode(told.encode()).decode()

    assert 202 == post("/v1/events", EVENT, Authorization=header).status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/json; charset=shift_jis"}, 415),
        ({"Content_Type": "application/json; charset=UTF-8"}, 202),
        ({"Content_Encoding": "identity"}, 202),
        ({"Content_Encoding": "br"}, 415),
    ],
)
def test_only_plain_json_is_read(post: Any, headers: dict[str, str], status: int) -> None:
    assert status == post("/v1/events", EVENT, **headers).status


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "json.broken"),
        (b'{"id": NaN}', 400, "json.number"),
        (b'{"id": "a", "id": "b"}', 400, "json.key-twice"),
        (b"[" * 1_000, 400, "json.too-deep"),
        (b'{"events": []}', 400, "web.no-events"),
        (b'{"events": [' + b",".join([b"{}"] * 1_001) + b"]}", 413, "web.too-many"),
        (b" " * 1_000_001, 413, "web.too-large"),
    ],
)
def test_a_body_that_cannot_be_read_gets_its_sentence(post: Any, body: bytes, status: int, code: str) -> None:
    answer = post("/v1/events", body)

    assert (status, code) == (answer.status, answer.json["error"]["code"])
    assert answer.json["error"]["sentence"]


@pytest.mark.parametrize("path", ["/v1/events", "/v1/leads"])
def test_a_packed_body_is_read_and_bounded(path: str, ask: Any) -> None:
    body = json.dumps(EVENT if path == "/v1/events" else {"lead": "L1", "attributes": {"name": "Alice"}}).encode()
    bomb = gzip.compress(b" " * 50_000_000)
    packed = {"Authorization": "Bearer a-key-of-the-test", "Content_Type": "application/json", "Content_Encoding": "GZIP"}

    assert 202 == ask("POST", path, gzip.compress(body), **packed).status
    assert (413, "json.too-large") == ((big := ask("POST", path, bomb, **packed)).status, big.json["error"]["code"])
    for broken in (body, gzip.compress(body)[:-9], gzip.compress(body) + b"x", b""):
        assert (400, "web.not-gzip") == ((answer := ask("POST", path, broken, **packed)).status, answer.json["error"]["code"])


def test_a_program_that_asks_for_nothing_there_gets_json(post: Any, ask: Any) -> None:
    assert (404, "web.not-found") == ((missing := post("/v1/trak", EVENT)).status, missing.json["error"]["code"])
    assert (405, "web.wrong-method") == ((wrong := ask("GET", "/v1/events")).status, wrong.json["error"]["code"])


def test_no_answer_tells_what_serves_it(ask: Any) -> None:
    headers = ask("GET", "/health").headers

    assert "server" not in headers
    assert ("nosniff", "no-referrer") == (headers["x-content-type-options"], headers["referrer-policy"])


def test_requests_at_once_share_a_commit_and_each_hears_of_its_own(post: Any, ledger_of: Callable[..., list[Event]]) -> None:
    with ThreadPoolExecutor(16) as crowd:
        answers = list(crowd.map(lambda number: post("/v1/events", EVENT | {"id": f"e{number}"}), range(64)))

    assert [f"e{number}" for number in range(64)] == [answer.json["receipts"][0]["id"] for answer in answers]
    assert {f"e{number}" for number in range(64)} == {event.id for event in ledger_of()}


def test_a_database_that_is_down_takes_nothing_and_says_when_to_come_again(post: Any, store: Store) -> None:
    store.close()

    answer = post("/v1/events", EVENT)

    assert (503, "web.database", "5") == (answer.status, answer.json["error"]["code"], answer.headers["retry-after"])


def test_health_tells_the_mode_and_the_queue(post: Any, ask: Any) -> None:
    post("/v1/events", EVENT)

    answer = ask("GET", "/health")

    expected = {"live": True, "database": "ok", "queue": 1, "mode": "shadow", "stopped": False, "halted": ""}
    assert (200, expected) == (answer.status, answer.json)
