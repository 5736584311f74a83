"""Amazon's certificate is fetched over real TLS, from Amazon's own address and nowhere else: the name is asked for on both sides."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engine.domain.errors import NurtureError
from engine.domain.instants import SECOND
from engine.doors import provider_sns
from engine.doors.mailbox.taking import Limits
from engine.doors.provider_posts import Told, Trust, told_by
from engine.doors.providers import take_told
from engine.store.database import Store
from engine.testing import FrozenClock
from tests.engine.web.provider_payloads import TOPIC, certificate, ses
from tests.engine.web.test_providers import closed, everything, post_of, sent, settings

__all__ = ["sent", "settings"]

AMAZON = "sns.ap-northeast-1.amazonaws.com"
PATH = "/SimpleNotificationService-1.pem"
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
"""TLS asks the machine's own clock."""


class Keeper(BaseHTTPRequestHandler):
    """What lies where: path -> status and bytes."""

    lies: dict[str, tuple[int, bytes]]
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, body = self.lies.get(self.path, (404, b"nothing"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", body.decode())
        self.end_headers()
        self.wfile.write(b"" if status == 302 else body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def proof(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for TLS under that name, which vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(named).issuer_name(named).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(FROM).not_valid_after(UNTIL)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "tls.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    (folder / "tls.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return folder / "tls.pem", folder / "tls.key"


Serve = Callable[..., type[Keeper]]


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """`serve(name, trusted=True)`: a server with a certificate for that name stands where every name leads; it keeps what it is asked."""
    servers: list[ThreadingHTTPServer] = []
    connect = socket.create_connection

    def serve(name: str = AMAZON, *, trusted: bool = True, **lies: tuple[int, bytes]) -> type[Keeper]:
        keeper = type("Keeper", (Keeper,), {"lies": {PATH: (200, certificate())} | lies, "asked": []})
        proven, key = proof(tmp_path, name)
        server = ThreadingHTTPServer(("127.0.0.1", 0), keeper)
        there = ("127.0.0.1", server.server_port)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(proven, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(proven))
        monkeypatch.setattr(socket, "create_connection", lambda _, *more, **named: connect(there, *more, **named))
        return keeper

    provider_sns._kept.cache_clear()
    yield serve
    provider_sns._kept.cache_clear()
    for server in servers:
        server.shutdown()
        server.server_close()


def read(clock: FrozenClock, **other: str) -> list[Told]:
    """A report of a dead address, as told to us now, its certificate fetched by the product itself."""
    return told_by("ses", post_of(ses("dead", clock.now() // SECOND, "1", **other), "ses"), Trust(topic=TOPIC), clock.now())


def test_the_certificate_is_fetched_over_tls_once_and_the_report_counts(serve: Serve, sent: str, store: Store, clock: FrozenClock) -> None:
    keeper = serve()
    told = [read(clock), read(clock)]

    assert {"taken": 1} == dict(take_told(store, "ses", told[0], Limits()))
    assert ([PATH], {"": "bounced"}) == (keeper.asked, closed(store))


@pytest.mark.parametrize(
    "url",
    [
        f"https://{AMAZON}.evil.example{PATH}",
        f"https://evil.example/{AMAZON}{PATH}",
        f"https://{AMAZON}@evil.example{PATH}",
        f"https://{AMAZON}:8443{PATH}",
        f"http://{AMAZON}{PATH}",
        f"https://sns.evil-amazonaws.com{PATH}",
        f"https://s3.ap-northeast-1.amazonaws.com{PATH}",
        f"https://sns.ap-northeast-1.amazonaws.com.evil{PATH}",
        f"https://127.0.0.1{PATH}",
        f"https://{AMAZON}/",
        f"https://{AMAZON}/?Action=GetTopicAttributes&TopicArn=arn:aws:sns:ap-northeast-1:999:theirs",
        f"https://{AMAZON}{PATH}?Action=GetTopicAttributes",
        f"https://{AMAZON}/theirs/SimpleNotificationService-1.pem",
        f"https://{AMAZON}/SimpleNotificationService-1.pem/",
        f"https://{AMAZON}{PATH}#x",
    ],
)
def test_a_forged_address_of_the_certificate_is_asked_for_nothing(
    url: str, serve: Serve, sent: str, store: Store, clock: FrozenClock
) -> None:
    """The certificate that would fit lies at each of them. On Amazon's own host anybody may have a name of a topic stand in an answer."""
    keeper, before = serve(**dict.fromkeys((url.partition(".com")[2], PATH), (200, certificate()))), everything(store)
    with pytest.raises(NurtureError, match="provider-forged"):
        read(clock, SigningCertURL=url)

    assert ([], before) == (keeper.asked, everything(store))


@pytest.mark.parametrize(("name", "trusted"), [("evil.example", True), (AMAZON, False)])
def test_who_answers_in_amazons_place_is_not_believed(name: str, trusted: bool, serve: Serve, clock: FrozenClock) -> None:
    """The right address, but whoever stands there can only prove another name, or nobody vouches for them."""
    keeper = serve(name, trusted=trusted)
    with pytest.raises(NurtureError, match="provider-unreachable"):
        read(clock)

    assert [] == keeper.asked


@pytest.mark.parametrize(
    "answer",
    [(302, f"https://{AMAZON}/other.pem".encode()), (500, b""), (200, b"<html>back soon</html>"), (200, b"x" * 100_000), (200, b"")],
)
def test_what_is_no_certificate_proves_nothing_and_is_not_kept(answer: tuple[int, bytes], serve: Serve, clock: FrozenClock) -> None:
    """It is not there now: Amazon is asked to post again."""
    keeper = serve(**{PATH: answer})
    with pytest.raises(NurtureError, match="provider-unreachable"):
        read(clock)
    keeper.lies[PATH] = (200, certificate())

    assert 1 == len(read(clock))
