"""A server that trickles, one that takes few mails a connection, and one that has ended meanwhile."""

from collections.abc import Iterator

import pytest

from engine.channels.results import InDoubt, Offered, Parcel, Sent, TryLater
from engine.channels.smtp import SmtpChannel, SmtpConnection, SmtpSettings
from tests.faults.tarpit import SlowServer

PARCEL = Parcel("k", "a@x.example", "b@x.example", b"Message-ID: <k@x>\r\n\r\nhello\r\n")


@pytest.fixture
def server() -> Iterator[SlowServer]:
    one = SlowServer()
    yield one
    one.close()


def opened(server: SlowServer, mails_per_connection: int = 0) -> SmtpConnection | TryLater:
    settings = SmtpSettings("127.0.0.1", server.port, timeout=0.5, hello="t", mails_per_connection=mails_per_connection)
    return SmtpChannel(settings).open()


def test_a_greeting_that_trickles_is_not_listened_to_for_ever(server: SlowServer) -> None:
    server.trick = "greeting"
    assert isinstance(opened(server), TryLater)


def test_an_answer_to_the_dot_that_trickles_is_doubt(server: SlowServer) -> None:
    server.trick = "dot"
    line = opened(server)
    assert isinstance(line, SmtpConnection)
    assert isinstance(line.offer(PARCEL), Offered)
    assert isinstance(line.commit(), InDoubt)


def test_a_line_is_closed_after_so_many_mails(server: SlowServer) -> None:
    line = opened(server, mails_per_connection=2)
    assert isinstance(line, SmtpConnection)
    open_after = []
    for _ in range(2):
        assert isinstance(line.offer(PARCEL), Offered)
        assert isinstance(line.commit(), Sent)
        open_after.append(line.is_open)

    assert [True, False] == open_after
