"""Events from Kafka, from the command line: follows the topics, reads what is there, or only looks."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

import structlog

from engine.app import settings_at, store_at
from engine.domain.errors import NurtureError, Problem
from engine.doors.events import Rejection
from engine.doors.incoming import Incoming
from engine.doors.kafka.following import Following, Tally, look
from engine.doors.kafka.line import Account, stream_of
from engine.doors.kafka.reading import PAUSE_SECONDS
from engine.doors.kafka.refused import refused_in
from engine.settings.model import Settings

MOST = 1_000
"""Messages that a dry run looks at."""

log = structlog.get_logger("nurture")


@dataclass(frozen=True, slots=True)
class Seen:
    """One event of a message. place: `topic/partition/offset`, and `#2` for the second; problem: why it is none."""

    place: str
    source: str = ""
    id: str = ""
    type: str = ""
    problem: Problem | None = None


def foresee(folder: Path) -> list[Seen]:
    """What would be taken next. Raises NurtureError."""
    found = look(_account(settings_at(folder)), MOST)
    return [_seen(record.place, number, one) for record, events in found for number, one in enumerate(events, start=1)]


def read_once(folder: Path) -> Tally:
    """Takes what is there, and ends. Raises NurtureError; what was taken until then stays taken."""
    with store_at(folder) as (settings, store):
        following = Following(store, _account(settings), refused_in(settings.state))
        following.follow(lambda: False, is_once=True)
        return replace(following.tally)


def follow(folder: Path, is_over: Callable[[], bool], begun: Callable[[Account], None]) -> Tally:
    """Takes what comes until `is_over`. What goes wrong is logged, and tried again after a pause."""
    with store_at(folder) as (settings, store):
        account = _account(settings)
        following = Following(store, account, refused_in(settings.state))
        begun(account)
        while not is_over():
            try:
                following.follow(is_over)
            except NurtureError as error:
                if error.problem.code == "kafka-no-driver":
                    raise
                log.error("kafka failed", job="kafka", code=error.problem.code, **error.problem.values)
                _pause(is_over)
        return replace(following.tally)


def _pause(is_over: Callable[[], bool]) -> None:
    until, never = time.monotonic() + PAUSE_SECONDS, Event()
    while not is_over() and time.monotonic() < until:
        never.wait(0.25)


def _seen(place: str, number: int, one: Incoming | Rejection) -> Seen:
    if isinstance(one, Rejection):
        return Seen(f"{place}#{one.line}" if one.line > 1 else place, problem=one.problem)
    return Seen(f"{place}#{number}" if number > 1 else place, one.source, one.id, one.type)


def _account(settings: Settings) -> Account:
    account = stream_of(settings)
    if account is None:
        raise NurtureError("no-kafka")
    return account
