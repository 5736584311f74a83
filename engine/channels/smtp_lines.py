"""The library's client, with a limit on each answer as a whole: a server that sends a byte now and then is not listened to for ever."""

import smtplib
import socket
import time
from contextlib import suppress
from typing import Any

AT_ONCE = 4_096


class AnswerFile:
    """Lines of a server. until: the moment on the steady clock at which patience ends."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._read = b""
        self.until = 0.0

    def readline(self, limit: int) -> bytes:
        """The next line; what there is where the server ends or says too much. Raises TimeoutError."""
        while b"\n" not in self._read and len(self._read) < limit:
            left = self.until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer took too long")
            self._sock.settimeout(left)
            piece = self._sock.recv(AT_ONCE)
            if not piece:
                break
            self._read += piece
        end = self._read.find(b"\n") + 1 or min(len(self._read), limit)
        line, self._read = self._read[:end], self._read[end:]
        return line

    def close(self) -> None:
        """Nothing of its own is open."""


class _Patient:
    """Reads each answer within the client's time-out, however it trickles in."""

    sock: Any
    file: Any
    timeout: float

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = AnswerFile(self.sock)
        if self.file is not None:
            self.file.until = time.monotonic() + self.timeout
        try:
            return super().getreply()  # type: ignore[misc, no-any-return]
        finally:
            if self.sock is not None:
                with suppress(OSError):
                    self.sock.settimeout(self.timeout)


class PlainClient(_Patient, smtplib.SMTP):
    """Plain, or encrypted once STARTTLS was said."""


class EncryptedClient(_Patient, smtplib.SMTP_SSL):
    """Encrypted from the first byte."""
