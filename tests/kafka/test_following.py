"""Events from Kafka, once each and in order, whatever dies in between."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka import Consumer, Producer

from engine.domain.errors import NurtureError
from engine.domain.events import Event as Happened
from engine.doors.inbox import Receipt
from engine.doors.kafka import following
from engine.doors.kafka.following import Following, look
from engine.doors.kafka.line import Account
from engine.doors.kafka.refused import refused_in
from engine.store import inbox
from engine.store.database import Store, open_store
from engine.store.upgrade import upgrade
from tests.kafka.conftest import committed, send, visit

ROOT = Path(__file__).parents[2]


@pytest.fixture
def url(tmp_path: Path) -> str:
    found = f"sqlite:///{tmp_path / 'nurture.db'}"
    upgrade(found)
    return found


@pytest.fixture
def reader(url: str, tmp_path: Path, account: Account) -> Iterator[Following]:
    store = open_store(url)
    yield Following(store, account, refused_in(tmp_path))
    store.close()


def read(reader: Following) -> None:
    reader.follow(lambda: False, is_once=True)


def happened(store: Store) -> list[Happened]:
    with store.read() as tx:
        return [one.event for one in inbox.take(tx, 0, 100) if one.event.type == "page-view"]


def test_killed_between_disk_and_commit_a_message_is_taken_once(reader: Following, producer: Producer, url: str, tmp_path: Path) -> None:
    send(producer, reader.account, visit(1), visit(2))
    words = [url, str(tmp_path), reader.account.named, reader.account.topics[0], str(reader.account.session)]
    done = subprocess.run([sys.executable, "-m", "tests.kafka.killed", *words], cwd=ROOT, timeout=240, check=False)
    before = committed(reader.account)
    read(reader)

    assert (-signal.SIGKILL, True) == (done.returncode, before < 0)
    assert (0, 2, 2) == (reader.tally.events, reader.tally.again, committed(reader.account))
    assert [1, 2] == [event.props["number"] for event in happened(reader.store)]


def away(*_: object) -> list[Receipt]:
    raise NurtureError("database-unreachable")


def test_while_the_database_is_away_nothing_is_committed_and_nothing_lost(
    reader: Following, producer: Producer, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(producer, reader.account, visit(1))
    with monkeypatch.context() as patched, pytest.raises(NurtureError):
        patched.setattr(following, "put", away)
        read(reader)
    before = committed(reader.account)
    read(reader)

    assert (True, 1, 1) == (before < 0, reader.tally.events, committed(reader.account))


class Hasty(Following):
    """Has lost the guard: tells Kafka first."""

    def turn(self, consumer: Consumer) -> None:
        records = self._next(consumer)
        if records:
            self.commit(consumer, records)
            self.take(records)


def test_a_build_that_commits_first_would_lose_it_so_this_test_can_tell(
    reader: Following, producer: Producer, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(producer, reader.account, visit(1))
    with monkeypatch.context() as patched, pytest.raises(NurtureError):
        patched.setattr(following, "put", away)
        read(Hasty(reader.store, reader.account, reader.refused))

    assert (1, []) == (committed(reader.account), happened(reader.store))


def test_a_broken_message_is_kept_and_the_next_is_taken_in_order(reader: Following, producer: Producer) -> None:
    send(producer, reader.account, visit(1), b"{no", {"events": [visit(2), {"type": "x"}, visit(3)]}, visit(4))
    foreseen = [len(events) for _, events in look(reader.account, 100)]
    read(reader)
    kept = [json.loads(line) for line in reader.refused.path.read_text("utf-8").splitlines() if line]

    assert ([1, 1, 3, 1], 2, 2, 4) == (foreseen, reader.tally.taken, reader.tally.refused, committed(reader.account))
    assert [1, 2, 3, 4] == [event.props["number"] for event in happened(reader.store)]
    assert [(1, "json.broken", "{no"), (2, "event.lead-or-keys", kept[1]["message"])] == [
        (one["offset"], one["errors"][0]["code"], one["message"]) for one in kept
    ]


def test_without_the_extra_a_sentence_is_said(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "confluent_kafka", None)
    with pytest.raises(NurtureError) as caught:
        look(account, 1)

    assert "kafka-no-driver" == caught.value.problem.code


def test_a_topic_that_is_not_there_is_named(account: Account) -> None:
    with pytest.raises(NurtureError) as caught:
        look(account, 1)

    assert ("kafka-no-topic", account.topics[0]) == (caught.value.problem.code, caught.value.problem.values["topic"])
