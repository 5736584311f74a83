"""uvicorn in a thread: a process that also decides and delivers keeps its main thread for signals."""

import socket
import threading

import uvicorn
from starlette.applications import Starlette

from engine.domain.errors import NurtureError
from engine.web.quick import QuickProtocol

STOP_SECONDS = 2
"""Requests under way get this long; then the door closes."""
BACKLOG = 2_048
MOST_CONNECTIONS = 1_000


class WebServer:
    """Listens from `start` to `stop`."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._listener: socket.socket | None = None
        self._server = uvicorn.Server(_config(app))
        self._thread = threading.Thread(target=self._run, name="nurture-web", daemon=True)

    def start(self) -> tuple[str, int]:
        """Host and port it listens on (port 0 takes a free one). Raises NurtureError for one that is taken."""
        try:
            self._listener = _listener(self._host, self._port)
        except OSError as error:
            raise NurtureError("web.port-taken", host=self._host, port=self._port) from error
        self._thread.start()
        host, port = self._listener.getsockname()[:2]
        return str(host), int(port)

    def stop(self) -> None:
        """Takes no new request, lets those under way end for up to 2 seconds, and returns."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS + 1)
        if self._listener is not None:
            self._listener.close()

    def _run(self) -> None:
        assert self._listener is not None
        self._server.run(sockets=[self._listener])


def _listener(host: str, port: int) -> socket.socket:
    """A listening socket. Its protocol is named: asyncio sets TCP_NODELAY only then, and each answer waits 40 ms without."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _config(app: Starlette) -> uvicorn.Config:
    """No banner, no log of tokens, no trust in forwarded headers, an end to those who send their request letter by letter."""
    return uvicorn.Config(
        app,
        http=QuickProtocol,
        access_log=False,
        log_level="warning",
        log_config=None,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=STOP_SECONDS,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=32_768,
    )
