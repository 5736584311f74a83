"""What no timeline can say: how a crowd is spread over the arms of a split, and which of two mails goes first."""

from collections import Counter
from pathlib import Path

from engine.commands.programs import prepared
from engine.domain.effects import MailDecided
from engine.domain.instants import DAY, from_iso
from engine.lab.world import World

HERE = Path(__file__).parent
START = from_iso("2026-06-01T09:00:00+09:00")
WEEKEND = from_iso("2026-06-05T10:00:00+09:00")


def arms() -> dict[str, str]:
    """The mail that each of 3,000 leads got."""
    program = prepared(HERE / "R06").program
    assert program is not None
    world = World(program, START)
    for number in range(1, 3_001):
        world.happen("lead.changed", f"bulk-{number:04}", {"email": f"bulk-{number:04}@lead.example"}, START)
        world.happen("test_event", f"bulk-{number:04}", {}, START)
    return {mail.lead: mail.template for mail in world.mails}


def test_three_thousand_leads_are_spread_within_three_points() -> None:
    found = arms()

    assert 3_000 == len(found)
    assert all(0.303 <= count / 3_000 <= 0.363 for count in Counter(found.values()).values())


def test_a_second_run_takes_the_same_arms() -> None:
    assert arms() == arms()


def test_mails_that_waited_for_the_window_leave_in_the_order_of_their_events() -> None:
    program = prepared(HERE / "R83").program
    assert program is not None
    world = World(program, WEEKEND)
    world.happen("lead.changed", "l4", {"email": "l4@lead.example"}, WEEKEND)
    for number in (1, 2):
        world.happen("go", "l4", {"n": number}, WEEKEND + number * DAY)
    world.run_until(WEEKEND + 4 * DAY)

    assert [1, 2] == [one.entry["n"] for _, one in world.effects("l4", MailDecided) if isinstance(one, MailDecided)]
