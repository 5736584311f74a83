"""Reads on where the group has committed: puts what is there, and only then commits. At least once from Kafka, once in the inbox.

A crash before the commit reads again what is in the inbox already, and the inbox takes each (source, id) once. One thread does it in
order, so the events of one partition keep theirs. Partitions are given and taken away only while it asks for more, never within a batch.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

from engine.domain.errors import NurtureError
from engine.doors.events import Door, Rejection
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.doors.kafka.line import REACH_SECONDS, Account, need_driver, opened, said
from engine.doors.kafka.records import Record, read_record
from engine.doors.kafka.refused import Refused
from engine.store.database import Store

if TYPE_CHECKING:
    from confluent_kafka import Consumer, KafkaError, Message, TopicPartition

TOGETHER = 100
"""Messages that are put, and then committed, at once."""
WAIT_SECONDS = 0.25
OVERTAKEN = frozenset({"ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID", "REBALANCE_IN_PROGRESS", "_ASSIGNMENT_LOST"})
"""The partition is another's by now: it reads again what we have put, which the inbox knows."""

Place = tuple[str, int]

log = structlog.get_logger("nurture")


@dataclass(slots=True)
class Tally:
    """taken: messages all of whose events are in the inbox; refused: messages that were kept in the file, wholly or in part."""

    taken: int = 0
    refused: int = 0
    events: int = 0
    again: int = 0
    """Events that were taken before."""


@dataclass(slots=True)
class Following:
    """One reader of the group. It may follow again after it was broken off."""

    store: Store
    account: Account
    refused: Refused
    tally: Tally = field(default_factory=Tally)
    _assigned: "set[Place] | None" = None
    _ended: set[Place] = field(default_factory=set)
    _troubles: "list[KafkaError]" = field(default_factory=list)

    def follow(self, is_over: Callable[[], bool], *, is_once: bool = False) -> None:
        """Until `is_over`, asked between batches, or with is_once until all that is there has been read.

        Raises NurtureError; what was not committed until then is read again by whoever follows next.
        """
        self._assigned, self._ended, self._troubles = None, set(), []
        with opened(self.account, self._troubles) as consumer:
            consumer.subscribe(list(self.account.topics), on_assign=self._given, on_revoke=self._taken_away)
            while not is_over() and not (is_once and self._is_at_end()):
                self.turn(consumer)

    def turn(self, consumer: "Consumer") -> None:
        """Some messages: on disk, then committed."""
        records = self._next(consumer)
        if records:
            self.take(records)
            self.commit(consumer, records)
        self.store.pulse.streamed(taken=self.tally.taken, refused=self.tally.refused, lag=self._lag(consumer))
        if self._troubles:
            raise NurtureError("kafka-broken", servers=self.account.named, said=said(self._troubles.pop(0)))

    def take(self, records: Sequence[Record]) -> None:
        """All events into the inbox, in order, and beside it what is none. Raises NurtureError, and then it has taken none for good."""
        door = door_of(self.account)
        read = [(record, read_record(record, door)) for record in records]
        wrong = [(record, [one for one in found if isinstance(one, Rejection)]) for record, found in read]
        wrong = [(record, problems) for record, problems in wrong if problems]
        receipts = put(self.store, [one for _, found in read for one in found if isinstance(one, Incoming)])
        self.refused.keep(wrong)
        for record, problems in wrong:
            told = {"place": record.place, "reason": problems[0].problem.code, "file": str(self.refused.path)}
            log.warning("message refused", code="kafka-message-refused", **told)
        self.tally.taken += len(records) - len(wrong)
        self.tally.refused += len(wrong)
        self.tally.events += sum(one.state == "taken" for one in receipts)
        self.tally.again += sum(one.state == "again" for one in receipts)

    def commit(self, consumer: "Consumer", records: Sequence[Record]) -> None:
        """Tells Kafka how far was read. Where it is not told, the same comes again."""
        from confluent_kafka import KafkaException, TopicPartition

        last = {(record.topic, record.partition): record.offset + 1 for record in records}
        try:
            offsets = [TopicPartition(topic, number, at) for (topic, number), at in last.items()]
            answer = consumer.commit(offsets=offsets, asynchronous=False)
            errors = [one.error for one in answer or [] if one.error is not None]
        except KafkaException as raised:
            errors = [raised.args[0]]
        for error in errors:
            if error.name() not in OVERTAKEN:
                raise NurtureError("kafka-broken", servers=self.account.named, said=said(error))

    def _next(self, consumer: "Consumer") -> list[Record]:
        records = []
        for message in consumer.consume(TOGETHER, WAIT_SECONDS):
            error = message.error()
            place = (message.topic() or "", message.partition() or 0)
            if error is None:
                self._ended.discard(place)
                records.append(record_of(message))
            elif error.name() == "_PARTITION_EOF":
                self._ended.add(place)
            else:
                self._troubles.append(error)
        return records

    def _given(self, _: "Consumer", partitions: "list[TopicPartition]") -> None:
        self._assigned, self._ended = {(one.topic, one.partition) for one in partitions}, set()

    def _taken_away(self, _: "Consumer", __: "list[TopicPartition]") -> None:
        self._assigned, self._ended = None, set()

    def _is_at_end(self) -> bool:
        """Nothing is ours where others of the group read it all."""
        return self._assigned is not None and self._assigned <= self._ended

    def _lag(self, consumer: "Consumer") -> int:
        """Messages of our partitions that wait in Kafka, as far as the broker has told by now."""
        from confluent_kafka import TopicPartition

        behind = 0
        asked = [TopicPartition(*place) for place in sorted((self._assigned or set()) - self._ended)]
        for at in consumer.position(asked) if asked else []:
            marks = consumer.get_watermark_offsets(at, cached=True)
            behind += max(0, marks[1] - at.offset) if at.offset >= 0 else 0
        return behind


def record_of(message: "Message") -> Record:
    """A message without its driver."""
    kind, at = message.timestamp()
    # A message without a value, as compaction leaves them, is no event.
    raw = message.value() or b""
    return Record(message.topic() or "", message.partition() or 0, message.offset() or 0, at if kind else -1, raw)


def door_of(account: Account) -> Door:
    """What comes from a topic is news."""
    return Door(source=account.source, zone=account.zone, live=True, region=account.region)


def look(account: Account, most: int) -> list[tuple[Record, list[Incoming | Rejection]]]:
    """What the group would read next, at most so many messages; nothing is taken, and nobody of the group is disturbed."""
    need_driver()
    from confluent_kafka import TopicPartition

    troubles: list[KafkaError] = []
    found: list[Record] = []
    with opened(account, troubles) as consumer:
        there = consumer.list_topics(timeout=REACH_SECONDS).topics
        places = [TopicPartition(topic, number) for topic in account.topics for number in there[topic].partitions]
        consumer.assign(consumer.committed(places, timeout=REACH_SECONDS))
        open_ = len(places)
        while open_ > 0 and len(found) < most:
            for message in consumer.consume(TOGETHER, WAIT_SECONDS):
                error = message.error()
                if error is None:
                    found.append(record_of(message))
                elif error.name() == "_PARTITION_EOF":
                    open_ -= 1
                else:
                    troubles.append(error)
            if troubles:
                raise NurtureError("kafka-broken", servers=account.named, said=said(troubles[0]))
    door = door_of(account)
    return [(record, read_record(record, door)) for record in found[:most]]
