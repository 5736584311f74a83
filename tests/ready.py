"""`nurture` for shells and editors, ready at once: a warm process forks one for each call.

Loading the engine takes most of a second of a processor, and some hundred tests call nurture from outside. What is called is
the command line itself, word for word, with the caller's streams, folder and variables; only the loading has happened before.
Where loading is what a test is about, it starts a Python of its own.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).parents[1]
WARM = ("engine", "grammar")
"""Packages that are loaded whole, but for what nobody calls before there is a database."""


@cache
def nurture() -> tuple[str, ...]:
    """The words that begin a call of `nurture`, for as long as this process lives."""
    place = str(Path(mkdtemp(prefix="nurture-ready-")) / "door")
    # Variables that tell tests how long to run are no settings of a workspace.
    ours = {name: value for name, value in os.environ.items() if not name.startswith("NURTURE_")}
    command = [sys.executable, "-W", "ignore", "-m", "tests.ready", "serve", place]
    process = subprocess.Popen(command, cwd=ROOT, env=ours, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    atexit.register(process.stdin.close)
    assert b"ready\n" == process.stdout.readline()
    return sys.executable, "-I", "-S", __file__, "call", place


def call(place: str, words: list[str]) -> int:
    """From the outside: hands over the streams, and waits for the exit code."""
    request = json.dumps({"words": words, "folder": os.getcwd(), "environment": dict(os.environ)}).encode()
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(place)
        socket.send_fds(line, [len(request).to_bytes(4, "big")], [0, 1, 2])
        line.sendall(request)
        return int(line.recv(16))


def serve(place: str) -> None:
    """Until whoever started it closes its input, or is gone."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(place)
        door.listen()
        os.write(1, b"ready\n")
        while 0 not in select.select([door.fileno(), 0], [], [])[0]:
            line, _ = door.accept()
            if os.fork() == 0:
                door.close()
                _answer(line)
            line.close()
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
    os.unlink(place)
    os.rmdir(Path(place).parent)


def _answer(line: socket.socket) -> None:
    """In a process between both: never returns."""
    head, handles, _, _ = socket.recv_fds(line, 4, 3)
    with line.makefile("rb") as rest:
        request = json.loads(rest.read(int.from_bytes(head, "big")))
    if (pid := os.fork()) == 0:
        line.close()
        _become(request, handles)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    with contextlib.suppress(OSError):
        line.sendall(str(code if code >= 0 else 128 - code).encode())
    os._exit(0)


def _become(request: dict[str, object], handles: list[int]) -> None:
    """`nurture WORDS`: never returns."""
    code = 70
    try:
        for number, handle in enumerate(handles):
            os.dup2(handle, number)
            os.close(handle)
        words, environment = request["words"], request["environment"]
        assert isinstance(words, list) and isinstance(environment, dict)
        os.chdir(str(request["folder"]))
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = ["nurture", *words]
        importlib.import_module("cli").main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        # Threads that are left are daemons: an ordinary end would not wait for them either.
        os._exit(code)


def warm() -> None:
    """Loads whatever a command would load."""
    importlib.import_module("cli")
    for package in WARM:
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not {"migrations", "__main__", "table_making"} & set(module.name.split(".")):
                importlib.import_module(module.name)
    gc.freeze()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.argv[1] == "call":
        sys.exit(call(sys.argv[2], sys.argv[3:]))
    warm()
    serve(sys.argv[2])
