"""`nurture run` killed without warning again and again, while another process goes on taking events in."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from random import Random

import pytest

from engine.clock import SystemClock
from engine.domain.instants import to_datetime
from tests.e2e.line import Daemon, Mailbox, settle_in

KILLS = 50
READERS = 20
"""New ones in each round."""
LINES = 4
"""Connections that may each have one mail between the fence and the answer when the process dies."""


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    one = Mailbox()
    yield one
    one.close()


@pytest.mark.faults
def test_fifty_kills_lose_nothing_and_double_nothing(mailbox: Mailbox, tmp_path: Path) -> None:
    """What is in doubt is listed, never sent again, and never more than one mail a connection and kill."""
    daemon = Daemon(settle_in(tmp_path / "workspace"), mailbox.port)
    daemon.nurture("apply", "--go", "--yes")
    chance = Random(7)
    for round_ in range(KILLS):
        daemon.start()
        daemon.nurture("import", "events", str(log_of(tmp_path, round_)), "--live")
        rest(daemon, chance.uniform(0.0, 0.8))
        daemon.close()
    daemon.start()
    doubtful = until_idle(daemon)
    daemon.close()

    times = Counter(str(mail["To"]) for mail in mailbox.mails)
    missing = {reader(round_, number) for round_ in range(KILLS) for number in range(READERS)} - set(times)
    assert {1} == set(times.values())
    assert missing <= doubtful
    assert len(doubtful) <= KILLS * LINES


def until_idle(daemon: Daemon) -> set[str]:
    """The addresses in doubt, once nothing waits any more."""
    while True:
        report = daemon.nurture("report")
        if not report["health"]["waiting"] and not any(one["waiting"] for one in report["mails"]["tallies"]):
            return {one["target"] for one in report["mails"]["doubtful"]}


def log_of(folder: Path, round_: int) -> Path:
    """Downloads of so many new readers, now."""
    path = folder / f"{round_}.jsonl"
    now = to_datetime(SystemClock().now()).astimezone(UTC).isoformat()
    rows = [
        {"source": "crm", "id": f"{round_}/{number}", "type": "download", "at": now, "props": {"asset": "guide"}}
        | {"keys": {"email": reader(round_, number)}}
        for number in range(READERS)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def reader(round_: int, number: int) -> str:
    return f"r{round_}-{number}@reader.example"


def rest(daemon: Daemon, seconds: float) -> None:
    """Lets the daemon run."""
    assert daemon.process is not None
    try:
        daemon.process.wait(seconds)
    except subprocess.TimeoutExpired:
        return
    raise AssertionError("the daemon ended by itself")
