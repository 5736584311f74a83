"""The web role as a process of its own, forked from a warmed one: to be killed."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from engine.clock import SystemClock, SystemDice
from engine.settings.load import load_settings
from engine.store.database import open_store
from engine.web.application import create_app
from engine.web.server import WebServer

_processes = get_context("forkserver")
_processes.set_forkserver_preload([__name__, "uvicorn.loops.asyncio", "uvicorn.protocols.http.h11_impl", "anyio._backends._asyncio"])


@dataclass(frozen=True)
class Serving:
    """host is always loopback."""

    port: int
    process: ForkServerProcess

    def kill(self) -> None:
        """kill -9, and the end of it."""
        self.process.kill()
        self.process.join(10)
        assert -signal.SIGKILL == self.process.exitcode


@contextmanager
def serving(root: Path) -> Iterator[Serving]:
    """The workspace in that folder is served, until it is killed."""
    ours, theirs = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_serve, args=(root, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Serving(int(ours.recv()), process)
    finally:
        ours.close()
        process.kill()
        process.join(10)


def _serve(root: Path, told: Connection) -> None:
    settings = load_settings(root)
    store = open_store(settings.database_url, SystemClock(), SystemDice())
    _, port = WebServer(create_app(store, settings, SystemClock(), SystemDice()), "127.0.0.1", 0).start()
    told.send(port)
    threading.Event().wait()
