"""What no timeline can say: what stands in a mail."""

from pathlib import Path

from engine.commands.programs import prepared
from engine.domain.instants import from_iso
from engine.lab.world import World
from engine.templates.folder import Templates
from engine.templates.mails import Links

FOLDER = Path(__file__).parent / "R24"
TRIPS = (("London Trip", "2026-06-10"), ("Sydney Trip", "2026-06-10"), ("Oslo Trip", "2026-07-01"))


def test_the_reminder_names_the_trips_of_its_day() -> None:
    program = prepared(FOLDER).program
    assert program is not None
    world = World(program, from_iso("2026-06-01T10:00:00+09:00"))
    world.happen("lead.changed", "l1", {"email": "l1@example.co.jp"})
    for number, (name, day) in enumerate(TRIPS):
        world.happen("trip_booked", "l1", {"trip_id": str(number), "name": name, "start_date": day})
    world.run_until(from_iso("2026-06-08T09:00:00+09:00"))

    lead = world.sight("l1").attributes
    sender = {"name": "Recipe", "postal_address": "Example Street 1, Tokyo"}
    links = Links(lambda name, target: target, unsubscribe_url="https://example.com/u", open_pixel_url="")
    values = {"lead": lead, "sender": sender, "zone": "Asia/Tokyo"}
    text = Templates(FOLDER / "templates").render("trip_reminder", values, links).text

    assert ["trip_reminder"] == [mail.template for mail in world.mails]
    assert [True, True, False] == [name in text for name, _ in TRIPS]
