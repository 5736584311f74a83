"""The pace of a domain over several workers, and the ladder of a sender that is warming up."""

from datetime import date

import pytest

from engine.channels.memory import MemoryChannel
from engine.delivery.house import WarmUp
from engine.delivery.shares import share
from engine.domain.instants import DAY, HOUR, local_day
from engine.store.writer import Priority
from tests.engine.delivery.post import deliverer, greet, pass_time, rows
from tests.engine.work.toy import World

LADDER = WarmUp(start=date(2026, 12, 1), until=date(2026, 12, 31), per_day=50, growth=1.5)


@pytest.mark.parametrize(
    ("day", "most"),
    [
        (date(2026, 11, 1), 50),
        (date(2026, 12, 1), 50),
        (date(2026, 12, 2), 75),
        (date(2026, 12, 4), 168),
        (date(2026, 12, 31), 9_587_552),
        (date(2027, 1, 1), None),
    ],
)
def test_each_day_lets_more_leave_until_the_ladder_ends(day: date, most: int | None) -> None:
    assert most == share(LADDER, day)


def test_what_is_over_the_days_share_waits_for_the_next_day(made: World) -> None:
    channel = MemoryChannel()
    today = local_day(made.clock.moment, "UTC")
    mailer = deliverer(made, channel, warm_up=WarmUp(start=today, per_day=2, growth=2.0))
    for lead in "ABCDE":
        greet(made, lead)
        made.clock.moment -= HOUR
    pass_time(made, HOUR)
    mailer.deliver()
    first = len(channel.delivered)
    waiting = [row for lead in "ABCDE" for row in rows(made, lead=lead) if row.reason == "warm-up"]
    pass_time(made, DAY)
    for _ in range(3):
        mailer.deliver()
        pass_time(made, HOUR)
    mailer.close()

    assert (2, 3) == (first, len(waiting))
    assert {local_day(row.next_at, "UTC") for row in waiting} == {date.fromordinal(today.toordinal() + 1)}
    assert 5 == len(channel.delivered)


def test_what_no_marketing_is_does_not_wait_for_the_ladder(made: World) -> None:
    channel = MemoryChannel()
    mailer = deliverer(made, channel, warm_up=WarmUp(start=local_day(made.clock.moment, "UTC"), per_day=1))
    greet(made, "A")
    greet(made, "B")
    made.store.write(Priority.WORK, lambda tx: tx.exec_driver_sql("UPDATE messages SET purpose = 'transactional'").rowcount)
    mailer.deliver()
    mailer.close()

    assert 2 == len(channel.delivered)


def test_the_pace_of_a_domain_holds_over_several_workers(made: World) -> None:
    channel = MemoryChannel()
    crew = [deliverer(made, channel, rates={"x.example": 60}) for _ in range(3)]
    greet(made, pings=20)
    for second in range(10):
        for mailer in crew:
            mailer.deliver(limit=3)
        mails = [one for one in channel.delivered if one.recipient == "a@x.example"]
        assert second + 2 >= len(mails)
        made.clock.moment += 1_000_000
    for mailer in crew:
        mailer.close()
    assert len(mails) >= 9
