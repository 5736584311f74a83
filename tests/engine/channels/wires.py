"""Servers the tests of this folder talk to: a real SMTP sink, one that says what a script says, and a web server."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Sink:
    """Keeps every mail it takes. answers: what it says to a recipient instead of 250."""

    answers: dict[str, str] = field(default_factory=dict)
    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    after_dot: str = "250 2.0.0 kept"
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = self.answers.get(address, "250 2.1.5 fine")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.after_dot.startswith("250"):
            self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        return self.after_dot


@contextmanager
def smtp_sink(**options: Any) -> Iterator[Sink]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@dataclass
class Script:
    """A server for one conversation: an answer, then it reads a line, then the next answer; None hangs up.

    After `354 go` it reads up to the final dot.
    """

    port: int
    heard: list[bytes] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


@contextmanager
def smtp_script(*answers: bytes | None) -> Iterator[Script]:
    listener = socket.create_server(("127.0.0.1", 0))
    script = Script(listener.getsockname()[1])
    thread = threading.Thread(target=_play, args=(listener, script, answers), daemon=True)
    thread.start()
    try:
        yield script
    finally:
        listener.close()
        thread.join(5)


def _play(listener: socket.socket, script: Script, answers: tuple[bytes | None, ...]) -> None:
    line, _ = listener.accept()
    with line, line.makefile("rb") as reader:
        for answer in answers:
            if answer is None:
                break
            line.sendall(answer)
            script.heard.append(reader.readline())
            while answer.startswith(b"354 go") and script.heard[-1] not in (b".\r\n", b""):
                script.heard.append(reader.readline())
    script.ended.set()


@dataclass
class Web:
    """status, headers and body: what it answers, status 0 hangs up instead; requests: (path, headers, body)."""

    port: int
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/hook"


@contextmanager
def web_server(context: ssl.SSLContext | None = None) -> Iterator[Web]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(lambda: web))
    # A client that breaks off is no news here.
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    web = Web(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()


def _handler(web: Callable[[], Web]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            web().requests.append((self.path, dict(self.headers), body))
            if not web().status:
                return
            self.send_response(web().status)
            for name, value in web().headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(web().body)

        def log_message(self, *args: Any) -> None:
            """Nothing is printed."""

    return Handler
