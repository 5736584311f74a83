"""Mails that a stop has dammed up leave evenly."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.channels.memory import MemoryChannel
from engine.domain.instants import DAY, HOUR, MINUTE
from engine.store import backlog, control
from engine.store.writer import Priority
from tests.engine.delivery.post import deliverer, greet, post, states
from tests.engine.work.toy import World

LEADS = ("A", "B", "C", "D")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    """Stopped, with a mail to each that waits; delivery has looked at them already."""
    one = post(tmp_path)
    one.store.write(Priority.WORK, control.stop)
    for lead in LEADS:
        greet(one, lead)
    yield one
    one.store.close()


def test_so_many_leave_in_an_hour(made: World) -> None:
    channel = MemoryChannel()
    mailer = deliverer(made, channel)
    with made.store.read() as tx:
        rows = backlog.evenly(backlog.waiting(tx, made.clock.moment), made.clock.moment, 2)
    made.store.write(Priority.WORK, lambda tx: backlog.move(tx, rows))
    made.store.write(Priority.WORK, control.resume)
    left = []
    for _ in range(4):
        mailer.deliver()
        left.append(len(channel.delivered))
        made.clock.moment += HOUR // 2 + MINUTE
    mailer.close()

    assert [1, 2, 3, 4] == left


def test_one_whose_time_is_over_before_its_turn_is_looked_at_then() -> None:
    found = [("a", DAY), ("b", DAY), ("c", HOUR)]

    assert [(0, "a"), (HOUR, "b"), (HOUR, "c")] == backlog.evenly(found, 0, 1)


def test_one_that_is_on_its_way_stays_as_it_is(made: World) -> None:
    with made.store.read() as tx:
        rows = backlog.evenly(backlog.waiting(tx, made.clock.moment), made.clock.moment, 1)
    made.store.write(Priority.WORK, control.resume)
    mailer = deliverer(made, MemoryChannel())
    mailer.deliver()
    mailer.close()
    made.store.write(Priority.WORK, lambda tx: backlog.move(tx, rows))

    assert [("sent", "")] == states(made)
