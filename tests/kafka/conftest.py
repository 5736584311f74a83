"""A cluster to read from: librdkafka's own fake of one, a loopback socket with the real protocol.

`NURTURE_TEST_KAFKA=host:port` names a real one, which must make topics by itself.
"""

import ctypes
import json
import os
from pathlib import Path

import confluent_kafka
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from engine.doors.kafka.line import Account

BROKER = os.environ.get("NURTURE_TEST_KAFKA", "")
SESSION = 6 if BROKER else 3
"""Seconds. A real broker takes no shorter one. The fake one lets nobody into a group that somebody has left until nearly so much has
passed, as if whoever left were silent; a real one lets them in at once."""
DRIVER = Path(confluent_kafka.__file__).parent.with_name("confluent_kafka.libs")


@pytest.fixture(scope="session")
def broker() -> str:
    """Where the cluster listens; the fake one does so as long as this process lives.

    It is asked of the driver's library itself, for only there it can be told not to wait, as every cluster does by default,
    three seconds for more readers than the first. Source: librdkafka's `rdkafka_mock.h`.
    """
    if BROKER:
        return BROKER
    driver = ctypes.CDLL(str(next(DRIVER.glob("librdkafka-*.so*"))))
    for name in ("rd_kafka_conf_new", "rd_kafka_new", "rd_kafka_mock_cluster_new"):
        getattr(driver, name).restype = ctypes.c_void_p
    driver.rd_kafka_mock_cluster_bootstraps.restype = ctypes.c_char_p
    quiet = ctypes.c_void_p(driver.rd_kafka_conf_new())
    driver.rd_kafka_conf_set(quiet, b"log_level", b"0", None, ctypes.c_size_t(0))
    owner = ctypes.c_void_p(driver.rd_kafka_new(ctypes.c_int(0), quiet, None, ctypes.c_size_t(0)))
    cluster = ctypes.c_void_p(driver.rd_kafka_mock_cluster_new(owner, ctypes.c_int(1)))
    driver.rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, ctypes.c_int32(0))
    return bytes(driver.rd_kafka_mock_cluster_bootstraps(cluster)).decode()


@pytest.fixture(scope="module")
def producer(broker: str) -> Producer:
    return Producer({"bootstrap.servers": broker, "log_level": 0})


@pytest.fixture
def account(producer: Producer, request: pytest.FixtureRequest) -> Account:
    """A topic of the test's own, that is there once something was sent to it."""
    broker = next(iter(producer.list_topics(timeout=20).brokers.values()))
    topic = f"leads-{os.getpid()}-{abs(hash(request.node.name))}"
    return Account(servers=(f"{broker.host}:{broker.port}",), topics=(topic,), group=topic, session=SESSION)


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
