"""A real SMTP server in a thread that keeps what it has taken over: by Message-ID, and by the envelope's recipient."""

import asyncio
import socket
from collections import Counter
from email.parser import BytesHeaderParser
from random import Random

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_HEADERS = BytesHeaderParser()


class Sink:
    """taken: Message-ID -> how often it was delivered. recipients: the same by address.

    thinking: seconds between taking a mail over and saying so, at most. A client that dies meanwhile does not know.
    """

    def __init__(self, thinking: float = 0.0) -> None:
        self.thinking = thinking
        self._chance = Random(1)
        self.taken: Counter[str] = Counter()
        self.recipients: Counter[str] = Counter()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """After the final dot."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken[_HEADERS.parsebytes(content)["Message-ID"].strip("<>").partition("@")[0]] += 1
        self.recipients.update(envelope.rcpt_tos)
        if self.thinking:
            thought = asyncio.get_running_loop().create_future()
            await asyncio.wait([thought], timeout=self._chance.uniform(0.0, self.thinking))
        return "250 kept"

    def close(self) -> None:
        self._controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
