"""A workspace with a daemon that can be killed, and a crowd that tells it things until each is answered."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from engine.store import inbox, outbox, subjects
from engine.store.database import Store, open_store
from tests.e2e.line import KEY, settle_in
from tests.faults.sink import Sink, free_port
from tests.faults.zygote import Child, Zygote

LINES = 4
"""Connections of a daemon to the mail server."""

PATIENCE = 120.0
_STEP = 0.05


def rest(seconds: float) -> None:
    """Lets the others run."""
    threading.Event().wait(seconds)


def until(done: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Waits for a condition. Fails when it does not come about in time."""
    for _ in range(int(seconds / _STEP)):
        if done():
            return
        rest(_STEP)
    raise AssertionError(f"{what}: not within {seconds} s")


@dataclass
class House:
    """folder: the workspace. sink: its mail server."""

    folder: Path
    sink: Sink
    zygote: Zygote
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)
    """Variables of its own."""

    without: str = ""
    """What its build lacks, see `broken`."""

    def __post_init__(self) -> None:
        settle_in(self.folder)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    @property
    def file(self) -> Path:
        return self.folder / ".nurture" / "nurture.db"

    def start(self, *words: str) -> Child:
        """`nurture WORDS` in this workspace."""
        environment = {
            "NURTURE_SMTP__URL": f"smtp://127.0.0.1:{self.sink.port}",
            "NURTURE_WEB__WRITE_KEY": KEY,
            "NURTURE_WEB__PORT": str(self.port),
            "NURTURE_LANG": "en",
        }
        return self.zygote.start(*words, "-C", str(self.folder), environment=environment | self.more, without=self.without)

    def call(self, *words: str) -> tuple[int, str]:
        """The same to its end: the exit code, and what it said."""
        return self.start(*words).end()

    def daemon(self) -> Child:
        """`nurture run`, once it works."""
        child = self.start("run")
        child.await_line("live", "in shadow")
        return child

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """A look into the database beside whoever works on it."""
        store = open_store(self.url)
        yield store
        store.close()

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database says."""
        with self.opened() as store, store.read() as tx:
            return [tuple(row) for row in tx.exec_driver_sql(statement, values)]

    def is_sound(self) -> bool:
        """What SQLite says of the whole file."""
        return [("ok",)] == self.rows("PRAGMA integrity_check")

    def finish(self) -> None:
        """A daemon that nobody kills, until nothing is left to do."""
        last = self.daemon()
        with self.opened() as store:
            until(lambda: is_idle(store), "the daemon came to rest", 900.0)
        assert 0 == last.kill(15)


def is_idle(store: Store) -> bool:
    with store.read() as tx:
        is_empty = inbox.depth(tx) == 0 and outbox.next_at(tx) is None
        return is_empty and subjects.next_due(tx) > store.clock.now()


@dataclass
class Crowd:
    """Readers who tell the daemon over HTTP of a download, again and again until it is answered with 202."""

    port: int
    waiting: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    """Statuses that were not 202."""
    _threads: list[threading.Thread] = field(default_factory=list)

    def come(self, names: list[str], doors: int = 2) -> None:
        """They begin to tell; those of before whom nobody answered are among them."""
        self.waiting += names
        self._threads = [threading.Thread(target=self._tell, daemon=True) for _ in range(doors)]
        for one in self._threads:
            one.start()

    def await_answer(self, before: int, seconds: float) -> None:
        """Waits until somebody more is answered than before; a daemon that is slow today is not waited for longer."""
        for _ in range(int(seconds / 0.005)):
            if len(self.answered) > before:
                return
            rest(0.005)

    def leave(self) -> None:
        """Once everybody is answered, or the daemon is dead."""
        for one in self._threads:
            one.join(PATIENCE)

    def _tell(self) -> None:
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        head = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
        while self.waiting:
            try:
                name = self.waiting.pop(0)
            except IndexError:
                return
            event = {"id": name, "type": "download", "keys": {"email": f"{name}@reader.example"}, "props": {"asset": "guide"}}
            try:
                line.request("POST", "/v1/events", json.dumps(event), head)
                response = line.getresponse()
                response.read()
            except (OSError, HTTPException):
                self.waiting.append(name)
                return
            if response.status == 202:
                self.answered.append(name)
            else:
                self.others.append(response.status)
                self.waiting.append(name)
                return
