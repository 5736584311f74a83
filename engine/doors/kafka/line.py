"""The line to Kafka: who we are, and a consumer that commits nothing by itself.

Source: librdkafka's configuration properties (`enable.auto.commit`, `enable.auto.offset.store`, `auto.offset.reset`).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from engine.channels.headers import clean
from engine.domain.errors import NurtureError
from engine.doors.events import OURS
from engine.settings.model import Settings

if TYPE_CHECKING:
    from confluent_kafka import Consumer, KafkaError

ENDING = frozenset({"_ALL_BROKERS_DOWN", "_AUTHENTICATION", "_FATAL"})
"""What befalls the line as a whole. A single broker that goes is the driver's own business: it asks the others."""
REACH_SECONDS = 10.0
"""How long a broker may take to say which topics it has."""
SESSION_SECONDS = 45
"""After such a silence the broker gives a reader's partitions to another."""
BEATS = 6
"""How often at least a reader is heard in that time: were it heard seldomer than its session is long, it would be sent away alive."""
BEAT_MILLISECONDS = 3_000
"""As the driver beats by itself."""

_quiet = logging.getLogger("nurture.kafka.driver")
# What the driver says of lines that come and go, our own sentences say; it would write to the error stream past the log.
_quiet.setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """servers: `host:port`; source: who reports, where an event does not say; ca_file: certificates to trust, "" for the system's."""

    servers: tuple[str, ...]
    topics: tuple[str, ...]
    group: str = "nurture"
    source: str = "kafka"
    zone: str = "UTC"
    region: str = "JP"
    security: Literal["none", "tls", "sasl"] = "none"
    mechanism: str = "SCRAM-SHA-512"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    session: int = SESSION_SECONDS

    @property
    def named(self) -> str:
        """The servers, as a person reads them."""
        return ", ".join(self.servers)


def stream_of(settings: Settings) -> Account | None:
    """The topics of the workspace, None where no servers are named. Raises NurtureError where the section says too little."""
    section = settings.kafka
    if not section.servers:
        return None
    if not section.topics:
        raise NurtureError("kafka-no-topics")
    if section.source in OURS:
        raise NurtureError("event.our-source", source=section.source)
    return Account(
        **section.model_dump(include={"group", "source", "security", "mechanism", "user"}),
        servers=tuple(section.servers),
        topics=tuple(section.topics),
        zone=settings.workspace.timezone,
        region=settings.workspace.region,
        password=section.password.get_secret_value(),
        session=SESSION_SECONDS,
        ca_file=str(settings.root / section.ca_file) if section.ca_file else "",
    )


def need_driver() -> None:
    """Raises NurtureError where the extra is not installed."""
    try:
        import confluent_kafka as _  # noqa: F401
    except ImportError:
        raise NurtureError("kafka-no-driver") from None


@contextmanager
def opened(account: Account, troubles: "list[KafkaError]") -> "Iterator[Consumer]":
    """A consumer whose topics are there; closing it commits nothing. troubles: gets what befalls the line.

    Raises NurtureError where the driver is missing, no broker answers, or a topic is not there.
    """
    need_driver()
    from confluent_kafka import Consumer, KafkaException

    def hear(error: "KafkaError") -> None:
        if error.name() in ENDING:
            troubles.append(error)

    try:
        consumer = Consumer(_settings(account) | {"error_cb": hear, "logger": _quiet})
    except KafkaException as error:
        raise NurtureError("kafka-unreachable", servers=account.named, said=said(error)) from None
    try:
        _look_for_topics(consumer, account, troubles)
        yield consumer
    except KafkaException as error:
        raise NurtureError("kafka-broken", servers=account.named, said=said(error)) from None
    finally:
        consumer.close()


def said(error: object) -> str:
    """What the driver says of it, on one line."""
    return clean(str(error))[:200]


def _look_for_topics(consumer: "Consumer", account: Account, troubles: "list[KafkaError]") -> None:
    from confluent_kafka import KafkaException

    try:
        # Asked for one by one, a broker might make them.
        there = consumer.list_topics(timeout=REACH_SECONDS).topics
    except KafkaException as error:
        # Of a password that is wrong only the trouble tells; the question itself merely gets no answer.
        told = next((one for one in troubles if one.name() == "_AUTHENTICATION"), error)
        raise NurtureError("kafka-unreachable", servers=account.named, said=said(told)) from None
    troubles.clear()
    for topic in account.topics:
        if topic not in there:
            raise NurtureError("kafka-no-topic", servers=account.named, topic=topic)


def _settings(account: Account) -> dict[str, object]:
    protocol = {"none": "plaintext", "tls": "ssl", "sasl": "sasl_ssl"}[account.security]
    told: dict[str, object] = {
        "bootstrap.servers": ",".join(account.servers),
        "group.id": account.group,
        "client.id": "nurture",
        "security.protocol": protocol,
        "session.timeout.ms": account.session * 1_000,
        "heartbeat.interval.ms": min(BEAT_MILLISECONDS, account.session * 1_000 // BEATS),
        "enable.auto.commit": False,
        "enable.auto.offset.store": False,
        "auto.offset.reset": "earliest",
        "enable.partition.eof": True,
    }
    if account.security == "sasl":
        told |= {"sasl.mechanism": account.mechanism, "sasl.username": account.user, "sasl.password": account.password}
    if account.security != "none" and account.ca_file:
        told["ssl.ca.location"] = account.ca_file
    return told
