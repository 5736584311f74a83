"""A cluster to read from: librdkafka's own fake of one, a loopback socket with the real protocol.

`NURTURE_TEST_KAFKA=host:port` names a real one, which must make topics by itself.
"""

import json
import os
from collections.abc import Iterator

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from engine.doors.kafka.line import Account

BROKER = os.environ.get("NURTURE_TEST_KAFKA", "")


@pytest.fixture(scope="module")
def producer() -> Iterator[Producer]:
    """It holds the fake cluster as long as it lives."""
    yield Producer({"bootstrap.servers": BROKER} if BROKER else {"test.mock.num.brokers": 1, "log_level": 0})


@pytest.fixture
def account(producer: Producer, request: pytest.FixtureRequest) -> Account:
    """A topic of the test's own, that is there once something was sent to it."""
    broker = next(iter(producer.list_topics(timeout=20).brokers.values()))
    topic = f"leads-{os.getpid()}-{abs(hash(request.node.name))}"
    return Account(servers=(f"{broker.host}:{broker.port}",), topics=(topic,), group=topic, session=6)


def send(producer: Producer, account: Account, *messages: object) -> None:
    for one in messages:
        producer.produce(account.topics[0], one if isinstance(one, bytes) else json.dumps(one).encode(), partition=0)
    assert 0 == producer.flush(20)


def visit(number: int, lead: str = "L1") -> dict[str, object]:
    return {"type": "page-view", "lead": lead, "props": {"number": number}}


def committed(account: Account) -> int:
    """How far the group has read; below 0 where it has committed nothing."""
    told = {"bootstrap.servers": account.named, "group.id": account.group, "log_level": 0}
    consumer = Consumer(told)
    try:
        return consumer.committed([TopicPartition(account.topics[0], 0)], timeout=20)[0].offset
    finally:
        consumer.close()
