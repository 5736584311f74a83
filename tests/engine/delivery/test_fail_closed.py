"""Where it cannot be known whether somebody has left, nothing leaves."""

import pytest

from engine.channels.memory import MemoryChannel
from engine.delivery.batch import Deliverer
from engine.domain.errors import NurtureError
from engine.domain.instants import HOUR
from engine.store import people
from engine.store.writer import Priority
from tests.engine.delivery.post import greet, states
from tests.engine.work.toy import World


def run(made: World, statement: str) -> None:
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql(statement))


@pytest.mark.parametrize(
    ("breaks", "mends"),
    [
        ("ALTER TABLE addresses RENAME TO away", "ALTER TABLE away RENAME TO addresses"),
        ("ALTER TABLE addresses RENAME COLUMN reason TO because_of", "ALTER TABLE addresses RENAME COLUMN because_of TO reason"),
    ],
)
def test_while_the_list_cannot_be_read_nothing_leaves(
    made: World, mailer: Deliverer, channel: MemoryChannel, breaks: str, mends: str
) -> None:
    greet(made)
    greet(made, "B")
    made.store.write(Priority.INTAKE, lambda tx: people.suppress(tx, [("b@x.example", "", "unsubscribed", 1)]))
    run(made, breaks)
    with pytest.raises(NurtureError):
        mailer.deliver()
    assert ([], {"frozen"}) == (channel.delivered, {state for state, _ in states(made)})

    run(made, mends)
    made.clock.moment += HOUR
    mailer.deliver()
    assert ["a@x.example"] == [parcel.recipient for parcel in channel.delivered]
