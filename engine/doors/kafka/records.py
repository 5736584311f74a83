"""A message of a topic, and the events in it: the same shape and the same words for mistakes as over HTTP."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from engine.domain.errors import Problem
from engine.doors.events import Door, Rejection, events_in, read_event
from engine.doors.incoming import Incoming
from engine.doors.reader import Limits, read_json

SIZE = 1_000_000
"""Bytes of a message, as of a request."""
LONGEST_NAME = 100
"""Letters of a topic in an id; of a longer one its digest stands there."""


@dataclass(frozen=True, slots=True)
class Record:
    """at: milliseconds since 1970 as the log has them, below 0 where it has none."""

    topic: str
    partition: int
    offset: int
    at: int
    value: bytes

    @property
    def place(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"

    @property
    def id(self) -> str:
        """The same whenever it is read. The moment tells it from one at the same place in a topic that was made anew."""
        topic = self.topic if len(self.topic) <= LONGEST_NAME else blake2b(self.topic.encode(), digest_size=12).hexdigest()
        return f"{topic}/{self.partition}/{self.offset}/{self.at}"


def read_record(record: Record, door: Door) -> list[Incoming | Rejection]:
    """Its events in order, each or what is wrong with it; one rejection at line 0 where nothing can be read."""
    given = events_in(read_json(record.value, Limits(size=SIZE)))
    if isinstance(given, Problem):
        return [Rejection(0, given)]
    return [read_event(_named(one, record, number), door, line=number) for number, one in enumerate(given, start=1)]


def _named(given: Any, record: Record, number: int) -> Any:
    if not isinstance(given, dict) or "id" in given:
        return given
    return {"id": f"{record.id}/{number}", **given}
