"""A real SMTP server on loopback that keeps what it is sent: the only mails the people of a demo ever see."""

import re
import socket
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from quopri import decodestring
from threading import Lock
from typing import NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_HREF = re.compile(r'href="([^"]+)"')
_PIXEL = re.compile(r'src="[^"]*/o/([A-Za-z0-9_-]+)\.gif"')
_TOKEN = re.compile(r"/([cu])/([A-Za-z0-9_-]+)$")
_DECODERS: dict[str, Callable[[bytes], bytes]] = {"base64": b64decode, "quoted-printable": decodestring}


class Received(NamedTuple):
    """A mail as a reader has it. message: the id before the `@` of its Message-ID; links, leave, pixel: tokens of its addresses."""

    to: str
    message: str
    sender: str
    subject: str
    text: str
    html: str
    links: tuple[str, ...]
    leave: str
    pixel: str


class Mailbox:
    """What arrived and was not collected yet."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._arrived: list[tuple[str, bytes]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by the server for every mail, after its last dot."""
        with self._lock:
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            self._arrived += [(to, content) for to in envelope.rcpt_tos]
        return "250 OK"

    def collect(self) -> list[Received]:
        """All mails since the last time, in an order that does not depend on which connection was faster."""
        with self._lock:
            arrived, self._arrived = self._arrived, []
        return sorted((read(to, data) for to, data in arrived), key=lambda one: (one.to, one.subject, one.message))


def read(to: str, data: bytes) -> Received:
    """A mail taken apart: its head by the standard library's parser, its two parts at their boundary."""
    data = data.replace(b"\r\n", b"\n")
    head, _, body = data.partition(b"\n\n")
    mail = message_from_bytes(head)
    boundary = mail.get_boundary()
    parts = _parts([data] if boundary is None else (b"\n" + body).split(f"\n--{boundary}".encode())[1:-1])
    html = parts.get("text/html", "")
    tokens = [found for href in _HREF.findall(html) if (found := _TOKEN.search(href.split("?")[0]))]
    pixel = _PIXEL.search(html)
    return Received(
        to=to,
        message=str(mail["Message-ID"]).strip("<>").partition("@")[0],
        sender=_header(mail, "From"),
        subject=_header(mail, "Subject"),
        text=parts.get("text/plain", ""),
        html=html,
        links=tuple(found[2] for found in tokens if found[1] == "c"),
        leave=next((found[2] for found in tokens if found[1] == "u"), ""),
        pixel=pixel[1] if pixel else "",
    )


def _parts(parts: Sequence[bytes]) -> dict[str, str]:
    """Texts by their type. Splitting alternatives here takes a tenth of what a whole parser takes."""
    found: dict[str, str] = {}
    for part in parts:
        head, _, content = part.lstrip(b"\n").partition(b"\n\n")
        fields = message_from_bytes(head)
        decode = _DECODERS.get(str(fields["Content-Transfer-Encoding"]).lower(), bytes)
        found[fields.get_content_type()] = decode(content).decode("utf-8", "replace")
    return found


def _header(mail: Message, name: str) -> str:
    return str(make_header(decode_header(str(mail[name]))))


@contextmanager
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    """A mailbox and the port of its server, for as long as the block lasts."""
    box = Mailbox()
    port = _free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
