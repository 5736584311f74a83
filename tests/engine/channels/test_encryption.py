"""Encrypted lines: to a server whose certificate we trust, to one we do not, and under another's name."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from engine.channels.results import Offered, Parcel, Sent, TryLater
from engine.channels.smtp import SmtpChannel, SmtpConnection, SmtpSettings
from engine.channels.webhook import WebhookChannel, WebhookSettings
from tests.engine.channels.wires import Sink, smtp_sink, web_server

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")

MAIL = Parcel("k", "us@x.example", "you@x.example", b"Subject: x\r\n\r\nx\r\n")


@dataclass(frozen=True)
class Certificate:
    file: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """For `localhost`, signed by itself."""
    folder = tmp_path_factory.mktemp("certificate")
    made = Certificate(folder / "cert.pem", folder / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-out", str(made.file), "-keyout", str(made.key)]
    subprocess.run(command, check=True, capture_output=True)
    return made


@pytest.fixture
def trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    return certificate


@contextmanager
def sink_with(certificate: Certificate, security: str) -> Iterator[Sink]:
    options = {"tls_context": certificate.context} if security == "starttls" else {"ssl_context": certificate.context}
    with smtp_sink(**options) as sink:
        yield sink


def channel(sink: Sink, security: Literal["starttls", "tls"], host: str = "localhost") -> SmtpChannel:
    return SmtpChannel(SmtpSettings(host, sink.port, security, timeout=5))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_leaves_over_an_encrypted_line(trusted: Certificate, security: Literal["starttls", "tls"]) -> None:
    with sink_with(trusted, security) as sink:
        connection = channel(sink, security).open()
        assert isinstance(connection, SmtpConnection)
        with closing(connection):
            for _ in range(3):
                assert connection.offer(MAIL) == Offered()
                assert isinstance(connection.commit(), Sent)

    assert len(sink.mails) == 3


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_nobody_vouches_for_gets_no_mail(certificate: Certificate, security: Literal["starttls", "tls"]) -> None:
    with sink_with(certificate, security) as sink:
        answer = channel(sink, security).open()

    assert isinstance(answer, TryLater)
    assert answer.reason.code == "smtp-no-trust"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_under_anothers_name_gets_no_mail(trusted: Certificate, security: Literal["starttls", "tls"]) -> None:
    with sink_with(trusted, security) as sink:
        answer = channel(sink, security, host="127.0.0.1").open()

    assert isinstance(answer, TryLater)
    assert answer.reason.code == "smtp-no-trust"


def webhook(url: str) -> Parcel:
    return Parcel("k", "", url, b"{}", 1_795_316_640_000_000)


HOOKS = WebhookSettings("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", allow_private=True, timeout=5)


def test_a_webhook_arrives_over_https(trusted: Certificate) -> None:
    with web_server(trusted.context) as web, closing(WebhookChannel(HOOKS).open()) as connection:
        assert connection.offer(webhook(f"https://localhost:{web.port}/hook")) == Offered()
        assert isinstance(connection.commit(), Sent)


def test_a_webhook_goes_to_nobody_without_a_certificate_we_trust(certificate: Certificate) -> None:
    with web_server(certificate.context) as web, closing(WebhookChannel(HOOKS).open()) as connection:
        answer = connection.offer(webhook(f"https://localhost:{web.port}/hook"))

    assert isinstance(answer, TryLater)
    assert answer.reason.code == "webhook-no-trust"
