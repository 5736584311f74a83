"""What every channel promises, asked of each of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest

from engine.channels.memory import MemoryChannel
from engine.channels.results import Channel, Connection, InDoubt, Offered, Parcel, Refused, Sent, TryLater
from engine.channels.slack import SlackChannel, SlackSettings
from engine.channels.smtp import SmtpChannel, SmtpSettings
from engine.channels.webhook import WebhookChannel, WebhookSettings
from engine.domain.errors import Problem
from tests.engine.channels.wires import smtp_sink, web_server

DATA = b'{"subject": "x"}\r\n'


@dataclass
class Case:
    """A channel, an address of it that takes parcels and one that refuses them, and how many have arrived."""

    channel: Channel
    good: str
    bad: str
    arrived: Callable[[], int]


def memory(stack: ExitStack) -> Case:
    refusal = Refused(Problem("address-refused", {"server": "memory", "said": "550"}), permanent=True)
    channel = MemoryChannel({"bad@x.example": refusal})
    return Case(channel, "good@x.example", "bad@x.example", lambda: len(channel.delivered))


def smtp(stack: ExitStack) -> Case:
    sink = stack.enter_context(smtp_sink())
    sink.answers["bad@x.example"] = "550 5.1.1 unknown"
    channel = SmtpChannel(SmtpSettings("127.0.0.1", sink.port, timeout=5))
    return Case(channel, "good@x.example", "bad@x.example", lambda: len(sink.mails))


def webhook(stack: ExitStack) -> Case:
    web = stack.enter_context(web_server())
    channel = WebhookChannel(WebhookSettings("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", allow_private=True, timeout=5))
    return Case(channel, web.url, "ftp://x.example/", lambda: len(web.requests))


def slack(stack: ExitStack) -> Case:
    web = stack.enter_context(web_server())
    web.status = 200
    return Case(SlackChannel(SlackSettings(allow_private=True, timeout=5)), web.url, "ftp://x.example/", lambda: len(web.requests))


@pytest.fixture(params=[memory, smtp, webhook, slack])
def case(request: pytest.FixtureRequest) -> Iterator[Case]:
    with ExitStack() as stack:
        yield request.param(stack)


def connect(case: Case) -> Connection:
    opened = case.channel.open()
    assert isinstance(opened, Connection)
    return opened


def parcel(recipient: str, key: str = "k1") -> Parcel:
    return Parcel(key, "us@x.example", recipient, DATA, 1_795_316_640_000_000)


def test_it_is_a_channel_with_a_name(case: Case) -> None:
    assert isinstance(case.channel, Channel)
    assert case.channel.name.isidentifier()


def test_an_offer_delivers_nothing(case: Case) -> None:
    with closing(connect(case)) as connection:
        assert connection.offer(parcel(case.good)) == Offered()
        assert case.arrived() == 0


def test_a_commit_delivers_once(case: Case) -> None:
    with closing(connect(case)) as connection:
        connection.offer(parcel(case.good))
        answer = connection.commit()

    assert isinstance(answer, Sent)
    assert answer.code.startswith("2")
    assert case.arrived() == 1


def test_what_is_abandoned_is_never_delivered(case: Case) -> None:
    connection = connect(case)
    connection.offer(parcel(case.good))
    connection.abandon()

    assert not connection.is_open
    with closing(connect(case)) as second:
        second.offer(parcel(case.good, "k2"))
        second.commit()
    assert case.arrived() == 1


def test_closing_abandons_what_was_offered(case: Case) -> None:
    with closing(connect(case)) as connection:
        connection.offer(parcel(case.good))

    with closing(connect(case)) as second:
        second.offer(parcel(case.good, "k2"))
        second.commit()
    assert case.arrived() == 1


def test_a_refusal_carries_a_reason_and_stops_nobody_else(case: Case) -> None:
    with closing(connect(case)) as connection:
        refused = connection.offer(parcel(case.bad))
        assert connection.is_open
        assert connection.offer(parcel(case.good, "k2")) == Offered()
        assert isinstance(connection.commit(), Sent)

    assert isinstance(refused, Refused)
    assert refused.reason.code
    assert case.arrived() == 1


def test_a_connection_carries_many_parcels(case: Case) -> None:
    with closing(connect(case)) as connection:
        for number in range(5):
            assert connection.offer(parcel(case.good, f"k{number}")) == Offered()
            assert isinstance(connection.commit(), Sent)

    assert case.arrived() == 5


def test_a_last_word_without_an_offer_is_a_programmers_mistake(case: Case) -> None:
    with closing(connect(case)) as connection, pytest.raises(RuntimeError):
        connection.commit()


def test_closing_twice_is_no_harm(case: Case) -> None:
    connection = connect(case)
    connection.close()
    connection.close()

    assert not connection.is_open


def test_the_memory_can_play_every_answer() -> None:
    later, doubt = TryLater(Problem("smtp-down", {})), InDoubt(Problem("smtp-silent", {}))
    channel = MemoryChannel({"later@x.example": later, "doubt@x.example": doubt})
    connection = channel.open()

    assert connection.offer(parcel("later@x.example")) == later
    assert connection.offer(parcel("doubt@x.example")) == Offered()
    assert connection.commit() == doubt
    assert len(channel.delivered) == 1
