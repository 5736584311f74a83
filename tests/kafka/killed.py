"""Reads a topic in a process of its own, and is killed where the parent has said: between the disk and the commit."""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.doors.kafka.following import Following
from engine.doors.kafka.line import Account
from engine.doors.kafka.records import Record
from engine.doors.kafka.refused import refused_in
from engine.store.database import open_store

if TYPE_CHECKING:
    from confluent_kafka import Consumer


class Killed(Following):
    def commit(self, consumer: "Consumer", records: Sequence[Record]) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    url, state, server, topic, session = sys.argv[1:]
    account = Account(servers=(server,), topics=(topic,), group=topic, session=int(session))
    Killed(open_store(url), account, refused_in(Path(state))).follow(lambda: False)
