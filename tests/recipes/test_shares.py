"""What no timeline of one lead can say: how a crowd is spread over the arms of a split."""

from collections import Counter
from pathlib import Path

from engine.commands.programs import prepared
from engine.domain.instants import from_iso
from engine.lab.world import World

HERE = Path(__file__).parent
START = from_iso("2026-06-01T09:00:00+09:00")


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
