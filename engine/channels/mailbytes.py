"""A mail as bytes: a pure function, so that every attempt sends the same ones and none need be stored.

Built from strings, many times faster than the library's message objects, and read back by them in the tests.
Sources: RFC 5322, 2045 to 2047, 2369 (List-Unsubscribe), 8058 (one click).
"""

import re
from binascii import b2a_base64, b2a_qp
from dataclasses import dataclass
from typing import Protocol

from engine.channels.headers import address_header, clean, fold, text_header
from engine.domain.instants import Instant, to_datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._+=-]{1,120}@[A-Za-z0-9.-]{1,120}>")
_BOUNDARY = re.compile(r"=_[A-Za-z0-9_.-]{8,60}")
_URL = re.compile(r"https?://[!#-;=?-~]{1,900}")
_MAILTO = re.compile(r"mailto:[!#-;=?-~]{1,300}")
_EXTRA = re.compile(r"(X-[A-Za-z0-9-]{1,40}|Feedback-ID|List-ID|Auto-Submitted|In-Reply-To|References)")


class Written(Protocol):
    """What a mail says. html: "" for a mail of text alone."""

    @property
    def subject(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail written without a template: a notice or a handoff."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Everything about a mail but its words; frozen before the first attempt.

    boundary: `=_` and at least 8 letters, which no encoded body can contain. unsubscribe_url: https, for one click; ""
    for none. extra: further headers, `X-…` and a few known ones.
    """

    sender_name: str
    sender_address: str
    to_name: str
    to_address: str
    date: Instant
    message_id: str
    boundary: str
    reply_to: str = ""
    unsubscribe_url: str = ""
    unsubscribe_mailto: str = ""
    extra: tuple[tuple[str, str], ...] = ()


class UnsafeHeader(ValueError):
    """A header that would say something else than it was given. name: of the header."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def compose(mail: Written, envelope: Envelope) -> bytes:
    """The mail on the wire. Equal inputs give equal bytes. Raises UnsafeHeader or BadAddress."""
    headers = _headers(mail, envelope)
    block = "\r\n".join(line for _, line in headers)
    _prove(block, [name for name, _ in headers])
    kind, body = _body(mail, envelope.boundary)
    return f"{block}\r\nMIME-Version: 1.0\r\n{kind}".encode() + body


def _headers(mail: Written, envelope: Envelope) -> list[tuple[str, str]]:
    lines = [
        ("From", address_header("From", envelope.sender_name, envelope.sender_address)),
        ("To", address_header("To", envelope.to_name, envelope.to_address)),
        ("Subject", text_header("Subject", mail.subject)),
        ("Date", f"Date: {date_text(envelope.date)}"),
        ("Message-ID", f"Message-ID: {_checked('Message-ID', envelope.message_id, _MESSAGE_ID)}"),
    ]
    if envelope.reply_to:
        lines.append(("Reply-To", address_header("Reply-To", "", envelope.reply_to)))
    if ways := _ways_out(envelope):
        lines.append(("List-Unsubscribe", fold("List-Unsubscribe", ways)))
    if envelope.unsubscribe_url:
        lines.append(("List-Unsubscribe-Post", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
    for name, value in envelope.extra:
        lines.append((_checked(name, name, _EXTRA), text_header(name, value)))
    return lines


def _ways_out(envelope: Envelope) -> list[str]:
    found = []
    if envelope.unsubscribe_url:
        found.append(f"<{_checked('List-Unsubscribe', envelope.unsubscribe_url, _URL)}>")
    if envelope.unsubscribe_mailto:
        found.append(f"<{_checked('List-Unsubscribe', envelope.unsubscribe_mailto, _MAILTO)}>")
    return [way + "," for way in found[:-1]] + found[-1:]


def _checked(name: str, value: str, form: re.Pattern[str]) -> str:
    if not form.fullmatch(value):
        raise UnsafeHeader(clean(name))
    return value


def _prove(block: str, expected: list[str]) -> None:
    """The second lock: the lines as they will be read are the headers that were meant, and no others."""
    lines = block.split("\r\n")
    found = [line.partition(":")[0] for line in lines if line[:1] != " "]
    if found != expected:
        raise UnsafeHeader(next((name for name in found if name not in expected), "")[:40])
    if "\r" in "".join(lines) or "\n" in "".join(lines):
        raise UnsafeHeader("line end")


def date_text(instant: Instant) -> str:
    """`Sun, 22 Nov 2026 03:24:00 +0000`, whatever language the machine speaks."""
    moment = to_datetime(instant)
    month = _MONTHS[moment.month - 1]
    return f"{_DAYS[moment.weekday()]}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S} +0000"


def _body(mail: Written, boundary: str) -> tuple[str, bytes]:
    """The content type's header lines with the blank line after them, and the body."""
    if not mail.html:
        return _part("plain", mail.text)
    _checked("boundary", boundary, _BOUNDARY)
    text_head, text = _part("plain", mail.text)
    html_head, html = _part("html", mail.html)
    head = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    between = f"--{boundary}\r\n{text_head}".encode(), f"\r\n--{boundary}\r\n{html_head}".encode()
    return head, b"".join((between[0], text, between[1], html, f"\r\n--{boundary}--\r\n".encode()))


def _part(kind: str, text: str) -> tuple[str, bytes]:
    """ASCII stays readable; anything else is base64, which is shorter for Japanese and has no long lines."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.rstrip("\n") + "\n"
    octets = text.replace("\n", "\r\n").encode("utf-8", "replace")
    if octets.isascii():
        encoding, body = "quoted-printable", b2a_qp(octets, istext=True)
    else:
        packed = b2a_base64(octets, newline=False)
        encoding, body = "base64", b"\r\n".join([packed[i : i + 76] for i in range(0, len(packed), 76)]) + b"\r\n"
    return f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n', body
