"""Appointments of the demo's people: booked for a day to come, kept by who is interested."""

from pathlib import Path

from engine.domain.instants import DAY, MINUTE, from_iso
from engine.lab.demo.appointments import Dated, Follow, fields_of, moment_of
from engine.lab.demo.people import Act, Deed, People, read_model

ROOT = Path(__file__).parents[4]
ZONE = "Asia/Tokyo"
TUESDAY = from_iso("2026-09-01T10:00", ZONE)
EVENING = Dated(on="wednesday", at="19:30")


def school() -> People:
    return People(read_model(ROOT / "scenarios" / "e-school" / "people.toml"), "1", TUESDAY, ZONE)


def test_the_next_webinar_is_tomorrow_and_on_its_own_day_the_week_after() -> None:
    assert from_iso("2026-09-02T19:30", ZONE) == moment_of(EVENING, TUESDAY, ZONE)
    assert from_iso("2026-09-09T19:30", ZONE) == moment_of(EVENING, TUESDAY + DAY, ZONE)


def test_an_appointment_is_known_by_its_day() -> None:
    fields = {"webinar": Dated(on="wednesday", at="19:30", only_day=True), "starts": EVENING}

    assert {"webinar": "2026-09-02", "starts": "2026-09-02T10:30:00Z"} == fields_of(fields, TUESDAY, ZONE)


def test_who_does_the_rarer_thing_does_the_commoner_too() -> None:
    comes, asks = (Follow(event="e", after="starts", share=share) for share in (0.9, 0.2))
    chances = [number / 100 for number in range(100)]

    assert all(comes.is_done(chance, 0.5) for chance in chances if asks.is_done(chance, 0.5))
    assert sum(comes.is_done(chance, 0.0) for chance in chances) < sum(comes.is_done(chance, 1.0) for chance in chances)


def test_a_registration_may_be_followed_by_a_question_and_by_attendance() -> None:
    people = school()
    deed = next(one for one in people.model.arrivals if one.event == "webinar-registered")
    found = list(people.follow_up(people.persons[0], deed, TUESDAY))
    ends = from_iso("2026-09-02T20:45", ZONE)

    assert [("perhaps", ends - 10 * MINUTE), ("perhaps", ends)] == [(act.what, act.at) for act in found]
    assert [{"webinar": "2026-09-02"}, {"webinar": "2026-09-02", "minutes": 68}] == [act.value[2] for act in found]


def test_a_plain_deed_says_what_it_said_before() -> None:
    people, deed = school(), Deed(event="page-view", weight=1, props={"path": "/course"})
    nothing: list[Act] = []

    assert {"path": "/course"} == people.said(deed, TUESDAY)
    assert nothing == list(people.follow_up(people.persons[0], deed, TUESDAY))
