"""Requests that bring events, each answered once it is on disk: `wrk` with 64 connections asks, and never sends the next before the answer.

It needs a core for itself; where two cores are all there is, ours has the other. The limit is our own server whose handlers do nothing.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from benchmarks.intake_servers import KEY
from benchmarks.race import Contender, Lap, Missing, Row
from benchmarks.servers import program, sqlite
from engine.clock import SystemClock, SystemDice
from engine.doors.arrivals import Arrivals, kept, take_all_apart
from engine.doors.incoming import Incoming
from engine.store import arrivals
from engine.store.database import Store, open_store
from engine.store.upgrade import upgrade
from engine.store.writer import Priority

SECONDS, CONNECTIONS, BATCH = 2, 64, 100
BY_HAND = 4_000
_DRAINED_SECONDS = 60.0
_SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer {key}"
local run, batch, n = "{run}", {batch}, 0
local one = '{{"type":"track","messageId":"%s-%d-%d","event":"download","userId":"u%d",' ..
  '"properties":{{"asset":"ids-guide","kind":"whitepaper"}}}}'
function request()
  n = n + 1
  local told = {{}}
  for i = 1, math.max(batch, 1) do told[i] = string.format(one, run, n, i, (n * 100 + i) % 10000) end
  local body = batch == 0 and told[1] or '{{"batch":[' .. table.concat(told, ",") .. ']}}'
  return wrk.format(nil, nil, nil, body)
end
"""
_runs = count(1)


@dataclass
class Server:
    """One of them, in a folder of its own. batch: events of a request, 0 for one that is no batch."""

    kind: str
    batch: int
    folder: Path
    port: int
    store: Store | None = field(default=None)

    def lap(self) -> Lap:
        """Events that were answered for."""
        script = self.folder / "ask.lua"
        script.write_text(_SCRIPT.format(key=KEY, run=f"{os.getpid()}-{next(_runs)}", batch=self.batch), encoding="utf-8")
        url = f"http://127.0.0.1:{self.port}/v1/{'batch' if self.batch else 'track'}"
        command = [program("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{1 if self.batch else SECONDS}s", "-s", str(script), url]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in said or "Socket errors" in said:
            raise Missing(f"a machine that keeps up: {said.splitlines()[-3]}")
        done = re.search(r"(\d+) requests in ([\d.]+)s", said)
        assert done is not None, said
        return Lap(int(done[1]) * max(self.batch, 1), float(done[2]))

    def drained(self) -> None:
        """What the lap before has left is not this one's."""
        if self.store is None:
            return
        until = monotonic() + _DRAINED_SECONDS
        while self._waits():
            take_all_apart(self.store)
            if monotonic() > until:
                raise Missing("a machine that works off what arrives")

    def _waits(self) -> int:
        assert self.store is not None
        with self.store.read() as tx:
            return arrivals.depth(tx).events


@contextmanager
def server(kind: str, batch: int) -> Iterator[Server]:
    program("wrk")
    with TemporaryDirectory() as name, ExitStack() as stack:
        command = [sys.executable, "-m", "benchmarks.intake_servers", kind, name]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        stack.callback(process.wait)
        stack.callback(process.kill)
        assert process.stdout is not None
        port = int(process.stdout.readline() or 0)
        made = Server(kind, batch, Path(name), port)
        if kind in ("door", "taking"):
            made.store = open_store(f"sqlite:///{name}/.nurture/nurture.db", SystemClock(), SystemDice())
            stack.callback(made.store.close)
        yield made


@contextmanager
def by_hand() -> Iterator[Contender]:
    """Our group commit without HTTP: a row of fifty events a commit."""
    with sqlite() as url:
        upgrade(url)
        store = open_store(url)
        door, numbers = Arrivals(store), count()

        def lap() -> int:
            for _ in range(BY_HAND // 50):
                said = [Incoming(source="http", id=str(next(numbers)), type="download", keys={"user": "u"}) for _ in range(50)]
                store.write(Priority.INTAKE, lambda tx, said=said: door.arrive_within(tx, [kept(said)]))  # type: ignore[misc]
            return BY_HAND

        yield Contender("our commits, without HTTP", "peer", lap, before=partial(take_all_apart, store))  # type: ignore[arg-type]
        store.close()


SINGLE = (
    ("door", "nurture, on disk", "ours", "what arrives is taken apart between the laps"),
    ("taking", "nurture, taken apart meanwhile", "ours", "by the same process"),
    ("empty", "our server, empty handler", "limit", ""),
    ("plain", "Starlette, a commit a request", "peer", ""),
)


@contextmanager
def line_up(batch: int) -> Iterator[Sequence[Contender]]:
    with ExitStack() as stack:
        found = []
        for kind, name, role, note in SINGLE[: 3 if batch else 4]:
            made = stack.enter_context(server(kind, batch))
            found.append(Contender(name, role, made.lap, note, before=made.drained))  # type: ignore[arg-type]
        yield [*found, stack.enter_context(by_hand())]


ROWS = (
    Row("intake-single", "requests of one event, each answered once it is on disk", "an event", 2.0, partial(line_up, 0)),
    Row("intake-batched", f"requests of {BATCH} events", "an event", 2.0, partial(line_up, BATCH)),
)
