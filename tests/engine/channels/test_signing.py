"""DKIM: what a stranger's verifier says of our mails, and what happens without a key."""

from datetime import UTC, datetime

import dkim
import pytest
import time_machine

from engine.channels.mailbytes import Envelope, Letter, compose
from engine.channels.memory import MemoryChannel
from engine.channels.results import TryLater
from engine.channels.signing import Signer, signer_of
from engine.domain.errors import Problem
from engine.domain.instants import HOUR, SECOND
from tests.engine.delivery.conftest import made
from tests.engine.delivery.post import deliverer, greet, pass_time, rows, states
from tests.engine.work.toy import World

KEY = """\
-----BEGIN RSA PRIVATE KEY-----
MIICXAIBAAKBgQCnqh01tBf8SOZEkZZSfnhA3dBSLkEWy7hIHBZ0v1MPEJCxpRZe
Dp5Ml5zpg6qgXHsdcIqpbmGDmEk9g2tjQ0hD6r3SpIZd0AF/oWd2n/3ZM2RumAMF
8La3Z7movsq0qOWmCegRjGtY/TkIm6e/UHZTncfJUqbMXcdqHcKb24ze3QIDAQAB
AoGAMTGjomc2BmrpTUMeRRQgen/aqNIzfNnHNzkuiZC9cRUeL1FN78kAP17YxldA
kA6yfN/Rf4cIi5D6JFdUAery36j9EW67fjYevxZ4oZfG8n5k2kV3FJE4r/XwGYIr
/Mhi+oLKH6/xIjsYDHJh/6xE2emdyU/ThvHiEYESzSiAycECQQDTosy6ics+cCAE
rhVLe4CNhsS6SdvyzdByKZjRKwHebr1BTNSDa4aOEWPAnymI4SCldKdc5Fd6KYB+
MI4t0GcRAkEAys+jVQ10VuWkt9+g1CmYwoZOfkNGZfMBJr2xqr6xM52SgPI4fpWG
5FWKb7kXUFDi84k2QSePbiQJxdr0HPtzDQJAX2OaiV2AOSVKmTFpsbr5x1B+LUUL
GRZBJKOxGF4dGoepT9x0UMPPQwt9fZ1/mA14rHq20Lyu3QYFv1rdSrMLMQJAJpPM
a7c9c/IGnPsqqnCnIAlQEPBXCblpdKcMjn/rUPgeD+0DFgD3QaOLy6iXaK2aHdzx
tv8BZ1/vg/UcDg8+WQJBAL2gGpT5/uViG5lw5YolHPUb0kYrGylw34+IYd/spEzp
26Y8mvBnQzS3V4ZzqYc9Wd7AvnTMOWvenUe1Z2ylNCM=
-----END RSA PRIVATE KEY-----
"""
"""Made for these tests alone."""
PUBLIC = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCnqh01tBf8SOZEkZZSfnhA3dBSLkEWy7hIHBZ0v1MPEJCxpRZeDp5Ml5zpg6qg"
    "XHsdcIqpbmGDmEk9g2tjQ0hD6r3SpIZd0AF/oWd2n/3ZM2RumAMF8La3Z7movsq0qOWmCegRjGtY/TkIm6e/UHZTncfJUqbMXcdq"
    "HcKb24ze3QIDAQAB"
)
__all__ = ["made"]
DATE = 1_800_000_000 * SECOND


def record(name: bytes, timeout: int = 5) -> bytes | None:
    """The name service of the tests."""
    return b"v=DKIM1; k=rsa; p=" + PUBLIC.encode() if name == b"news._domainkey.kumo.example." else None


def is_right(mail: bytes) -> bool:
    """What a verifier says a while later: it takes no signature from the future."""
    with time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC)):
        return bool(dkim.verify(mail, dnsfunc=record))


def signer() -> Signer:
    made = signer_of("kumo.example", "news", KEY)
    assert isinstance(made, Signer)
    return made


def letter() -> bytes:
    envelope = Envelope(
        sender_name="架空クラウド", sender_address="news@kumo.example", to_name="", to_address="a@x.example", date=DATE,
        message_id="<m@kumo.example>", boundary="=_12345678", unsubscribe_url="https://kumo.example/u/1",
    )  # fmt: skip
    return compose(Letter("こんにちは", "本文です。\n..\n"), envelope)


def test_a_stranger_finds_the_signature_right() -> None:
    mail = letter()
    assert is_right(signer().sign(mail, DATE) + mail)


@pytest.mark.parametrize(
    ("what", "other"),
    [
        (b"a@x.example", b"b@x.example"),
        (b"/u/1", b"/u/2"),
        (b"One-Click", b"One-Clack"),
        (b"To: ", b"Subject: another\r\nTo: "),
        (b"To: ", b"From: x@y.example\r\nTo: "),
    ],
)
def test_nobody_changes_or_adds_a_header(what: bytes, other: bytes) -> None:
    mail = letter()
    signed = signer().sign(mail, DATE) + mail.replace(what, other, 1)
    assert mail != mail.replace(what, other, 1)
    assert not is_right(signed)


def test_the_same_mail_is_signed_the_same() -> None:
    assert signer().sign(letter(), DATE) == signer().sign(letter(), DATE)
    assert b"t=1800000000;" in signer().sign(letter(), DATE)


@pytest.mark.parametrize(
    ("selector", "key", "code"),
    [("", KEY, "dkim-no-selector"), ("news", "", "dkim-no-key"), ("news", "nonsense", "dkim-bad-key"), ("news", KEY[:300], "dkim-bad-key")],
)
def test_a_key_that_cannot_sign_is_a_problem(selector: str, key: str, code: str) -> None:
    made = signer_of("kumo.example", selector, key)

    assert isinstance(made, Problem)
    assert code == made.code


def test_the_key_shows_itself_nowhere() -> None:
    assert str(signer().key["modulus"]) not in repr(signer())


def test_what_should_be_signed_never_leaves_unsigned(made: World) -> None:
    channel = MemoryChannel()
    mailer = deliverer(made, channel, signer=Problem("dkim-no-key"))
    greet(made)
    mailer.deliver()
    mailer.close()

    assert ([("queued", "dkim")], []) == (states(made), channel.delivered)


def test_every_attempt_carries_the_first_signature_whatever_becomes_of_the_key(made: World) -> None:
    channel = MemoryChannel({"a@x.example": TryLater(Problem("smtp-not-now"))})
    mailer = deliverer(made, channel, signer=signer())
    greet(made)
    mailer.deliver()
    mailer.close()
    digest = rows(made)[0].digest
    again = MemoryChannel()
    mailer = deliverer(made, again, signer=Problem("dkim-no-key"))
    pass_time(made, HOUR)
    mailer.deliver()
    mailer.close()

    assert ([("sent", "")], digest) == (states(made), rows(made)[0].digest)
    assert is_right(again.delivered[0].data)
