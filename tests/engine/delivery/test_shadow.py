"""Decided in shadow, nothing leaves: no mail to a lead, nothing to a colleague, by no channel, not even once it goes live."""

import pytest

from engine.channels.memory import MemoryChannel
from engine.domain.instants import DAY
from engine.store import control
from engine.store.writer import Priority
from tests.engine.delivery.post import deliverer, greet, pass_time, rows
from tests.engine.work.toy import World


@pytest.mark.parametrize("kind", ["mail", "handoff"])
def test_what_was_decided_in_shadow_never_leaves(kind: str, made: World) -> None:
    made.store.write(Priority.WORK, control.go_into_shadow)
    channel = MemoryChannel()
    mailer = deliverer(made, channel, webhook=channel, chat=channel)
    greet(made, pings=3)
    mailer.deliver()
    found = {row.state for row in rows(made, kind)}
    made.store.write(Priority.WORK, control.go_live)
    pass_time(made, DAY // 2)
    mailer.deliver()
    mailer.close()

    assert ({"shadow"}, {"shadow"}, []) == (found, {row.state for row in rows(made, kind)}, channel.delivered)
