"""Kafka as people meet it: the command, the doctor, the figures, and the daemon that reads by itself."""

import json
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka import Producer

from engine.app import store_at
from engine.commands.beginning import begin
from engine.doors.kafka import line
from engine.doors.kafka.line import Account
from tests.cli.kit import Nurture
from tests.e2e.line import Daemon, settle_in
from tests.faults.house import until
from tests.kafka.conftest import committed, send, visit


def told(account: Account) -> dict[str, str]:
    """The settings of a workspace that reads the topic, as variables."""
    section = {"servers": json.dumps(account.servers), "topics": json.dumps(account.topics), "group": account.group}
    return {f"NURTURE_KAFKA__{name.upper()}": text for name, text in section.items()}


@pytest.fixture
def nurture(tmp_path: Path, account: Account, monkeypatch: pytest.MonkeyPatch) -> Nurture:
    """The command line in a workspace that reads the topic."""
    for name, text in told(account).items():
        monkeypatch.setenv(name, text)
    monkeypatch.setattr(line, "SESSION_SECONDS", account.session)
    one = Nurture(begin(tmp_path / "first", "en").folder)
    assert 0 == one("db", "upgrade").code
    return one


def ids(nurture: Nurture) -> list[str]:
    with store_at(nurture.folder) as (_, store), store.read() as tx:
        return sorted(str(row[0]) for row in tx.exec_driver_sql("SELECT id FROM receipts WHERE source = 'kafka'"))


def test_a_dry_run_says_what_would_be_taken_and_takes_nothing(nurture: Nurture, producer: Producer, account: Account) -> None:
    send(producer, account, visit(1), b"{no")
    answer, seen = nurture("kafka", "--dry-run"), nurture.json("kafka", "--dry-run")

    assert (1, "1 events would be taken, 1 refused; nothing was") == (answer.code, answer.out.splitlines()[0])
    assert (True, ["page-view", ""]) == (seen["dry"], [one["type"] for one in seen["events"]])
    assert [None, "json.broken"] == [one["problem"] and one["problem"]["code"] for one in seen["events"]]
    assert ([], True) == (ids(nurture), committed(account) < 0)


def test_once_takes_what_is_there_and_again_there_is_nothing(nurture: Nurture, producer: Producer, account: Account) -> None:
    send(producer, account, visit(1), {"events": [visit(2), visit(3)]})
    first, again = nurture.json("kafka", "--once"), nurture("kafka", "--once")

    assert {"taken": 2, "refused": 0, "events": 3, "again": 0} == first
    assert (0, 3, 2) == (again.code, len(ids(nurture)), committed(account))


def test_what_is_refused_is_a_finding_and_the_doctor_says_where_it_lies(
    nurture: Nurture, producer: Producer, account: Account
) -> None:
    send(producer, account, b"{no")
    before = nurture("doctor").out
    answer = nurture("kafka", "--once")
    after = nurture("doctor").out

    assert (1, True) == (answer.code, "the refused ones lie in `.nurture/kafka.refused.jsonl`" in answer.out)
    assert ("answers and has" in before, "kafka.refused.jsonl" in before, "kafka.refused.jsonl" in after) == (True, False, True)


def test_the_doctor_names_a_topic_that_is_not_there(nurture: Nurture, account: Account) -> None:
    found = [one for one in nurture.json("doctor")["checks"] if one["code"] == "doctor.kafka"]

    assert ["bad"] == [one["state"] for one in found]
    assert account.topics[0] in json.dumps(found)


def test_without_the_extra_every_way_in_says_what_to_install(nurture: Nurture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "confluent_kafka", None)
    ways = [nurture("kafka", "--once"), nurture("kafka", "--dry-run"), nurture("kafka"), nurture("doctor"), nurture("run")]

    assert [] == [way for way in ways if "nurture-dsl[kafka]" not in " ".join((way.out + way.err).split())]


def test_without_the_section_it_is_said_what_to_set(nurture: Nurture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NURTURE_KAFKA__SERVERS")
    answer = nurture("kafka", "--once")

    assert (2, True) == (answer.code, "`[kafka]`" in answer.err)
    assert "kafka" not in nurture("doctor").out.lower()


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_its_help_fits_into_80_columns(lang: str, nurture: Nurture) -> None:
    answer = nurture("kafka", "--help", lang=lang)

    assert (0, True) == (answer.code, "--once" in answer.out and "--dry-run" in answer.out)
    assert [] == [line for line in answer.out.splitlines() if len(line) > 80]


@pytest.fixture
def daemon(tmp_path: Path, account: Account) -> Iterator[Daemon]:
    one = Daemon(settle_in(tmp_path / "line"), 1, more=told(account))
    yield one
    one.close()


def figures(daemon: Daemon) -> list[str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{daemon.port}/metrics", timeout=30) as answer:
        return [line for line in answer.read().decode().splitlines() if line.startswith("nurture_kafka")]


def test_the_daemon_reads_by_itself_counts_and_ends_on_term(daemon: Daemon, producer: Producer, account: Account) -> None:
    send(producer, account, visit(1), b"{no", visit(2))
    daemon.nurture("apply", "--yes")
    daemon.start()
    until(lambda: 'nurture_kafka_messages_total{outcome="taken"} 2.0' in figures(daemon), "two messages were taken")
    send(producer, account, visit(3))
    until(lambda: 'nurture_kafka_messages_total{outcome="taken"} 3.0' in figures(daemon), "the third was taken")
    counted = figures(daemon)
    code, _ = daemon.end()

    assert 'nurture_kafka_messages_total{outcome="refused"} 1.0' in counted and "nurture_kafka_lag_messages 0.0" in counted
    assert (0, 4) == (code, committed(account))
