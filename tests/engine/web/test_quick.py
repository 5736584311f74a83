"""The short way of a request answers as the long one does, and takes no more on itself than is plain."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from engine.settings.model import Settings
from engine.store import arrivals, control
from engine.store.database import Store
from engine.testing import FrozenClock, LoadedDice
from engine.web import quick
from engine.web.application import create_app
from engine.web.server import WebServer
from tests.engine.web.conftest import KEY

BODY = json.dumps({"event": "download", "userId": "u1", "messageId": "m"}).encode()


@pytest.fixture
def place(store: Store, settings: Settings, clock: FrozenClock) -> Iterator[tuple[str, int]]:
    server = WebServer(create_app(store, settings, clock, LoadedDice()), "127.0.0.1", 0)
    yield server.start()
    server.stop()


def request(body: bytes = BODY, *lines: str, path: str = "/v1/track") -> bytes:
    head = [f"POST {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {KEY}", "Content-Type: application/json", *lines]
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body


def heard(place: tuple[str, int], *parts: bytes, until: int = 1) -> bytes:
    """What comes back; the parts are sent one by one, each seen by the other side before the next."""
    with closing(socket.create_connection(place, timeout=10)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            line.sendall(part)
        found = b""
        while found.count(b"HTTP/1.1 ") < until or not found.endswith((b"}", b"Error")):
            more = line.recv(65_536)
            if not more:
                break
            found += more
        return found


def without_date(answer: bytes) -> list[bytes]:
    return sorted(line.lower() for line in answer.split(b"\r\n") if not line.lower().startswith(b"date:"))


def events(store: Store) -> int:
    with store.read() as tx:
        return arrivals.depth(tx).events


@pytest.mark.parametrize(
    "body",
    [BODY, b"{", b"[]", b'{"event": "download"}', b'{"userId": "u", "event": "a.b"}'],
)
@pytest.mark.parametrize("path", ["/v1/track", "/v1/events"])
def test_both_ways_answer_alike(place: tuple[str, int], body: bytes, path: str) -> None:
    short, long = heard(place, request(body, path=path)), heard(place, request(body, path=f"{path}?long"))

    assert without_date(short) == without_date(long)


def test_a_request_in_pieces_is_taken_once(place: tuple[str, int], store: Store) -> None:
    whole = request()
    cuts = [whole[:1], whole[1:40], whole[40:-5], whole[-5:]]

    assert b"200 OK" in heard(place, *cuts)
    assert b"200 OK" in heard(place, whole[:-5], whole[-5:])
    assert 2 == events(store)


def test_requests_behind_each_other_are_answered_in_order(place: tuple[str, int], store: Store) -> None:
    wrong = request(b"{")
    found = heard(place, request() + wrong + request() + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + request(), until=5)

    assert [b"200", b"400", b"200", b"200", b"200"] == [part[:3] for part in found.split(b"HTTP/1.1 ")[1:]]
    assert 3 == events(store)


@pytest.mark.parametrize("line", ["Content-Length: 7", "Content-Length: -1", "Bad Name: x", "X: \x00", "Host: y"])
def test_a_head_that_could_be_read_in_two_ways_is_refused(place: tuple[str, int], store: Store, line: str) -> None:
    found = heard(place, request(BODY, line))

    assert found.startswith(b"HTTP/1.1 400 ")
    assert 0 == events(store)


def test_a_body_that_does_not_come_ends(place: tuple[str, int], store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "PATIENCE_SECONDS", 0.05)

    assert heard(place, request()[:-1]).startswith(b"HTTP/1.1 413 ")
    assert 0 == events(store)


def test_a_thousand_requests_behind_each_other_are_answered_one_by_one(place: tuple[str, int]) -> None:
    """Each is refused at once; none is answered within the answer to the one before."""
    found = heard(place, request(b"{") * 1_000, until=1_000)

    assert 1_000 == found.count(b"HTTP/1.1 400 ")


def test_a_fault_of_ours_is_said_to_be_one_on_both_ways(place: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "stamp", lambda *_: 1 // 0)
    answers = [heard(place, request(path=path), until=1) for path in ("/v1/track", "/v1/track?long")]

    assert [b"500"] * 2 == [answer[9:12] for answer in answers]


@pytest.mark.parametrize(
    "begun",
    [
        b"", b"GET /heal", b"POST /v1/track HTTP/1.1\r\nHost: x\r\nX-", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /he",
        request() + b"POST /v1/tr",
    ],
)
def test_who_does_not_end_the_head_of_a_request_keeps_no_place(
    place: tuple[str, int], monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    """A thousand of them would have shut the door: that is how many the server lets in at once."""
    monkeypatch.setattr(quick, "HEAD_SECONDS", 0.05)

    with closing(socket.create_connection(place, timeout=10)) as line:
        line.sendall(begun)
        while line.recv(65_536):
            pass


def test_who_sends_the_head_of_a_request_in_pieces_is_answered(place: tuple[str, int], store: Store) -> None:
    """What was waited for is forgotten once it has come."""
    whole = request() + request(path="/v1/track?long")
    found = heard(place, whole[:30], whole[30:], request(), until=3)

    assert 3 == found.count(b"200 OK")
    assert 3 == events(store)
