"""Names, companies and addresses that want to be more than text: header lines, further recipients, another reading direction."""

from base64 import b64encode
from collections.abc import Iterator
from random import Random
from typing import NamedTuple
from urllib.parse import quote

LINES = (
    "Bcc: evil@evil.example", "To: evil@evil.example", "Cc: a@evil.example, b@evil.example", "Reply-To: evil@evil.example",
    "Content-Type: text/html", "X-Evil: 1", "Subject: other", "Return-Path: <evil@evil.example>", "From: boss@evil.example",
    "Resent-To: evil@evil.example", "MIME-Version: 1.0", "Content-Transfer-Encoding: base64", "\r\n<script>alert(1)</script>",
    ".\r\nMAIL FROM:<evil@evil.example>\r\nRCPT TO:<evil@evil.example>\r\nDATA", "RCPT TO:<evil@evil.example>",
)  # fmt: skip
"""What a header or a dialogue of SMTP would take as its own."""

ENDS = ("\r\n", "\n", "\r", "\n\r", "\r\n ", "\r\n\t", "\r\n\r\n", "\n\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85",
        "\u2028",
        "\u2029", "\\r\\n", "%0d%0a", "%0D%0A", "&#13;&#10;", "\u560d\u560a", "\u010a", "\u020d", "\0", "\0\r\n", "\x1b[2J")  # fmt: skip
"""Line ends, what some readers take for one, and what becomes one once it is decoded carelessly."""

MARKS = ("\u202e", "\u202a", "\u2066", "\u2069", "\u200f", "\u200b", "\ufeff", "\u00ad", "\u034f", "\u0301", "\U000e0041", "\ufff9",
         "\ud800", "\udfff", "\udc80", "\x7f", "\x08", "\x9b")  # fmt: skip
PLAIN = ("山田 太郎", "Ann", "O'Neil", "株式会社 架空", "Zoë", "محمد", "שלום", "👩‍👩‍👧‍👦",
         "Dr. Müller", "a", " ", "", "\t", "-", ".", "..", "=", "=?", "?=", "=?utf-8?")  # fmt: skip
RECIPIENTS = (
    "evil@evil.example", "<evil@evil.example>", ", evil@evil.example", "; evil@evil.example", '" <evil@evil.example>, "',
    '"quoted, name" <evil@evil.example>', "group: a@evil.example, b@evil.example;",
    "(comment) evil@evil.example", "\\", '"', '\\"',
    '\\\\", evil@evil.example, "', "<>", "< >", "@", "a@b@c",
    ">, <evil@evil.example", "=3Cevil@evil.example=3E", "undisclosed-recipients:;",
    "[1.2.3.4]", "<@evil.example:evil@evil.example>", "evil\u0040evil.example", "＜evil＠evil.example＞", "，evil@evil.example",
)  # fmt: skip
"""What stands in a name and would be an address, or end one."""

ADDRESSES = (
    "victim@x.example\r\nBcc: evil@evil.example", "victim@x.example, evil@evil.example", "victim@x.example>,<evil@evil.example",
    "victim@x.example;evil@evil.example", "<victim@x.example>",
    '"a b"@x.example', "victim@x.example\0", "victim@x.example ",
    "victim@x.example\n", "victim@[127.0.0.1]", "victim@x.example (c)",
    "victim\r\n@x.example", "victim@x.example\r\nRCPT TO:<evil@evil.example>",
    "=?utf-8?q?evil=40evil.example=2C?=@x.example", "victim@x.example%0d%0aBcc:evil@evil.example",
    "a@b@x.example", "victim@", "@x.example", "",
    "victim@x..example", "victim@-x.example", "victim@x.example\u2028",
    "vic\u202etim@x.example", "victim@x。example", "ｖictim@x.example",
    "victim@xn--a.example", "victim@" + "x" * 64 + ".example", "v" * 65 + "@x.example", "victim@日本語.example",
    "山田@x.example", "victim@x.example\ud800",
    "-oQ/tmp@x.example", "|id@x.example", "victim@localhost", "a..b.@docomo.example", ".a@docomo.example",
    "victim+tag@x.example", "o'neil@x.example",
)  # fmt: skip


class Hostile(NamedTuple):
    """A lead as nobody should be called."""

    name: str
    company: str
    subject: str
    address: str


def leads(count: int, seed: int) -> Iterator[Hostile]:
    """So many, the same for the same seed."""
    chance = Random(seed)
    for number in range(count):
        address = chance.choice(ADDRESSES) if chance.randrange(5) == 0 else f"lead{number}@customer.example"
        yield Hostile(text(chance), text(chance), text(chance), address)


def text(chance: Random) -> str:
    """Some pieces in a row, now and then dressed up as what a mail decodes."""
    made = "".join(chance.choice(chance.choice((LINES, ENDS, MARKS, PLAIN, RECIPIENTS))) for _ in range(chance.randint(1, 6)))
    dressing = chance.randrange(12)
    if dressing < len(DRESSES):
        made = DRESSES[dressing](made)
    return made * (10_000 // (len(made) + 1)) if chance.randrange(200) == 0 else made


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _q(text: str) -> str:
    return "".join(f"={octet:02X}" for octet in _octets(text))


DRESSES = (
    lambda text: f"=?utf-8?q?{_q(text)}?=",
    lambda text: f"=?utf-8?b?{b64encode(_octets(text)).decode()}?=",
    lambda text: f"=?iso-8859-1?Q?{_q(text)}?= =?utf-7?Q?+AA0ACg-Bcc:?=",
    lambda text: f'"=?utf-8?q?{_q(text)}?="',
    lambda text: quote(_octets(text)),
    lambda text: f'"{text}" <evil@evil.example>',
)
