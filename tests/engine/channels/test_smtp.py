import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import engine.channels
from engine.channels.results import InDoubt, Offered, Parcel, Refused, Sent, TryLater
from engine.channels.smtp import SmtpChannel, SmtpConnection, SmtpSettings, smtp_settings
from engine.domain.errors import Problem
from tests.engine.channels.wires import Sink, free_port, smtp_script, smtp_sink

HELLO = b"220 sink ready\r\n"
PLAIN = b"250 sink\r\n"
PIPES = b"250-sink\r\n250-PIPELINING\r\n250 SIZE 1000000\r\n"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as sink:
        yield sink


def parcel(recipient: str = "a@customer.example", data: bytes = b"Subject: x\r\n\r\nbody\r\n") -> Parcel:
    return Parcel("m1", "info@kaku-cloud.example", recipient, data)


def connect(port: int) -> SmtpConnection:
    opened = SmtpChannel(SmtpSettings("127.0.0.1", port, timeout=5, hello="us")).open()
    assert isinstance(opened, SmtpConnection)
    return opened


def test_a_mail_arrives_only_with_its_dot(sink: Sink) -> None:
    with closing(connect(sink.port)) as connection:
        assert connection.offer(parcel()) == Offered()
        assert sink.mails == []
        assert connection.commit() == Sent("250", "250 2.0.0 kept")

    assert sink.mails == [("info@kaku-cloud.example", ["a@customer.example"], b"Subject: x\r\n\r\nbody\r\n")]


def test_a_mail_that_is_abandoned_before_its_dot_never_arrives(sink: Sink) -> None:
    connection = connect(sink.port)
    connection.offer(parcel())
    connection.abandon()
    with closing(connect(sink.port)) as second:
        second.offer(parcel("b@customer.example"))
        second.commit()

    assert [recipients for _, recipients, _ in sink.mails] == [["b@customer.example"]]


OFFER_AND_WAIT = """
import sys
from engine.channels.results import Parcel
from engine.channels.smtp import SmtpChannel, SmtpSettings
connection = SmtpChannel(SmtpSettings("127.0.0.1", int(sys.argv[1]), hello="us")).open()
print(connection.offer(Parcel("m1", "us@x.example", "killed@x.example", b"Subject: x\\r\\n\\r\\nbody\\r\\n")), flush=True)
sys.stdin.read()
"""


def test_a_process_killed_between_body_and_dot_delivers_nothing(sink: Sink) -> None:
    command = [sys.executable, "-c", OFFER_AND_WAIT, str(sink.port)]
    root = Path(engine.channels.__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Offered()\n"
        process.kill()
    with closing(connect(sink.port)) as second:
        second.offer(parcel("b@customer.example"))
        second.commit()

    assert [recipients for _, recipients, _ in sink.mails] == [["b@customer.example"]]


@pytest.mark.parametrize(
    "data",
    [
        b".\r\n",
        b"..\r\n",
        b"a\r\n.\r\nb\r\n",
        b".a\r\n..b\r\n.\r\n\r\n.",
        b"no line end",
        b"a\r\n.\r\nMAIL FROM:<x@y.example>\r\n",
    ],
)
def test_lines_that_begin_with_a_dot_arrive_as_they_were(sink: Sink, data: bytes) -> None:
    with closing(connect(sink.port)) as connection:
        connection.offer(parcel(data=b"Subject: x\r\n\r\n" + data))
        connection.commit()

    assert len(sink.mails) == 1
    assert sink.mails[0][2].removesuffix(b"\r\n") == (b"Subject: x\r\n\r\n" + data).removesuffix(b"\r\n")


def test_a_refused_recipient_does_not_stop_the_next(sink: Sink) -> None:
    sink.answers["gone@customer.example"] = "550 5.1.1 no such mailbox"
    with closing(connect(sink.port)) as connection:
        first = connection.offer(parcel("gone@customer.example"))
        assert connection.offer(parcel("b@customer.example")) == Offered()
        assert isinstance(connection.commit(), Sent)

    assert isinstance(first, Refused)
    assert first.permanent
    assert first.reason.values["said"] == "550 5.1.1 no such mailbox"


@pytest.mark.parametrize("pipelining", [PLAIN, PIPES])
def test_many_mails_leave_over_one_connection(sink: Sink, pipelining: bytes) -> None:
    with closing(connect(sink.port)) as connection:
        if pipelining is PIPES:
            connection._client.esmtp_features["pipelining"] = ""
        for number in range(20):
            assert connection.offer(parcel(f"a{number}@customer.example")) == Offered()
            assert isinstance(connection.commit(), Sent)

    assert len(sink.mails) == 20


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 no", (Refused, True)),
        ("550 5.1.1 unknown", (Refused, True)),
        ("550 5.7.1 blocked", (Refused, False)),
        ("552 5.2.2 full", (Refused, False)),
        ("553 5.1.3 odd", (Refused, True)),
        ("554 no", (Refused, False)),
        ("450 4.2.0 greylisted", (TryLater, 300.0)),
        ("451 try", (TryLater, 300.0)),
    ],
)
def test_what_an_answer_to_a_recipient_means(sink: Sink, answer: str, expected: tuple[type, object]) -> None:
    sink.answers["a@customer.example"] = answer
    with closing(connect(sink.port)) as connection:
        got = connection.offer(parcel())

    assert isinstance(got, TryLater | Refused)
    assert (type(got), got.after if isinstance(got, TryLater) else got.permanent) == expected


