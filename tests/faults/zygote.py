"""`nurture` as processes that start in no time: a warmed process forks one for each call.

Starting Python and loading the engine takes a second, a fork some 20 ms: so hundreds of kills fit into a minute. What is
started is the command line itself, word for word; only the loading has happened before.
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.e2e.line import THANKS
from tests.faults import broken

ROOT = Path(__file__).parents[2]
WARM = ("engine.show.running", "engine.show.importing", "engine.show.deploying", "engine.show.merging", "engine.show.leads",
        "engine.heartbeat", "engine.web.application", "engine.web.server", "engine.work.deployments", "engine.store.upgrade",
        "engine.commands.planning", "engine.commands.importing", "engine.lab.world", "alembic.command", "standardwebhooks.webhooks",
        "pysqlite3.dbapi2", "sqlalchemy.dialects.sqlite.pysqlite", "anyio._backends._asyncio", "apscheduler.triggers.interval",
        "uvicorn.lifespan.off", "uvicorn.loops.asyncio", "uvicorn.protocols.http.h11_impl", "engine.channels.smtp",
        "engine.channels.slack", "engine.channels.webhook", "engine.doors.clicks", "engine.doors.spool", "engine.settings.load",
        "engine.show.failures", "engine.templates.inspection", "engine.templates.shelf")  # fmt: skip
"""What the commands load once they run."""


@dataclass
class Child:
    """One `nurture …`. said: what it writes, line by line; it ends when the process does."""

    pid: int
    said: IO[str]
    zygote: "Zygote" = field(repr=False)

    def await_line(self, *beginnings: str) -> str:
        """The next line with one of these beginnings. Fails with everything else that was said."""
        passed = []
        for line in self.said:
            if line.startswith(beginnings):
                return line
            passed.append(line)
        raise AssertionError("".join(passed))

    def kill(self, number: int = signal.SIGKILL) -> int:
        """Sends the signal and waits for the end: its exit code, negative for a signal."""
        os.kill(self.pid, number)
        return self.wait()

    def wait(self) -> int:
        """Its exit code once it has ended; what it said is closed."""
        code = self.zygote.wait(self.pid)
        self.said.close()
        return code

    def end(self) -> tuple[int, str]:
        """Its exit code and all it says until it ends by itself."""
        rest = self.said.read()
        return self.wait(), rest


@dataclass
class Zygote:
    """Start it once, close it at the end."""

    _line: socket.socket = field(init=False)
    _process: "subprocess.Popen[bytes]" = field(init=False)

    def __post_init__(self) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "tests.faults.zygote", str(theirs.fileno())]
            # Variables that tell tests how long to run are no settings of a workspace.
            ours = {name: value for name, value in os.environ.items() if not name.startswith("NURTURE_")}
            self._process = subprocess.Popen(command, cwd=ROOT, env=ours, pass_fds=[theirs.fileno()])
        self._answers = self._line.makefile("r", encoding="utf-8")
        assert "ready\n" == self._answers.readline()

    def start(self, *words: str, environment: Mapping[str, str] | None = None, without: str = "") -> Child:
        """`nurture WORDS`, with these variables and no others of ours. Both its streams go to `said`.

        without: the guard that this build has lost, a function of `tests.faults.broken`.
        """
        ours, theirs = os.pipe()
        request = json.dumps({"words": words, "environment": dict(environment or {}), "without": without}).encode()
        socket.send_fds(self._line, [len(request).to_bytes(4, "big") + request], [theirs])
        os.close(theirs)
        return Child(int(self._answers.readline()), os.fdopen(ours, encoding="utf-8", errors="replace"), self)

    def wait(self, pid: int) -> int:
        """How that child ended."""
        self._line.sendall((0).to_bytes(4, "big") + pid.to_bytes(4, "big"))
        return int(self._answers.readline())

    def close(self) -> None:
        self._line.close()
        self._answers.close()
        self._process.wait(10)


def serve(line: socket.socket) -> None:
    """Forks a child for each request, and tells how each ended, until the other side hangs up."""
    line.sendall(b"ready\n")
    while True:
        head, handles, _, _ = socket.recv_fds(line, 4, 1)
        if not head:
            return
        length = int.from_bytes(head, "big")
        if length == 0:
            _, status = os.waitpid(int.from_bytes(_exactly(line, 4), "big"), 0)
            line.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
            continue
        request = json.loads(_exactly(line, length))
        if (pid := os.fork()) == 0:
            line.close()
            if request["without"]:
                getattr(broken, request["without"])()
            _become(request["words"], request["environment"], handles[0])
        os.close(handles[0])
        line.sendall(f"{pid}\n".encode())


def _exactly(line: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        found += line.recv(length - len(found))
    return found


def _become(words: list[str], environment: dict[str, str], out: int) -> None:
    """The child: never returns."""
    from cli import root

    code = 70
    try:
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.close(out)
        os.environ.update(environment)
        sys.argv = ["nurture", *words]
        root(words, standalone_mode=True)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Threads that are left are daemons: an ordinary end would not wait for them either.
        os._exit(code)


def warm() -> None:
    """Loads whatever the commands would load."""
    import importlib

    for name in ("cli", *WARM):
        importlib.import_module(name)
    render = importlib.import_module("engine.templates.mails").compile_mail
    source = importlib.import_module("engine.templates.sources").TemplateSource
    render(source("thanks", "thanks", ".md", THANKS, "en"))
    gc.freeze()


if __name__ == "__main__":
    warm()
    serve(socket.socket(fileno=int(sys.argv[1])))
