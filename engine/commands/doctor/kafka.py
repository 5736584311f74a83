"""The brokers and topics that events are read from, and messages that nobody has looked at."""

from collections.abc import Iterator

from engine.commands.doctor.check import Check
from engine.domain.errors import NurtureError
from engine.doors.kafka.line import opened, stream_of
from engine.doors.kafka.refused import refused_in
from engine.settings.model import Settings


def kafka(settings: Settings) -> Iterator[Check]:
    """Brokers that answer, and know the topics. Nothing where none are named."""
    kept = refused_in(settings.state).path
    if kept.is_file() and kept.stat().st_size:
        yield Check("warn", "doctor.kafka-refused", {"file": str(kept)})
    try:
        account = stream_of(settings)
        if account is None:
            return
        with opened(account, []):
            topics = ", ".join(f"`{topic}`" for topic in account.topics)
            yield Check("good", "doctor.kafka", {"servers": account.named, "topics": topics})
    except NurtureError as error:
        yield Check("bad", "doctor.kafka", problem=error.problem)
