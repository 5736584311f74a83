from collections.abc import Iterator
from contextlib import closing
from email.utils import format_datetime
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from engine.channels.posting import is_public
from engine.channels.results import Offered, Parcel, Refused, Sent, TryLater
from engine.channels.webhook import WebhookChannel, WebhookConnection, WebhookSettings, is_secret
from engine.clock import SystemClock
from engine.domain.instants import SECOND, to_datetime
from tests.engine.channels.wires import Web, free_port, web_server

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
LOCAL = WebhookSettings(SECRET, allow_private=True, timeout=5)
AT = 1_795_316_640_000_000


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as web:
        yield web


def parcel(url: str, key: str = "handoff/営業一課/1", at: int = AT) -> Parcel:
    return Parcel(key, "", url, '{"lead": "山田"}'.encode(), at)


def names(*addresses: str) -> Any:
    """A name service that knows one answer."""

    def resolve(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        return [(2, 1, 6, "", (address, port)) for address in addresses]

    return resolve


def post(web: Web, **changes: Any) -> Any:
    with closing(WebhookChannel(LOCAL).open()) as connection:
        assert connection.offer(parcel(web.url, **changes)) == Offered()
        return connection.commit()


def test_a_webhook_arrives_signed_under_its_own_id(web: Web) -> None:
    now = SystemClock().now()
    assert post(web, at=now) == Sent("204", "204 No Content")

    path, headers, body = web.requests[0]
    assert path == "/hook"
    assert body == '{"lead": "山田"}'.encode()
    assert headers["webhook-id"] == headers["Idempotency-Key"] == "handoff/%E5%96%B6%E6%A5%AD%E4%B8%80%E8%AA%B2/1"
    assert Webhook(SECRET).verify(body, headers) == {"lead": "山田"}


def test_every_attempt_carries_the_same_id(web: Web) -> None:
    for at in (AT, AT + SECOND):
        post(web, at=at)

    assert len({headers["webhook-id"] for _, headers, _ in web.requests}) == 1
    assert len({headers["webhook-signature"] for _, headers, _ in web.requests}) == 2


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('{"outcome": "登録済み"}', "登録済み"),
        ('{"outcome": " two\\nlines ", "more": 1}', "two lines"),
        ('{"outcome": "' + "長" * 300 + '"}', "長" * 200),
        ('{"outcome": 5}', ""),
        ('["outcome"]', ""),
        ("thanks", ""),
        ("", ""),
        ('{"outcome": "x", "rest": "' + "y" * 5_000 + '"}', ""),
    ],
)
def test_the_other_side_may_say_what_came_of_it(web: Web, body: str, outcome: str) -> None:
    web.status, web.body = 200, body.encode()

    assert post(web) == Sent("200", "200 OK", outcome)


def test_what_is_said_with_a_refusal_is_no_outcome(web: Web) -> None:
    web.status, web.body = 400, b'{"outcome": "x"}'

    assert isinstance(post(web), Refused)


def test_silence_is_another_attempt(web: Web) -> None:
    web.status = 0

    assert isinstance(post(web), TryLater)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        *((SECRET, True), (SECRET.removeprefix("whsec_"), True)),
        *(("whsec_" + "A" * 30, False), ("hush-hush " * 5, False), ("", False), ("秘密", False)),
    ],
)
def test_a_secret_has_twenty_four_bytes(text: str, fits: bool) -> None:
    assert fits == is_secret(text)


def test_nothing_is_posted_before_the_last_word(web: Web) -> None:
    with closing(WebhookChannel(LOCAL).open()) as connection:
        connection.offer(parcel(web.url))

    assert web.requests == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, "Sent"),
        (202, "Sent"),
        (301, "Refused"),
        (400, "Refused"),
        (401, "Refused"),
        (404, "Refused"),
        (408, "TryLater"),
        (429, "TryLater"),
        (500, "TryLater"),
        (503, "TryLater"),
    ],
)
def test_what_a_status_means(web: Web, status: int, expected: str) -> None:
    web.status = status

    assert type(post(web)).__name__ == expected


def test_only_gone_says_that_the_address_is_no_good(web: Web) -> None:
    for web.status in (404, 410):
        answer = post(web)
        assert isinstance(answer, Refused)
        assert answer.permanent is (web.status == 410)


@pytest.mark.parametrize(
    ("header", "after"),
    [
        ("120", 120.0),
        (format_datetime(to_datetime(AT + 60 * SECOND)), 60.0),
        (format_datetime(to_datetime(AT - 60 * SECOND)), 0.0),
        ("999999999", 86_400.0),
        ("soon", None),
    ],
)
def test_the_other_side_says_when_to_come_back(web: Web, header: str, after: float | None) -> None:
    web.status, web.headers = 503, {"Retry-After": header}
    answer = post(web)

    assert isinstance(answer, TryLater)
    assert answer.after == after


PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "fec0::1",
    "4000::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_webhook_goes_inside_our_own_network(address: str) -> None:
    assert not is_public(address)
    connection = WebhookConnection(WebhookSettings(SECRET), names("93.184.215.14", address))
    answer = connection.offer(parcel("https://innocent.example/"))

    assert isinstance(answer, Refused)
    assert answer.reason.code == "webhook-private"
    assert not answer.permanent


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_the_world_is_public(address: str) -> None:
    assert is_public(address)


def test_the_address_connected_to_is_the_one_that_was_checked(web: Web) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    connection = WebhookConnection(LOCAL, resolve)
    connection.offer(parcel(f"http://name-of-nobody.example:{web.port}/hook"))

    assert isinstance(connection.commit(), Sent)
    assert asked == ["name-of-nobody.example"]
    assert web.requests[0][1]["Host"] == f"name-of-nobody.example:{web.port}"


@pytest.mark.parametrize(
    "url",
    [
        *("http://a.example/", "ftp://a.example/", "https://", "https://u:p@a.example/", "https://a.example/ b"),
        *("https://a.example:x/", "https://a.example/\r\nX: y", "file:///etc/passwd", "gopher://a.example", ""),
    ],
)
def test_only_plain_https_addresses_are_called(url: str) -> None:
    answer = WebhookConnection(WebhookSettings(SECRET), names("93.184.215.14")).offer(parcel(url))

    assert isinstance(answer, Refused)


def test_nobody_there_is_a_reason_to_try_later() -> None:
    answer = WebhookChannel(LOCAL).open().offer(parcel(f"http://127.0.0.1:{free_port()}/"))

    assert isinstance(answer, TryLater)
    assert answer.reason.code == "webhook-unreachable"


def test_a_name_that_does_not_exist_is_a_reason_to_try_later() -> None:
    def resolve(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        raise OSError("no such name")

    answer = WebhookConnection(LOCAL, resolve).offer(parcel("https://nowhere.example/"))

    assert isinstance(answer, TryLater)


def test_the_secret_is_in_no_repr() -> None:
    assert SECRET not in repr(LOCAL) + repr(WebhookChannel(LOCAL))
