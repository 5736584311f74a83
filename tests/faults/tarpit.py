"""A mail server in threads that answers slowly, and on some connections trickles a byte now and then and never comes to an end."""

import socket
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Trick = Literal["", "greeting", "dot"]
BYTE_SECONDS = 0.2


@dataclass
class SlowServer:
    """pause: seconds before the answer to a dot. trick: where its first connection turns into a tarpit. taken: what it has taken over."""

    pause: float = 0.0
    trick: Trick = ""
    taken: Counter[str] = field(default_factory=Counter)
    dots: int = 0
    stuck: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _connections: int = 0

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._ended.set()
        self._listening.close()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            with self._lock:
                self._connections += 1
                trick: Trick = self.trick if self._connections == 1 else ""
            threading.Thread(target=self._serve, args=(line, trick), daemon=True).start()

    def _serve(self, line: socket.socket, trick: Trick) -> None:
        try:
            with line, line.makefile("rb") as said:
                if trick == "greeting":
                    self._trickle(line)
                line.sendall(b"220 slow\r\n")
                while command := said.readline():
                    word = command[:4].upper()
                    if word == b"DATA":
                        line.sendall(b"354 go on\r\n")
                        self._take(line, b"".join(iter(said.readline, b".\r\n")), trick)
                    elif word == b"QUIT":
                        line.sendall(b"221 bye\r\n")
                        return
                    else:
                        line.sendall(b"250 fine\r\n")
        except OSError:
            return

    def _take(self, line: socket.socket, body: bytes, trick: Trick) -> None:
        """After the dot: it has the mail, and says so slowly, or never to the end."""
        if not body:
            return
        key = next(part for part in body.split(b"\r\n") if part.lower().startswith(b"message-id:"))
        with self._lock:
            self.taken[key.partition(b"<")[2].partition(b"@")[0].decode()] += 1
            self.dots += 1
        if trick == "dot":
            self._trickle(line)
        self._ended.wait(self.pause)
        line.sendall(b"250 kept\r\n")

    def _trickle(self, line: socket.socket) -> None:
        self.stuck.set()
        while not self._ended.wait(BYTE_SECONDS):
            line.sendall(b"2")