def test_a_mail_refused_for_its_content_says_nothing_about_the_address(sink: Sink) -> None:
    sink.after_dot = "550 5.7.1 looks like spam"
    with closing(connect(sink.port)) as connection:
        connection.offer(parcel())
        answer = connection.commit()

    assert isinstance(answer, Refused)
    assert not answer.permanent


def test_no_server_is_a_reason_to_try_later() -> None:
    port = free_port()

    assert SmtpChannel(SmtpSettings("127.0.0.1", port, timeout=1)).open() == TryLater(Problem("smtp-down", {"server": f"127.0.0.1:{port}"}))


def test_a_server_without_encryption_is_not_used_where_it_is_asked_for(sink: Sink) -> None:
    answer = SmtpChannel(SmtpSettings("127.0.0.1", sink.port, "starttls", timeout=5)).open()

    assert isinstance(answer, TryLater)
    assert answer.reason.code == "smtp-not-offered"


def test_a_refused_login_is_told_without_the_password() -> None:
    with smtp_script(HELLO, b"250-sink\r\n250 AUTH PLAIN LOGIN\r\n", b"535 5.7.8 no\r\n", b"535 no\r\n", None) as script:
        settings = SmtpSettings("127.0.0.1", script.port, username="u", password="geheim", timeout=5)
        answer = SmtpChannel(settings).open()

    assert isinstance(answer, TryLater)
    assert answer.reason.code == "smtp-login-refused"
    assert "geheim" not in repr(answer) + repr(settings)


def test_silence_after_the_dot_is_a_doubt() -> None:
    with smtp_script(HELLO, PLAIN, b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", None) as script:
        connection = connect(script.port)
        connection.offer(parcel())
        answer = connection.commit()

    assert answer == InDoubt(Problem("smtp-silent", {"server": f"127.0.0.1:{script.port}"}))
    assert script.heard[-1] == b".\r\n"
    assert not connection.is_open


def test_a_server_that_hangs_up_while_we_wait_has_delivered_nothing() -> None:
    with smtp_script(HELLO, PLAIN, b"250 ok\r\n", b"250 ok\r\n", b"354 bye\r\n", None) as script:
        connection = connect(script.port)
        assert connection.offer(parcel()) == Offered()
        assert script.ended.wait(5)
        answer = connection.commit()

    assert isinstance(answer, TryLater)
    assert answer.reason.code == "smtp-gone"
    assert not connection.is_open


def test_a_server_that_would_take_a_mail_for_nobody_is_left() -> None:
    with smtp_script(HELLO, PIPES, b"250 ok\r\n550 no\r\n354 bye\r\n", None) as script:
        connection = connect(script.port)
        answer = connection.offer(parcel())

    assert isinstance(answer, Refused)
    assert not connection.is_open


def test_a_server_that_closes_shop_is_tried_later() -> None:
    with smtp_script(HELLO, PLAIN, b"421 4.3.2 closing\r\n", None) as script:
        connection = connect(script.port)
        answer = connection.offer(parcel())

    assert isinstance(answer, TryLater)
    assert not connection.is_open


def test_an_address_in_japanese_needs_a_server_that_knows_them() -> None:
    with smtp_sink(enable_SMTPUTF8=False) as sink, closing(connect(sink.port)) as connection:
        answer = connection.offer(parcel("山田@customer.example"))
    assert isinstance(answer, Refused)
    assert answer.reason.code == "smtp-no-utf8"
    assert not answer.permanent

    with smtp_sink(enable_SMTPUTF8=True) as sink, closing(connect(sink.port)) as connection:
        assert connection.offer(parcel("山田@customer.example")) == Offered()
        assert isinstance(connection.commit(), Sent)


def test_a_mail_larger_than_the_server_takes_is_not_begun() -> None:
    with smtp_sink(data_size_limit=100) as sink, closing(connect(sink.port)) as connection:
        answer = connection.offer(parcel(data=b"x" * 200))

    assert isinstance(answer, Refused)
    assert answer.reason.code == "smtp-too-large"


@pytest.mark.parametrize("address", ["a@b.example>\r\nRCPT TO:<x@y.example", "a b@c.example", "nobody"])
def test_no_address_becomes_a_command(sink: Sink, address: str) -> None:
    with closing(connect(sink.port)) as connection:
        answer = connection.offer(parcel(address))

    assert isinstance(answer, Refused)
    assert answer.reason.code == "address-invalid"


def test_the_dot_does_not_wait_for_company(sink: Sink) -> None:
    with closing(connect(sink.port)) as connection:
        sock = connection._client.sock
        assert sock is not None
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost:1025", ("localhost", 1025, "none", "")),
        ("smtp://mail.example", ("mail.example", 25, "none", "")),
        ("smtp+starttls://u%40a@mail.example", ("mail.example", 587, "starttls", "u@a")),
        ("smtps://u@mail.example:9465", ("mail.example", 9465, "tls", "u")),
    ],
)
def test_settings_from_a_url(url: str, expected: tuple[str, int, str, str]) -> None:
    settings = smtp_settings(url, password="geheim")

    assert isinstance(settings, SmtpSettings)
    assert (settings.host, settings.port, settings.security, settings.username) == expected


@pytest.mark.parametrize("url", ["", "localhost:25", "http://a", "smtp://", "smtp://a:x"])
def test_what_is_no_mail_server_is_told(url: str) -> None:
    assert isinstance(smtp_settings(url), Problem)


def test_the_library_still_has_what_we_lean_on() -> None:
    client = smtplib.SMTP()

    assert callable(client.getreply)
    assert hasattr(client, "_host")
