"""Webhooks and chats never reach into our own network, however the address is spelled, resolved or changed on the way."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.channels.results import Channel, Offered, Parcel, Refused, TryLater
from engine.channels.slack import SlackChannel, SlackSettings
from engine.channels.targets import WebhookTarget, parse_target
from engine.channels.webhook import WebhookChannel, WebhookSettings
from engine.delivery.outcomes import Answer
from tests.engine.channels.wires import web_server
from tests.faults.figures import promise
from tests.faults.house import until
from tests.hostile.addresses import NAMES, urls

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OUTSIDE = ("93.184.216.34", "2606:2800:220:1::1")
_DIAL = socket.create_connection


@dataclass
class Listener:
    """Really listens on all addresses of this machine, old and new, and counts who connects."""

    connections: int = 0
    sockets: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        both = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        self.port = int(both.getsockname()[1])
        self.sockets.append(both)
        threading.Thread(target=self._count, args=(both,), daemon=True).start()

    def _count(self, one: socket.socket) -> None:
        while True:
            try:
                line, _ = one.accept()
            except OSError:
                return
            self.connections += 1
            line.close()


@pytest.fixture
def inner() -> Iterator[Listener]:
    one = Listener()
    yield one
    for each in one.sockets:
        each.shutdown(socket.SHUT_RDWR)
        each.close()


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that is connected to; those out in the world are not really."""
    found: list[str] = []

    def dial(address: tuple[str, int], *rest: Any) -> socket.socket:
        found.append(address[0])
        if address[0] in OUTSIDE:
            raise TimeoutError
        return _DIAL(address, *rest)

    monkeypatch.setattr(socket, "create_connection", dial)
    return found


def resolve(host: str, port: int, **more: Any) -> list[tuple[Any, ...]]:
    """The names of the list; whatever the system itself reads as an address or has in its own table; nothing of the network."""
    if host in NAMES:
        return [(2, 1, 6, "", (address, port)) for address in NAMES[host]]
    flags = 0 if host.lower().rstrip(".") in ("localhost", "ip6-localhost", "ip6-loopback") else socket.AI_NUMERICHOST
    return list(socket.getaddrinfo(host, port, flags=flags, **more))


def channels(*, allow_private: bool = False) -> tuple[Channel, ...]:
    webhook = WebhookSettings(SECRET, allow_private, timeout=5.0)
    return WebhookChannel(webhook, resolve), SlackChannel(SlackSettings(allow_private), resolve)


def offered(channel: Channel, url: str) -> Answer | Offered:
    line = channel.open()
    assert not isinstance(line, TryLater)
    with closing(line):
        return line.offer(Parcel("m1", "", url, b"{}", 0))


def test_no_spelling_of_an_inner_address_is_connected_to(inner: Listener, dialled: list[str]) -> None:
    tried = urls(inner.port)
    answers = [offered(channel, url) for channel in channels() for url in tried]
    allowed = [offered(channel, f"http://127.0.0.1:{inner.port}/") for channel in channels(allow_private=True)]

    until(lambda: inner.connections >= len(allowed), "the listener counts those with leave")
    unsaid = [url for url in tried if not isinstance(parse_target(url), WebhookTarget)]
    promise(f"{len(tried)} spellings of inner addresses", answered=len(answers), inner_connections=inner.connections - len(allowed),
            refused_when_written=len(unsaid), with_leave=len(allowed))  # fmt: skip
    assert len(tried) >= 120
    assert [] == [one for one in answers if isinstance(one, Offered)]
    assert ([Offered()] * 2, ["127.0.0.1"] * 2) == (allowed, dialled)


def test_a_name_that_changes_its_mind_leads_nowhere_inside(inner: Listener, dialled: list[str]) -> None:
    """The first answer is fine, all later ones are not: what was checked is what is connected to."""
    asked: list[str] = []

    def rebind(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        asked.append(host)
        return [(2, 1, 6, "", (OUTSIDE[0] if len(asked) % 2 else "127.0.0.1", port))]

    for made in (WebhookChannel(WebhookSettings(SECRET, timeout=5.0), rebind), SlackChannel(SlackSettings(), rebind)):
        for _ in range(10):
            asked.clear()
            assert isinstance(offered(made, f"https://rebind.example:{inner.port}/"), TryLater)
            assert 1 == len(asked)

    promise("20 names that change their mind", inner_connections=inner.connections)
    assert ([OUTSIDE[0]] * 20, 0) == (dialled, inner.connections)


def test_a_redirect_is_not_followed(inner: Listener) -> None:
    """It is a server we may call that says where to go."""
    with web_server() as outer:
        for status in (301, 302, 303, 307, 308):
            outer.status, outer.headers = status, {"Location": f"http://127.0.0.1:{inner.port}/"}
            for channel in channels(allow_private=True):
                line = channel.open()
                assert not isinstance(line, TryLater)
                with closing(line):
                    assert Offered() == line.offer(Parcel("m1", "", outer.url, b"{}", 0))
                    assert isinstance(line.commit(), Refused)

    assert 0 == inner.connections
