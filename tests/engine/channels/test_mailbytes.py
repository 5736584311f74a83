"""What we write by hand, the library's own parser must read back: it is the oracle here."""

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.utils import unquote
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.channels.headers import BadAddress, addr_spec, clean
from engine.channels.mailbytes import Envelope, Letter, UnsafeHeader, compose, date_text

MAIL = Letter(
    "料金のご案内（製造業・320名のお客様へ）、そして長い件名は折り返されます",
    "山田 様\n\n本文です。\n.\n..終\n",
    "<p>本文</p>\n",
)


def envelope(**changes: object) -> Envelope:
    given = {
        "sender_name": "架空クラウド 情報便り",
        "sender_address": "info@kaku-cloud.example",
        "to_name": "山田 太郎",
        "to_address": "taro@customer.example",
        "reply_to": "support@kaku-cloud.example",
        "date": 1_795_316_640_000_000,
        "message_id": "<m.8f3a@kaku-cloud.example>",
        "boundary": "=_b.8f3a77c1",
        "unsubscribe_url": "https://go.example/u/abc",
        "unsubscribe_mailto": "mailto:leave@kaku-cloud.example?subject=leave",
        "extra": (("X-Nurture-Mail", "8f3a"),),
    }
    return Envelope(**{**given, **changes})  # type: ignore[arg-type]


def read(octets: bytes) -> EmailMessage:
    return message_from_bytes(octets, policy=policy.default)


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


NAMES = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "X-Nurture-Mail",
    "MIME-Version",
    "Content-Type",
]


def test_a_mail_reads_back_whole() -> None:
    message = read(compose(MAIL, envelope()))

    assert message.keys() == NAMES
    assert message["Subject"] == MAIL.subject
    assert str(message["From"]) == "架空クラウド 情報便り <info@kaku-cloud.example>"
    assert str(message["To"]) == "山田 太郎 <taro@customer.example>"
    assert message["Date"].datetime.isoformat() == "2026-11-22T03:04:00+00:00"
    assert message["Message-ID"] == "<m.8f3a@kaku-cloud.example>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith("<https://go.example/u/abc>,")
    assert part(message, "plain") == MAIL.text
    assert part(message, "html") == MAIL.html
    assert message.get_content_type() == "multipart/alternative"
    assert message.defects == []


def test_equal_inputs_give_equal_bytes() -> None:
    assert compose(MAIL, envelope()) == compose(MAIL, envelope())


def test_a_mail_of_text_alone_has_one_part() -> None:
    message = read(compose(Letter("件名", "本文\n"), envelope()))

    assert message.get_content_type() == "text/plain"
    assert part(message, "plain") == "本文\n"


def test_an_english_mail_stays_readable_on_the_wire() -> None:
    octets = compose(Letter("Your price list", "Dear Ms Smith,\n\nplease find it below.\n"), envelope(to_name="Ann Smith"))

    assert b"Subject: Your price list\r\n" in octets
    assert b"To: Ann Smith <taro@customer.example>\r\n" in octets
    assert b"please find it below.\r\n" in octets


def lines_of(octets: bytes) -> list[bytes]:
    return octets.split(b"\r\n")


ANYTHING = st.text(max_size=120)
HOSTILE = st.sampled_from(
    [
        "山田\r\nBcc: victim@x.example",
        "=?utf-8?q?a=0D=0ABcc:_victim@x.example?=",
        "=?utf-8?b?QmNjOiBhQGIuZXhhbXBsZQ==?=",
        "=?iso-2022-jp?b?GyRCJCIbKEI=?=",
        "a\nBcc: x@x.example\n\nbody",
        "\x00\x0b\x0c\x85\u2028Bcc: x@x.example",
        '"quoted" \\ name',
        "Yamada, Taro",
        "Taro (CEO) <fake@x.example>",
        "a@b.example, c@d.example",
        "😀" * 60,
        "か\u3099" * 50,
        "\u202egnihsihp",
        "\ud800half",
        "x" * 400,
        " ",
        "",
        "From: x",
        ".",
    ]
)


def display_name(octets: bytes, header: str) -> str:
    """By the library's older reader: the newer one leaves the spaces in that fold a long name."""
    raw = str(message_from_bytes(octets, policy=policy.compat32)[header])
    phrase = raw.rpartition("<")[0].strip()
    return unquote(phrase) if phrase.startswith('"') else str(make_header(decode_header(phrase)))


