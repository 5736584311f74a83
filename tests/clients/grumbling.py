"""Our server behind troubles of its net: it seems down, it seems to be asked too much, and then an answer is lost on its way.

What stands before it is another listener on loopback; the server itself is as it always is.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from engine.clock import SystemClock, SystemDice
from engine.settings.model import Settings
from engine.store.database import Store
from engine.web.application import create_app
from engine.web.server import WebServer

REFUSED = (503, 429)
"""The first answers. The one after them is lost: what came is taken, and answered with a 503 all the same."""
LATER = {"Retry-After": "1", "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}
BODY = b'{"success":false,"code":"web.database","message":"later"}'
OF_THE_LINE = frozenset({"connection", "content-length", "transfer-encoding", "date", "server"})


@dataclass
class Seen:
    """What was sent: the path and the status of the answer, how the body was packed and where the key stood."""

    answers: list[tuple[str, int]] = field(default_factory=list)
    packed: set[str] = field(default_factory=set)
    schemes: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def note(self, path: str, packed: str, scheme: str) -> int:
        """Its number, from 0."""
        with self.lock:
            self.answers.append((path, 0))
            self.packed.add(packed)
            self.schemes.add(scheme)
            return len(self.answers) - 1


class Trouble(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    behind: int
    seen: Seen

    def do_GET(self) -> None:
        self._say(*self._asked(b""))

    def do_OPTIONS(self) -> None:
        self._say(*self._asked(b""))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        packed, scheme = self.headers.get("Content-Encoding", ""), self.headers.get("Authorization", "").partition(" ")[0]
        number = self.seen.note(self.path, packed, scheme)
        status, headers, said = (REFUSED[number], LATER, BODY) if number < len(REFUSED) else self._asked(body)
        if number == len(REFUSED):
            status, headers, said = 503, LATER, BODY
        self.seen.answers[number] = (self.path, status)
        self._say(status, headers, said)

    def _asked(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        line = HTTPConnection("127.0.0.1", self.behind, timeout=30)
        line.request(self.command, self.path, body, _of_the_message(self.headers.items()))
        answer = line.getresponse()
        found = answer.status, _of_the_message(answer.getheaders()), answer.read()
        line.close()
        return found

    def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
        with suppress(OSError):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody asks."""


def _of_the_message(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in headers if name.lower() not in OF_THE_LINE}


@contextmanager
def grumbling(store: Store, settings: Settings, port: int = 0) -> Iterator[tuple[str, Seen]]:
    """The address to send to, and what was seen there. port: 0 for a free one."""
    server = WebServer(create_app(store, settings, SystemClock(), SystemDice()), "127.0.0.1", 0)
    _, behind = server.start()
    seen = Seen()
    told = type("Told", (Trouble,), {"behind": behind, "seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", port), told) as line:
        Thread(target=line.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{line.server_address[1]}", seen
        finally:
            line.shutdown()
            server.stop()
