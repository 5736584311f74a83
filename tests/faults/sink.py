"""A real SMTP server in a thread that keeps what it has taken over, by Message-ID."""

import socket
from collections import Counter
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """taken: Message-ID -> how often it was delivered."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.port = _free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """After the final dot."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken[message_from_bytes(content)["Message-ID"].strip("<>").partition("@")[0]] += 1
        return "250 kept"

    def close(self) -> None:
        self._controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