@given(ANYTHING | HOSTILE, ANYTHING | HOSTILE, ANYTHING | HOSTILE)
def test_no_name_or_subject_becomes_anything_else(name: str, sender: str, subject: str) -> None:
    octets = compose(Letter(subject, "a\n", "<p>a</p>\n"), envelope(to_name=name, sender_name=sender))
    message = read(octets)

    assert message.keys() == NAMES
    assert message["Subject"] == clean(subject)
    to, origin = cast(AddressHeader, message["To"]), cast(AddressHeader, message["From"])
    assert [each.addr_spec for each in to.addresses] == ["taro@customer.example"]
    assert [each.addr_spec for each in origin.addresses] == ["info@kaku-cloud.example"]
    assert display_name(octets, "To") == clean(name)
    assert display_name(octets, "From") == clean(sender)
    assert all(len(line) <= 78 for line in lines_of(octets.partition(b"\r\n\r\n")[0]) if not line.startswith(b" <"))
    assert octets.partition(b"\r\n\r\n")[0].isascii()


@given(ANYTHING, ANYTHING)
def test_bodies_read_back_and_every_line_is_short(text: str, html: str) -> None:
    octets = compose(Letter("件名", text, html or "-"), envelope())
    message = read(octets)

    assert all(len(line) <= 998 for line in lines_of(octets))
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", octets)
    assert part(message, "plain") == as_sent(text)
    assert part(message, "html") == as_sent(html or "-")


def as_sent(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    return lines.encode("utf-8", "replace").decode()


@given(st.text(alphabet="ab .=\n-_", max_size=300))
def test_ascii_bodies_read_back_too(text: str) -> None:
    message = read(compose(Letter("s", text, text or "-"), envelope()))

    assert part(message, "plain") == as_sent(text)


@pytest.mark.parametrize(
    ("address", "spec"),
    [
        ("a@b.example", "a@b.example"),
        ("taro+wp@b.example", "taro+wp@b.example"),
        ("a..b.@docomo.ne.jp", '"a..b."@docomo.ne.jp'),
        (".a@ezweb.ne.jp", '".a"@ezweb.ne.jp'),
        ("a@日本語.example", "a@xn--wgv71a119e.example"),
        ("山田@b.example", "山田@b.example"),
    ],
)
def test_addresses_as_they_are_written_on_the_wire(address: str, spec: str) -> None:
    assert addr_spec(address) == spec


@pytest.mark.parametrize(
    "address",
    [
        *("", "a", "@b.example", "a@", "a b@c.example", "a@b\r\nRCPT TO:<x@y.example>", "a@b.example>", "<a@b.example>"),
        *("a,b@c.example", '"a"@b.example', "a@-b.example", "a@b..example", "a@[127.0.0.1]", "a@b.example\x00"),
        *("a\u2028@b.example", "a\u202eb@c.example", "a\u00ad@b.example", "\ud800@b.example"),
        *("=?utf-8?q?evil=40evil.example=2C?=@b.example", "=?utf-8?b?YQ==?=@b.example"),
        *("a" * 65 + "@b.example", "a\\@b.example"),
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        addr_spec(address)


@pytest.mark.parametrize(
    "changes",
    [
        {"message_id": "<a@b>\r\nBcc: x@y.example"},
        {"message_id": "a@b"},
        {"boundary": "short"},
        {"boundary": "=_a\r\nb12345678"},
        {"unsubscribe_url": "https://a.example/ >"},
        {"unsubscribe_url": "javascript:alert(1)"},
        {"unsubscribe_mailto": "mailto:a@b.example>\r\nBcc: x"},
        {"extra": (("Bcc", "x@y.example"),)},
        {"extra": (("X-A\r\nBcc", "x"),)},
        {"extra": (("X-A: b\r\nBcc", "x"),)},
    ],
)
def test_a_header_that_would_say_something_else_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(UnsafeHeader):
        compose(MAIL, envelope(**changes))


def test_an_address_in_japanese_makes_a_utf8_header() -> None:
    octets = compose(MAIL, envelope(to_address="山田@b.example"))

    assert "<山田@b.example>".encode() in octets


def test_the_date_does_not_depend_on_the_machines_language() -> None:
    assert date_text(1_793_577_600_000_000) == "Mon, 02 Nov 2026 00:00:00 +0000"
